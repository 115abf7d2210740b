"""The people of a page and their voices, written into voices.yaml."""

from __future__ import annotations

from pathlib import Path

from narrator.casting import Given, member_of
from narrator.model import CastMember, Role
from narrator.pipeline.cast_book import as_kept, book_of
from narrator.pipeline.options import PageOptions, SoundOptions, Warn, ignore
from narrator.pipeline.scripts import script_of, sentences_of
from narrator.pipeline.voicing import engine_for, voiced
from narrator.settings import FileChange, load_settings, with_members


def cast_page(
    source: str,
    *,
    page: PageOptions | None = None,
    sound: SoundOptions | None = None,
    output: Path | None = None,
    voices: Path | None = None,
    warn: Warn = ignore,
) -> FileChange:
    """How voices.yaml changes when the people of the page are written into it; nothing is written yet.

    Who is in its cast stays as they are; the rest get the voices that `narrate` would give them.

    Args:
        output: the folder of all episodes, whose people keep their voices; None: there are none yet.

    Raises:
        NarratorError: as `narrate` would, up to the first word; the file cannot be added to.
    """
    file = None if voices is not None and not voices.exists() else voices
    settings = load_settings(file)
    if output is not None:
        settings = as_kept(settings, book_of(output).read())
    script = script_of(source, page, warn=warn)
    speaker, _ = engine_for((sound or SoundOptions()).engine, settings, warn)
    found = voiced(script, sentences_of(script, settings), settings, speaker)
    for line in found.warnings:
        warn(line)
    members, notes = {}, {}
    for each in found.given:
        if each.speaker.role is not Role.NARRATOR:
            known = member_of(each.speaker, settings.cast.members)
            name = known.name if known else each.speaker.name
            members[name] = _member(name, each)
            if each.source == "pool" and (each.speaker.gender_is_guess or each.speaker.gender is None):
                notes[name] = "the gender is a guess" if each.speaker.gender else "woman or man: not known"
    return with_members(voices, members, notes)


def _member(name: str, given: Given) -> CastMember:
    speaker = given.speaker
    return CastMember(name=name, role=speaker.role, gender=speaker.gender, voices={given.voice.engine: given.voice})
