"""Signs between words and numbers: `+` 加, `=` 等于, `≥` 大于等于, `&` 和, and those nobody says."""

from __future__ import annotations

import re

from narrator.spoken.rewriting import Answer, before, rule
from narrator.standards.tsv import rows

WORDS = dict(rows("narrator.spoken", "classes/tables/signs.tsv"))


@rule(r"\+{1,2}")
def plus(match: re.Match[str]) -> Answer:
    """`1+N`, 党建+, 服务站+党课, A+H."""
    return "加" * len(match[0]) if before(match, r"[A-Za-z]") and len(match[0]) == 2 else "加"


@rule(r"<=|>=|!=|==")
def comparison(match: re.Match[str]) -> Answer:
    return WORDS[match[0]]


@rule(r"[<>](?=\s?-?\d)")
def less_or_greater(match: re.Match[str]) -> Answer:
    return "小于" if match[0] == "<" else "大于"


@rule(r"(?<=\d)\s?[*xX]\s?(?=\d)")
def times(match: re.Match[str]) -> Answer:
    return "乘"


@rule(r"(?<=[\d)）])\s?[-−–]\s?(?=\d+\s?=)")
def minus(match: re.Match[str]) -> Answer:
    return "减"


@rule(r"(?<=\d)\#(?=[一-龥])")
def hash_as_number(match: re.Match[str]) -> Answer:
    """3#楼 is 三号楼."""
    return "号"


@rule(r"(?<=[一-龥])/(?=[一-龥])")
def slash_between_words(match: re.Match[str]) -> Answer:
    """和/或: a short break."""
    return "、"


@rule(r"(?<=[一-龥\dA-Za-z])→(?=[一-龥\dA-Za-z])")
def arrow(match: re.Match[str]) -> Answer:
    return "到"


@rule(r"(?<=[CFcf])#(?![A-Za-z])".replace("#", r"\#"))
def hash_of_name(match: re.Match[str]) -> Answer:
    """C#."""
    return "井"


@rule(r"(?<=[A-Za-z])&(?=[A-Za-z])")
def ampersand_in_name(match: re.Match[str]) -> Answer:
    """R&D."""
    return " and "


@rule("|".join(re.escape(sign).replace("#", r"\#") for sign in sorted(WORDS, key=len, reverse=True)))
def named_sign(match: re.Match[str]) -> Answer:
    return WORDS[match[0]]


@rule(
    r"[*\#^_~`´|\\←↑↓⇒⇌▲△▼▽●○■□◆◇★☆©®™℡✓✔✗✘"
    r"\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\uFE0F\u200D]+"
)
def ornament(match: re.Match[str]) -> Answer:
    """Footnote marks, bullets and emoji are not read."""
    return ""


RULES = (
    plus,
    comparison,
    less_or_greater,
    times,
    minus,
    hash_as_number,
    slash_between_words,
    arrow,
    hash_of_name,
    ampersand_in_name,
    named_sign,
    ornament,
)
