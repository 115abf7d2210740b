"""Numerals in Mandarin words: cardinals, digit strings, decimals."""

from __future__ import annotations

from decimal import Decimal

DIGITS = "零一二三四五六七八九"
GROUPS = ("", "万", "亿", "万亿")
"""Mandarin counts in ten thousands."""
LONGEST_CARDINAL = 16
"""Digits. Longer numbers are no amounts that anyone says: they are read digit by digit."""


def digit_string(digits: str, *, one: str = "一") -> str:
    """The digits one by one: `2024` is 二零二四. In telephone numbers and codes `one` is 幺."""
    return "".join(one if digit == "1" else DIGITS[int(digit)] for digit in digits)


def _below_ten_thousand(value: int, *, inner: bool) -> str:
    """Words for 1 to 9,999; `inner` where a bigger group stands before it and 10 is 一十."""
    said = ""
    pending_zero = False
    for weight, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, weight)
        if digit == 0:
            pending_zero = bool(said)
            continue
        if pending_zero:
            said += "零"
            pending_zero = False
        if unit == "十" and digit == 1 and not said and not inner:
            said += "十"
        elif unit == "千" and digit == 2:
            said += "两千"
        else:
            said += DIGITS[digit] + unit
    return said


def cardinal(digits: str) -> str:
    """The number in words: `10500` is 一万零五百. Commas between thousands may stay."""
    digits = digits.replace(",", "").replace("，", "")
    stripped = digits.lstrip("0")
    if not stripped:
        return "零"
    if len(stripped) > LONGEST_CARDINAL:
        return digit_string(digits)
    value = int(stripped)
    groups = []
    while value:
        value, group = divmod(value, 10000)
        groups.append(group)
    said = ""
    pending_zero = False
    for power in range(len(groups) - 1, -1, -1):
        group = groups[power]
        if group == 0:
            pending_zero = bool(said)
            continue
        if said and (pending_zero or group < 1000):
            said += "零"
        pending_zero = False
        words = "两" if group == 2 and power else _below_ten_thousand(group, inner=bool(said) and not power)
        said += words + GROUPS[power]
        if power == 3 and groups[2]:
            said = said.removesuffix("亿")  # 一万二千亿, not 一万亿两千亿
    return said


def number(digits: str) -> str:
    """A number with or without a sign, thousands' commas and decimals: `-1,890.50` is 负一千八百九十点五零."""
    sign = ""
    if digits[:1] in "+-−－＋":
        sign = "正" if digits[0] in "+＋" else "负"
        digits = digits[1:]
    whole, point, decimals = digits.partition(".")
    said = sign + cardinal(whole or "0")
    return said + "点" + digit_string(decimals) if point and decimals else said


def two_before_measure(said: str) -> str:
    """两 where the number is a bare 二 counting something: 两个, 两年."""
    return "两" if said == "二" else said


MAGNITUDES = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000, "w": 10_000}
"""What the letters behind an amount stand for."""


def in_mandarin(digits: str, magnitude: int) -> str:
    """An amount times a magnitude as Mandarin counts it: `3.5` million is 三百五十万, 2 million is 两百万."""
    value = Decimal(digits.replace(",", "")) * magnitude
    for group, word in ((Decimal(10**8), "亿"), (Decimal(10**4), "万")):
        if value >= group:
            said = number(f"{(value / group).normalize():f}")
            return two_before_measure(said) + word
    return number(f"{value.normalize():f}")
