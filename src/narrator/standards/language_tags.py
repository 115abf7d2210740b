"""Language tags (BCP 47), as far as pages, voices and feeds use them."""

from __future__ import annotations

import re
from collections.abc import Mapping

LANGUAGE_TAG = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}"
"""As a pattern: a language, and a script, a region or a variant behind it."""

_ISO_639_2: Mapping[str, str] = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "hi": "hin", "it": "ita", "ja": "jpn",
    "ko": "kor", "nl": "nld", "pl": "pol", "pt": "por", "ru": "rus", "sv": "swe", "th": "tha", "tr": "tur",
    "uk": "ukr", "vi": "vie", "zh": "zho", "yue": "zho", "cmn": "zho",
}  # fmt: skip
"""ID3 wants three letters (ISO 639-2), which has no code of its own for Cantonese."""

RIGHT_TO_LEFT = frozenset(
    ("ar", "arz", "ary", "azb", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
)
"""Languages usually written from right to left (as in article.js)."""

RIGHT_TO_LEFT_SCRIPTS = frozenset(("adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"))
"""Scripts of ISO 15924 written from right to left."""


def is_language_tag(text: str) -> bool:
    """Whether it has the shape of a tag such as zh-CN."""
    return re.fullmatch(LANGUAGE_TAG, text) is not None


def primary(language: str) -> str:
    """The language alone, in small letters: `zh` of `zh-TW`."""
    return language.lower().partition("-")[0]


def iso_639_2(language: str) -> str:
    """The three-letter code of a language; `und` where there is none."""
    return _ISO_639_2.get(primary(language), "und")


def direction_of(language: str) -> str:
    """`rtl` or `ltr`: how the language (BCP 47) is written."""
    primary, *subtags = language.lower().replace("_", "-").split("-")
    scripts = [tag for tag in subtags if len(tag) == 4 and tag.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if primary in RIGHT_TO_LEFT else "ltr"
