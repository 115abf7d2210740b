"""A text cut into words with their part of speech."""

from __future__ import annotations

import re
from dataclasses import dataclass

from narrator.standards.chinese_words import segmenter
from narrator.standards.hanzi import HANZI

LONGEST_WORD = 8
"""Hanzi. espeak takes a word as one block of phonemes, and long blocks are cut short."""

_HANZI_OR_LATIN = re.compile(
    rf"(?P<hanzi>(?:{HANZI.pattern})+)|(?P<latin>(?:(?!{HANZI.pattern})[^\W_])(?:(?!{HANZI.pattern})(?:[^\W_]|['’](?=[A-Za-z])))*)"
)

_FIGURES = re.compile(r"([零〇一二三四五六七八九幺]{3,})")
"""Figures said one by one, which the segmenter would join to what stands around them: 于 + 二零二四."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word and where it stands."""

    text: str
    start: int
    part: str
    """Of speech, as jieba tags it: `n`, `v`, `nr` (a person), …; `x` for anything unknown."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def tokens(plain: str) -> tuple[Token, ...]:
    """The words of a text in order, hanzi and Latin apart, without punctuation and spaces."""
    found: list[Token] = []
    for run in _HANZI_OR_LATIN.finditer(plain):
        if run["latin"]:
            found.append(Token(run[0], run.start(), "eng"))
            continue
        at = run.start()
        for part in _FIGURES.split(run[0]):
            tagged = [(part, "m")] if _FIGURES.fullmatch(part) else segmenter().tag(part) if part else []
            for word, tag in tagged:
                found += _pieces(word, at, tag)
                at += len(word)
    return tuple(found)


def _pieces(word: str, at: int, part: str) -> list[Token]:
    """The word, cut where it is too long for a block."""
    firsts = range(0, len(word), LONGEST_WORD)
    return [Token(word[first : first + LONGEST_WORD], at + first, part) for first in firsts]
