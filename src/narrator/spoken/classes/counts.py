"""What is left of numbers: ordinals, amounts, decimals, signs."""

from __future__ import annotations

import re

from narrator.spoken.classes.numbers import digit_string, number
from narrator.spoken.classes.patterns import LIANG, NUMBER
from narrator.spoken.rewriting import Answer, before, rule, say


@rule(rf"(?<![\d.])(?P<number>{NUMBER})(?P<plus>\+)(?=(?P<behind>.?))")
def and_more(match: re.Match[str]) -> Answer:
    """500+家 is 五百多家; in `1+4` and `10+` the sign is 加."""
    behind = match["behind"] or " "
    counted = re.match(r"[个位名家项条件次种类万亿人元场台款套座所篇年天国城]", behind)
    round_number = match["number"].endswith("0") and re.match(r"[一-龥㎡]", behind)
    if not counted and not round_number:
        return None
    return say(match, number=number(match["number"]), plus="多")


@rule(rf"(?P<sign>[-+±])(?P<number>{NUMBER})(?![\d-])")
def signed(match: re.Match[str]) -> Answer:
    """A sign that has nothing to its left to subtract from."""
    left = match.string[max(0, match.start() - 12) : match.start()]
    if re.search(r"[\dA-Za-z)）\]”+%–—-]\s?$", left) or (match["sign"] == "+" and re.search(r"[一-龥》”]\s?$", left)):
        return None
    if (
        match["sign"] == "-"
        and re.search(r"[一-龥]$", left)
        and not re.search(r"(?:是|为|算|到|至|于|等|约|达|得|和|与|从|在|比|降|差|减|乘|除以|负)$", left)
    ):
        return None
    words = {"-": "负", "+": "正", "±": "正负"}
    return say(match, sign=words[match["sign"]], number=number(match["number"]))


@rule(r"(?P<number>\d+(?:\.\d+){2,})")
def dotted(match: re.Match[str]) -> Answer:
    """1.2.3 of sections and versions."""
    first, *rest = match["number"].split(".")
    return "点".join([number(first), *(number(part) for part in rest)])


@rule(r"(?<![\dA-Za-z一-龥.])\.(?P<digits>\d+)|(?<=[一-龥“])\.(?P<digits2>\d{1,3})(?=[一-龥]|毫米|$)")
def without_whole(match: re.Match[str]) -> Answer:
    """.22 is 点二二."""
    return "点" + digit_string(match["digits"] or match["digits2"])


@rule(rf"(?P<number>{NUMBER})")
def amount(match: re.Match[str]) -> Answer:
    """A number as it is: 两 where a bare 2 counts something."""
    digits = match["number"]
    if digits == "2" and not before(match, r"第|[.\d+×÷=-]|届[一-龥]{0,12}|星期|周|初|其|之|表|图|附件"):
        following = match.string[match.end() : match.end() + 4]
        if re.match(rf"\s?(?:{LIANG})", following) and not re.match(
            r"(?:年级|点[\d零一二三四五六七八九]|成立|号|月|日)", following
        ):
            return "两"
    if re.fullmatch(r"0\d+", digits):
        return digit_string(digits)
    return number(digits)


RULES = (and_more, signed, without_whole, dotted, amount)
