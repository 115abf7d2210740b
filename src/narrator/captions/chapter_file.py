"""Chapters as a file: the JSON of Podcasting 2.0."""

from __future__ import annotations

import json

from narrator.model import Episode
from narrator.published.chapter_times import chapter_times
from narrator.standards.printable import one_line


def chapters_json(episode: Episode) -> str:
    """The JSON chapters of Podcasting 2.0 (jsonChapters.md, version 1.2.0)."""
    chapters = [
        {"startTime": time.start_ms / 1000, "endTime": time.end_ms / 1000, "title": time.title}
        for time in chapter_times(episode)
    ]
    fields = {"version": "1.2.0", "title": one_line(episode.title), "chapters": chapters}
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"
