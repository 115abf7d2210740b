"""The transcript, as plain text and as the JSON of Podcasting 2.0."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby

from narrator.model import Cue, Episode
from narrator.publication.clock import milliseconds
from narrator.publication.printable import one_line, printable
from narrator.publication.words import words_of


def paragraphs(episode: Episode) -> Iterator[tuple[str | None, str]]:
    """Each paragraph as printed, with the name of its speaker where the speaker changes, else None."""
    heard: str | None = None
    for _, group in groupby(episode.cues, key=lambda cue: (cue.kind, cue.turn, cue.paragraph)):
        cues = list(group)
        speaker = cues[0].speaker
        text = _joined(cues)
        if text:
            yield (speaker if speaker != heard else None), text
            heard = speaker


def transcript_text(episode: Episode) -> str:
    """The plain transcript: a paragraph a line, the speaker's name where the speaker changes."""
    colon = words_of(episode.language).colon
    head = [one_line(episode.title)]
    body = [f"{one_line(name)}{colon}{text}" if name else text for name, text in paragraphs(episode)]
    return "\n\n".join([*head, *body]) + "\n"


def transcript_json(episode: Episode) -> str:
    """The JSON transcript of Podcasting 2.0 (transcripts.md, version 1.0.0): one segment for each sentence."""
    segments = []
    for cue in episode.cues:
        body = one_line(cue.text)
        if not body:
            continue
        segment: dict[str, object] = {"speaker": one_line(cue.speaker)} if cue.speaker else {}
        segment["startTime"] = milliseconds(cue.start, episode.rate_hz) / 1000
        segment["endTime"] = milliseconds(cue.end, episode.rate_hz) / 1000
        segment["body"] = body
        segments.append(segment)
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"


def _joined(cues: list[Cue]) -> str:
    # Sentences of one paragraph are cut out of one printed text; between Latin ones a space may be left out
    # of both cues, which their places in the text show.
    parts: list[str] = []
    end = None
    for cue in cues:
        if end is not None and cue.at > end and parts and not parts[-1].endswith(" "):
            parts.append(" ")
        parts.append(cue.text)
        end = cue.at + len(cue.text) if cue.at >= 0 else None
    return one_line(printable("".join(parts)))
