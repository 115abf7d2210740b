"""Which engine speaks, and who in which of its voices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from narrator.casting import Assignment, Given, assign, assignment
from narrator.episode import record
from narrator.errors import EngineError, ScriptError
from narrator.messages import tr
from narrator.model import Cast, CastSpeaker, Script, Sentence, Settings, Store, Utterance, Voice
from narrator.pipeline.options import Warn, ignore
from narrator.pipeline.told import tell_given
from narrator.script import without_pauses
from narrator.settings import load_settings
from narrator.speech import Engine, Settled, VoiceInfo, choose, engine, settle, substitute, synthesise, unknown_voices
from narrator.spoken import notice, notice_words, with_pauses
from narrator.standards.apple_podcasts import DEFAULT_RATE_HZ
from narrator.standards.hanzi import HANZI


def engine_for(name: str, settings: Settings, warn: Warn = ignore) -> tuple[Engine, str | None]:
    """The engine that will speak the whole episode, and why not the one before it; None when the first one does.

    Raises:
        EngineError: it does not answer, or none of them does.
    """
    if name == "auto":
        speaker, fallback = choose(settings.engines, settings.engine_options)
        if fallback:
            warn(
                tr(
                    "speaking with {speaker} instead of {engines}: {fallback}",
                    speaker=speaker.name,
                    engines=settings.engines[0],
                    fallback=fallback,
                )
            )
        return speaker, fallback
    speaker = engine(name, settings.engine_options.get(name))
    if why_not := speaker.available():
        raise EngineError(
            tr("{name} does not answer: {why_not}", name=name, why_not=why_not),
            hint=tr("try again later, or let --engine auto choose"),
        )
    return speaker, None


def settled(
    name: str,
    settings: Settings,
    utterances: Callable[[Engine], Sequence[Utterance]],
    *,
    store: Store,
    rate_hz: int,
    warn: Warn = ignore,
) -> Settled:
    """The engine that speaks the whole episode, and what it says; `auto` takes the first that speaks its first words.

    Args:
        utterances: what the episode says in an engine's voices.
        store: where the sentences that were spoken to find out are kept.

    Raises:
        EngineError: the engine does not answer, or none of them does.
    """
    if name != "auto":
        speaker, _ = engine_for(name, settings, warn)
        return Settled(engine=speaker, utterances=tuple(utterances(speaker)), fallback=None)
    candidates = (engine(each, settings.engine_options.get(each)) for each in settings.engines)
    found = settle(candidates, utterances, store=store, rate_hz=rate_hz)
    if found.fallback:
        warn(
            tr(
                "speaking with {engine} instead of {engines}: {fallback}",
                engine=found.engine.name,
                engines=settings.engines[0],
                fallback=found.fallback,
            )
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiced:
    """What an engine will say, and who has which of its voices."""

    utterances: tuple[Utterance, ...]
    given: tuple[Given, ...]
    warnings: tuple[str, ...]
    """What an editor may want otherwise, a line each."""


def voiced(
    script: Script, sentences: Sequence[Sentence], settings: Settings, speaker: Engine, store: Store | None = None
) -> Voiced:
    """What will be said, in whose voice, the notice first."""
    said = [sentence for sentence in sentences if sentence.reading.words]
    if not said:
        raise ScriptError(
            tr("{source}: there is nothing to say in it", source=script.source),
            hint=tr("look at it with `narrator script`"),
        )
    if settings.label.audible:
        words = without_pauses(settings.label.notice or "") or notice_words(script.language)
        said.insert(0, notice(words, script.language, settings.lexicon, store))
    said, cast = list(with_pauses(said, script.not_spoken)), settings.cast
    while True:
        assigned = assignment(said, script.speakers, cast, speaker.name)
        genders = {each.voice.name: each.speaker.gender for each in assigned.given if each.speaker.gender is not None}
        utterances, replaced = substitute(assigned.utterances, speaker, genders)
        smaller = _without(cast, speaker, _gone(assigned.utterances, utterances, speaker))
        if smaller == cast:
            break
        cast = smaller
    warnings = list(replaced)
    if speaker.name == "espeak" and any(map(_names_kanji, said)):
        warnings.append("espeak cannot read kanji: pip install 'narrator[japanese]', and make this again")
    tell_given(assigned.given, warnings.append)
    return Voiced(utterances=utterances, given=_as_spoken(assigned, utterances), warnings=tuple(warnings))


def _gone(wanted: Sequence[Utterance], spoken: Sequence[Utterance], speaker: Engine) -> frozenset[str]:
    """The voices that were wanted and that the engine does not offer any more."""
    moved = {one.voice.name for one, other in zip(wanted, spoken, strict=True) if one.voice.name != other.voice.name}
    return unknown_voices((each.voice.name for each in wanted), speaker) | moved


def _without(cast: Cast, speaker: Engine, gone: frozenset[str]) -> Cast:
    """The cast, and a pool without these voices, where there are others of their gender."""
    pool = cast.pool.get(speaker.name, {})
    left = {gender: tuple(each for each in voices if each.name not in gone) for gender, voices in pool.items()}
    kept = {gender: left[gender] or voices for gender, voices in pool.items()}
    return cast if kept == pool else replace(cast, pool={**cast.pool, speaker.name: kept})


def _as_spoken(assigned: Assignment, spoken: Sequence[Utterance]) -> tuple[Given, ...]:
    """Who has which voice, after voices that are gone were replaced."""
    now = {one.voice: other.voice for one, other in zip(assigned.utterances, spoken, strict=True)}
    return tuple(replace(each, voice=now.get(each.voice, each.voice)) for each in assigned.given)


def _names_kanji(sentence: Sentence) -> bool:
    """Whether eSpeak NG would say "Chinese letter" where a Japanese word stands."""
    japanese = sentence.language.lower().split("-")[0] == "ja"
    return japanese and not sentence.reading.sounds and HANZI.search(sentence.reading.spoken) is not None


def cast_speakers(script: Script, utterances: Sequence[Utterance]) -> tuple[CastSpeaker, ...]:
    """The people who are heard, with their voices."""
    voices = {utterance.sentence.speaker: utterance.voice for utterance in utterances}
    return tuple(
        CastSpeaker(speaker=speaker, voice=voices[speaker.name])
        for speaker in script.speakers
        if speaker.name in voices
    )


def try_voice(
    text: str, *, voice: str | None, engine_name: str, voices: Path | None = None, language: str = "zh-CN"
) -> bytes:
    """The text as an MP3 in a voice of the engine; None: the first of its pool.

    Raises:
        EngineError: the engine does not answer, or has no such voice.
    """
    settings = load_settings(voices)
    speaker, _ = engine_for(engine_name, settings)
    sentence = replace(notice(without_pauses(text), language, settings.lexicon), turn=0)
    if not sentence.reading.words:
        raise ScriptError(tr("there is nothing to say in the text"), hint=tr("give it words"))
    utterance = assign([sentence], (), settings.cast, speaker.name)[0]
    if voice is not None:
        member = settings.cast.members.get(voice)
        chosen = member.voices.get(speaker.name) if member else None
        utterance = replace(utterance, voice=chosen or Voice(engine=speaker.name, name=voice))
    clips = synthesise([utterance], speaker, store=NullStore(), rate_hz=DEFAULT_RATE_HZ)
    _, _, recording = record(clips)
    try:
        return recording.mp3
    finally:
        recording.sound.close()


class NullStore:
    """A store that keeps nothing."""

    def get(self, key: str) -> bytes | None:
        """Nothing."""
        return None

    def put(self, key: str, value: bytes) -> None:
        """Keep nothing."""


def voices_of(
    names: Sequence[str] = (), *, voices: Path | None = None
) -> dict[str, tuple[VoiceInfo, ...] | EngineError]:
    """By engine, the voices it offers, or why it cannot say.

    Args:
        names: of the engines; none: those of the voices file's `engines:`.
    """
    settings = load_settings(voices)
    offered: dict[str, tuple[VoiceInfo, ...] | EngineError] = {}
    for name in names or settings.engines:
        try:
            offered[name] = engine(name, settings.engine_options.get(name)).voices()
        except EngineError as cause:
            offered[name] = cause
    return offered
