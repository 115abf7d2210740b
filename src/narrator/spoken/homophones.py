"""Homophones for engines that take only characters."""

from __future__ import annotations

from collections.abc import Mapping

from narrator.spoken.mandarin.dictionary import characters, phrase, same_sound
from narrator.spoken.mandarin.g2pm import network
from narrator.standards.chinese_words import segmenter


def respell(plain: str, spoken: str, demanded: Mapping[int, str]) -> str:
    """`spoken` with a homophone for each polyphone whose reading is demanded; empty when none is needed.

    Only the polyphone itself is swapped, for a character with one reading that makes no new word with its
    neighbours: 线长 becomes 线常, never 线场.
    """
    respelled = list(spoken)
    polyphones = network().readings
    for at, syllable in demanded.items():
        char = plain[at]
        if not _is_ambiguous(char, syllable):
            continue
        for candidate in same_sound(syllable):
            if candidate != char and candidate not in polyphones and not _makes_word(plain, at, candidate):
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
        segmenter().has_word(around[start:end]) or phrase(around[start:end]) is not None
        for start in range(here + 1)
        for end in range(here + 1, len(around) + 1)
        if end - start > 1
    )
