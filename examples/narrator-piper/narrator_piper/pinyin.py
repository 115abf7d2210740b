"""A Mandarin reading for voices of `phoneme_type: pinyin`: narrator's syllables as initial, final and tone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from narrator.errors import EngineError
from narrator.model import Reading
from narrator.standards.hanzi import HANZI
from narrator_piper.units import Unit, numbers

BEGIN, END, PAD = "^", "$", "_"
NO_INITIAL = "Ø"

_SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?([aeiouvê][a-z]*)([1-5])")

LETTERS = {
    "a": "ei1",
    "b": "bi4",
    "c": "xi1",
    "d": "di4",
    "e": "yi4",
    "f": "ai2 fu5",
    "g": "ji4",
    "h": "ai2 chi5",
    "i": "ai4",
    "j": "zhei4",
    "k": "kei4",
    "l": "ai2 lou5",
    "m": "ai2 mu5",
    "n": "en1",
    "o": "ou1",
    "p": "pi4",
    "q": "kou4",
    "r": "a4 er5",
    "s": "ai2 si5",
    "t": "ti4",
    "u": "you1",
    "v": "wei1",
    "w": "da2 bu5 liu5",
    "x": "ai2 ke5 si5",
    "y": "wai4",
    "z": "zei4",
}
"""How Mandarin speakers commonly name Latin letters."""

PAUSES = str.maketrans({"(": "，", ")": "，", "（": "，", "）": "，", "–": "—", "~": "—", "\n": "。"})
PAUSE_MARKS = "。？！.?!—…、，,：:；;"


def pinyin_units(reading: Reading, id_map: Mapping[str, Sequence[int]]) -> tuple[Unit, ...]:
    """The reading in units of a syllable or a pause each, with the marks that begin and end it.

    Raises:
        EngineError: a syllable or a script that the voice does not have.
    """
    syllables = iter(reading.sandhi or reading.pinyin)
    units = [Unit((), numbers([BEGIN], id_map))]
    at = 0
    for word in reading.words:
        units += _pause(reading.spoken[at : word.start], id_map)
        for syllable in _said(word.of(reading.spoken), syllables):
            units.append(Unit((word,), _syllable(syllable, id_map)))
        at = word.end
    units += _pause(reading.spoken[at:] or "。", id_map)
    return (*units, Unit((), numbers([END], id_map)))


def _said(word: str, syllables: Iterator[str]) -> Iterator[str]:
    """The syllables of a word: its hanzi's own, and the names of its letters."""
    for character in word:
        if HANZI.match(character):
            yield next(syllables)
            continue
        plain = unicodedata.normalize("NFKD", character).casefold()[:1]
        if plain in LETTERS:
            yield from LETTERS[plain].split()
        elif unicodedata.category(character)[0] in "LN":
            raise EngineError(
                f"piper's Mandarin voices cannot say “{character}”",
                hint=f"write how “{word}” is read under `lexicon:` in voices.yaml",
            )


def _syllable(syllable: str, id_map: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    """Initial, final, tone and a pad: erhua is a syllable of its own here."""
    match = _SYLLABLE.fullmatch("er5" if syllable == "r5" else syllable)
    try:
        if match is None:
            raise KeyError(syllable)
        return numbers([match[1] or NO_INITIAL, match[2], match[3], PAD], id_map)
    except KeyError as error:
        raise EngineError(
            f"piper cannot say the syllable {syllable!r}",
            hint="give the word another reading under `lexicon:` in voices.yaml, such as zhong4 or plain words",
        ) from error


def _pause(between: str, id_map: Mapping[str, Sequence[int]]) -> list[Unit]:
    """One pause, that of the last mark, for all the punctuation between two words."""
    marks = [mark for mark in between.translate(PAUSES) if mark in PAUSE_MARKS and mark in id_map]
    return [Unit((), numbers([marks[-1], PAD], id_map))] if marks else []
