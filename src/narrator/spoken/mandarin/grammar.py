"""Polyphones that grammar decides: 为 地 得 的 还 了 着 只 …"""

from __future__ import annotations

from .words import Token


def by_grammar(plain: str, words: tuple[Token, ...]) -> dict[int, str]:
    """Readings that follow from the words around a character."""
    return {}
