"""Names of people, so that one person's can be told from another's: width, case, spaces, Traditional characters and
forms of address do not count."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from narrator.standards.hanzi import HANZI

_ADDRESS_BEFORE = re.compile(r"^(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir)\b\.?\s+(?=\S)", re.IGNORECASE)
ADDRESS_BEHIND = re.compile(r"(?<=\S\S)(?:先生|女士|小姐|老师|教授|博士|院士|同志|さん|氏)$")
"""Behind two characters at least: 王先生 is not everybody called 王."""


@lru_cache(maxsize=100_000)
def folded(name: str) -> str:
    """The name as names are compared."""
    text = unicodedata.normalize("NFKC", name).strip()
    if HANZI.search(text):
        text = ADDRESS_BEHIND.sub("", simplified(text))
    text = _ADDRESS_BEFORE.sub("", text)
    return re.sub(r"[\W_]+", "", text).casefold() or text


def simplified(text: str) -> str:
    """The text with Simplified characters for Traditional ones."""
    return str(_converter().convert(text))


@lru_cache(maxsize=1)
def _converter():  # type: ignore[no-untyped-def]  # opencc has no types
    import opencc

    return opencc.OpenCC("t2s")
