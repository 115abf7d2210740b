"""Chapters, as the JSON of Podcasting 2.0 and as time stamps in a description."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.model import Episode, Kind
from narrator.publication.clock import clock_time, milliseconds
from narrator.publication.printable import one_line
from narrator.publication.words import words_of


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
    return any(cue.start < start and cue.kind is not Kind.NOTICE for cue in episode.cues)


def chapters_json(episode: Episode) -> str:
    """The JSON chapters of Podcasting 2.0 (jsonChapters.md, version 1.2.0)."""
    chapters = [
        {"startTime": time.start_ms / 1000, "endTime": time.end_ms / 1000, "title": time.title}
        for time in chapter_times(episode)
    ]
    fields = {"version": "1.2.0", "title": one_line(episode.title), "chapters": chapters}
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def chapter_lines(chapters: Sequence[ChapterTime]) -> tuple[str, ...]:
    """`00:01:02 title` for each chapter, as Apple reads them in a description."""
    return tuple(f"{clock_time(chapter.start_ms)} {chapter.title}" for chapter in chapters)
