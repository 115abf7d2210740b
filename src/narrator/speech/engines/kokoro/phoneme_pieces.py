"""Long texts in pieces that the model speaks at its usual pace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from narrator.speech.engines.kokoro.phonemes import Phoneme

MOST_PHONEMES = 160
"""In one piece. The model takes 510, but then rushes (296 hanzi a minute instead of 250) and needs 725 MB. On one page
a listener heard 1.1 % of the syllables otherwise with 160, 1.6 % with 200, in 409 and 441 MB."""

CUTS = (frozenset(".!?…"), frozenset(";:—"), frozenset(",”)"), frozenset(" /"))
"""Behind which symbols to cut, best first."""


def pieces(phonemes: Sequence[Phoneme]) -> Iterator[list[Phoneme]]:
    """The phonemes in as few pieces as will do, about equally long, cut at marks, else between words."""
    rest = list(phonemes)
    while len(rest) > MOST_PHONEMES:
        wanted = len(rest) / ceil(len(rest) / MOST_PHONEMES)
        end = _end(rest[:MOST_PHONEMES], wanted)
        yield _stripped(rest[:end])
        rest = rest[end:]
    if rest := _stripped(rest):
        yield rest


def _end(window: Sequence[Phoneme], wanted: float) -> int:
    for cuts in CUTS:
        ends = [at + 1 for at, phoneme in enumerate(window) if phoneme.symbol in cuts and _may_end(window, at + 1)]
        near = [end for end in ends if end > wanted / 2]
        if near:
            return min(near, key=lambda end: (abs(end - wanted), end))
    return len(window)


def _may_end(window: Sequence[Phoneme], end: int) -> bool:
    """Not between a full stop and the quotation mark behind it."""
    return end == len(window) or window[end].symbol not in ".!?…;:—,”)"


def _stripped(piece: Sequence[Phoneme]) -> list[Phoneme]:
    start, end = 0, len(piece)
    while start < end and piece[start].symbol in " /":
        start += 1
    while end > start and piece[end - 1].symbol in " /":
        end -= 1
    return list(piece[start:end])
