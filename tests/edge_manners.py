"""How a service reports words, other than as they are: each manner was reported of the real one, or is akin to it.

A manner changes reports only; the sound stays whole.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

TICKS_PER_SECOND = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report of a word."""

    sent_s: float
    """When in the sound it is sent."""
    text: str
    start_s: float
    length_s: float
    kind: str = "WordBoundary"
    raw: Any = None
    """What is sent instead, where it is no report that makes sense."""

    def metadata(self) -> object:
        """As the service writes it."""
        if self.raw is not None:
            return self.raw
        data = {
            "Offset": round(self.start_s * TICKS_PER_SECOND),
            "Duration": round(self.length_s * TICKS_PER_SECOND),
            "text": {"Text": html.escape(self.text), "Length": len(self.text), "BoundaryType": self.kind},
        }
        return {"Type": self.kind, "Data": data}


class Manner(StrEnum):
    """What is wrong with the reports."""

    NONE = "there are none"
    SOME = "every third word is missing"
    OTHER_WORDS = "numbers and Latin words are reported as other words"
    OVERLAPPING = "words last into the next"
    REST = "one report names the rest of the sentence"
    ZERO = "all are at zero"
    PAST_END = "the last word ends behind the sound"
    # Akin to these:
    NO_LENGTH = "words last no time"
    LAST_MISSING = "the last third is missing"
    FIRST_MISSING = "the first third is missing"
    STARTS_PAST_END = "the last word begins behind the sound"
    NEGATIVE = "they begin before the sound"
    LATE = "they come 0.8 s late"
    STRETCHED = "they are slower than the sound, by a third"
    TENFOLD = "ten times too late"
    MILLISECONDS = "in milliseconds in place of ticks"
    SHUFFLED = "in another order"
    BACKWARDS = "the last word first"
    PREVIOUS = "those of the last request come first"
    DOUBLED = "each comes twice"
    SENTENCE = "one for the whole sentence, none for words"
    JUMPING = "every fourth has another word's time"
    NONSENSE = "some of them make no sense"
    CHARACTERS = "one for each character"


SEVEN = tuple(Manner)[:7]
"""Reported by users of the service."""

Manners = Callable[[], Sequence[Manner]]


def reports(words: Sequence[tuple[str, float, float]], manners: Sequence[Manner], length_s: float) -> list[Told]:
    """What is told of the words (text, start and duration in seconds), in the order in which it is sent."""
    told = [Told(sent_s=start, text=text, start_s=start, length_s=length) for text, start, length in words]
    for manner in manners:
        told = _CHANGES[manner](told, length_s)
    return told


def _each(change: Callable[[Told], Told]) -> Callable[[list[Told], float], list[Told]]:
    return lambda told, _: [change(one) for one in told]


def _last(change: Callable[[Told, float], Told]) -> Callable[[list[Told], float], list[Told]]:
    return lambda told, length_s: [*told[:-1], *(change(one, length_s) for one in told[-1:])]


def _rest(told: list[Told], _: float) -> list[Told]:
    kept = max(1, len(told) // 3)
    text = "".join(one.text for one in told[kept:])
    return [*told[:kept], *(replace(one, text=text) for one in told[kept : kept + 1])]


def _sentence(told: list[Told], _: float) -> list[Told]:
    if not told:
        return []
    length_s = told[-1].start_s + told[-1].length_s - told[0].start_s
    text = "".join(one.text for one in told)
    return [replace(told[0], text=text, length_s=length_s, kind="SentenceBoundary")]


def _previous(told: list[Told], _: float) -> list[Told]:
    old = ["老街", "昨天", "来了", "三位", "客人", "石桌"]
    strangers = [Told(sent_s=0, text=text, start_s=0.1 + 0.5 * k, length_s=0.45) for k, text in enumerate(old)]
    return [*strangers, *told]


def _shuffled(told: list[Told], _: float) -> list[Told]:
    return random.Random(3).sample(told, len(told))


def _jumping(told: list[Told], _: float) -> list[Told]:
    return [
        replace(one, start_s=told[(k * 7) % len(told)].start_s) if k % 4 == 2 else one for k, one in enumerate(told)
    ]


def _nonsense(told: list[Told], _: float) -> list[Told]:
    scraps: list[Any] = [
        {"Type": "Viseme", "Data": {"Offset": 1}},
        {"Type": "WordBoundary"},
        {"Type": "WordBoundary", "Data": {"Offset": None, "Duration": "long", "text": {"Text": 5}}},
        {"Type": "SessionEnd", "Data": {"Offset": 7}},
        "word",
        None,
        {"Type": "WordBoundary", "Data": {"Offset": 1e400, "Duration": -1e400, "text": {"Text": "老"}}},
    ]
    return [replace(one, raw=scraps[k // 2 % len(scraps)] or 0) if k % 2 else one for k, one in enumerate(told)]


def _characters(told: list[Told], _: float) -> list[Told]:
    return [
        replace(
            one, text=c, start_s=one.start_s + k * one.length_s / len(one.text), length_s=one.length_s / len(one.text)
        )
        for one in told
        for k, c in enumerate(one.text)
    ]


def _other_words(one: Told) -> Told:
    if re.fullmatch(r"[A-Za-z0-9]+", one.text):
        return replace(one, text="".join(f"{c}字" for c in one.text))
    return replace(one, text=one.text.translate(str.maketrans("一二三四五六七八九十两百", "123456789xzb")))


_CHANGES: dict[Manner, Callable[[list[Told], float], list[Told]]] = {
    Manner.NONE: lambda told, _: [],
    Manner.SOME: lambda told, _: [one for k, one in enumerate(told) if k % 3 != 1],
    Manner.OTHER_WORDS: _each(_other_words),
    Manner.OVERLAPPING: _each(lambda one: replace(one, length_s=one.length_s * 2.5)),
    Manner.REST: _rest,
    Manner.ZERO: _each(lambda one: replace(one, start_s=0.0)),
    Manner.PAST_END: _last(lambda one, length_s: replace(one, length_s=length_s - one.start_s + 0.7)),
    Manner.NO_LENGTH: _each(lambda one: replace(one, length_s=0.0)),
    Manner.LAST_MISSING: lambda told, _: told[: -(-len(told) * 2 // 3)],
    Manner.FIRST_MISSING: lambda told, _: told[len(told) // 3 :],
    Manner.STARTS_PAST_END: _last(lambda one, length_s: replace(one, start_s=length_s + 0.5)),
    Manner.NEGATIVE: _each(lambda one: replace(one, start_s=one.start_s - 0.6)),
    Manner.LATE: _each(lambda one: replace(one, start_s=one.start_s + 0.8)),
    Manner.STRETCHED: _each(lambda one: replace(one, start_s=one.start_s * 4 / 3, length_s=one.length_s * 4 / 3)),
    Manner.TENFOLD: _each(lambda one: replace(one, start_s=one.start_s * 10, length_s=one.length_s * 10)),
    Manner.MILLISECONDS: _each(lambda one: replace(one, start_s=one.start_s / 1e4, length_s=one.length_s / 1e4)),
    Manner.SHUFFLED: _shuffled,
    Manner.BACKWARDS: lambda told, _: told[::-1],
    Manner.PREVIOUS: _previous,
    Manner.DOUBLED: lambda told, _: [one for one in told for _ in range(2)],
    Manner.SENTENCE: _sentence,
    Manner.JUMPING: _jumping,
    Manner.NONSENSE: _nonsense,
    Manner.CHARACTERS: _characters,
}
