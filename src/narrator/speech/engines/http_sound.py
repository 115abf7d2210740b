"""From the bytes a speech server sends to samples, whatever the format, and proof that they are all there.

Formats are told by their first bytes: servers are known to send another format than the one they were asked for.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from narrator.messages import tr
from narrator.speech.sound import Samples, UndecodableError

PCM = 1
FLOAT = 3
EXTENSIBLE = 0xFFFE
"""Format tags of WAVE."""

LONGEST_TRUE_CHUNK = 0x7FFF_0000
"""Bytes. Servers that stream do not know the length of the sound when they send its header, and write the largest
number they have: 0xFFFFFFFF (FFmpeg), 0x7FFFFFFF, 0x7FFFF000 (SoX), or nothing."""

LOST_FRAMES = 2
"""Of a compressed stream: so many may be used up by the encoder's own information."""

END_OF_STREAM = 4
"""Flag of an Ogg page (RFC 3533, 6)."""

NOT_SOUND = (b"<", b"{", b"[")
"""What HTML, XML and JSON begin with."""


def decode(data: bytes, *, pcm_hz: int | None = None) -> tuple[Samples, int]:
    """All the sound in the bytes as mono samples, and their rate in Hz.

    Args:
        pcm_hz: The rate of 16-bit mono samples without a header, if these were asked for.

    Raises:
        UndecodableError: not sound, damaged, or shorter than it says itself.
    """
    if not data:
        raise UndecodableError(tr("no sound came"))
    if data[:4] in (b"RIFF", b"RF64"):
        return _decode_wav(data)
    compressed = data[:4] in (b"fLaC", b"OggS") or data[:3] == b"ID3" or (data[0] == 0xFF and data[1:2] >= b"\xe0")
    if pcm_hz is not None and not compressed:
        if is_text(data):
            raise UndecodableError(tr("the answer is text, not sound"))
        return np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.int16), pcm_hz
    if data[:4] == b"OggS":
        _check_ogg(data)
    return _decode_compressed(data)


def is_text(data: bytes) -> bool:
    """Whether it is a message: no sound is printable throughout."""
    try:
        head = data[:512].decode("utf-8", "strict" if len(data) <= 512 else "ignore")
    except UnicodeDecodeError:
        return False
    return data.lstrip()[:1] in NOT_SOUND and all(c.isprintable() or c in "\r\n\t" for c in head)


# ------------------------------------------------------------------------------------------------ WAVE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """What the `fmt ` chunk says."""

    tag: int
    channels: int
    rate_hz: int
    bits: int


