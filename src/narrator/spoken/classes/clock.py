"""Times of day and durations in clock form: `8:30`, `13:10:36`, `9:00-17:00`."""

from __future__ import annotations

import re

from narrator.spoken.classes.numbers import cardinal, digit_string, two_before_measure
from narrator.spoken.classes.patterns import DASH
from narrator.spoken.rewriting import Answer, after, before, rule

MERIDIEM = {"a": "上午", "p": "下午"}


def _minute(minute: str) -> str:
    """02 is 零二, 10 is 十."""
    value = int(minute)
    return f"零{cardinal(minute)}" if 0 < value < 10 and len(minute) == 2 else cardinal(minute)


def _clock(hour: str, minute: str, second: str | None = None) -> str:
    said = two_before_measure(cardinal(hour)) + "点"
    if second is not None:
        return f"{said}{_minute(minute)}分{_minute(second)}秒"
    return said if int(minute) == 0 else f"{said}{_minute(minute)}分"


@rule(
    r"(?<![\d.:：])(?P<hour>2[0-4]|1\d|0?\d)[:：](?P<minute>[0-5]\d)(?:[:：](?P<second>[0-5]\d))?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?(?![\d:：]|\.\d|%)",
    re.IGNORECASE,
)
def time_of_day(match: re.Match[str]) -> Answer:
    """`22:58` is 二十二点五十八分; `8:00 a.m.` is 上午八点."""
    if before(match, r"比分|比例|比率|以|比为|胜率|[0-9]比|半场|全场|点球|[打战踢扳追逼]成了?") or after(
        match, r"\s?(?:的?比例|的?比分|(?:暂时)?(?:领先|落后|大胜|取胜|战胜|击败|战平|险胜|获胜|落败|逆转|反超|惜败))"
    ):
        return None
    half = MERIDIEM[match["half"].lower()] if match["half"] else ""
    if half and before(match, r"[上下]午|早上|晚上|凌晨|中午|傍晚|早晨|清晨|[ap]m"):
        half = ""
    hour = match["hour"]
    if half and int(hour) > 12:
        half = MERIDIEM["p"] if int(hour) < 18 else "晚上"
    return half + _clock(hour, match["minute"], match["second"])


@rule(
    r"(?<![\d.:：])(?P<hour>2[0-4]|1\d|0?\d)[:：](?P<minute>[0-5]\d)"
    rf"{DASH}(?P<hour2>2[0-4]|1\d|0?\d)[:：](?P<minute2>[0-5]\d)(?![\d:：])"
)
def time_range(match: re.Match[str]) -> Answer:
    """9:00-17:00 is 九点至十七点."""
    return f"{_clock(match['hour'], match['minute'])}至{_clock(match['hour2'], match['minute2'])}"


@rule(r"(?<![\d.])(?P<hour>2[0-4]|1\d|0?\d)\s?(?P<half>[ap])\.?m\b\.?", re.IGNORECASE)
def hour_with_half(match: re.Match[str]) -> Answer:
    """5PM is 下午五点."""
    return MERIDIEM[match["half"].lower()] + two_before_measure(cardinal(match["hour"])) + "点"


@rule(r"(?<=点|时)(?P<minute>0\d)(?=分(?!之))|(?<=分)(?P<second>0\d)(?=秒)")
def minute_with_zero(match: re.Match[str]) -> Answer:
    return _minute(match["minute"] or match["second"])


@rule(r"(?<![\d.])(?P<hour>\d{1,2})(?=点(?:钟|整|半|\d{1,2}分|左右|许|前|后|多|到|至|$|[，。、]))")
def hour(match: re.Match[str]) -> Answer:
    return two_before_measure(cardinal(match["hour"]))


@rule(
    r"(?<![\d.])(?P<hours>\d{1,2})\s?h\s?(?P<minutes>\d{1,2})\s?(?:min|m)(?:\s?(?P<seconds>\d{1,2})\s?s)?(?![A-Za-z0-9])"
)
def duration(match: re.Match[str]) -> Answer:
    """`2h30min`."""
    seconds = f"{cardinal(match['seconds'])}秒" if match["seconds"] else ""
    end = "分" if seconds else "分钟" if match["minutes"] != "30" else "分"
    return f"{two_before_measure(cardinal(match['hours']))}小时{cardinal(match['minutes'])}{end}{seconds}"


@rule(r"(?<![\d.°])(?P<minutes>\d{1,2})[′'](?P<seconds>\d{1,2})(?:[″\"]|'')(?P<rest>\d{1,3})?")
def lap(match: re.Match[str]) -> Answer:
    """`1′23″45` is 一分二十三秒四五."""
    return f"{cardinal(match['minutes'])}分{cardinal(match['seconds'])}秒{digit_string(match['rest'] or '')}"


RULES = (duration, lap, time_range, time_of_day, hour_with_half, minute_with_zero, hour)
