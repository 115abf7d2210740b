"""Which people of an episode sound too much alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from narrator.listening.embedding import RATE_HZ, Floats, embedding
from narrator.messages import Message, tr

MOST_ALIKE = 0.78
"""Cosine of two voices' embeddings: above it listeners mix up who speaks. Halves of one voice are at 0.99, two men of
eSpeak at 0.87, natural voices of one gender that are told apart easily at 0.74 to 0.78."""
LEAST_SEMITONES = 3.0
"""Between the median pitches of two voices, where pitch is all that is measured."""
ENOUGH_S = 20.0
"""Of speech, to know a voice."""
LEAST_S = 2.0
"""Less tells nothing about a voice."""

LOWEST_HZ, HIGHEST_HZ = 60.0, 450.0
_FRAME_S, _STEP_S = 0.04, 0.02
_VOICED = 0.5
"""Of the autocorrelation at no shift."""

Measure = Literal["cosine", "semitones"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """How hard two people are to tell apart."""

    one: str
    other: str
    measure: Measure
    value: float
    """The cosine of their embeddings, or the semitones between their median pitches."""

    @property
    def too_much(self) -> bool:
        """Whether listeners mix them up."""
        return self.value > MOST_ALIKE if self.measure == "cosine" else self.value < LEAST_SEMITONES

    @property
    def message(self) -> Message:
        """As a check says it."""
        how = tr("cosine {value:.2f}", value=self.value)
        if self.measure != "cosine":
            how = tr("pitch {value:.1f} semitones apart", value=self.value)
        if self.too_much:
            return tr("{one} and {other} sound alike ({how})", one=self.one, other=self.other, how=how)
        return tr("{one} and {other} sound different ({how})", one=self.one, other=self.other, how=how)

    def __str__(self) -> str:
        return str(self.message)


def distances(voices: Mapping[str, Floats]) -> tuple[Alike, ...]:
    """How alike each pair of people is, the most alike first.

    Args:
        voices: what each person says, at 16 kHz; 20 s are enough, less than 2 s are left out.
    """
    heard = {
        name: sound[: round(ENOUGH_S * RATE_HZ)] for name, sound in voices.items() if len(sound) >= LEAST_S * RATE_HZ
    }
    vectors = {name: vector for name, sound in heard.items() if (vector := embedding(sound)) is not None}
    if len(vectors) == len(heard):
        found = [
            Alike(one=one, other=other, measure="cosine", value=round(float(np.dot(vectors[one], vectors[other])), 3))
            for one, other in combinations(vectors, 2)
        ]
        return tuple(sorted(found, key=lambda pair: -pair.value))
    pitches = {name: pitch for name, sound in heard.items() if (pitch := median_pitch_hz(sound)) is not None}
    found = [
        Alike(
            one=one,
            other=other,
            measure="semitones",
            value=round(abs(12 * float(np.log2(pitches[one] / pitches[other]))), 1),
        )
        for one, other in combinations(pitches, 2)
    ]
    return tuple(sorted(found, key=lambda pair: pair.value))


def alike(voices: Mapping[str, Floats]) -> tuple[Alike, ...]:
    """The pairs of people who sound too much alike, the most alike first."""
    return tuple(pair for pair in distances(voices) if pair.too_much)


def median_pitch_hz(sound: Floats, rate_hz: int = RATE_HZ) -> float | None:
    """The middle of a voice's pitch; None where nothing is voiced."""
    length, step = round(_FRAME_S * rate_hz), round(_STEP_S * rate_hz)
    if len(sound) < length:
        return None
    at = np.arange(length)[None, :] + step * np.arange(1 + (len(sound) - length) // step)[:, None]
    frames = sound[at] - sound[at].mean(axis=1, keepdims=True)
    loud = np.sqrt(np.mean(frames**2, axis=1))
    frames = frames[loud > 0.3 * np.quantile(loud, 0.95)]
    if not len(frames):
        return None
    power = np.abs(np.fft.rfft(frames, 2 * length, axis=1)) ** 2
    shifted = np.fft.irfft(power, axis=1)[:, :length]
    shifted = shifted / np.maximum(shifted[:, :1], 1e-12) / (1 - np.arange(length) / length)
    shortest, longest = int(rate_hz / HIGHEST_HZ), min(int(rate_hz / LOWEST_HZ), length * 3 // 4)
    within = shifted[:, shortest:longest]
    best = within.max(axis=1)
    # The first peak that is nearly as high as the highest: twice the period fits as well as the period.
    first = np.argmax(within >= 0.9 * best[:, None], axis=1)
    peaks = np.array([_climb(row, start) for row, start in zip(within, first, strict=True)])
    voiced = best > _VOICED
    return float(np.median(rate_hz / (peaks[voiced] + shortest))) if voiced.any() else None


def _climb(row: np.ndarray, start: int) -> int:
    at = start
    while at + 1 < len(row) and row[at + 1] > row[at]:
        at += 1
    return at
