"""Names made of letters and digits: `G20`, `5G`, `COVID-19`, `S250A`, `B2B`, `V2.0`, and long digit strings."""

from __future__ import annotations

import re

from narrator.spoken.classes.latin import letters_or_word
from narrator.spoken.classes.numbers import cardinal, digit_string, number
from narrator.spoken.rewriting import Answer, after, before, rule, say

AS_CARDINAL = re.compile(r"(?:iphone|ipad|windows|android|ios|macos|win|top|no|harmonyos|office|web)$", re.I)


@rule(r"(?<![A-Za-z0-9])(?P<a>[A-Za-z])2(?P<b>[A-Za-z])(?![A-Za-z0-9])")
def letter_to_letter(match: re.Match[str]) -> Answer:
    """B2B, O2O."""
    return f"{match['a']} to {match['b']}" if match["a"].isupper() == match["b"].isupper() else None


@rule(
    r"(?<![A-Za-z0-9])(?P<letters>No|NO|no|№)(?P<dot>\.?\s?)(?P<number>\d+)(?!\d|\.\d)|(?P<sign>№)\s?(?P<number2>\d+)"
)
def numero(match: re.Match[str]) -> Answer:
    """No.1 is 第一."""
    digits = match["number"] or match["number2"]
    return f"第{cardinal(digits)}"


@rule(r"(?<![A-Za-z0-9])(?P<version>[vV])(?:er(?:sion)?)?\.?\s?(?P<number>\d+(?:\.\d+)*)(?![A-Za-z\d])")
def version(match: re.Match[str]) -> Answer:
    return f"{match['version'].upper()} {_dotted(match['number'])}"


def _dotted(digits: str) -> str:
    """Versions: `2.10.1` is 二点一零点一."""
    parts = digits.split(".")
    return "点".join([cardinal(parts[0]), *(digit_string(part) for part in parts[1:])])


@rule(
    r"(?<![A-Za-z0-9.])(?P<letters>[A-Za-z]+)(?P<dash>[-–—\s·/]?)(?P<digits>\d+(?:\.\d+)*)(?P<tail>(?:[A-Z]{1,3}|[A-Z]?[a-z])(?![A-Za-z0-9])|(?:[A-Za-z]\d+)+[A-Z]{0,2}(?![A-Za-z0-9])|[A-Z]{2,4}(?=-))?(?![A-Za-z\d]|,\d{3})"
)
def letters_and_digits(match: re.Match[str]) -> Answer:
    """`S250A` digit by digit; one or two digits are a number (G20), unless a hyphen stands before (COVID-19)."""
    dash, digits = match["dash"], match["digits"]
    letters = match["letters"]
    if dash.isspace() and (len(letters) > 1 and not AS_CARDINAL.match(letters) and not letters.isupper()):
        return None
    if dash.isspace() and after(match, r"\s?(?:个|年|月|日|家|人|万|亿|元|%|次|种|位|名|,\d)"):
        return None
    return say(
        match,
        letters=letters_or_word(letters),
        dash="" if dash != "/" else " ",
        digits=_code_digits(letters, dash, digits),
        **({"tail": _tail(match["tail"])} if match["tail"] else {}),
    )


def _tail(tail: str) -> str:
    return "".join(
        f" {digit_string(part) if len(part) > 2 else cardinal(part)}" if part.isdigit() else f" {letters_or_word(part)}"
        for part in re.findall(r"[A-Za-z]+|\d+", tail)
    ).lstrip() if len(tail) > 1 else tail  # fmt: skip


def _code_digits(letters: str, dash: str, digits: str) -> str:
    if "." in digits:
        return _dotted(digits)
    by_digit = len(digits) > 2 or digits.startswith("0") or (dash not in ("", " ") and len(digits) == 2)
    if AS_CARDINAL.match(letters) and len(digits) <= 4 and not (len(digits) == 4 and digits.startswith(("19", "20"))):
        by_digit = False
    if letters.lower() == "covid":
        by_digit = True
    return digit_string(digits) if by_digit else cardinal(digits)


