"""Measuring loudness and bringing speech to it (ITU-R BS.1770-5, EBU R 128), by FFmpeg's filters in process."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import cast

import av
import numpy as np
from av.filter import Graph

from narrator.model import Loudness

TARGET_LUFS = -16.0
"""Apple asks podcasts for -16 ±1 LUFS (support page 893)."""
CEILING_DBTP = -1.0
"""Likewise."""
TOLERANCE_LU = 0.2
"""How much of a turn's loudness the limiter may take before the gain makes up for it."""
SHORTEST_MEASURABLE_S = 0.8
"""BS.1770 gates blocks of 0.4 s: of less than two, the figure says little."""

_BLOCK = 441_000
_SILENCE_LUFS = -69.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """What FFmpeg's ebur128 filter read, every 100 ms."""

    momentary_lufs: array[float]
    """Of the 400 ms before."""
    short_term_lufs: array[float]
    """Of the 3 s before."""
    true_peak: float
    """Highest so far, 1 being full scale; 0 where it was not asked for."""


def read_meter(sound: Iterable[av.AudioFrame], rate_hz: int, sample_format: str, *, peak: bool = True) -> Meter:
    """The meter's readings of mono frames.

    Args:
        sample_format: the frames', as FFmpeg names it: `s16`, `fltp`.
        peak: whether to measure the true peak too, which takes as long again.
    """
    momentary, short_term = array("d"), array("d")  # ten hours are 700,000 numbers
    loudest = 0.0
    options = f"metadata=1:framelog=quiet:peak={'true' if peak else 'none'}"
    for frame in _filtered(sound, rate_hz, sample_format, (("ebur128", options),)):
        told = frame.metadata
        if "lavfi.r128.M" not in told:  # the last frame, where it is shorter than 100 ms
            continue
        momentary.append(float(told["lavfi.r128.M"]))
        short_term.append(float(told["lavfi.r128.S"]))
        if peak:
            loudest = max(loudest, float(told["lavfi.r128.true_peak"]))
    return Meter(momentary_lufs=momentary, short_term_lufs=short_term, true_peak=loudest)


def loudness_of(meters: Sequence[Meter]) -> Loudness:
    """Of sounds heard one after the other; -70 LUFS and -120 dBTP stand for silence.

    Integrated loudness is gated as BS.1770-5, annex 1 asks (-70 LUFS, then 10 LU under the mean of what is
    left), loudness range as EBU Tech 3342 does (-70 LUFS, 20 LU, 10th to 95th percentile). Blocks that lie
    across a join are left out; what is joined here begins and ends in silence, so the gates would drop them.
    """
    momentary = _gated([meter.momentary_lufs for meter in meters], below_mean_lu=10)
    short_term = _gated([meter.short_term_lufs for meter in meters], below_mean_lu=20)
    loudest = max((meter.true_peak for meter in meters), default=0.0)
    low, high = np.percentile(short_term, (10, 95)) if len(short_term) else (0.0, 0.0)
    return Loudness(
        integrated_lufs=round(_mean_lufs(momentary), 2),
        range_lu=round(float(high - low), 2),
        true_peak_dbtp=round(20 * float(np.log10(loudest)), 2) if loudest > 1e-6 else -120.0,
    )


def _gated(readings_lufs: Sequence[array[float]], *, below_mean_lu: float) -> np.ndarray:
    readings = np.concatenate([np.zeros(0), *map(np.asarray, readings_lufs)])
    readings = readings[readings > -70]
    return readings[readings > _mean_lufs(readings) - below_mean_lu]


def _mean_lufs(readings: np.ndarray) -> float:
    return 10 * float(np.log10(np.mean(10 ** (readings / 10)))) if len(readings) else -70.0


def _filtered(
    sound: Iterable[av.AudioFrame], rate_hz: int, sample_format: str, filters: Sequence[tuple[str, str]]
) -> Iterator[av.AudioFrame]:
    """The frames that come out of a chain of FFmpeg's filters."""
    graph = Graph()
    source = graph.add_abuffer(sample_rate=rate_hz, format=sample_format, layout="mono", time_base=Fraction(1, rate_hz))
    nodes = [source, *(graph.add(name, options) for name, options in filters), graph.add("abuffersink")]
    for upstream, downstream in pairwise(nodes):
        upstream.link_to(downstream)
    graph.configure()
    at = 0
    for frame in _longer(sound, rate_hz):
        frame.pts, frame.time_base = at, Fraction(1, rate_hz)
        at += frame.samples
        graph.push(frame)
        yield from _waiting(graph)
    graph.push(None)
    yield from _waiting(graph)


