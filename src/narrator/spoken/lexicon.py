"""The user's lexicon: written words and how to read them, in pinyin or in plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narrator.errors import CastError
from narrator.messages import joined, tr
from narrator.model import Override, Span
from narrator.spoken.folding import fold, simplify
from narrator.standards.hanzi import HANZI
from narrator.standards.lexicon_entries import lexicon_faults
from narrator.standards.pinyin import parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A text to be read."""

    written: str
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Fixed:
    """A stretch of the written form whose reading somebody has decided."""

    span: Span
    words: str | None
    """What is said; None: what is printed."""
    syllables: tuple[str, ...] | None
    """For each hanzi of the span; None: as usual."""


def checked(lexicon: Mapping[str, str]) -> None:
    """Nothing, if the lexicon is right.

    Raises:
        CastError: naming every entry that is wrong.
    """
    if faults := lexicon_faults(lexicon):
        raise CastError(
            tr("lexicon: {faults}", faults=joined("; ", faults.values())),
            hint=tr("give one syllable with a tone number for each hanzi (深重投: shen1 zhong4 tou2), or plain words"),
        )


def fixed_readings(written: str, lexicon: Mapping[str, str], overrides: Sequence[Override]) -> tuple[Fixed, ...]:
    """Where the editor or the lexicon decides, in order, without overlaps: the editor first, then longest first."""
    taken: list[Fixed] = []
    free = [True] * len(written)
    for override in overrides:
        span = override.span
        if 0 <= span.start < span.end <= len(written) and all(free[span.start : span.end]):
            taken.append(_fix(written, span, override.reading))
            free[span.start : span.end] = [False] * (span.end - span.start)
    plain = simplify(fold(written)) if lexicon else ""
    for word in sorted(lexicon, key=len, reverse=True):
        if not word:
            continue
        for found in _occurrences(written, plain, word):
            span = Span(found, found + len(word))
            if all(free[span.start : span.end]):
                taken.append(_fix(written, span, lexicon[word]))
                free[span.start : span.end] = [False] * len(word)
    return tuple(sorted(taken, key=lambda fixed: fixed.span.start))


def _occurrences(written: str, plain: str, word: str) -> list[int]:
    """Where the word stands, as printed or in the other script; Latin words only whole."""
    pattern = re.escape(word)
    if word[0].isascii() and word[0].isalnum():
        pattern = rf"(?<![A-Za-z0-9]){pattern}"
    if word[-1].isascii() and word[-1].isalnum():
        pattern = rf"{pattern}(?![A-Za-z0-9])"
    places = {match.start() for match in re.finditer(pattern, written)}
    return sorted(places | {match.start() for match in re.finditer(pattern, plain)})


def _fix(written: str, span: Span, reading: str) -> Fixed:
    syllables = parse(reading)
    hanzi = len(HANZI.findall(span.of(written)))
    if syllables is not None and hanzi == len(syllables):
        return Fixed(span, None, syllables)
    if syllables is not None and hanzi:
        raise CastError(
            tr(
                "{written}: {hanzi} hanzi but {count} syllables ({reading})",
                written=span.of(written),
                hanzi=hanzi,
                count=len(syllables),
                reading=reading,
            ),
            hint=tr("give one syllable with a tone number for each hanzi, or plain words"),
        )
    return Fixed(span, reading.strip(), None)