@rule(
    r"(?<![A-Za-z0-9.])(?P<digits>\d+(?:\.\d+)?)(?P<dash>-?)(?P<letters>[A-Za-z]+)(?P<rest>\d+[A-Za-z]?)?(?![A-Za-z0-9])"
)
def digits_and_letters(match: re.Match[str]) -> Answer:
    """5G, 4K, 3D, 2B铅笔, 1688A."""
    digits = match["digits"]
    said = number(digits) if "." in digits or len(digits) <= 2 else digit_string(digits)
    words = {"digits": said, "dash": "", "letters": letters_or_word(match["letters"])}
    ordinal = re.fullmatch(r"st|nd|rd|th", match["letters"])
    if ordinal and not match["rest"]:
        return f"第{cardinal(digits)}"
    if match["rest"]:
        words["rest"] = "".join(
            digit_string(part) if part.isdigit() else part for part in re.findall(r"\d+|[A-Za-z]", match["rest"])
        )
    return say(match, **words)


@rule(r"(?<![\d.])(?P<digits>985|211|863|973|731)(?=高校|工程|院校|大学|计划|部队|项目|、|/|”|\")")
def known_by_number(match: re.Match[str]) -> Answer:
    """985高校, 863计划: names, not amounts."""
    if match["digits"] in ("731", "863", "973") and not after(match, "计划|部队|项目"):
        return None
    return digit_string(match["digits"])


@rule(
    r"(?<![\d.])(?P<digits>996|007|618|315|404|1024|520|1314)(?=工作|加班|模式|制|大促|购物|晚会|年中|电商|消费|维权|狂欢|期间|活动|错误|$)"
)
def known_day_by_number(match: re.Match[str]) -> Answer:
    return digit_string(match["digits"])


@rule(r"(?<=[“‘\"])(?P<digits>\d{3,8})(?=[”’\"](?!$))")
def quoted(match: re.Match[str]) -> Answer:
    """“3060”目标, “1234”工作法: a name made of digits."""
    return None if match["digits"].endswith("00") else digit_string(match["digits"])


@rule(r"(?<![\d.])(?P<digits>0\d+)(?![\d.]|[%年月日时点分秒]|,\d)")
def leading_zero(match: re.Match[str]) -> Answer:
    """007, 001号."""
    return digit_string(match["digits"])


@rule(
    r"(?<![\d.,])(?P<digits>\d{3,5})(?=次(?:列车|航班|高铁|动车|快车|特快|班车))|(?<![\d.,])(?P<room>\d{3,4})(?=室(?!内)|房间|教室|号房|病房|包厢|会议室|航班|路公交|路车|国道|省道|县道)"
)
def named_number(match: re.Match[str]) -> Answer:
    """Rooms, trains, roads: 301室, 107国道."""
    return digit_string(match["digits"] or match["room"], one="幺")


@rule(r"(?<![\d.,])(?P<digits>\d{9,})(?![\d]|\.\d|,\d|[万亿元个人吨美股])")
def long_code(match: re.Match[str]) -> Answer:
    """Numbers of more than twelve digits that do not end in zeros and count nothing are codes."""
    amount = match.string.strip() == match[0] or match["digits"].endswith("000") or len(match["digits"]) <= 12
    return None if amount else digit_string(match["digits"], one="幺")


@rule(r"(?P<roman>(?:X{0,2}(?:IX|IV|VI{1,3}|I{2,3})|I)(?=[期级类型度区段]|类))(?![A-Za-z])")
def roman(match: re.Match[str]) -> Answer:
    """III期, II类: Roman numerals before what they count."""
    if before(match, r"[A-Za-z]"):
        return None
    values = {"I": 1, "V": 5, "X": 10}
    total = 0
    letters = match["roman"]
    for letter, following in zip(letters, [*letters[1:], ""], strict=True):
        value = values[letter]
        total += -value if following and values[following] > value else value
    return cardinal(str(total))


@rule(r"(?P<roman>[Ⅰ-Ⅻⅰ-ⅻ])")
def roman_sign(match: re.Match[str]) -> Answer:
    code = ord(match["roman"])
    return cardinal(str(code - (0x215F if code < 0x2170 else 0x216F)))


@rule(r"(?P<circled>[①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩])")
def circled(match: re.Match[str]) -> Answer:
    """①, ⑵, ⒊, ❹, ㈤."""
    code = ord(match["circled"])
    for first in (0x2460, 0x2474, 0x2488, 0x2776, 0x3220):
        if first <= code < first + 20:
            return cardinal(str(code - first + 1))
    return None


RULES = (
    letter_to_letter,
    numero,
    version,
    roman,
    letters_and_digits,
    digits_and_letters,
    known_by_number,
    known_day_by_number,
    quoted,
    leading_zero,
    named_number,
    long_code,
    roman_sign,
    circled,
)
