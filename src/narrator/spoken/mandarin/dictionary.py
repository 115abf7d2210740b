"""Readings of characters and phrases: pypinyin's tables, the built-in lexicon on top."""

from __future__ import annotations

from functools import lru_cache

from narrator.spoken.tsv import rows
from narrator.standards.pinyin import numbered

PLACES = frozenset("省市县区镇乡村州山河江湖站路")
"""Behind a name of the lexicon: 铅山县 is read as 铅山 is."""

Readings = dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def lexicon() -> Readings:
    """The built-in lexicon: words that dictionaries lack or get wrong, with their syllables."""
    return {word: tuple(reading.split()) for word, reading in rows("mandarin/tables/lexicon.tsv")}


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, list[list[str]]], dict[int, str]]:
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    return PHRASES_DICT, PINYIN_DICT


@lru_cache(maxsize=65536)
def phrase(word: str) -> tuple[str, ...] | None:
    """The syllables of a word of two and more hanzi, if a dictionary has it."""
    if found := lexicon().get(word):
        return found
    if word[-1:] in PLACES and (found := lexicon().get(word[:-1])):
        return (*found, characters(word[-1])[0])
    entry = _tables()[0].get(word)
    if entry is None or len(entry) != len(word):
        return None
    return tuple(_dictionary_tone(char, numbered(each[0])) for char, each in zip(word, entry, strict=True))


def _dictionary_tone(char: str, syllable: str) -> str:
    """Some phrases give 一 and 不 as they are spoken; sandhi is for `sandhi` alone to decide.

    A character that the lexicon has by itself is never read otherwise.
    """
    if found := lexicon().get(char):
        return found[0]
    if char == "一":
        return "yi1"
    if char == "不" and syllable[:-1] == "bu":
        return "bu4"
    return syllable


@lru_cache(maxsize=32768)
def characters(char: str) -> tuple[str, ...]:
    """All readings of one hanzi, the usual one first; empty when no table has it."""
    if char == "〇":
        return ("ling2",)
    entry = _tables()[1].get(ord(char))
    if entry is None:
        return ()
    return tuple(dict.fromkeys(numbered(each) for each in entry.split(",")))
