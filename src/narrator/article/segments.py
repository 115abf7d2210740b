"""Transcripts in JSON → pieces: the Podcasting 2.0 format, and what speech recognition writes in the same shape."""

from __future__ import annotations

import json
from typing import Any

from narrator.article.characters import neutral
from narrator.article.pieces import Piece
from narrator.article.wrapping import glue
from narrator.errors import InputError
from narrator.messages import tr
from narrator.model import BlockKind

_LISTS = ("segments", "utterances", "results", "monologues")
_WORDS = ("body", "text", "transcript", "content")
_SPEAKER = ("speaker", "speakerName", "speaker_label", "spk")
_STARTS = ("startTime", "start", "start_time", "from")
PARAGRAPH_PAUSE_S = 2.5
"""Silence from which another paragraph of one speaker begins."""


def pieces(text: str, *, name: str) -> list[Piece]:
    """What each speaker says, in order; segments of one speaker are joined.

    Raises:
        InputError: It is JSON of another kind.
    """
    out: list[Piece] = []
    last_end: float | None = None
    for segment in _segments(text, name):
        words = " ".join(neutral(_first(segment, _WORDS) or "").split())
        speaker = neutral(_first(segment, _SPEAKER) or "").strip() or None
        start = _seconds(next((segment[key] for key in _STARTS if key in segment), None))
        paused = start is not None and last_end is not None and start - last_end > PARAGRAPH_PAUSE_S
        last_end = _seconds(segment.get("endTime", segment.get("end")))
        if not words:
            continue
        if out and out[-1].speaker == speaker and not (paused and out[-1].text[-1:] in "。！？!?.…"):
            before = out.pop()
            words = before.text + glue(before.text, words) + words
        out.append(Piece(text=words, kind=BlockKind.CUE, speaker=speaker))
    return out


def _segments(text: str, name: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        found = next((found[key] for key in _LISTS if isinstance(found.get(key), list)), None)
    segments = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    if not any(_first(each, _WORDS) for each in segments):
        raise InputError(
            tr("{name}: this JSON file is no transcript", name=name),
            hint=tr("give the page as html or txt, or a Podcasting 2.0 transcript (segments with speaker and body)"),
        )
    return segments


def _first(segment: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    return next(
        (str(segment[key]) for key in keys if isinstance(segment.get(key), str | int) and segment[key] != ""), None
    )


def _seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
