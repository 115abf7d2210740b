"""Amounts of money: `￥3,000.5`, `$1.5万`, `HKD13.5`, `100万元`."""

from __future__ import annotations

import re

from narrator.spoken.classes.measures import PER, PER_WORDS
from narrator.spoken.classes.numbers import MAGNITUDES, in_mandarin, number, two_before_measure
from narrator.spoken.classes.patterns import DASH, MAGNITUDE, NUMBER
from narrator.spoken.rewriting import Answer, rule
from narrator.standards.tsv import rows

CURRENCIES = dict(rows("narrator.spoken", "classes/tables/currencies.tsv"))
SIGN = f"(?:{'|'.join(re.escape(name) for name in sorted(CURRENCIES, key=len, reverse=True) if not name.isalpha())})"
CODE = f"(?:{'|'.join(code for code in CURRENCIES if code.isascii() and code.isalpha())})"


def _amount(digits: str, magnitude: str | None, unit: str) -> str:
    said = number(digits)
    if magnitude or unit[0] in "元美港欧英日韩澳加":
        said = two_before_measure(said)
    return f"{said}{magnitude or ''}{unit}"


@rule(
    rf"(?<![A-Za-z])(?P<sign>{SIGN})\s?(?P<first>{NUMBER})(?P<m1>{MAGNITUDE})?{DASH}(?:{SIGN})?\s?(?P<second>{NUMBER})(?P<m2>{MAGNITUDE})?(?:元|美元)?"
)
def range_with_sign(match: re.Match[str]) -> Answer:
    """`$100-200`."""
    first = two_before_measure(number(match["first"])) + (match["m1"] or "")
    return f"{first}至{_amount(match['second'], match['m2'], CURRENCIES[match['sign']])}"


@rule(
    rf"(?<![A-Za-z])(?P<minus>-)?(?P<sign>{SIGN})\s?(?P<minus2>-)?(?P<number>{NUMBER})(?P<more>余|多)?\s?(?P<magnitude>{MAGNITUDE}|[KkMmBbw](?![A-Za-z]))?(?:元(?!/)|人民币|美元|美金)?"
)
def with_sign(match: re.Match[str]) -> Answer:
    """The unit is said behind the amount: `$1.5万` is 一点五万美元."""
    letter = (match["magnitude"] or "").lower()
    if letter in MAGNITUDES and not match["more"]:
        said = in_mandarin(match["number"], MAGNITUDES[letter])
        return ("负" if match["minus"] or match["minus2"] else "") + said + CURRENCIES[match["sign"]]
    magnitude = match["magnitude"]
    minus = "负" if match["minus"] or match["minus2"] else ""
    unit = CURRENCIES[match["sign"]]
    return minus + _amount(match["number"], (match["more"] or "") + (magnitude or ""), unit)


@rule(
    rf"(?<![A-Za-z])(?P<sign>{SIGN})\s?(?P<number>{NUMBER})(?P<magnitude>{MAGNITUDE})?/(?P<per>[A-Za-z]+[²³]?|{PER_WORDS})"
)
def price_with_sign(match: re.Match[str]) -> Answer:
    """`$3.5/kg`, `¥20/月`."""
    per = f"每{match['per']}" if not match["per"][0].isascii() else PER.get(match["per"])
    return per and per + _amount(match["number"], match["magnitude"], CURRENCIES[match["sign"]])


@rule(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)\.00(?=元|美元|港元|欧元)")
def round_amount(match: re.Match[str]) -> Answer:
    """1,000.00元: nobody says the zeros."""
    return two_before_measure(number(match["whole"]))


@rule(rf"(?<![A-Za-z])(?P<code>{CODE})\s?(?P<number>{NUMBER})(?P<magnitude>{MAGNITUDE})?(?:元)?")
def with_code(match: re.Match[str]) -> Answer:
    return _amount(match["number"], match["magnitude"], CURRENCIES[match["code"]])


@rule(rf"(?P<number>{NUMBER})(?P<magnitude>{MAGNITUDE})?\s?(?P<code>{CODE}|[$¥￥€£])(?![A-Za-z0-9])")
def with_code_behind(match: re.Match[str]) -> Answer:
    return _amount(match["number"], match["magnitude"], CURRENCIES[match["code"]])


RULES = (range_with_sign, price_with_sign, with_sign, with_code, with_code_behind, round_amount)
