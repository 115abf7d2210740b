"""Where in a sound somebody speaks, and where there is a pause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrator.speech.sound import Samples

FRAME_S = 0.01
"""The step in which loudness is looked at."""

PAUSE_DB = 32.0
"""So much softer than the louder parts of the speech is a pause; a soft consonant is some 25 dB softer."""

SILENCE_DBFS = -50.0
"""Below it nobody would hear a word, however soft the voice."""

SHORTEST_PAUSE_S = 0.07
"""The closure before a plosive takes up to this long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A stretch inside the speech in which nothing is said."""

    start: int
    """In samples."""
    end: int
    """In samples."""

    @property
    def length(self) -> int:
        """In samples."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What of a sound is speech."""

    start: int
    """Of the first word, in samples."""
    end: int
    """Of the last word, in samples."""
    pauses: tuple[Pause, ...]
    """Between the two, in order."""
    rate_hz: int

    def net_s(self, pause_s: float) -> float:
        """Seconds of speech without the pauses of at least that length."""
        paused = sum(pause.length for pause in self.pauses if pause.length >= pause_s * self.rate_hz)
        return (self.end - self.start - paused) / self.rate_hz


def heard(samples: Samples, rate_hz: int) -> Heard | None:
    """Where there is speech in the sound; None where it is silent."""
    step = max(1, round(FRAME_S * rate_hz))
    levels = _levels(samples, step)
    if not len(levels):
        return None
    floor = max(float(np.percentile(levels, 95)) - PAUSE_DB, SILENCE_DBFS)
    loud = np.flatnonzero(levels > floor)
    if not len(loud):
        return None
    first, last = int(loud[0]), int(loud[-1])
    gaps = np.flatnonzero(np.diff(loud) > round(SHORTEST_PAUSE_S / FRAME_S))
    pauses = tuple(Pause(start=(int(loud[k]) + 1) * step, end=int(loud[k + 1]) * step) for k in gaps)
    return Heard(start=first * step, end=min((last + 1) * step, len(samples)), pauses=pauses, rate_hz=rate_hz)


def _levels(samples: Samples, step: int) -> NDArray[np.float64]:
    """The level of each frame in dB below full scale."""
    count = -(-len(samples) // step)
    padded = np.zeros(count * step)
    padded[: len(samples)] = samples
    power = np.mean((padded.reshape(count, step) / 32768) ** 2, axis=1)
    return np.asarray(10 * np.log10(np.maximum(power, 1e-12)))
