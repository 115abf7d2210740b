"""How unlike two sounds are to a recogniser's ear: 0 for the same, 1 for nothing in common."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

_SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcs]?)([a-zê]+?)([1-5]?)")

TONE = 0.15
"""Whisper's base model writes 3 to 5 of 100 syllables of natural voices with another tone."""
OTHER_TONE = 0.1
"""On top of another sound: 重 read `zhong4` is no slip of the ear for `chong2`."""
NEAR = 0.35
"""Sounds that accents merge and recognisers confuse."""
FAR = 1.0

_NEAR_INITIALS = (
    {"n", "l"},
    {"z", "zh", "j"},
    {"c", "ch", "q"},
    {"s", "sh", "x"},
    {"b", "p"},
    {"d", "t"},
    {"g", "k"},
    {"j", "q"},
    {"z", "c"},
    {"zh", "ch"},
    {"f", "h"},
    {"r", "l"},
    {"m", "n"},
    {"h", ""},
    {"n", ""},
    {"m", "b"},
    {"r", ""},
)
_NEAR_VOWELS = (
    {"a", "ai"},
    {"a", "ao"},
    {"ia", "iao"},
    {"o", "uo"},
    {"o", "e"},
    {"e", "a"},
    {"i", "v"},
    {"i", "y"},
    {"u", "v"},
    {"ai", "ei"},
    {"ei", "i"},
    {"ao", "ou"},
    {"ou", "u"},
    {"er", "e"},
    {"uo", "ou"},
    {"ie", "e"},
    {"ie", "ve"},
    {"u", "ui"},
    {"u", "uo"},
    {"ia", "ie"},
)
_WHOLE = {
    "yi": "i",
    "ya": "ia",
    "ye": "ie",
    "yao": "iao",
    "you": "iou",
    "yan": "ian",
    "yin": "in",
    "yang": "iang",
    "ying": "ing",
    "yong": "iong",
    "yo": "io",
    "yai": "iai",
    "wu": "u",
    "wa": "ua",
    "wo": "uo",
    "wai": "uai",
    "wei": "uei",
    "wan": "uan",
    "wen": "uen",
    "wang": "uang",
    "weng": "ueng",
    "yu": "v",
    "yue": "ve",
    "yuan": "van",
    "yun": "vn",
}
_FULL = {"iu": "iou", "ui": "uei", "un": "uen"}
"""Finals that pinyin writes short."""


def toneless(syllable: str) -> str:
    """`zhong` of `zhong4`."""
    return syllable.rstrip("12345")


@lru_cache(maxsize=65536)
def syllable_distance(one: str, other: str) -> float:
    """Between two toned pinyin syllables (`zhong4`; `v` for ü)."""
    if one == other:
        return 0.0
    if toneless(one) == toneless(other):
        return 0.0 if "5" in (one[-1], other[-1]) else TONE
    first, second = _parts(toneless(one)), _parts(toneless(other))
    if first is None or second is None:
        return FAR
    tone = 0.0 if one[-1] == other[-1] or "5" in (one[-1], other[-1]) else OTHER_TONE
    return min(FAR, tone + 0.45 * _initials(first[0], second[0]) + 0.55 * _finals(first[1], second[1]))


def word_distance(one: str, other: str) -> float:
    """Between two words in letters; a letter more or less of a long word is little."""
    if one == other:
        return 0.0
    return 1.0 - SequenceMatcher(None, one, other, autojunk=False).ratio()


def _parts(syllable: str) -> tuple[str, str] | None:
    if syllable in _WHOLE:
        return "", _WHOLE[syllable]
    match = _SYLLABLE.fullmatch(syllable)
    if match is None:
        return None
    initial, final = match[1], match[2]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    return initial, _FULL.get(final, final)


def _initials(one: str, other: str) -> float:
    return 0.0 if one == other else NEAR if _near(_NEAR_INITIALS, one, other) else FAR


def _finals(one: str, other: str) -> float:
    if one == other:
        return 0.0
    vowels, nasal = _final(one)
    other_vowels, other_nasal = _final(other)
    nasals = 0.0 if nasal == other_nasal else 0.3 if nasal and other_nasal else 0.5
    if vowels == other_vowels:
        return nasals
    near = _near(_NEAR_VOWELS, vowels, other_vowels) or vowels[-1:] == other_vowels[-1:] != ""
    return min(FAR, nasals * 0.7 + (0.45 if near else 0.8))


def _final(final: str) -> tuple[str, str]:
    for nasal in ("ng", "n"):
        if final.endswith(nasal):
            return final[: -len(nasal)], nasal
    return final, ""


def _near(groups: tuple[set[str], ...], one: str, other: str) -> bool:
    return any(one in group and other in group for group in groups)
