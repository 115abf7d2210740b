"""Dates: years digit by digit, months and days as numbers."""

from __future__ import annotations

import re

from narrator.spoken.classes.numbers import cardinal, digit_string
from narrator.spoken.classes.patterns import COUNTED, DASH
from narrator.spoken.rewriting import Answer, after, before, rule, say

MONTH = r"(?:1[0-2]|0?[1-9])"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
ERA_YEAR = r"(?:1\d{3}|20\d\d|2[1-9]\d\d)"
SPAN_OF_TIME = (
    r"(?:来|前|后|间|以来|以前|以后|之前|之后|之久|左右|多|内|的历史|历史|历程|时间|期限|老|大庆|华诞|期|"
    r"保质期|免|以上|以下|一遇|如一日|从)"
)
DURING = (
    r"(?:近|约|满|达|过去|超|超过|整整|共|历时|长达|前后|了|有|这|那|每|未来|至少|最多|最长|历经|走过|前|后|逾|"
    r"几|数|的|上下|跨越|用|花|为期|工龄|教龄|党龄|刑|徒刑|限|以下|以上|周)"
)


def _era(match: re.Match[str], *, is_year: str = "bc|b.c.") -> str:
    letters = re.sub(r"[.\s]", "", match["era"]).lower()
    return "公元前" if letters in ("bc", "bce") else "公元"


@rule(
    r"(?P<year>\d{1,4})(?P<of>年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})(?:日|号))?)?)?\s?(?P<era>a\.d\.|b\.c\.e?\.?|ad|bce?|AD|BCE?|A\.D\.|B\.C\.)(?![A-Za-z])"
)
def era(match: re.Match[str]) -> Answer:
    """`234BC`: the era is said first."""
    said = _era(match) + digit_string(match["year"]) + "年"
    if match["month"]:
        said += cardinal(match["month"]) + "月"
    if match["day"]:
        said += cardinal(match["day"]) + "日"
    return said


@rule(
    rf"(?<![\d./-])(?P<year>(?:19|20)\d\d|1[0-8]\d\d)(?P<a>\s?[-/.·]\s?)(?P<month>{MONTH})(?P<b>\s?[-/.·]\s?)(?P<day>{DAY})(?P<of>日|号)?(?!\d|[-/.]\d)"
)
def year_month_day(match: re.Match[str]) -> Answer:
    if match["a"].strip() != match["b"].strip():
        return None
    return say(match, year=digit_string(match["year"]), a="年", month=cardinal(match["month"]), b="月",
               day=cardinal(match["day"]) + ("" if match["of"] else "日"))  # fmt: skip


@rule(r"(?<![\d./-])(?P<first>\d\d)(?P<a>[-/.])(?P<second>\d\d)(?P=a)(?P<year>(?:19|20)\d\d)(?!\d|[-/.]\d)")
def day_month_year(match: re.Match[str]) -> Answer:
    """`08-12-2008` is the American order, unless the first number can be no month."""
    month, day = int(match["first"]), int(match["second"])
    if month > 12:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{digit_string(match['year'])}年{cardinal(str(month))}月{cardinal(str(day))}日"


@rule(
    rf"(?<![\d./-])(?P<year>\d\d)(?P<a>[/.])(?P<month>{MONTH})(?P<b>(?P=a))(?P<day>{DAY})(?!\d|[-/.]\d|版|节|条|章|款)"
)
def short_date(match: re.Match[str]) -> Answer:
    if before(match, r"[vV第]|版本|[A-Za-z]\s?") or after(match, r"[)）]?(?:版|系统|章|节)"):
        return None
    return say(match, year=digit_string(match["year"]), a="年", month=cardinal(match["month"]), b="月",
               day=cardinal(match["day"]) + "日")  # fmt: skip


@rule(r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<a>[-/.])(?P<month>1[0-2]|0[1-9])(?!\d|[-/.]\d|%|[万亿元倍个米千吨人家])")
def year_month(match: re.Match[str]) -> Answer:
    if match["a"] == "-" and after(match, r"赛季|年|学年"):
        return None
    return say(match, year=digit_string(match["year"]), a="年", month=cardinal(match["month"]) + "月")


