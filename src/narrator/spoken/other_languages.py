"""Words of languages that the engine reads by itself."""

from __future__ import annotations

import re

from narrator.model import Span
from narrator.standards.hanzi import HANZI

_KANA_OR_HANZI = rf"(?:{HANZI.pattern}|[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f々])"
_WORDS = (
    rf"{HANZI.pattern}+[\u3040-\u309f]*|[\u30a0-\u30ff\uff66-\uff9f]+|[\u3040-\u309f]+|"
    rf"(?:(?!{_KANA_OR_HANZI})\w)+(?:['’\-.,](?:(?!{_KANA_OR_HANZI})\w)+)*"
)
_BY_CHARACTER = rf"{HANZI.pattern}|(?:(?!{HANZI.pattern})\w)+(?:['’\-.,](?:(?!{HANZI.pattern})\w)+)*"


def foreign_words(spoken: str, language: str) -> tuple[Span, ...]:
    """The words: between spaces in most languages, by script in Japanese, by character in Cantonese."""
    by_character = language.lower().split("-")[0] in ("yue", "wuu", "nan", "zh")
    return tuple(Span(*match.span()) for match in re.finditer(_BY_CHARACTER if by_character else _WORDS, spoken))
