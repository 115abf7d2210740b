"""Who has which voice in a draft, as its whole episode will have it; and giving somebody another one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from narrator.casting import NARRATION
from narrator.desk import Casting, Offered
from narrator.model import Kind, Mapped, Reading, Role, Script, Sentence, Settings, Span, Voice
from narrator.pipeline.cast_book import as_kept, book_of
from narrator.pipeline.voicing import Voiced, voiced
from narrator.settings import FileChange, load_settings, with_entries
from narrator.speech import Engine

NARRATOR = "旁白"
"""Who reads what nobody in the interview says, where the voices file has no such person yet."""
_LOCALES = {"zh": ("zh", "cmn")}
"""How engines call a language otherwise."""


def voices_by_name(script: Script, output: Path, settings: Settings, engine: Engine) -> Mapping[str | None, Voice]:
    """Everybody's voice; None: the narrator's."""
    return {
        each.sentence.speaker: each.voice
        for each in _given(script, output, settings, engine).utterances
        if each.sentence.kind is not Kind.NOTICE
    }


def castings(script: Script, output: Path, settings: Settings, engine: Engine) -> tuple[Casting, ...]:
    """Everybody who is heard, with their voice, and who has the very same."""
    given = {
        None if each.speaker.name == NARRATION else each.speaker.name: each
        for each in _given(script, output, settings, engine).given
    }
    return tuple(
        Casting(
            name=name,
            voice=each.voice,
            is_cast=each.source == "cast",
            alike=tuple(other or "" for other, theirs in given.items() if other != name and theirs.voice == each.voice),
        )
        for name, each in given.items()
    )


def offered_by(engine: Engine, language: str) -> tuple[Offered, ...]:
    """The voices of an engine, those of the language first."""
    wanted = language.partition("-")[0].lower()
    own = _LOCALES.get(wanted, (wanted,))
    found = [
        Offered(
            name=each.name,
            description=each.description,
            gender=each.gender,
            fits=each.language.partition("-")[0].lower() in own,
        )
        for each in engine.voices()
    ]
    return tuple(sorted(found, key=lambda each: not each.fits))


def with_voice(voices: Path | None, name: str | None, voice: Voice) -> FileChange:
    """The voices file in which somebody has this voice; None: the narrator."""
    members = load_settings(voices).cast.members.values()
    member = name or next((each.name for each in members if each.role is Role.NARRATOR), "")
    how = {
        "rate": f"{voice.rate_percent:+d}%" if voice.rate_percent else "",
        "pitch": f"{voice.pitch_hz:+d}Hz" if voice.pitch_hz else "",
    }
    entry = {"voice": voice.name, **{key: value for key, value in how.items() if value}}
    if member:
        return with_entries(voices, {("cast", member, voice.engine): entry})
    return with_entries(voices, {("cast", NARRATOR): {"role": str(Role.NARRATOR), voice.engine: entry}})


def _given(script: Script, output: Path, settings: Settings, engine: Engine) -> Voiced:
    sentences = [_stand_in(turn.speaker, script.language) for turn in script.turns]
    kept = book_of(output).read() if output.is_dir() else ()
    return voiced(script, sentences, as_kept(settings, kept), engine)


def _stand_in(speaker: str | None, language: str) -> Sentence:
    """A sentence of the speaker's, for casting, which does not look at its words."""
    kind = Kind.NARRATION if speaker is None else Kind.SPEECH
    whole = Span(0, 1)
    reading = Reading(written="a", spoken="a", spans=(Mapped(whole, whole),), words=(whole,))
    return Sentence(kind=kind, speaker=speaker, reading=reading, at=0, turn=0, paragraph=0, language=language)
