"""The plain form of a text, which rules and dictionaries look at: of the same length as the printed one."""

from __future__ import annotations

import re
from functools import lru_cache

from narrator.standards.hanzi import HANZI

_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | str.maketrans(
    "−﹣‐‑〜∼﹢﹪\u3000\u00a0＇￥", "----~~+%  '¥"
)
for _kept in "，：；？！（）．":
    del _HALF_WIDTH[ord(_kept)]

PARTICLE_ZHE = re.compile(
    r"(?<![名原巨专论合土卓昭译编显所拙遗大新撰著旧代力])著(?![作名者述书称录译]|[一-龥]{0,2}等身)"
)
"""著 as Taiwan prints the particle 着 (看著, 隨著); not in 著作, 名著, 顯著."""

DRY = re.compile(r"乾(?![隆坤卦陵元符县安]|[清德]宫)(?<!康乾)")
"""乾 where it is dry (河水都乾了); not in 乾隆, 乾坤, which are Simplified too."""


def fold(text: str) -> str:
    """Full-width letters, digits and signs made half-width, character by character."""
    return text.translate(_HALF_WIDTH)


def simplify(text: str) -> str:
    """Traditional characters made Simplified, with the same number of characters."""
    if text.isascii() or not _may_be_traditional(text):
        return text
    simplified = _convert(text)
    if len(simplified) != len(text):
        simplified = "".join(each if len(each) == 1 else char for char in text for each in [_convert(char)])
    return DRY.sub("干", PARTICLE_ZHE.sub("着", simplified))


def _may_be_traditional(text: str) -> bool:
    """GB 2312 holds the Simplified characters in use and no Traditional ones; 著 and 乾 are in both."""
    return any(HANZI.match(char) and not _in_gb2312(char) for char in text) or "著" in text or "乾" in text


@lru_cache(maxsize=8192)
def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return char == "〇"
    return True


@lru_cache(maxsize=1)
def _converter() -> object:
    from opencc import OpenCC

    return OpenCC("t2s")


def _convert(text: str) -> str:
    # a lone surrogate cannot cross into C++
    safe = re.sub(r"[\ud800-\udfff\x00]", " ", text)
    converted: str = _converter().convert(safe)  # type: ignore[attr-defined]
    return converted


_SPACED = rf"(?<!{HANZI.pattern}){HANZI.pattern}(?: {HANZI.pattern}){{2,}}(?!{HANZI.pattern})"


def without_inner_spaces(text: str) -> tuple[str, tuple[int, ...]]:
    """A text without the spaces of `重 新 开 始`, and where each of its characters stood."""
    if text.count(" ") < 2:
        return text, tuple(range(len(text)))
    dropped = {at for run in re.finditer(_SPACED, text) for at in range(*run.span()) if text[at] == " "}
    kept = tuple(at for at in range(len(text)) if at not in dropped)
    return "".join(text[at] for at in kept), kept
