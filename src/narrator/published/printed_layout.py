"""How what is said stands on a page: under which headings, and with which spaces."""

from __future__ import annotations

from collections.abc import Iterator

from narrator.model import ChapterMark, Cue, Episode, NotSpoken
from narrator.standards.text_width import is_wide


def chapter_turns(episode: Episode) -> Iterator[tuple[int, ChapterMark]]:
    """The turn each chapter starts with; chapters of music have none."""
    spoken = [cue for cue in episode.cues if not cue.kind.is_added]
    for chapter in episode.chapters:
        first = next((cue for cue in spoken if chapter.start < cue.end and cue.start < chapter.end), None)
        if first is not None:
            yield first.turn, chapter


def spaced(before: Cue | NotSpoken, behind: Cue | NotSpoken) -> bool:
    """Whether the page has a space between two sentences: Latin ones need it, Chinese ones have none."""
    apart = behind.at > before.at + len(before.text)
    return apart and not (is_wide(before.text[-1:]) and is_wide(behind.text[:1]))
