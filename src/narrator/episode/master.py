"""Timeline → Recording: each segment levelled and encoded by itself, then spliced."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import statistics
import struct
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from narrator.episode import mp3
from narrator.episode.decode import decoded
from narrator.episode.loudness import CEILING_DBTP, Meter, level, loudness_of, read_meter, wanted_gain_db
from narrator.errors import OutputError
from narrator.model import PlacedClip, Progress, Recording, Segment, Store, Timeline

_log = logging.getLogger(__name__)

DEFAULT_RATE_HZ = 44_100
DEFAULT_BITRATE_KBPS = 64
"""Apple's advice for mono speech: 44.1 kHz, 64 kbit/s and up."""

FADE_S = 0.004
"""At both ends of a clip, so that a cut does not click."""
FIRST_CEILING_DB = -2.5
"""Of the samples: between them, and through MP3 at 64 kbit/s, peaks come out up to some 1.5 dB higher."""
_RECIPE = "level and encode 2"
"""Changes whenever the same clips would come out as other bytes; part of the cache key."""


def master(
    timeline: Timeline,
    *,
    bitrate_kbps: int = DEFAULT_BITRATE_KBPS,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Recording:
    """The timeline as one MP3 at -16 LUFS.

    A segment that was encoded before, by its sound and level, is taken from the store; the others are
    encoded side by side.

    Raises:
        OutputError: the timeline is empty.
    """
    if not timeline.segments:
        raise OutputError("there is nothing to hear", hint="check `narrator script` for what would be said")
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        try:
            gains = _gains_db(timeline, pool)
            pieces: list[_Piece] = []
            total = len(timeline.segments)
            jobs = [
                pool.submit(_piece, segment, gain, timeline.rate_hz, bitrate_kbps, store)
                for segment, gain in zip(timeline.segments, gains, strict=True)
            ]
            for job in jobs:
                pieces.append(job.result())
                if progress:
                    progress("encode", len(pieces), total)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return Recording(
        mp3=mp3.splice([piece.frames for piece in pieces], rate_hz=timeline.rate_hz, bitrate_kbps=bitrate_kbps),
        rate_hz=timeline.rate_hz,
        bitrate_kbps=bitrate_kbps,
        length=timeline.length,
        loudness=loudness_of([piece.meter for piece in pieces]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A segment, encoded, and what a meter reads when it is decoded again."""

    frames: bytes
    meter: Meter

    def to_bytes(self) -> bytes:
        meter = json.dumps([self.meter.momentary_lufs, self.meter.short_term_lufs, self.meter.true_peak]).encode()
        return struct.pack(">I", len(meter)) + meter + self.frames

    @staticmethod
    def from_bytes(kept: bytes) -> _Piece:
        end = 4 + int(struct.unpack_from(">I", kept)[0])
        momentary, short_term, true_peak = json.loads(kept[4:end])
        meter = Meter(momentary_lufs=tuple(momentary), short_term_lufs=tuple(short_term), true_peak=true_peak)
        return _Piece(frames=kept[end:], meter=meter)


def _gains_db(timeline: Timeline, pool: ThreadPoolExecutor) -> list[float]:
    """Each segment's gain; where there is too little to measure, its speaker's, else everybody's."""
    segments = timeline.segments
    found = list(pool.map(lambda segment: wanted_gain_db(_sound(segment, padded=False), timeline.rate_hz), segments))
    by_speaker: dict[str | None, list[float]] = {}
    for segment, gain in zip(segments, found, strict=True):
        if gain is not None:
            by_speaker.setdefault(segment.speaker, []).append(gain)
    everybody = [gain for gains in by_speaker.values() for gain in gains] or [0.0]
    return [
        gain if gain is not None else statistics.median(by_speaker.get(segment.speaker, everybody))
        for segment, gain in zip(segments, found, strict=True)
    ]


def _piece(segment: Segment, gain_db: float, rate_hz: int, bitrate_kbps: int, store: Store | None) -> _Piece:
    """The segment as MP3 frames, from the store or made now."""
    sound = _sound(segment)
    key = _key(sound, gain_db, rate_hz, bitrate_kbps)
    kept = store.get(key) if store is not None else None
    at_s = segment.start / rate_hz
    _log.debug("segment at %.1f s: %s, gain %+.1f dB", at_s, "kept" if kept else "encoded now", gain_db)
    if kept is not None:
        return _Piece.from_bytes(kept)
    ceiling_db = FIRST_CEILING_DB
    for _ in range(4):
        levelled = level(sound, rate_hz, gain_db=gain_db, ceiling_db=ceiling_db)
        frames = mp3.encode(levelled, rate_hz=rate_hz, bitrate_kbps=bitrate_kbps)
        piece = _Piece(frames=frames, meter=read_meter(decoded(frames), rate_hz, "fltp"))
        over_db = loudness_of([piece.meter]).true_peak_dbtp - CEILING_DBTP
        if over_db <= 0:
            break
        ceiling_db -= over_db + 0.2
    if store is not None:
        store.put(key, piece.to_bytes())
    return piece


def _key(sound: np.ndarray, gain_db: float, rate_hz: int, bitrate_kbps: int) -> str:
    settings = struct.pack(">dII", round(gain_db, 3), rate_hz, bitrate_kbps) + _RECIPE.encode()
    return f"segment-{hashlib.sha256(sound.tobytes() + settings).hexdigest()}"


def _sound(segment: Segment, *, padded: bool = True) -> np.ndarray:
    """The segment's samples: clips where they belong, silence between.

    Args:
        padded: with the silence behind the last clip.
    """
    last = segment.placed[-1]
    length = segment.length if padded else last.start + last.length - segment.start
    samples = np.zeros(length, dtype=np.int16)
    for placed, part in _parts(segment.placed):
        at = placed.start - segment.start
        samples[at : at + len(part)] = part
    return samples


def _parts(placed: Sequence[PlacedClip]) -> Iterator[tuple[PlacedClip, np.ndarray]]:
    for one in placed:
        audio = one.clip.audio
        part = np.frombuffer(audio.raw_data, dtype=np.int16)[one.skip : one.skip + one.length].copy()
        fade = min(round(FADE_S * audio.frame_rate), len(part) // 2)
        if fade:
            ramp = np.linspace(0, 1, fade, dtype=np.float32)
            part[:fade] = (part[:fade] * ramp).astype(np.int16)
            part[-fade:] = (part[-fade:] * ramp[::-1]).astype(np.int16)
        yield one, part
