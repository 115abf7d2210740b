"""How long a text is, in syllables, in whatever script."""

from __future__ import annotations

import re
import unicodedata

from narrator.standards.text_width import is_wide

LATIN_VOWELS = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœāēīōū]+")
WORD_OR_CHARACTER = re.compile(r"[A-Za-z\u00c0-\u024f]+|\S")

KANA_SYLLABLES = 0.6
"""A kana is a mora, and morae are quicker than syllables."""

LETTER_SYLLABLES = 0.4
"""A letter of an alphabet whose vowels we do not know."""


def syllables(text: str) -> float:
    """About how many syllables the text takes; hanzi and digits count as one each."""
    return sum(_unit(unit) for unit in WORD_OR_CHARACTER.findall(text))


def _unit(unit: str) -> float:
    kind = unicodedata.category(unit[0])
    if kind[0] not in "LN":
        return 0.0
    if unit[0].isascii() or "\u00c0" <= unit[0] <= "\u024f":
        return 1.0 if kind[0] == "N" else float(max(len(LATIN_VOWELS.findall(unit.lower())), 1))
    name = unicodedata.name(unit, "")
    if name.startswith(("HIRAGANA", "KATAKANA", "HALFWIDTH KATAKANA")):
        return KANA_SYLLABLES
    if kind[0] == "N" or is_wide(unit):
        return 1.0
    return LETTER_SYLLABLES
