"""Whether frames are missing from the middle of an MP3 stream: its bit reservoir tells.

A frame's sound begins some bytes back, in the frames before it (`main_data_begin`, ISO/IEC 13818-3, 2.4.1.7), and
how many it may go back follows from what those frames left over. Where frames were lost the account does not close.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_BITRATES_KBPS = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""MPEG-2 Layer III (ISO/IEC 13818-3, 2.4.2.3)."""
_RATES_HZ = (22_050, 24_000, 16_000)
_HEADER_BYTES = 4
_SIDE_BYTES = 9
"""Of a mono frame in MPEG-2."""
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
    while at + _HEADER_BYTES + _SIDE_BYTES <= len(mp3):
        header = int.from_bytes(mp3[at : at + _HEADER_BYTES], "big")
        bitrate, rate = header >> 12 & 15, header >> 10 & 3
        mpeg_2_layer_3, mono = header >> 17 == 0b111_1111_1111_10_01, header >> 6 & 3 == 3
        if not mpeg_2_layer_3 or not mono or bitrate in (0, 15) or rate == 3:
            return
        length = 72 * _BITRATES_KBPS[bitrate] * 1000 // _RATES_HZ[rate] + (header >> 9 & 1)
        before_side = _HEADER_BYTES + (0 if header >> 16 & 1 else 2)
        side = int.from_bytes(mp3[at + before_side : at + before_side + _SIDE_BYTES], "big")
        sound_bits = side >> (8 * _SIDE_BYTES - 9 - 12) & 0xFFF
        yield _Frame(side >> (8 * _SIDE_BYTES - 8), (sound_bits + 7) // 8, length - before_side - _SIDE_BYTES)
        at += length


__all__ = ["lacks_frames"]