@rule(
    rf"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<a>[./])(?P<month>1[0-2]|0?[1-9])(?P<dash>{DASH})"
    r"(?:(?P<year2>(?:19|20)\d\d)(?P<b>[./]))?(?P<month2>1[0-2]|0?[1-9])(?![\d./%])"
)
def month_to_month(match: re.Match[str]) -> Answer:
    """`2023.12—2024.3`."""
    first = f"{digit_string(match['year'])}年{cardinal(match['month'])}月"
    second = f"{digit_string(match['year2'])}年" if match["year2"] else ""
    return f"{first}至{second}{cardinal(match['month2'])}月"


@rule(r"(?<![\d./-])(?P<month>1[0-2]|0[1-9])(?P<a>[-/.])(?P<year>(?:19|20)\d\d)(?!\d|[-/.]\d|%|[万亿元倍])")
def month_year(match: re.Match[str]) -> Answer:
    return f"{digit_string(match['year'])}年{cardinal(match['month'])}月"


@rule(
    r"(?<![\d./:-])(?P<month>0[1-9]|1[0-2])(?P<a>[-/.])(?P<day>0[1-9]|[12]\d|3[01])(?!\d|[-/.:]\d|%|[万亿元倍个米千吨人家岁级])"
)
def month_day(match: re.Match[str]) -> Answer:
    """`08-08`: a zero in front makes it a date; `12.12` and `11-12` stay numbers."""
    if not (match["month"].startswith("0") or match["day"].startswith("0")) or before(match, r"[A-Za-z第]"):
        return None
    if match["a"] == "." and not match["month"].startswith("0"):
        return None
    return say(match, month=cardinal(match["month"]), a="月", day=cardinal(match["day"]) + "日")


@rule(rf"(?<![\d.])(?P<first>\d{{4}})(?P<nian>年)?(?P<dash>{DASH})(?P<second>\d{{4}})(?=年|财年|学年)")
def year_range(match: re.Match[str]) -> Answer:
    return say(match, first=digit_string(match["first"]), dash="至", second=digit_string(match["second"]))


@rule(rf"(?<![\d./-])(?P<first>(?:19|20)\d\d)(?P<dash>{DASH})(?P<second>(?:19|20)\d\d)(?!\d|[-/.]\d|[元万亿个米吨])")
def bare_year_range(match: re.Match[str]) -> Answer:
    if int(match["first"]) >= int(match["second"]):
        return None
    return say(match, first=digit_string(match["first"]), dash="至", second=digit_string(match["second"]))


@rule(
    r"(?<![\d./-])(?P<first>(?:19|20)?\d\d)(?P<slash>[/-])(?P<second>(?:19|20)?\d\d)(?P<nian>年)?(?P<what>赛季|学年|财年|年度|榨季|雪季|年赛季)"
)
def season(match: re.Match[str]) -> Answer:
    """`2023/24赛季`."""
    slash = "" if match["slash"] == "/" else "至"
    return say(match, first=digit_string(match["first"]), slash=slash, second=digit_string(match["second"]))


@rule(r"(?<![\d./-])(?P<first>(?:19|20)\d\d)(?P<slash>/)(?P<second>\d\d)(?!\d|[-/.]\d)")
def year_slash_year(match: re.Match[str]) -> Answer:
    if int(match["second"]) != (int(match["first"]) + 1) % 100:
        return None
    return say(match, first=digit_string(match["first"]), slash="", second=digit_string(match["second"]))


@rule(rf"(?<![\d.])(?P<year>\d{{4}})(?=\s?年(?!{SPAN_OF_TIME}))(?!\s?年\s?(?:一遇))")
def year(match: re.Match[str]) -> Answer:
    """Four digits before 年 are a year if they can be one: 5000年 and 1000年的历史 are spans of time."""
    value = int(match["year"])
    if value % 1000 == 0 and value != 2000 and not before(match, "公元|公元前|纪元"):
        return None
    if value > 2100 and not before(match, "公元|公元前|纪元|到|至"):
        return None
    if value < 1000 and not match["year"].startswith("0"):
        return None
    return say(match, year=digit_string(match["year"]))


@rule(
    r"(?<![\d.,])(?P<year>(?:19|20)\d\d)(?=届(?!人)|级(?![别台])|款(?!项)|版(?!面|本)|财年|财政年度|学年|赛季|春季|秋季|[春夏秋冬]招|春运|高考|奥运|世界杯|春晚)"
)
def year_of_class(match: re.Match[str]) -> Answer:
    """2022级, 2024届毕业生, 2026款: a year without 年."""
    return digit_string(match["year"])


