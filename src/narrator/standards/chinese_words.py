"""Words of Mandarin: those that dictionaries lack or read wrongly, and how a text is cut into words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Protocol, cast

from narrator.standards.tsv import rows

_LOADING = Lock()


class Segmenter(Protocol):
    """jieba's way of cutting."""

    def cut(self, text: str, /) -> Sequence[str]:
        """The words in order; together they are the text."""

    def tag(self, text: str, /) -> Sequence[tuple[str, str]]:
        """The same, each with its part of speech."""

    def has_word(self, word: str, /) -> bool:
        """Whether it is in the dictionary."""


@lru_cache(maxsize=1)
def lexicon() -> dict[str, tuple[str, ...]]:
    """Words and their syllables in dictionary tones."""
    return {word: tuple(reading.split()) for word, reading in rows("narrator.standards", "chinese_words.tsv")}


def segmenter() -> Segmenter:
    """The one there is, which knows the lexicon: its dictionary takes 0.1 s and 25 MB each time it is loaded."""
    with _LOADING:
        return _segmenter()


@lru_cache(maxsize=1)
def _segmenter() -> Segmenter:
    import rjieba

    for word in lexicon():
        if len(word) > 1 and not rjieba.has_word(word):
            rjieba.add_word(word, None, "n")
    return cast(Segmenter, rjieba)  # its functions are those of the instance that it makes when it is imported
