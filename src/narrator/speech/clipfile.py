"""A clip as bytes, for the cache: one line of JSON, then the samples."""

from __future__ import annotations

import json
import sys

import numpy as np

from narrator.model import Clip, Mark, Span, Utterance
from narrator.speech.sound import samples_of, segment

FORMAT = 1
LITTLE_ENDIAN_16_BIT = np.dtype("<i2")


def freeze(clip: Clip) -> bytes:
    """Everything of the clip but its utterance."""
    header = {
        "format": FORMAT,
        "rate_hz": clip.audio.frame_rate,
        "timing": clip.timing,
        "marks": [[mark.spoken.start, mark.spoken.end, mark.start, mark.end] for mark in clip.marks],
    }
    samples = clip.audio.raw_data
    if sys.byteorder == "big":
        samples = samples_of(clip.audio).astype(LITTLE_ENDIAN_16_BIT).tobytes()
    return b"\n".join((json.dumps(header, separators=(",", ":")).encode(), samples))


def thaw(data: bytes, utterance: Utterance) -> Clip | None:
    """The clip, spoken for this utterance; None when the bytes are no clip of this version."""
    line, _, sound = data.partition(b"\n")
    try:
        header = json.loads(line)
        if header["format"] != FORMAT or header["timing"] not in ("engine", "estimated"):
            return None
        return Clip(
            utterance=utterance,
            audio=segment(np.frombuffer(sound, LITTLE_ENDIAN_16_BIT).astype(np.int16), int(header["rate_hz"])),
            marks=tuple(Mark(spoken=Span(a, b), start=start, end=end) for a, b, start, end in header["marks"]),
            timing=header["timing"],
        )
    except (ValueError, LookupError, TypeError):
        return None