@rule(
    rf"(?<![\d.,])(?P<year>(?:19[5-9]|20[0-4])\d)(?=[一-龥A-Z](?<!年))(?!{COUNTED}|[十百千万亿多余几来以之的和与及至到至号分摄毫微英平只加减乘除等比米克升])"
)
def year_in_title(match: re.Match[str]) -> Answer:
    """《2024深圳……》, 2025世界……大会: a year in front of a name."""
    if match.start() and not before(match, r"[《“‘「『（(【\[，。、；：,;:\s]"):
        return None
    return digit_string(match["year"])


@rule(rf"(?<![\d.])(?P<year>{ERA_YEAR})(?=年(?:来|前|后|间|以来|以前|以后|之前|之后|期|从))")
def year_before_span(match: re.Match[str]) -> Answer:
    """2015年以来, 2012年后: only a round thousand would be a span."""
    return (
        None
        if int(match["year"]) % 1000 == 0 and match["year"] != "2000"
        else say(match, year=digit_string(match["year"]))
    )


@rule(r"(?<![\d.])(?P<year>\d{2,4})(?=年)")
def year_of_era(match: re.Match[str]) -> Answer:
    """公元前202年."""
    return say(match, year=digit_string(match["year"])) if before(match, r"(?:公元前?|纪元|西元前?)\s?") else None


@rule(r"(?<![\d.])(?P<year>0\d)(?=年|级|届|后)")
def year_with_zero(match: re.Match[str]) -> Answer:
    return say(match, year=digit_string(match["year"]))


@rule(
    r"(?<![\d.])(?P<year>\d\d)(?=年\s?(?:\d{1,2}月|[一二三四]季度|[上下]半年|年?底|初(?!中)|末|中期|全年|Q\d|[春夏秋冬][季天]))"
)
def short_year_before_part(match: re.Match[str]) -> Answer:
    """86年5月, 24年上半年."""
    return say(match, year=digit_string(match["year"]))


@rule(rf"(?<![\d.])(?P<year>[4-9]\d)(?=年(?!{SPAN_OF_TIME}|代))")
def short_year(match: re.Match[str]) -> Answer:
    """86年, 98年: a year of the last century, unless something says that so many years passed."""
    round_number = match["year"].endswith("0")
    if before(match, DURING) or (round_number and match.start() and not before(match, r"[在从自于到至，,。（(]|早在")):
        return None
    return say(match, year=digit_string(match["year"]))


@rule(r"(?<![\d.])(?P<year>[12]\d)(?=年)")
def short_year_after_preposition(match: re.Match[str]) -> Answer:
    """在21年, 截至23年: the words before say that it is a date."""
    if before(match, r"(?:截至|截止|早在|始于|建于|自从|同比|较|比|相比)") and not after(match, rf"年{SPAN_OF_TIME}"):
        return say(match, year=digit_string(match["year"]))
    return None


@rule(rf"(?<![\d.])(?P<first>\d{{1,2}})(?P<dash>{DASH})(?P<second>\d{{1,2}})(?=月|日|号(?!楼|线|院|门|馆|厅|文))")
def month_or_day_range(match: re.Match[str]) -> Answer:
    return say(match, first=cardinal(match["first"]), dash="至", second=cardinal(match["second"]))


@rule(
    rf"(?P<month>{MONTH})月(?P<day>\d{{1,2}})(?P<unit>日|号)?(?P<dash>{DASH})(?:(?P<month2>{MONTH})月)?(?P<day2>\d{{1,2}})(?P<unit2>日|号)"
)
def day_to_day(match: re.Match[str]) -> Answer:
    """4月1日—5月3日."""
    words = {name: cardinal(match[name]) for name in ("month", "day", "month2", "day2") if match[name]}
    return say(match, **words, dash="至")


