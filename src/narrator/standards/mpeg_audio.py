"""The frames of an MP3 file: header bits, lengths, and what the first one promises (ISO/IEC 11172-3, 2.4.2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

BITRATES_KBPS = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""By MPEG version, in the order of the header's index."""
_RATES_HZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_MPEG_1, _MPEG_2, _LAYER_III = 3, 2, 1
"""As the header's bits say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One frame's header."""

    rate_hz: int
    bitrate_kbps: int
    channels: int
    samples: int
    """Of each channel."""
    size: int
    """In bytes, header included."""
    side_size: int
    """Bytes between the header and the main data, without a checksum's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the Xing or Info frame in front promises."""

    frames: int | None
    """Without the Xing or Info frame itself."""
    bytes: int | None
    """With it, to the end of the last frame."""
    seek_table: bool
    delay: int | None
    """Samples that the encoder put in front; None without LAME's part."""
    padding: int | None
    """Samples that the encoder put behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """All frames of a file."""

    first: Frame
    header: Header | None
    frames: int
    """Without the Xing or Info frame."""
    samples: int
    """Of all these frames, with the encoder's delay and padding."""
    bitrates_kbps: frozenset[int]
    garbage: int
    """Bytes that belong to no frame."""
    truncated: bool
    """Whether the last frame ends before it should."""

    @property
    def length(self) -> int | None:
        """Samples that a player is to play; None when the header does not say."""
        if self.header is None or self.header.delay is None or self.header.padding is None:
            return None
        return self.samples - self.header.delay - self.header.padding


def read_stream(frames: bytes) -> Stream | None:
    """The frames of an MP3 without its tags; None when there is none."""
    found: list[tuple[int, Frame]] = []
    at, inside = 0, 0
    while at + 4 <= len(frames):
        frame = frame_of(frames[at : at + 4])
        if frame is None:
            at += 1
            continue
        found.append((at, frame))
        inside += min(frame.size, len(frames) - at)
        at += frame.size
    if not found:
        return None
    start, first = found[0]
    header = _xing(frames[start : start + first.size], first)
    sounding = [frame for _, frame in (found[1:] if header else found)]
    last_at, last = found[-1]
    return Stream(
        first=first,
        header=header,
        frames=len(sounding),
        samples=sum(frame.samples for frame in sounding),
        bitrates_kbps=frozenset(frame.bitrate_kbps for frame in sounding),
        garbage=len(frames) - inside,
        truncated=last_at + last.size > len(frames),
    )


def samples_per_frame(rate_hz: int) -> int:
    """1,152 in MPEG-1, 576 in MPEG-2 (ISO/IEC 13818-3, 2.4.2.3)."""
    return 1152 if rate_hz in _RATES_HZ[_MPEG_1] else 576


def mono_header(rate_hz: int, bitrate_kbps: int) -> bytes:
    """The header of a frame in one channel, without padding and checksum; a rate of MPEG-1 or MPEG-2."""
    newest = rate_hz in _RATES_HZ[_MPEG_1]
    version = _MPEG_1 if newest else _MPEG_2
    bits = 0x7FF << 21 | version << 19 | _LAYER_III << 17 | 1 << 16
    bits |= BITRATES_KBPS[1 if newest else 2].index(bitrate_kbps) << 12 | _RATES_HZ[version].index(rate_hz) << 10
    return (bits | 3 << 6 | 1 << 2).to_bytes(4, "big")


def _side_size(rate_hz: int, channels: int) -> int:
    return (17 if channels == 1 else 32) if rate_hz in _RATES_HZ[_MPEG_1] else (9 if channels == 1 else 17)


@lru_cache(maxsize=4096)
def frame_of(word: bytes) -> Frame | None:
    """The frame that begins with these four bytes; None if they begin none of Layer III."""
    bits = int.from_bytes(word, "big")
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    bitrate_index, rate_index = bits >> 12 & 15, bits >> 10 & 3
    no_frame = bits >> 21 != 0x7FF or version == 1 or layer != _LAYER_III
    if no_frame or bitrate_index in (0, 15) or rate_index == 3:
        return None
    newest = version == _MPEG_1
    bitrate = BITRATES_KBPS[1 if newest else 2][bitrate_index]
    rate = _RATES_HZ[version][rate_index]
    channels = 1 if bits >> 6 & 3 == 3 else 2
    samples = samples_per_frame(rate)
    return Frame(
        rate_hz=rate,
        bitrate_kbps=bitrate,
        channels=channels,
        samples=samples,
        size=samples // 8 * bitrate * 1000 // rate + (bits >> 9 & 1),
        side_size=_side_size(rate, channels),
    )


def _xing(frame: bytes, shape: Frame) -> Header | None:
    at = 4 + shape.side_size
    if frame[at : at + 4] not in (b"Xing", b"Info"):
        return None
    flags = int.from_bytes(frame[at + 4 : at + 8], "big")
    at += 8
    numbers: list[int | None] = []
    for bit in (1, 2):
        if flags & bit:
            numbers.append(int.from_bytes(frame[at : at + 4], "big"))
            at += 4
        else:
            numbers.append(None)
    at += 100 if flags & 4 else 0
    at += 4 if flags & 8 else 0
    # LAME's part: 21 bytes of its name and settings, then twice twelve bits.
    lame = frame[at : at + 24]
    known = len(lame) == 24 and lame[:4] in (b"LAME", b"Lavc", b"Lavf", b"L3.9", b"GOGO")
    both = int.from_bytes(lame[21:24], "big") if known else 0
    return Header(
        frames=numbers[0],
        bytes=numbers[1],
        seek_table=bool(flags & 4),
        delay=both >> 12 if known else None,
        padding=both & 0xFFF if known else None,
    )
