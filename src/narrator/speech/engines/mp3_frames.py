"""Whether frames are missing from the middle of an MP3 stream: its bit reservoir tells.

A frame's sound begins some bytes back, in the frames before it (`main_data_begin`, ISO/IEC 13818-3, 2.4.1.7), and
how many it may go back follows from what those frames left over. Where frames were lost the account does not close.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from narrator.standards.mpeg_audio import frame_of

_HEADER_BYTES = 4
_MPEG_2_SAMPLES = 576
"""Of a frame; its side information begins with 8 bits of `main_data_begin`, 9 in MPEG-1."""
_CLOSING = 0.9
"""The share of frames whose account closes to the byte, with an encoder that keeps one (LAME does)."""
_NEARLY_FULL = 0.75
"""Of the reservoir: an encoder throws bytes away only when it cannot keep them."""


@dataclass(frozen=True, slots=True)
class _Frame:
    begins: int
    """How many bytes back its sound begins."""
    sound: int
    """Bytes that its sound takes."""
    room: int
    """Bytes for sound in the frame itself."""


def lacks_frames(mp3: bytes) -> bool:
    """Whether frames were lost inside a mono MPEG-2 Layer III stream, as far as that can be told."""
    frames = list(_frames(mp3))
    # Around frames of digital silence encoders fill up as they like.
    steps = [(a.begins + a.room - a.sound, b.begins) for a, b in pairwise(frames) if a.sound and b.sound]
    if any(begins > left for left, begins in steps):
        return True
    closing = sum(begins == left for left, begins in steps)
    if not steps or closing < _CLOSING * len(steps):
        return False
    full = max(frame.begins for frame in frames)
    # A fresh encoder goes no byte back: the service may use one for each sentence.
    return any(0 < begins < min(left, _NEARLY_FULL * full) for left, begins in steps)


def _frames(mp3: bytes) -> Iterator[_Frame]:
    at = 0
    while at + _HEADER_BYTES <= len(mp3):
        header = mp3[at : at + _HEADER_BYTES]
        frame = frame_of(header)
        if frame is None or frame.channels != 1 or frame.samples != _MPEG_2_SAMPLES:
            return
        protected = not header[1] & 1
        begins_at = at + _HEADER_BYTES + (2 if protected else 0)
        side = int.from_bytes(mp3[begins_at : begins_at + frame.side_size], "big")
        if begins_at + frame.side_size > len(mp3):
            return
        bits = 8 * frame.side_size
        sound_bits = side >> (bits - 9 - 12) & 0xFFF
        yield _Frame(side >> (bits - 8), (sound_bits + 7) // 8, frame.size - (begins_at - at) - frame.side_size)
        at += frame.size
