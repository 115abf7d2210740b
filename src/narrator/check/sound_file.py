"""Whether the MP3 is whole, as loud as podcasts are, and what episode.json says it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from narrator.check.finding import Fault
from narrator.messages import tr
from narrator.model import DecodedAudio, Manifest
from narrator.standards.mp3_tags import audio_frames
from narrator.standards.mpeg_audio import Stream, read_stream

LOUDNESS_LUFS = -16.0
"""What Apple asks for (audio requirements, 893)."""
LOUDNESS_OFF_LU = 1.0
TRUE_PEAK_DBTP = -1.0
MEASURED_OFF = 0.15
"""Two measurements of the same file agree within 0.1 (EBU Tech 3341); figures are kept with two decimals."""
RATES_HZ = (44_100, 48_000)
BITRATES_KBPS = (64, 128)
"""For mono speech (PSP-1)."""

_AGAIN = "make the episode again"


def file_faults(mp3: bytes, manifest: Manifest) -> Iterator[Fault]:
    """Where the file is not the one that episode.json describes."""
    if len(mp3) != manifest.audio.bytes:
        yield Fault(f"the MP3 has {len(mp3):,} bytes, episode.json says {manifest.audio.bytes:,}", _AGAIN)
    elif hashlib.sha256(mp3).hexdigest() != manifest.audio.sha256:
        yield Fault("the MP3 was changed after it was published: its digest is another", _AGAIN)


def header_faults(mp3: bytes, manifest: Manifest) -> Iterator[Fault]:
    """Where the header in front of the sound would mislead a player."""
    frames = audio_frames(mp3)
    stream = read_stream(frames)
    if stream is None:
        yield Fault("there is no MP3 frame in the file", _AGAIN)
        return
    if stream.truncated:
        yield Fault("the last frame is cut short", _AGAIN)
    if stream.garbage:
        yield Fault(f"{stream.garbage:,} bytes between the frames belong to no frame", _AGAIN)
    yield from _promise_faults(stream, len(frames))
    length = stream.length
    if length is not None and length != manifest.episode.length:
        off = (length - manifest.episode.length) / manifest.episode.rate_hz
        yield Fault(f"the header makes the sound {off:+.3f} s longer than episode.json says", _AGAIN)
    if stream.first.rate_hz != manifest.episode.rate_hz:
        yield Fault(f"the sound has {stream.first.rate_hz} Hz, episode.json says {manifest.episode.rate_hz} Hz", _AGAIN)
    if stream.first.rate_hz not in RATES_HZ:
        yield Fault(f"{stream.first.rate_hz} Hz is unusual for a podcast", "use 44.1 or 48 kHz", "warning")
    if any(not BITRATES_KBPS[0] <= kbps <= BITRATES_KBPS[1] for kbps in stream.bitrates_kbps):
        kbps = sorted(stream.bitrates_kbps)
        yield Fault(f"the bit rate is {kbps[0]} to {kbps[-1]} kbit/s", "use 64 to 128 kbit/s for speech", "warning")


def _promise_faults(stream: Stream, size: int) -> Iterator[Fault]:
    header = stream.header
    if header is None:
        yield Fault("there is no Xing or Info header: players guess the length and seek badly", _AGAIN)
        return
    if header.frames != stream.frames:
        yield Fault(f"the header counts {header.frames} frames, there are {stream.frames}", _AGAIN)
    if header.bytes != size:
        yield Fault(f"the header counts {header.bytes} bytes, there are {size}", _AGAIN)
    if not header.seek_table:
        yield Fault("the header has no seek table", _AGAIN, "warning")
    if header.delay is None:
        yield Fault("the header does not say how much silence the encoder added", _AGAIN, "warning")


def decoding_faults(heard: DecodedAudio, manifest: Manifest) -> Iterator[Fault]:
    """Where decoding the file whole stumbled, or gave more or less than it should."""
    for fault in heard.faults:
        yield Fault(f"decoding stumbles: {fault}", _AGAIN)
    if heard.rate_hz != manifest.episode.rate_hz:
        yield Fault(f"decoding gives {heard.rate_hz} Hz, episode.json says {manifest.episode.rate_hz}", _AGAIN)
    elif heard.length != manifest.episode.length:
        off = (heard.length - manifest.episode.length) / heard.rate_hz
        yield Fault(f"decoding gives {off:+.3f} s more than episode.json says", _AGAIN)


def loudness_faults(heard: DecodedAudio, manifest: Manifest) -> Iterator[Fault]:
    """Where the sound is not as loud as podcasts are, or not as loud as episode.json says."""
    measured, said = heard.loudness, manifest.episode.loudness
    if abs(measured.integrated_lufs - LOUDNESS_LUFS) > LOUDNESS_OFF_LU:
        yield Fault(f"the loudness is {measured.integrated_lufs:.1f} LUFS, not {LOUDNESS_LUFS:.0f} ±1", _AGAIN)
    if measured.true_peak_dbtp > TRUE_PEAK_DBTP + 0.05:
        yield Fault(f"the true peak is {measured.true_peak_dbtp:.1f} dBTP, more than {TRUE_PEAK_DBTP:.0f}", _AGAIN)
    for name, now, then in (
        (tr("loudness"), measured.integrated_lufs, said.integrated_lufs),
        (tr("true peak"), measured.true_peak_dbtp, said.true_peak_dbtp),
    ):
        if abs(now - then) > MEASURED_OFF:
            yield Fault(f"the {name} is {now:.1f}, episode.json says {then:.1f}", _AGAIN, "warning")
