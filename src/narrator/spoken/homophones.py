"""Homophones for engines that take only characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .mandarin.words import Token


def respell(plain: str, spoken: str, demanded: Mapping[int, str], words: Sequence[Token]) -> str:
    """`spoken` with a homophone where a reading is demanded that the character alone would not get."""
    return ""
