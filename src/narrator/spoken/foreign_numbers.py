"""Numbers and dates in Cantonese and Japanese, said in characters that every engine reads right."""

from __future__ import annotations

import re

from narrator.spoken.classes.numbers import DIGITS, digit_string, number
from narrator.spoken.rewriting import Piece, Pieces

TRADITIONAL = str.maketrans("两万亿点负", "兩萬億點負")

_YEAR = r"(?<![\d.])(?P<year>(?:1[0-9]|20)\d\d)(?=年)"
_PERCENT = r"(?P<percent>\d+(?:\.\d+)?)\s?[%％]"
_CLOCK = r"(?<![\d:：.])(?P<hour>2[0-4]|1?\d|0\d)[:：](?P<minute>[0-5]\d)(?![\d:：])"
_NUMBER = r"(?<![A-Za-z\d.\-/])(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?(?![A-Za-z\d.\-/:])"
_PATTERN = re.compile(f"{_YEAR}|{_PERCENT}|{_CLOCK}|{_NUMBER}")
COUNTED = re.compile(r"[個个位名年天次家間间隻只條条本張张杯枝部架]")
"""Before these 2 is 兩."""
_MANY = 12
"""Digits; with more, and with a zero in front, a number is no amount."""


def cantonese(match: re.Match[str]) -> str:
    """The match as Hong Kong says it: years figure by figure, 兩 before what is counted."""
    if match["year"]:
        return digit_string(match["year"])
    if match["percent"]:
        return f"百分之{number(match['percent'])}".translate(TRADITIONAL)
    if match["hour"]:
        minutes = f"{number(match['minute'])}分" if int(match["minute"]) else ""
        hour = "兩" if int(match["hour"]) == 2 else number(match["hour"])
        return f"{hour}點{'零' if 0 < int(match['minute']) < 10 else ''}{minutes}"
    digits = match["number"].replace(",", "")
    if len(digits) > _MANY or (digits.startswith("0") and len(digits) > 1):
        return digit_string(digits)
    if digits == "2" and not match["decimals"] and COUNTED.match(match.string, match.end()):
        return "兩"
    return number(digits + (match["decimals"] or "")).translate(TRADITIONAL)


def japanese(match: re.Match[str]) -> str:
    """The match in kanji: 2024年 is 二千二十四年; dates keep 日, whose reading engines know."""
    if match["year"]:
        return _japanese_cardinal(int(match["year"]))
    if match["percent"]:
        return f"{_japanese(match['percent'])}パーセント"
    if match["hour"]:
        minutes = f"{_japanese_cardinal(int(match['minute']))}分" if int(match["minute"]) else ""
        return f"{_japanese_cardinal(int(match['hour']))}時{minutes}"
    digits = match["number"].replace(",", "")
    if len(digits) > _MANY or (digits.startswith("0") and len(digits) > 1):
        return digit_string(digits)
    return _japanese(digits + (match["decimals"] or ""))


def _japanese(digits: str) -> str:
    whole, point, decimals = digits.partition(".")
    return _japanese_cardinal(int(whole)) + (f"点{digit_string(decimals)}" if point else "")


def _japanese_cardinal(value: int) -> str:
    """Without 零 inside, and 一 only before 万 and above: 千五, 一万."""
    if not value:
        return "零"
    said = ""
    for group, name in ((10**8, "億"), (10**4, "万"), (1, "")):
        part, value = divmod(value, group)
        if part:
            said += _below_ten_thousand(part) + name
    return said


def _below_ten_thousand(value: int) -> str:
    said = ""
    for weight, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, weight)
        if digit:
            said += ("" if digit == 1 and unit else DIGITS[digit]) + unit
    return said


SPEAKERS = {"yue": cantonese, "ja": japanese}


def foreign_pieces(plain: str, language: str, start: int, end: int) -> Pieces:
    """The text from `start` to `end` in pieces, its numbers in words where the language is one of `SPEAKERS`."""
    say = SPEAKERS.get(spoken_language(language))
    pieces: list[Piece] = []
    at = start
    for found in _PATTERN.finditer(plain, start, end) if say else ():
        if found.start() > at:
            pieces.append(Piece(at, found.start(), None))
        pieces.append(Piece(*found.span(), say(found) if say else None))
        at = found.end()
    if at < end:
        pieces.append(Piece(at, end, None))
    return tuple(pieces)


def spoken_language(language: str) -> str:
    """`yue` for all names of Cantonese (`zh-yue`, `yue-HK`), else the first part."""
    parts = language.lower().replace("_", "-").split("-")
    return "yue" if "yue" in parts else parts[0]
