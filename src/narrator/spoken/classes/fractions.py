"""Fractions, percentages and parts per thousand: `1/3`, `50%`, `20%-30%`, `3‰`."""

from __future__ import annotations

import re

from narrator.spoken.classes.numbers import cardinal, number
from narrator.spoken.classes.patterns import NUMBER
from narrator.spoken.rewriting import Answer, before, rule

WHOLES = {"%": "百分之", "‰": "千分之", "‱": "万分之"}
VULGAR = {"½": "二分之一", "⅓": "三分之一", "⅔": "三分之二", "¼": "四分之一", "¾": "四分之三", "⅛": "八分之一"}
SIGN = r"(?P<sign>±|(?<![\dA-Za-z一-龥)）%])[-+]|(?<=[为是至到约于达降])-)?"


@rule(
    rf"(?P<first>[-+]?{NUMBER})\s?(?P<sign>[%‰])?(?P<dash>(?:\s?(?:-|–|—{{1,2}}|~|〜|至|到)\s?))(?P<second>-?{NUMBER})\s?(?P<sign2>[%‰])"
)
def percent_range(match: re.Match[str]) -> Answer:
    """`20-30%` is 百分之二十至三十; `20%-30%` says 百分之 twice."""
    between = match["dash"].strip()
    between = between if between in ("至", "到") else "至"
    whole = WHOLES[match["sign2"]]
    second = number(match["second"])
    first = _percent(match["first"], whole)
    return f"{first}{between}{_percent(match['second'], whole) if match['sign'] else second}"


@rule(rf"{SIGN}(?P<number>{NUMBER}|\.\d+)\s?(?P<percent>[%‰‱])")
def percent(match: re.Match[str]) -> Answer:
    return _percent((match["sign"] or "") + match["number"], WHOLES[match["percent"]])


def _percent(digits: str, whole: str) -> str:
    if digits.startswith("±"):
        return f"正负{whole}{number(digits[1:])}"
    said = number(digits)
    for sign in ("负", "正"):
        if said.startswith(sign):
            return sign + whole + said.removeprefix(sign)
    return whole + said


@rule(rf"{SIGN}(?:(?P<whole>\d+)(?P<you>又))?(?P<top>\d{{1,4}})\s?/\s?(?P<bottom>[1-9]\d{{0,4}})(?![\d/.]|[A-Za-z])")
def fraction(match: re.Match[str]) -> Answer:
    """`1/3`; not dates, seasons or `24/7`."""
    if (
        match["top"] + match["bottom"] == "247"
        or before(match, r"\d/|[A-Za-z]")
        or (before(match, "[A-Za-z]") is not None)
    ):
        return None
    said = f"{cardinal(match['bottom'])}分之{cardinal(match['top'])}"
    if match["whole"]:
        said = f"{cardinal(match['whole'])}又{said}"
    return {"-": "负", "+": "正", "±": "正负", None: ""}[match["sign"]] + said


@rule(r"24/7(?!\d)")
def always(match: re.Match[str]) -> Answer:
    return "二十四七"


@rule(r"(?P<sign>-)?(?P<bottom>\d+)(?=分之(?:\d|[一二三四五六七八九十]))")
def bottom_in_words(match: re.Match[str]) -> Answer:
    """100分之57."""
    return ("负" if match["sign"] else "") + cardinal(match["bottom"])


@rule(r"(?P<sign>[-−])(?=[百千万][分]之)")
def minus_before_words(match: re.Match[str]) -> Answer:
    return "负"


@rule(r"(?P<whole>\d+)?(?P<vulgar>[½⅓⅔¼¾⅛])")
def vulgar(match: re.Match[str]) -> Answer:
    said = VULGAR[match["vulgar"]]
    return f"{cardinal(match['whole'])}又{said}" if match["whole"] else said


RULES = (percent_range, percent, always, fraction, bottom_in_words, minus_before_words, vulgar)
