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

_AGAIN = tr("make the episode again")


def file_faults(mp3: bytes, manifest: Manifest) -> Iterator[Fault]:
    """Where the file is not the one that episode.json describes."""
    if len(mp3) != manifest.audio.bytes:
        yield Fault(
            tr("the MP3 has {count:,} bytes, episode.json says {bytes:,}", count=len(mp3), bytes=manifest.audio.bytes),
            _AGAIN,
        )
    elif hashlib.sha256(mp3).hexdigest() != manifest.audio.sha256:
        yield Fault(tr("the MP3 was changed after it was published: its digest is another"), _AGAIN)


def header_faults(mp3: bytes, manifest: Manifest) -> Iterator[Fault]:
    """Where the header in front of the sound would mislead a player."""
    frames = audio_frames(mp3)
    stream = read_stream(frames)
    if stream is None:
        yield Fault(tr("there is no MP3 frame in the file"), _AGAIN)
        return
    if stream.truncated:
        yield Fault(tr("the last frame is cut short"), _AGAIN)
    if stream.garbage:
        yield Fault(tr("{garbage:,} bytes between the frames belong to no frame", garbage=stream.garbage), _AGAIN)
    yield from _promise_faults(stream, len(frames))
    length = stream.length
    if length is not None and length != manifest.episode.length:
        off = (length - manifest.episode.length) / manifest.episode.rate_hz
        yield Fault(tr("the header makes the sound {off:+.3f} s longer than episode.json says", off=off), _AGAIN)
    if stream.first.rate_hz != manifest.episode.rate_hz:
        yield Fault(
            tr(
                "the sound has {rate_hz} Hz, episode.json says {episode_rate_hz} Hz",
                rate_hz=stream.first.rate_hz,
                episode_rate_hz=manifest.episode.rate_hz,
            ),
            _AGAIN,
        )
    if stream.first.rate_hz not in RATES_HZ:
        yield Fault(
            tr("{rate_hz} Hz is unusual for a podcast", rate_hz=stream.first.rate_hz),
            tr("use 44.1 or 48 kHz"),
            "warning",
        )
    if any(not BITRATES_KBPS[0] <= kbps <= BITRATES_KBPS[1] for kbps in stream.bitrates_kbps):
        kbps = sorted(stream.bitrates_kbps)
        yield Fault(
            tr("the bit rate is {kbps} to {last_kbps} kbit/s", kbps=kbps[0], last_kbps=kbps[-1]),
            tr("use 64 to 128 kbit/s for speech"),
            "warning",
        )


def _promise_faults(stream: Stream, size: int) -> Iterator[Fault]:
    header = stream.header
    if header is None:
        yield Fault(tr("there is no Xing or Info header: players guess the length and seek badly"), _AGAIN)
        return
    if header.frames != stream.frames:
        yield Fault(
            tr(
                "the header counts {frames} frames, there are {stream_frames}",
                frames=header.frames,
                stream_frames=stream.frames,
            ),
            _AGAIN,
        )
    if header.bytes != size:
        yield Fault(tr("the header counts {bytes} bytes, there are {size}", bytes=header.bytes, size=size), _AGAIN)
    if not header.seek_table:
        yield Fault(tr("the header has no seek table"), _AGAIN, "warning")
    if header.delay is None:
        yield Fault(tr("the header does not say how much silence the encoder added"), _AGAIN, "warning")


def decoding_faults(heard: DecodedAudio, manifest: Manifest) -> Iterator[Fault]:
    """Where decoding the file whole stumbled, or gave more or less than it should."""
    for fault in heard.faults:
        yield Fault(tr("decoding stumbles: {fault}", fault=fault), _AGAIN)
    if heard.rate_hz != manifest.episode.rate_hz:
        yield Fault(
            tr(
                "decoding gives {rate_hz} Hz, episode.json says {episode_rate_hz}",
                rate_hz=heard.rate_hz,
                episode_rate_hz=manifest.episode.rate_hz,
            ),
            _AGAIN,
        )
    elif heard.length != manifest.episode.length:
        off = (heard.length - manifest.episode.length) / heard.rate_hz
        yield Fault(tr("decoding gives {off:+.3f} s more than episode.json says", off=off), _AGAIN)


def loudness_faults(heard: DecodedAudio, manifest: Manifest) -> Iterator[Fault]:
    """Where the sound is not as loud as podcasts are, or not as loud as episode.json says."""
    measured, said = heard.loudness, manifest.episode.loudness
    if abs(measured.integrated_lufs - LOUDNESS_LUFS) > LOUDNESS_OFF_LU:
        yield Fault(
            tr(
                "the loudness is {integrated_lufs:.1f} LUFS, not {loudness_lufs:.0f} ±1",
                integrated_lufs=measured.integrated_lufs,
                loudness_lufs=LOUDNESS_LUFS,
            ),
            _AGAIN,
        )
    if measured.true_peak_dbtp > TRUE_PEAK_DBTP + 0.05:
        yield Fault(
            tr(
                "the true peak is {true_peak_dbtp:.1f} dBTP, more than {other_true_peak_dbtp:.0f}",
                true_peak_dbtp=measured.true_peak_dbtp,
                other_true_peak_dbtp=TRUE_PEAK_DBTP,
            ),
            _AGAIN,
        )
    for name, now, then in (
        (tr("loudness"), measured.integrated_lufs, said.integrated_lufs),
        (tr("true peak"), measured.true_peak_dbtp, said.true_peak_dbtp),
    ):
        if abs(now - then) > MEASURED_OFF:
            yield Fault(
                tr("the {name} is {now:.1f}, episode.json says {then:.1f}", name=name, now=now, then=then),
                _AGAIN,
                "warning",
            )
