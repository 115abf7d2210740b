"""MP3 by LAME, in pieces that can be spliced, and the header that tells players how long it is.

A piece is encoded by an encoder of its own, so its first frame asks for no bits of the frames before it (the
bit reservoir is empty), and it ends in silence, so nothing of it is still to come when the next one begins.
Pieces are whole frames long. That is all splicing needs.
"""

from __future__ import annotations

import struct
import tempfile
import weakref
from functools import cache
from threading import Lock
from typing import BinaryIO

import lameenc
import numpy as np

from narrator.messages import tr
from narrator.standards.byte_source import ByteSource, FilePart
from narrator.standards.mpeg_audio import frame_of, mono_header, samples_per_frame

QUALITY = 7
"""LAME's scale, 0 the slowest. Of speech at 64 kbit/s, 7 keeps more than 5 does (signal to noise by band: 39 against
31 dB below 430 Hz, 27 against 19 dB at 2 to 4 kHz) at twice the speed; noise shaping pays where bits are short."""
ENCODER_DELAY = 576
"""Samples of silence LAME puts in front (lame.h, lame_get_encoder_delay)."""
DECODER_DELAY = 529
"""Samples any decoder adds (LAME's technical FAQ)."""
LAME_SCALE = 0.95
"""What LAME 3.100 multiplies its input with at these bitrates (measured: 0.950 at each of them); undone here."""
_BLOCK = 400 * 1152
"""Samples that are handed to the encoder at once."""
BITRATES_KBPS = (64, 80, 96, 112, 128, 160)
"""MPEG-1 and MPEG-2 Layer III both have them, and the Info tag fits in a frame of each."""
RATES_HZ = (44_100, 48_000, 22_050, 24_000)