def _decode_wav(data: bytes) -> tuple[Samples, int]:
    """One WAVE file, or several one behind the other, as servers send that speak sentence by sentence."""
    form: _Form | None = None
    parts: list[Samples] = []
    for name, body in _chunks(data):
        if name == b"fmt ":
            new = _form(body)
            if form is not None and new != form:
                raise UndecodableError(tr("the sound changes its form"))
            form = new
        elif name == b"data":
            if form is None:
                raise UndecodableError(tr("the sound does not say its form"))
            parts.append(_mono(body, form))
    if form is None or not any(len(part) for part in parts):
        raise UndecodableError(tr("no sound came"))
    return np.concatenate(parts), form.rate_hz


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a WAVE file; that of the sound may be of unknown length."""
    at = 0
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        if name in (b"RIFF", b"RF64"):
            at += 12
            continue
        start, end = at + 8, at + 8 + length
        if name == b"data" and (length >= LONGEST_TRUE_CHUNK or not _goes_on(data, end)):
            # Unknown, or the length of the first part alone.
            yield name, data[start:]
            return
        if end > len(data):
            if name != b"data":
                return  # a tag behind the sound, cut off: nothing that is heard
            raise UndecodableError(
                tr("{end} of {length} bytes of sound are missing", end=end - len(data), length=length)
            )
        yield name, data[start:end]
        at = end + length % 2


def _goes_on(data: bytes, end: int) -> bool:
    """Whether a chunk that ends there can be all of the sound: it is cut off, the last, or another one follows."""
    end += end % 2
    if end + 8 > len(data):
        return True
    name = data[end : end + 4]
    return all(0x20 <= byte < 0x7F for byte in name)


def _form(body: bytes) -> _Form:
    if len(body) < 16:
        raise UndecodableError(tr("the sound does not say its form"))
    tag, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", body)
    if tag == EXTENSIBLE and len(body) >= 26:
        tag = struct.unpack_from("<H", body, 24)[0]
    known = (tag == PCM and bits in (8, 16, 24, 32)) or (tag == FLOAT and bits in (32, 64))
    if not known or not 1 <= channels <= 8 or not 8_000 <= rate_hz <= 192_000:
        raise UndecodableError(
            tr(
                "the sound is of an unknown form ({tag}, {bits} bits, {channels} channels)",
                tag=tag,
                bits=bits,
                channels=channels,
            )
        )
    return _Form(tag=tag, channels=channels, rate_hz=rate_hz, bits=bits)


def _mono(body: bytes, form: _Form) -> Samples:
    frame = form.channels * form.bits // 8
    body = body[: len(body) // frame * frame]
    if form.tag == FLOAT:
        values = np.frombuffer(body, f"<f{form.bits // 8}").astype(np.float64) * 32768
    elif form.bits == 8:
        values = (np.frombuffer(body, np.uint8).astype(np.float64) - 128) * 256
    elif form.bits == 24:
        triples = np.frombuffer(body, np.uint8).reshape(-1, 3).astype(np.int32)
        values = ((triples[:, 0] << 8 | triples[:, 1] << 16 | triples[:, 2] << 24) / 65536).astype(np.float64)
    else:
        values = np.frombuffer(body, f"<i{form.bits // 8}").astype(np.float64) / 2.0 ** (form.bits - 16)
    return _as_samples(values.reshape(-1, form.channels).mean(axis=1))


def _as_samples(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Samples:
    return np.clip(np.rint(np.nan_to_num(values)), -32768, 32767).astype(np.int16)


# ------------------------------------------------------------------------------------------ compressed


def _decode_compressed(data: bytes) -> tuple[Samples, int]:
    """MP3, FLAC, Opus and whatever else FFmpeg tells by itself."""
    import av  # 0.2 s that a cached run does not need

    parts: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
    used = frames = 0
    try:
        with av.open(io.BytesIO(data), "r") as container:
            stream = container.streams.audio[0]
            rate_hz = stream.codec_context.sample_rate
            stated_s = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else 0.0
            resampler = av.AudioResampler("flt", "mono", rate_hz)
            for packet in container.demux(stream):
                used += packet.size
                frames += packet.size > 0
                for frame in packet.decode():
                    parts.extend(part.to_ndarray()[0].astype(np.float64) for part in resampler.resample(frame))
            parts.extend(part.to_ndarray()[0].astype(np.float64) for part in resampler.resample(None))
    except (av.FFmpegError, IndexError) as error:
        raise UndecodableError(tr("the sound is damaged, or of an unknown format")) from error
    if not parts or not frames:
        raise UndecodableError(tr("no sound came"))
    samples = _as_samples(np.concatenate(parts) * 32768)
    frame_bytes = used / frames
    if data[:4] == b"fLaC":
        if stated_s and len(samples) / rate_hz < stated_s - 0.001:
            raise UndecodableError(
                tr("{count:.1f} of {stated_s:.1f} s of sound came", count=len(samples) / rate_hz, stated_s=stated_s)
            )
    elif data[:4] != b"OggS" and len(data) - _tags(data) - used > (LOST_FRAMES + 1) * frame_bytes:
        raise UndecodableError(tr("part of the sound does not decode"))
    return samples, rate_hz


def _tags(data: bytes) -> int:
    """Bytes of the ID3 tags in front and at the end."""
    size = 128 if data[-128:-125] == b"TAG" else 0
    if data[:3] == b"ID3" and len(data) >= 10:
        size += 10 + sum((byte & 0x7F) << 7 * (3 - place) for place, byte in enumerate(data[6:10]))
    return size


def _check_ogg(data: bytes) -> None:
    """The last page is whole, and says that it is the last.

    Raises:
        UndecodableError: it is not.
    """
    last = data.rfind(b"OggS")
    segments = data[last + 26] if len(data) > last + 26 else 0
    table = data[last + 27 : last + 27 + segments]
    whole = len(table) == segments and len(data) >= last + 27 + segments + sum(table)
    if not whole or not data[last + 5] & END_OF_STREAM:
        raise UndecodableError(tr("the sound ends before it says that it does"))
