"""Homophones for engines that take only characters."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from narrator.spoken.mandarin.dictionary import characters, phrase
from narrator.spoken.mandarin.g2pm import network
from narrator.spoken.mandarin.segmentation import is_word


def respell(plain: str, spoken: str, demanded: Mapping[int, str]) -> str:
    """`spoken` with a homophone for each polyphone whose reading is demanded; empty when none is needed.

    Only the polyphone itself is swapped, for a character with one reading that makes no new word with its
    neighbours: 线长 becomes 线常, never 线场.
    """
    respelled = list(spoken)
    for at, syllable in demanded.items():
        char = plain[at]
        if not _is_ambiguous(char, syllable):
            continue
        for candidate in _by_syllable().get(syllable, ()):
            if candidate != char and not _makes_word(plain, at, candidate):
                respelled[at] = candidate
                break
    joined = "".join(respelled)
    return joined if joined != spoken else ""


def _is_ambiguous(char: str, syllable: str) -> bool:
    return char in network().readings or characters(char)[:1] != (syllable,)


def _makes_word(plain: str, at: int, candidate: str) -> bool:
    around = plain[max(0, at - 3) : at] + candidate + plain[at + 1 : at + 4]
    here = min(at, 3)
    return any(
        is_word(around[start:end]) or phrase(around[start:end]) is not None
        for start in range(here + 1)
        for end in range(here + 1, len(around) + 1)
        if end - start > 1
    )


@lru_cache(maxsize=1)
def _by_syllable() -> dict[str, list[str]]:
    """The characters with one reading, by that reading: those of GB 2312's level 1, the 3,755 commonest, first."""
    found: dict[str, list[str]] = {}
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            char = bytes((row, cell)).decode("gb2312", errors="ignore")
            options = characters(char) if char else ()
            level_1 = row < 0xD8
            if options and char not in network().readings and (level_1 or len(options) == 1):
                found.setdefault(options[0], []).append(char)
    return found