def extra_frames(rate_hz: int) -> int:
    """Frames behind the last full one that the delay pushes out."""
    return -(-(ENCODER_DELAY + DECODER_DELAY) // samples_per_frame(rate_hz))


def encode(samples: np.ndarray, *, rate_hz: int, bitrate_kbps: int) -> bytes:
    """The samples as frames, with the extra ones behind.

    Args:
        samples: int16, shape (n,), n whole frames, the last 1,105 silent.
    """
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(bitrate_kbps)
    encoder.set_in_sample_rate(rate_hz)
    encoder.set_out_sample_rate(rate_hz)
    encoder.set_channels(1)
    encoder.set_quality(QUALITY)
    encoder.silence()
    frames = bytearray()
    for start in range(0, len(samples), _BLOCK):  # in floating point, a minute at once would take 60 MB
        block = samples[start : start + _BLOCK]
        frames += encoder.encode(np.clip(np.rint(block / LAME_SCALE), -32768, 32767).astype(np.int16).tobytes())
    frames += encoder.flush()
    return whole_frames(bytes(frames), len(samples) // samples_per_frame(rate_hz) + extra_frames(rate_hz))


def whole_frames(mp3: bytes, count: int) -> bytes:
    """The first `count` frames.

    Raises:
        ValueError: there are fewer.
    """
    at = 0
    for _ in range(count):
        size = frame_size(mp3, at)
        if size is None or at + size > len(mp3):
            raise ValueError(tr("{count} frames wanted, the data ends or breaks off at byte {at}", count=count, at=at))
        at += size
    return mp3[:at]


def frame_size(mp3: bytes, at: int) -> int | None:
    """Bytes in the Layer III frame whose header stands at `at`; None where there is none."""
    frame = frame_of(mp3[at : at + 4]) if at + 4 <= len(mp3) else None
    return None if frame is None else frame.size


class SplicedFile:
    """One MP3 of pieces as they come, kept in a temporary file that goes when nobody reads it any more."""

    def __init__(self, *, rate_hz: int, bitrate_kbps: int) -> None:
        self._rate_hz = rate_hz
        self._bitrate_kbps = bitrate_kbps
        self._file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - who reads it last closes it
        self._closing = weakref.finalize(self, self._file.close)
        self._last = b""
        self._frames = 0
        self._bytes = 0
        self._crc = 0

    def append(self, piece: bytes) -> None:
        """A piece behind those before it, whose extra frames are left out now.

        Raises:
            ValueError: it is not made of whole frames.
        """
        starts = _frame_starts(self._last)
        if starts:
            count = len(starts) - extra_frames(self._rate_hz)
            self._write(self._last[: starts[count]], count)
        self._last = piece

    def finished(self) -> ByteSource:
        """The whole MP3: the Info frame in front, extra frames only behind the last piece."""
        self._write(self._last, len(_frame_starts(self._last)))
        self._last = b""
        self._file.flush()
        info = _info_frame(self._bytes, self._crc, self._frames, rate_hz=self._rate_hz, bitrate_kbps=self._bitrate_kbps)
        self._closing.detach()  # the part closes it
        return ByteSource((info, FilePart(self._file, self._bytes, Lock())))

    def _write(self, frames: bytes, count: int) -> None:
        self._file.write(frames)
        self._frames += count
        self._bytes += len(frames)
        self._crc = _crc16(frames, self._crc)


def _frame_starts(mp3: bytes) -> list[int]:
    starts: list[int] = []
    at = 0
    while at < len(mp3):
        size = frame_size(mp3, at)
        if size is None:
            raise ValueError(tr("no MP3 frame at byte {at} of {count}", at=at, count=len(mp3)))
        starts.append(at)
        at += size
    return starts


def _info_frame(body_bytes: int, body_crc: int, frames: int, *, rate_hz: int, bitrate_kbps: int) -> bytes:
    """The Info tag with LAME's extension: length, seek table, delay and padding.

    Layout: Gabriel Bouvigne, "Mp3 Info Tag revision 1", http://gabriel.mp3-tech.org/mp3infotag.html
    """
    header = mono_header(rate_hz, bitrate_kbps)
    shape = frame_of(header)
    assert shape is not None  # noqa: S101 - it was made just above
    total = shape.size + body_bytes
    padding = extra_frames(rate_hz) * samples_per_frame(rate_hz) - ENCODER_DELAY
    seek = bytes(min(round(percent * 256 / 100), 255) for percent in range(100))
    tag = b"Info" + struct.pack(">III", 0b1111, frames, total) + seek + struct.pack(">I", 50)
    tag += b"LAME3.100" + bytes([0x01, 160])  # revision 0, CBR; low-pass at 16 kHz
    tag += struct.pack(">IHH", 0, 0, 0) + bytes([0x00, min(bitrate_kbps, 255)])
    tag += (ENCODER_DELAY << 12 | padding).to_bytes(3, "big")
    tag += bytes([0x00, 0x00]) + struct.pack(">HI", 0, total) + struct.pack(">H", body_crc)
    frame = header + bytes(shape.side_size) + tag
    frame += struct.pack(">H", _crc16(frame))
    return frame.ljust(shape.size, b"\0")


_CRC_ROW = 256


def _crc16(data: bytes, value: int = 0) -> int:
    """CRC-16/ARC of the data, as LAME's tag wants it: rows of bytes side by side, then the rows' sums put together.

    Args:
        value: the CRC of what comes before the data.

    A CRC is linear: the sum of two rows is the first one's, carried over as many zeros as the second is long,
    and the second's.
    """
    table, carried = _crc16_tables()
    count = len(data) // _CRC_ROW
    rows = np.frombuffer(data, dtype=np.uint8, count=count * _CRC_ROW).reshape(count, _CRC_ROW)
    sums = np.zeros(count, dtype=np.uint16)
    for column in rows.T:
        sums = (sums >> 8) ^ table[(sums ^ column) & 0xFF]
    for row_sum in sums.tolist():
        value = int(carried[value]) ^ row_sum
    for byte in data[count * _CRC_ROW :]:
        value = (value >> 8) ^ int(table[(value ^ byte) & 0xFF])
    return value


@cache
def _crc16_tables() -> tuple[np.ndarray, np.ndarray]:
    """The CRC of each byte, and of each sum with a row of zeros behind it."""
    table = np.arange(256, dtype=np.uint16)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ np.uint16(0xA001), table >> 1)
    carried = np.arange(65536, dtype=np.uint16)
    for _ in range(_CRC_ROW):
        carried = (carried >> 8) ^ table[carried & 0xFF]
    return table, carried
