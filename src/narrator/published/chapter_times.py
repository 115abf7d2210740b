"""Chapters with their times as formats write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from narrator.model import Episode
from narrator.published.added_words import words_of
from narrator.standards.printable import one_line, within_bytes
from narrator.standards.timestamps import clock_time, milliseconds

MAX_ID3_CHAPTERS = 255
"""CTOC counts its entries in one byte (ID3v2 chapters addendum 1.0, section 3.2)."""
V24_TITLE_BYTES = 120
"""A frame of 128 bytes or more has a size that ffmpeg misreads inside CHAP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterTime:
    """A chapter with its times as formats write them."""

    title: str
    start_ms: int
    end_ms: int


def chapter_times(episode: Episode) -> tuple[ChapterTime, ...]:
    """The chapters in order, the first one from the episode's very beginning, none of them empty.

    Apple reads chapters only if the first starts at 0; what is heard before the first question gets a chapter
    of its own, unless it is nothing but the notice that the speech is synthetic.
    """
    marks = sorted(episode.chapters, key=lambda mark: mark.start)
    times: list[ChapterTime] = []
    for number, mark in enumerate(marks):
        start_ms = milliseconds(mark.start, episode.rate_hz)
        end_ms = milliseconds(mark.end, episode.rate_hz)
        if number == 0 and start_ms > 0:
            if _is_heard_before(mark.start, episode):
                times.append(ChapterTime(title=words_of(episode.language).opening, start_ms=0, end_ms=start_ms))
            else:
                start_ms = 0
        if end_ms > start_ms:
            times.append(ChapterTime(title=one_line(mark.title) or "…", start_ms=start_ms, end_ms=end_ms))
    return tuple(times)


def _is_heard_before(start: int, episode: Episode) -> bool:
    # The notice alone is no chapter.
    return any(cue.start < start and not cue.kind.is_added for cue in episode.cues)


def chapter_lines(chapters: Sequence[ChapterTime]) -> tuple[str, ...]:
    """`00:01:02 title` for each chapter, as Apple reads them in a description."""
    return tuple(f"{clock_time(chapter.start_ms)} {chapter.title}" for chapter in chapters)


def id3_chapters(episode: Episode, *, signed: bool) -> Sequence[ChapterTime]:
    """The chapters as the MP3's tags hold them.

    Args:
        signed: in ID3v2.4, where ffmpeg loses chapters with longer titles.
    """
    chapters = at_most(chapter_times(episode), MAX_ID3_CHAPTERS)
    if not signed:
        return chapters
    return [replace(chapter, title=within_bytes(chapter.title, V24_TITLE_BYTES)) for chapter in chapters]


def at_most(chapters: Sequence[ChapterTime], limit: int) -> Sequence[ChapterTime]:
    """The first chapters; if there are more than a format can count, the last one goes on to the end."""
    if len(chapters) <= limit:
        return chapters
    last = chapters[limit - 1]
    return [*chapters[: limit - 1], ChapterTime(title=last.title, start_ms=last.start_ms, end_ms=chapters[-1].end_ms)]