def _longer(sound: Iterable[av.AudioFrame], rate_hz: int) -> Iterator[av.AudioFrame]:
    """The sound in frames of a second or more: an MP3's, of 26 ms, cost more to hand over than to measure."""
    waiting: list[av.AudioFrame] = []
    count = 0
    for frame in sound:
        waiting.append(frame)
        count += frame.samples
        if count >= rate_hz:
            yield _joined(waiting)
            waiting, count = [], 0
    if waiting:
        yield _joined(waiting)


def _joined(frames: Sequence[av.AudioFrame]) -> av.AudioFrame:
    if len(frames) == 1:
        return frames[0]
    samples = np.concatenate([frame.to_ndarray() for frame in frames], axis=1)
    joined = av.AudioFrame.from_ndarray(samples, format=frames[0].format.name, layout="mono")
    joined.sample_rate = frames[0].sample_rate
    return joined


def _waiting(graph: Graph) -> Iterator[av.AudioFrame]:
    while True:
        try:
            yield cast(av.AudioFrame, graph.pull())
        except (av.error.BlockingIOError, av.error.EOFError):
            return


def frames_of(samples: np.ndarray, rate_hz: int) -> Iterator[av.AudioFrame]:
    """Samples, int16 of shape (n,), as FFmpeg's frames of some seconds each."""
    for start in range(0, len(samples), _BLOCK):
        block = np.ascontiguousarray(samples[start : start + _BLOCK]).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(block, format="s16", layout="mono")
        frame.sample_rate = rate_hz
        yield frame


def wanted_gain_db(samples: np.ndarray, rate_hz: int) -> float | None:
    """What brings the speech to the target; None where there is too little of it to measure."""
    if len(samples) < SHORTEST_MEASURABLE_S * rate_hz:
        return None
    loudness = loudness_of([read_meter(frames_of(samples, rate_hz), rate_hz, "s16", peak=False)]).integrated_lufs
    return None if loudness < _SILENCE_LUFS else TARGET_LUFS - loudness


def level(samples: np.ndarray, rate_hz: int, *, gain_db: float, ceiling_db: float) -> np.ndarray:
    """The samples, louder by the gain and limited to the ceiling; what the limiter takes off is made up for.

    Args:
        samples: int16, shape (n,).
        gain_db: as `wanted_gain_db` gives it.
        ceiling_db: highest sample, in dBFS.
    """
    power = _power(samples)
    if power == 0:
        return samples
    lost_db = 0.0
    for _ in range(3):
        levelled = _limited(samples, rate_hz, gain_db + lost_db, ceiling_db)
        now = _power(levelled)
        missing_db = gain_db - 10 * float(np.log10(max(now, 1e-3) / power))
        if missing_db < TOLERANCE_LU:
            break
        lost_db += 1.2 * missing_db  # the limiter takes its share of what is added
    return levelled


def _power(samples: np.ndarray) -> float:
    """The mean square; in blocks, because a minute in floating point takes 20 MB."""
    blocks = (samples[start : start + _BLOCK].astype(np.float64) for start in range(0, len(samples), _BLOCK))
    return sum(float(block @ block) for block in blocks) / max(1, len(samples))


def _limited(samples: np.ndarray, rate_hz: int, gain_db: float, ceiling_db: float) -> np.ndarray:
    peak = max(int(samples.max(initial=0)), -int(samples.min(initial=0)))
    gain = 10 ** (gain_db / 20)
    if peak * gain <= 32768 * 10 ** (ceiling_db / 20):
        louder = np.empty_like(samples)
        for start in range(0, len(samples), _BLOCK):
            louder[start : start + _BLOCK] = np.rint(samples[start : start + _BLOCK] * gain)
        return louder
    filters = (
        ("aformat", "sample_fmts=dbl"),
        ("volume", f"{gain_db:.4f}dB:precision=double"),
        ("alimiter", f"limit={ceiling_db:.4f}dB:attack=5:release=60:level=false:latency=true"),
        ("aformat", "sample_fmts=s16"),
    )
    pieces = [frame.to_ndarray()[0] for frame in _filtered(frames_of(samples, rate_hz), rate_hz, "s16", filters)]
    return np.concatenate(pieces)[: len(samples)].astype(np.int16)
