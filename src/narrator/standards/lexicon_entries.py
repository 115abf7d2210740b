"""Entries of a pronunciation lexicon: a word as written, and how it is read (as in W3C PLS 1.0)."""

from __future__ import annotations

from collections.abc import Mapping

from narrator.messages import tr
from narrator.standards.hanzi import HANZI
from narrator.standards.pinyin import looks_like_pinyin, parse


def lexicon_faults(lexicon: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with which word's reading; empty when all is well."""
    faults = {}
    for word, reading in lexicon.items():
        if not word.strip():
            faults[word] = "an empty word"
        elif not reading.strip():
            faults[word] = f"{word}: no reading"
        elif fault := _fault(word, reading):
            faults[word] = fault
    return faults


def _fault(word: str, reading: str) -> str:
    syllables = parse(reading)
    if syllables is None:
        if looks_like_pinyin(reading) and HANZI.search(word):
            return tr("{word}: {reading} is no pinyin with tone numbers", word=word, reading=reading)
        return ""
    hanzi = len(HANZI.findall(word))
    if not hanzi:
        return tr("{word}: pinyin is for hanzi; give plain words ({word}: …)", word=word)
    if hanzi != len(syllables):
        return tr(
            "{word}: {hanzi} hanzi but {count} syllables ({reading})",
            word=word,
            hanzi=hanzi,
            count=len(syllables),
            reading=reading,
        )
    return ""
