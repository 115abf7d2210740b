"""Pieces of a sentence as sound, with the time of each character."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from narrator.model import Mark, Voice
from narrator.speech.engines.kokoro.alphabet import Alphabet
from narrator.speech.engines.kokoro.network import RATE_HZ, Model
from narrator.speech.engines.kokoro.phonemes import Phoneme
from narrator.speech.engines.kokoro.styles import Style, row
from narrator.speech.sound import Samples, resampled

LATE_S = 0.045
"""How much later than it is heard a sound begins by the network's own count: the median at 12 to 15 pauses in each
of seven voices."""

AUDIBLE = 100
"""Of 32,768: below it a sample counts as silence (-50 dBFS)."""

LEAD_S, TAIL_S = 0.02, 0.04
"""What is kept of the silence around a piece: consonants begin and vowels end below what counts as silence."""

PAUSES_S = {",": 0.20, ":": 0.25, ";": 0.30, "—": 0.25, "…": 0.30, ".": 0.38, "!": 0.38, "?": 0.38}
"""Between two pieces, by the last such mark of the first."""

WORD_PAUSE_S = 0.02
"""Between two pieces that were cut inside a clause."""

SLOWEST, FASTEST = 0.5, 2.0
"""Of the voice's own pace."""

LOWEST, HIGHEST = 0.75, 1.35
"""Of the voice's own pitch: beyond it nobody sounds like a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A voice of a network, and the alphabet it reads."""

    model: Model
    style: Style
    letters: Alphabet
    median_hz: int


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A piece as sound, without the silence around it."""

    samples: Samples
    marks: tuple[Mark, ...]
    pause_s: float
    """That belongs behind it, where another piece follows."""


def speak(speaker: Speaker, pieces: Sequence[Sequence[Phoneme]], voice: Voice) -> tuple[Samples, tuple[Mark, ...]]:
    """The pieces one after another at `RATE_HZ`, and when each character of the spoken form is heard."""
    samples: list[Samples] = []
    marks: list[Mark] = []
    at = 0
    spoken = [_speak(speaker, piece, voice) for piece in pieces]
    for piece, following in zip(spoken, [*spoken[1:], None], strict=True):
        samples.append(piece.samples)
        marks += [replace(mark, start=at + mark.start, end=at + mark.end) for mark in piece.marks]
        at += len(piece.samples)
        if following is not None:
            silence = np.zeros(round(piece.pause_s / _pace(voice) * RATE_HZ), np.int16)
            samples.append(silence)
            at += len(silence)
    return np.concatenate(samples), tuple(marks)


def _pace(voice: Voice) -> float:
    return min(max(1 + voice.rate_percent / 100, SLOWEST), FASTEST)


def _pitch(speaker: Speaker, voice: Voice) -> float:
    return min(max((speaker.median_hz + voice.pitch_hz) / speaker.median_hz, LOWEST), HIGHEST)


def _speak(speaker: Speaker, piece: Sequence[Phoneme], voice: Voice) -> _Spoken:
    # Another pitch is had as from a tape: spoken slower, played faster. The throat grows or shrinks along with it,
    # which tells two people apart all the better.
    pitch = _pitch(speaker, voice)
    ids = [speaker.letters.ids[phoneme.symbol] for phoneme in piece]
    sound, lengths = speaker.model.speak(ids, row(speaker.style, len(ids)), _pace(voice) / pitch)
    level = 32767 * (1 + voice.volume_percent / 100)
    samples = np.clip(np.rint(sound * level), -32768, 32767).astype(np.int16)
    edges = np.cumsum([0, *lengths])
    if pitch != 1:
        samples = resampled(samples, round(RATE_HZ * pitch), RATE_HZ)
        edges = np.rint(edges * (len(samples) / edges[-1])).astype(edges.dtype)
    return _trimmed(samples, _marks(piece, edges, samples), _pause_s(piece))


def _pause_s(piece: Sequence[Phoneme]) -> float:
    ends = [phoneme.symbol for phoneme in piece[-3:] if phoneme.symbol in PAUSES_S]
    return PAUSES_S[ends[-1]] if ends else WORD_PAUSE_S


def _marks(piece: Sequence[Phoneme], edges: NDArray[np.int64], samples: Samples) -> tuple[Mark, ...]:
    """From where each character's first symbol begins to where its last ends, without the pause behind it."""
    at = 1  # The first edge is that of the silence in front.
    heard: list[Mark] = []
    for spoken, group in groupby(piece, key=lambda phoneme: phoneme.spoken):
        count = len(list(group))
        if spoken is not None:
            start = max(int(edges[at]) - round(LATE_S * RATE_HZ), 0)
            heard.append(Mark(spoken=spoken, start=start, end=int(edges[at + count])))
        at += count
    return tuple(_one_after_another(heard, samples))


def _one_after_another(marks: Sequence[Mark], samples: Samples) -> Iterator[Mark]:
    for mark, following in pairwise([*marks, None]):
        assert mark is not None  # noqa: S101 - only the last one is None
        end = min(mark.end, following.start) if following else min(mark.end, len(samples))
        sound = np.flatnonzero(np.abs(samples[mark.start : end].astype(np.int32)) > AUDIBLE)
        yield replace(mark, end=mark.start + int(sound[-1]) + 1 if len(sound) else max(end, mark.start))


def _trimmed(samples: Samples, marks: tuple[Mark, ...], pause_s: float) -> _Spoken:
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > AUDIBLE)
    if not len(loud):
        return _Spoken(samples, marks, pause_s)
    start = max(int(loud[0]) - round(LEAD_S * RATE_HZ), 0)
    end = min(int(loud[-1]) + 1 + round(TAIL_S * RATE_HZ), len(samples))
    length = end - start
    moved = [
        replace(mark, start=min(max(mark.start - start, 0), length), end=min(max(mark.end - start, 0), length))
        for mark in marks
    ]
    return _Spoken(samples[start:end], tuple(moved), pause_s)
