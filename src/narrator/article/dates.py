"""Dates as pages print them, in the words and calendars of many languages, as ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

_DIGITS = "〇○零一二三四五六七八九"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""The year before the first of each: 令和1 is 2019, 民國113 is 2024."""
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier janv enero ene janeiro gennaio gen januari stycznia",
            "february feb februar feber février fevrier févr febrero fevereiro fev febbraio februari lutego",
            "march mar märz maerz mrz mars marzo março maart mrt marca",
            "april apr avril avr abril abr aprile kwietnia",
            "may mai mayo maio maggio mag mei maja",
            "june jun juni juin junio junho giugno giu czerwca",
            "july jul juli juillet juil julio julho luglio lug lipca",
            "august aug août aout agosto ago augustus sierpnia",
            "september sep sept septembre septiembre setiembre setembro set settembre września",
            "october oct oktober okt octobre octubre outubro out ottobre ott października",
            "november nov novembre noviembre novembro listopada",
            "december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre grudnia",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(" + "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True)) + r")\b\.?"
_YEAR = r"((?:19|20)\d\d)(?!\d)"
_TIME = (
    r"(?:[T\s,，|]{1,3}(?:(上午|下午|AM|PM)\s?)?(\d{1,2})[:：时](\d{2})(?:[:：分](\d{2}))?)?(?:\.\d{1,6})?\s?"
    r"(Z|[+-]\d{2}:?\d{2})?"
)
_WEEKDAY = (
    r"(?:\s?[(（]?(?:(?:星期|周|週|礼拜)[一二三四五六日天]|[月火水木金土日](?:曜日)?|[월화수목금토일](?:요일)?)[)）]?)?"
)
_YEAR_FIRST = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)(?:\s?[日号號일])?"
    + _WEEKDAY
    + _TIME
)
_DAY_FIRST = re.compile(r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?" + _YEAR)
_NAMED_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:\.|st|nd|rd|th|er|º)?[\s-](?:de\s|of\s)?{_MONTH},?[\s-](?:de\s|del\s)?{_YEAR}",
    re.IGNORECASE,
)
_NAMED_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}", re.IGNORECASE)
_IN_ERA = re.compile(rf"({'|'.join(_ERAS)})\s?(元|\d{{1,3}})\s?年\s?(\d{{1,2}})\s?月\s?(\d{{1,2}})\s?日")
_IN_ERA_HANZI = re.compile(
    r"(?:中華)?(民國)([一二三四五六七八九十百零]{1,6})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_IN_HANZI = re.compile(rf"([{_DIGITS}]{{4}})年([一二三四五六七八九十]{{1,2}})月([一二三四五六七八九十]{{1,3}})[日号號]")
_IN_PATH = re.compile(r"(?:^|[/_.\-])((?:19|20)\d\d)([/_\-]?)([01]\d)\2([0-3]\d)(?!\d)")
_DAY_FIRST_IN_PATH = re.compile(r"(?:^|[/~_])([0-3]\d)-([01]\d)-((?:19|20)\d\d)(?!\d)")


def iso_date(text: str) -> str | None:
    """The first date in the text as ISO 8601, with the time of day and the zone where they are given."""
    found = [
        (match.start(), iso)
        for pattern, read in _READERS
        for match in pattern.finditer(text)
        if (iso := read(match)) is not None
    ]
    return min(found)[1] if found else None


def without_dates(text: str) -> str:
    """The text with its dates and times of day taken out."""
    for pattern, _ in _READERS:
        text = pattern.sub(" ", text)
    return text


def date_in_path(address: str) -> str | None:
    """The day that an address or the name of a file holds: `/2024/03/05/…`, `t20240305_…`; never a month alone."""
    for pattern, order in ((_IN_PATH, (1, 3, 4)), (_DAY_FIRST_IN_PATH, (3, 2, 1))):
        for match in pattern.finditer(re.sub(r"(?<=[/_])[A-Za-z](?=\d{8}_)", "", address)):
            year, month, day = (int(match.group(at)) for at in order)
            if iso := _day(year, month, day):
                return iso
    return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _year_first(match: re.Match[str]) -> str | None:
    year, month, day, half, hour, minute, second, zone = match.groups()
    day_of = _day(int(year), int(month), int(day))
    if day_of is None or hour is None or int(hour) > 23 or int(minute) > 59:
        return day_of
    hours = int(hour) + 12 * (half in ("下午", "PM") and int(hour) < 12)
    if zone and zone != "Z" and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{day_of}T{hours:02d}:{minute}:{second or '00'}{zone or ''}"


def _day_first(match: re.Match[str]) -> str | None:
    """`05.10.2013`; `10/25/2013` can only be American."""
    day, month, year = int(match[1]), int(match[3]), int(match[4])
    return _day(year, month, day) or (_day(year, day, month) if match[2] == "/" else None)


def _named(day: int, month: int, year: int) -> Callable[[re.Match[str]], str | None]:
    return lambda match: _day(int(match[year]), _MONTHS[match[month].lower()], int(match[day]))


def _in_era(match: re.Match[str]) -> str | None:
    year = 1 if match[2] == "元" else int(match[2])
    return _day(_ERAS[match[1]] + year, int(match[3]), int(match[4]))


def _in_hanzi(match: re.Match[str]) -> str | None:
    year = "".join(str(max(0, _DIGITS.index(digit) - 2)) for digit in match[1])
    return _day(int(year), _number(match[2]), _number(match[3]))


def _in_era_hanzi(match: re.Match[str]) -> str | None:
    hundreds, hundred, rest = match[2].rpartition("百")
    year = 100 * (_number(hundreds) or 1) * bool(hundred) + _number(rest.lstrip("零"))
    return _day(_ERAS[match[1]] + year, _number(match[3]), _number(match[4]))


def _number(hanzi: str) -> int:
    tens, ten, ones = hanzi.rpartition("十")
    digit = "一二三四五六七八九".find
    return (10 * (digit(tens) + 1 if tens else 1) if ten else 0) + (digit(ones) + 1 if ones else 0)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (_YEAR_FIRST, _year_first),
    (_DAY_FIRST, _day_first),
    (_NAMED_DAY_FIRST, _named(1, 2, 3)),
    (_NAMED_MONTH_FIRST, _named(2, 1, 3)),
    (_IN_ERA, _in_era),
    (_IN_ERA_HANZI, _in_era_hanzi),
    (_IN_HANZI, _in_hanzi),
)
