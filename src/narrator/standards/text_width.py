"""How wide characters are set (Unicode Standard Annex 11)."""

from __future__ import annotations

import unicodedata


def is_wide(character: str) -> bool:
    """Whether it takes a whole square wherever it is set: hanzi, kana, hangul, full-width forms."""
    return bool(character) and unicodedata.east_asian_width(character) in ("W", "F")


def width(text: str) -> float:
    """In full-width characters: a Latin letter is half of one, a combining mark nothing."""
    return sum(map(_width, text))


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    # Quotation marks and dashes of Chinese text are `A`, ambiguous: Chinese fonts draw them full width.
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5
