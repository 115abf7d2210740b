"""The transcript, as plain text and as the JSON of Podcasting 2.0."""

from __future__ import annotations

import json

from narrator.model import Episode
from narrator.published.added_words import words_of
from narrator.published.paragraphs import paragraphs
from narrator.published.speaker_names import named, narration_name
from narrator.standards.printable import one_line
from narrator.standards.timestamps import milliseconds


def transcript_text(episode: Episode) -> str:
    """The plain transcript: a paragraph a line, the speaker's name where the speaker changes."""
    colon = words_of(episode.language).colon
    head = [one_line(episode.title)]
    body = [f"{one_line(name)}{colon}{text}" if name else text for name, text in paragraphs(episode)]
    return "\n\n".join([*head, *body]) + "\n"


def transcript_json(episode: Episode) -> str:
    """The JSON transcript of Podcasting 2.0 (transcripts.md, version 1.0.0): one segment for each sentence."""
    segments, narration = [], narration_name(episode)
    for cue in episode.cues:
        body = one_line(cue.text)
        if not body:
            continue
        speaker = named(cue, narration)
        segment: dict[str, object] = {"speaker": speaker} if speaker else {}
        segment["startTime"] = milliseconds(cue.start, episode.rate_hz) / 1000
        segment["endTime"] = milliseconds(cue.end, episode.rate_hz) / 1000
        segment["body"] = body
        segments.append(segment)
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"
