"""Samples as the times that each format writes."""

from __future__ import annotations

SECONDS_DECIMALS = 6
"""Half a microsecond of rounding is less than half a sample at any rate below 1 MHz, so that seconds turn back
into the very sample they were made from."""


def seconds(samples: int, rate_hz: int) -> float:
    """The position in seconds, from which `samples_at` finds the sample again."""
    return round(samples / rate_hz, SECONDS_DECIMALS)


def samples_at(position_s: float, rate_hz: int) -> int:
    """The sample nearest to a position in seconds."""
    return round(position_s * rate_hz)


def milliseconds(samples: int, rate_hz: int) -> int:
    """The position in whole milliseconds, rounded half up; in integers, so that long episodes do not drift."""
    return (samples * 2000 + rate_hz) // (2 * rate_hz)


def vtt_time(ms: int) -> str:
    """`00:01:02.345`, as WebVTT writes it."""
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def srt_time(ms: int) -> str:
    """`00:01:02,345`, as SubRip writes it."""
    return vtt_time(ms).replace(".", ",")


def clock_time(ms: int) -> str:
    """`00:01:02`, as Apple reads it in a description."""
    return vtt_time(ms)[:8]
