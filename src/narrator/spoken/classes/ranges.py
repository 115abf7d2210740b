"""Ranges of numbers: `第1-3期`, `8-10人`, `10万-20万元`, `周一-周五`."""

from __future__ import annotations

import re

from narrator.spoken.classes.numbers import digit_string, number, two_before_measure
from narrator.spoken.classes.patterns import COUNTED, DASH, LIANG, MAGNITUDE, NUMBER
from narrator.spoken.rewriting import Answer, after, before, rule, say


def _two(match: re.Match[str], digits: str, behind: str) -> str:
    said = number(digits)
    return two_before_measure(said) if re.match(LIANG, behind) and not before(match, "第") else said


@rule(
    rf"(?<![\d.A-Za-z/-])(?P<first>{NUMBER})(?P<m1>{MAGNITUDE})?(?P<unit>{COUNTED})?(?P<dash>{DASH})(?P<di>第)?(?P<second>{NUMBER})(?![\d/A-Za-z%‰-])(?=(?P<what>{MAGNITUDE}|{COUNTED}|.?))"
)
def number_range(match: re.Match[str]) -> Answer:
    first, second = match["first"], match["second"]
    what = match["what"] or ""
    counted = bool(re.match(rf"{MAGNITUDE}|{COUNTED}|月|日|号|楼|页|版|期|级|℃|个|%", what)) or bool(
        match["unit"] or match["m1"]
    )
    if not counted and not before(match, "第") and not _rises(match):
        return None
    if before(match, r"[+×÷=*/]\s?") or after(match, r"\s?[=+×÷*]"):
        return None
    behind = match.string[match.end() :]
    first_behind = (match["m1"] or "") + (match["unit"] or "") or behind
    return say(match, first=_two(match, first, first_behind), dash="至", second=_two(match, second, behind))


def _rises(match: re.Match[str]) -> bool:
    """Two bare numbers with a dash are a range only if they rise and the dash is no minus."""
    try:
        rises = float(match["first"].replace(",", "")) < float(match["second"].replace(",", ""))
    except ValueError:
        return False
    return rises


@rule(rf"(?P<dash>{DASH})(?=第[\d一二三四五六七八九十])")
def dash_before_ordinal(match: re.Match[str]) -> Answer:
    """第1期-第3期."""
    return "至" if before(match, r"第[\d一二三四五六七八九十百]+[一-龥]?") else None


@rule(r"(?P<dash>[-–—~〜])(?=(?:周|星期|礼拜)[一二三四五六日天])")
def dash_between_weekdays(match: re.Match[str]) -> Answer:
    return "至" if before(match, r"(?:周|星期|礼拜)[一二三四五六日天]") else None


@rule(r"(?P<dash>[~〜])(?=[一-龥])")
def tilde_between_words(match: re.Match[str]) -> Answer:
    return "至" if before(match, r"[一-龥]") and not after(match, r"[。！？!?~]|$") else None


@rule(rf"(?P<dash>[-–—~])(?={NUMBER})")
def dash_after_unit(match: re.Match[str]) -> Answer:
    """3个-5个: the first number was read with its unit already."""
    return "至" if before(match, rf"\d(?:{MAGNITUDE}|{COUNTED}){{1,2}}") else None


@rule(
    r"(?<![\d.])(?P<first>\d)(?P<comma>[、,，])(?P<second>\d)(?=(?:个|天|年|月|名|人|次|岁|成|十|百|千|万|亿|位|家|米|公里|点|分钟|小时|周|倍|种))"
)
def about(match: re.Match[str]) -> Answer:
    """3、4个 is 三四个: two digits that follow one another are an estimate."""
    if int(match["second"]) - int(match["first"]) != 1:
        return None
    first = "两" if match["first"] == "2" else digit_string(match["first"])
    return say(match, first=first, comma="", second=digit_string(match["second"]))


RULES = (number_range, dash_before_ordinal, dash_between_weekdays, tilde_between_words, dash_after_unit, about)