@rule(
    rf"(?<![\d./-])(?:(?P<year>(?:19|20)\d\d)(?P<sign>[./]))?(?P<month>{MONTH})(?P<a>[./])(?P<day>{DAY})"
    rf"(?P<dash>{DASH})(?P<month2>{MONTH})(?P<b>[./])(?P<day2>{DAY})(?![\d./%])"
)
def day_to_day_in_figures(match: re.Match[str]) -> Answer:
    """`10/1~10/7`, `2024.10.1—10.7`; without a year a point is a decimal's."""
    if (
        match["a"] != match["b"]
        or (match["year"] is None and match["a"] == ".")
        or match["sign"] not in (None, match["a"])
    ):
        return None
    year = f"{digit_string(match['year'])}年" if match["year"] else ""
    first = f"{cardinal(match['month'])}月{cardinal(match['day'])}日"
    return f"{year}{first}至{cardinal(match['month2'])}月{cardinal(match['day2'])}日"


@rule(r"(?<=年)(?P<dash>(?:-|–|—{1,2}|~|〜))(?=\d{4}年|\d{1,2}月)")
def dash_between_dates(match: re.Match[str]) -> Answer:
    return "至"


@rule(r"(?<=月|日|号|时|点|分)(?P<dash>(?:-|–|—{1,2}|~|〜))(?=\d{1,4}[年月日号时点:：])")
def dash_between_days(match: re.Match[str]) -> Answer:
    return "至"


@rule(r"(?<![\d.])(?P<decade>\d0)(?P<dai>年代)|(?P<short>\d0)(?P<s>s)(?![A-Za-z])")
def decade(match: re.Match[str]) -> Answer:
    """80年代, 90s."""
    if match["short"]:
        return f"{cardinal(match['short'])}年代"
    return say(match, decade=cardinal(match["decade"]))


@rule(r"(?<![\d.])(?P<century>(?:19|20)\d0)(?:年代|s(?![A-Za-z]))")
def decade_with_century(match: re.Match[str]) -> Answer:
    return f"{digit_string(match['century'])}年代"


@rule(r"(?<![\d.])(?P<first>[05-9][05])(?P<between>后?(?:[、/和与,，\-]|至|到)\s?)(?P<second>[05-9][05])(?=后)")
def generations(match: re.Match[str]) -> Answer:
    """80、90后."""
    between = "、" if match["between"].strip() in "/、" else match["between"]
    return say(match, first=digit_string(match["first"]), between=between, second=digit_string(match["second"]))


@rule(r"(?<![\d.])(?P<born>[05-9][05])(?=后(?!方|续|面|者|期|天|年|退|备|门|台))")
def generation(match: re.Match[str]) -> Answer:
    """90后: people born in the nineties."""
    return digit_string(match["born"])


@rule(
    r"(?<!\d)(?P<month>\d{1,2})(?P<dot>[·•・.])(?P<day>\d{1,2})(?=[”\"’]?(?:事件|事变|阅兵|假期|劳动节|建军节|儿童节|妇女节|国庆|运动|惨案|地震|大地震|起义|案|晚会|讲话|专案|恐怖|事故|空难|疫情|特大|国际|全民|消费者|重要讲话|袭击|洪灾|暴雨|火灾|爆炸|枪击|抗震|汶川))"
)
def day_of_event(match: re.Match[str]) -> Answer:
    """9·11事件, “12·9”运动: the digits of the day."""
    return say(match, month=digit_string(match["month"]), dot="", day=digit_string(match["day"]))


@rule(r"(?<!\d)(?P<month>\d{1,2})(?P<dot>[·•・])(?P<day>\d{1,2})(?!\d)")
def day_with_dot(match: re.Match[str]) -> Answer:
    return say(match, month=digit_string(match["month"]), dot="", day=digit_string(match["day"]))


@rule(r"(?<![\d.])(?P<number>\d{1,2})(?=月份?(?!饼))|(?<=月)(?P<day>\d{1,2})(?=日|号|[,，。、；;\s]|$)")
def month_or_day(match: re.Match[str]) -> Answer:
    return cardinal(match["number"] or match["day"])


RULES = (
    era,
    day_to_day_in_figures,
    year_month_day,
    day_month_year,
    short_date,
    season,
    year_slash_year,
    month_to_month,
    year_range,
    bare_year_range,
    year_month,
    month_year,
    month_day,
    day_of_event,
    day_with_dot,
    year,
    year_before_span,
    year_of_class,
    year_in_title,
    year_of_era,
    year_with_zero,
    short_year_before_part,
    decade_with_century,
    decade,
    generations,
    generation,
    short_year,
    short_year_after_preposition,
    day_to_day,
    month_or_day_range,
    dash_between_dates,
    dash_between_days,
    month_or_day,
)
