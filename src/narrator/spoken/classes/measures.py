"""Numbers with units in Latin letters and signs: `25kg`, `120m²`, `38°C`, `10km/h`, `5000元/吨`."""

from __future__ import annotations

import re

from narrator.spoken.classes.numbers import MAGNITUDES, in_mandarin, number, two_before_measure
from narrator.spoken.classes.patterns import COUNTED, DASH, MAGNITUDE, NUMBER
from narrator.spoken.rewriting import Answer, after, before, rule
from narrator.standards.tsv import rows

UNITS = dict(rows("narrator.spoken", "classes/tables/units.tsv"))
"""What each unit is called; names of the field kept in letters are spelled (GB)."""

PER = dict(rows("narrator.spoken", "classes/tables/per.tsv"))
"""How a unit behind a bar is said, before the amount."""

SHORT = frozenset({"m", "g", "t", "l", "h", "s", "W", "w", "V", "N", "J", "K", "in", "L"})
"""Units of one letter: only directly behind the number, and never before another letter."""


def _alternatives(names: dict[str, str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


UNIT = f"(?:{_alternatives(UNITS)})"
PER_UNIT = f"(?:{_alternatives(PER)})"
SIGN = r"(?P<sign>(?<![\dA-Za-z一-龥)）%])[-+±]|(?<=[为是至到约于达降温差低])[-±])?"
SIGN_WORDS = {"-": "负", "+": "正", "±": "正负", None: ""}
COUNTERS = (
    r"(?:个|人|元|万元|亿元|吨|次|件|公里|千米|米|升|美元|欧元|港元|度|斤|公斤|千克|克|毫克|微克|份|台|辆|家|"
    r"户|课时|架次|亩|平方米|立方米|千瓦时|小时|桶|分|角)"
)
PER_WORDS = (
    r"(?:吨|人|天|日|年|月|周|小时|分钟|秒|个|次|件|公里|千米|米|升|斤|公斤|千克|克|毫升|平方米|立方米|"
    r"平方公里|亩|户|股|度|千瓦时|台|辆|套|间|晚|份|本|张|瓶|箱|桶|头|只|棵|课时|学时|学期|班|平|瓦|公顷|车|两|"
    r"盎司|位|例|辆次)"
)


def _cold(match: re.Match[str]) -> bool:
    return bool(before(match, r"(?:气温|温度|低温|最低|降至|降到|低至|跌至|达|零度|约)[^\d]{0,4}", 8))


@rule(
    rf"{SIGN}(?P<number>{NUMBER})(?P<magnitude>{MAGNITUDE}|余|多)?\s?(?P<unit>{UNIT})/(?P<per>{PER_UNIT})(?![A-Za-z0-9²³/])"
)
def speed(match: re.Match[str]) -> Answer:
    """`10km/h` is 每小时十公里."""
    amount = SIGN_WORDS[match["sign"]] + two_before_measure(number(match["number"])) + (match["magnitude"] or "")
    return f"{PER[match['per']]}{amount}{UNITS[match['unit']]}"


@rule(
    rf"(?P<number>{NUMBER})(?P<magnitude>{MAGNITUDE}|余|多)?\s?(?P<unit>{COUNTERS})/(?:(?P<per>{PER_UNIT})(?![A-Za-z0-9²³])|(?P<word>{PER_WORDS}))(?:/(?P<word2>{PER_WORDS}))?"
)
def price_per(match: re.Match[str]) -> Answer:
    """`5000元/吨` is 每吨五千元; `20元/人/天` is 每人每天二十元."""
    per = PER[match["per"]] if match["per"] else f"每{match['word']}"
    if match["word2"]:
        per += f"每{match['word2']}"
    return f"{per}{two_before_measure(number(match['number']))}{match['magnitude'] or ''}{match['unit']}"


@rule(
    rf"(?P<first>-?{NUMBER})\s?(?P<unit>{UNIT})?{DASH}(?P<second>-?{NUMBER})\s?(?P<magnitude>{MAGNITUDE})?(?P<unit2>{UNIT})(?![A-Za-z0-9²³]|[-/][A-Za-z])"
)
def unit_range(match: re.Match[str]) -> Answer:
    """`20-30kg`."""
    if match["unit2"] in ("K",):
        return None
    unit = UNITS[match["unit2"]]
    first = two_before_measure(number(match["first"])) + (UNITS[match["unit"]] if match["unit"] else "")
    return f"{first}至{two_before_measure(number(match['second']))}{match['magnitude'] or ''}{unit}"


@rule(
    rf"(?P<size>{NUMBER}\s?(?:{UNIT}|米|厘米|毫米)?(?:\s?[×xX*✕]\s?{NUMBER}\s?(?:{UNIT}|米|厘米|毫米)?){{1,2}})(?![A-Za-z0-9^⁰-⁹¹²³⁻])"
)
def size(match: re.Match[str]) -> Answer:
    """`3m×5m`, `1920×1080`."""
    said = []
    for part in re.split(r"\s?[×xX*✕]\s?", match["size"]):
        amount = re.match(NUMBER, part)
        if amount is None:
            return None
        unit = part[amount.end() :].strip()
        said.append(number(amount[0]) + UNITS.get(unit, unit))
    return "乘".join(said)


@rule(
    rf"{SIGN}(?P<number>{NUMBER})(?P<more>余|多|几)?(?P<magnitude>{MAGNITUDE})?(?P<gap>\s?)(?P<unit>{UNIT})(?![A-Za-z0-9²³]|[-/·][A-Za-z0-9])"
)
def measure(match: re.Match[str]) -> Answer:
    unit = match["unit"]
    if unit in SHORT and match["gap"] and not match["magnitude"]:
        return None
    if unit in ("″", "'") or (unit == "in" and match["gap"]):
        return None
    if unit in ("w", "W") and (unit == "w" or after(match, r"\+|[多个人条次位家名元粉用播阅]")):
        return None
    sign = SIGN_WORDS[match["sign"]]
    if sign == "负" and "度" in UNITS[unit] and _cold(match):
        sign = "零下"
    amount = two_before_measure(number(match["number"])) + (match["more"] or "") + (match["magnitude"] or "")
    name = UNITS[unit]
    return f"{sign}{amount}{' ' + ' '.join(name) if name.isascii() else name}"


@rule(rf"(?P<number>{NUMBER})\s?(?P<unit>[wWkKMB])(?P<plus>\+)?(?![A-Za-z0-9])")
def amount_with_letter(match: re.Match[str]) -> Answer:
    """300w, 10W+ and 5K粉丝 in what people write online; 4K视频 and 5K跑 are no amounts."""
    letter = match["unit"].lower()
    counted = re.match(
        rf"{COUNTED}|[用粉播阅点浏订观收赞评下]|\s?(?:用户|粉丝|美元|美金|参数)", match.string[match.end() :] or " "
    )
    written = before(
        match,
        r"(?:粉丝|阅读量?|播放量?|点赞|浏览量?|月薪|年薪|薪资|工资|销量|营收|收入|参数量?|下载量?|用户|估值|融资|[达破超近过])[^\d，。]{0,2}",
    )
    if letter != "w" and not (counted or written):
        return None
    if letter == "k" and match["number"] in ("2", "4", "8") and not written:
        return None
    return in_mandarin(match["number"], MAGNITUDES[letter]) + ("加" if match["plus"] else "")


@rule(r"(?<=[一-龥])/(?P<per>m²|m2|㎡|m³|h|kg|km|L|t|kWh)(?![A-Za-z0-9])")
def per_unit(match: re.Match[str]) -> Answer:
    return PER[match["per"]]


@rule(r"(?P<degrees>\d{1,3})°(?P<minutes>\d{1,2})[′'](?:(?P<seconds>\d{1,2}(?:\.\d+)?)[″\"])?")
def angle(match: re.Match[str]) -> Answer:
    """22°32′, of latitude and longitude."""
    seconds = f"{number(match['seconds'])}秒" if match["seconds"] else ""
    return f"{number(match['degrees'])}度{number(match['minutes'])}分{seconds}"


@rule(rf"(?<=元|人|次|吨|里|米|克|升|户|个|斤|度|件|家|台)/(?=(?:{PER_WORDS}))")
def per_word(match: re.Match[str]) -> Answer:
    """单位：元/吨, without an amount before it."""
    return "每"


@rule(r"(?P<unit>㎡|m²|㎥|m³|km²|℃|℉|㎏|㎞|㎜|㎝)(?![A-Za-z0-9])")
def unit_alone(match: re.Match[str]) -> Answer:
    """Behind a number in words: 三十㎡, 数千m²."""
    return UNITS[match["unit"]]


@rule(r"(?<=[一二三四五六七八九十百千万亿两])(?P<unit>km|kg|cm|mm|kW|MW|GW|kWh|mg|ml)(?![A-Za-z0-9])")
def unit_behind_words(match: re.Match[str]) -> Answer:
    return UNITS[match["unit"]]


RULES = (
    angle,
    per_word,
    speed,
    price_per,
    unit_range,
    size,
    measure,
    amount_with_letter,
    per_unit,
    unit_alone,
    unit_behind_words,
)
