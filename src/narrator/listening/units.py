"""What is compared: syllables of Mandarin, words of other languages, each with the ways it may sound."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from narrator.listening.phonetics import syllable_distance, word_distance
from narrator.model import Reading, Span
from narrator.standards.hanzi import HANZI

_UNIT = re.compile(rf"{HANZI.pattern}|[^\W\d_{HANZI.pattern[1:-1]}]+(?:['’][^\W\d_]+)*|\d+", re.UNICODE)
_KANA = re.compile(r"[\u3040-\u30ff]")
MOST_SPELLED = 5
"""Letters in a run of capitals that is spelled, not read as a word."""
ACROSS = 0.5
"""Between a syllable and a word in Latin letters: a recogniser writes either for what it hears."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A syllable or a word."""

    text: str
    """As the spoken form has it."""
    at: Span
    """Where, in the spoken form."""
    sounds: tuple[str, ...]
    """Toned pinyin, or the word in lower case; any of them will do."""
    is_syllable: bool
    """Whether `sounds` is pinyin."""


def units(reading: Reading) -> tuple[Unit, ...]:
    """The syllables and words of a reading, in order; punctuation has no sound."""
    return tuple(_units(reading.spoken, reading.sandhi or reading.pinyin, reading.pinyin))


def _units(spoken: str, sandhi: Sequence[str], pinyin: Sequence[str]) -> list[Unit]:
    found: list[Unit] = []
    syllable = 0
    for match in _UNIT.finditer(spoken):
        text, start = match[0], match.start()
        if HANZI.fullmatch(text) and syllable < len(pinyin):
            sounds = tuple(dict.fromkeys((sandhi[syllable], pinyin[syllable])))
            syllable += 1
            found.append(Unit(text=text, at=Span(start, match.end()), sounds=sounds, is_syllable=True))
        elif pinyin and text.isupper() and len(text) <= MOST_SPELLED:
            found.extend(
                Unit(text=letter, at=Span(start + at, start + at + 1), sounds=(letter.lower(),), is_syllable=False)
                for at, letter in enumerate(text)
            )
        elif _KANA.search(text):
            found.extend(
                Unit(text=char, at=Span(start + at, start + at + 1), sounds=(char,), is_syllable=False)
                for at, char in enumerate(text)
            )
        else:
            found.append(Unit(text=text, at=Span(start, match.end()), sounds=(_plain(text),), is_syllable=False))
    return found


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def unit_distance(expected: Unit, heard: Unit) -> float:
    """0 where they sound alike, 1 where they have nothing in common.

    The same character is the same word, however either of the two was read: what a recogniser writes tells which word
    it heard, not which of its readings.
    """
    if expected.text == heard.text:
        return 0.0
    if expected.is_syllable != heard.is_syllable:
        return ACROSS
    if not expected.is_syllable:
        return min(word_distance(one, other) for one in expected.sounds for other in heard.sounds)
    readings = dict.fromkeys((*heard.sounds, *_readings(heard.text)))
    return min(syllable_distance(one, other) for one in expected.sounds for other in readings)


@lru_cache(maxsize=8192)
def _readings(hanzi: str) -> tuple[str, ...]:
    """All the ways a character may be read."""
    import pypinyin

    found = pypinyin.pinyin(
        hanzi, style=pypinyin.Style.TONE3, heteronym=True, neutral_tone_with_five=True, v_to_u=False
    )
    return tuple(found[0]) if found else ()
