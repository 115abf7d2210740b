"""Whose words a cue is, in files whose readers know no voices."""

from __future__ import annotations

from narrator.model import Cue, Episode, Kind
from narrator.published.added_words import words_of
from narrator.standards.printable import one_line


def narration_name(episode: Episode) -> str | None:
    """What narration is called beside the people who speak; None where nobody else speaks.

    Without a name, readers of SubRip and of plain text take it for the words of whoever spoke before.
    """
    return words_of(episode.language).narration if any(cue.speaker for cue in episode.cues) else None


def named(cue: Cue, narration: str | None) -> str | None:
    """The name of the cue's speaker, or narration's; nobody's for music."""
    if cue.kind is Kind.MUSIC:
        return None
    return (one_line(cue.speaker) if cue.speaker else "") or narration


def name_prefix(speaker: str | None) -> str:
    """`名字: `, as captions without voices name a speaker: the colon that their readers know, and a space."""
    return f"{one_line(speaker)}: " if speaker else ""
