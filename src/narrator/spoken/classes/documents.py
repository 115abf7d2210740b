"""Document and standard numbers: `深府〔2024〕12号`, `GB/T 19001-2016`."""

from __future__ import annotations

import re

from narrator.spoken.classes.numbers import cardinal, digit_string
from narrator.spoken.rewriting import Answer, rule, say


@rule(r"(?P<open>[〔\[【(（])(?P<year>(?:19|20)\d\d)(?P<close>[〕\]】)）])\s?(?P<di>第)?(?P<number>\d+)(?=号|期|次)")
def numbered(match: re.Match[str]) -> Answer:
    """`〔2024〕12号`: the brackets are not read."""
    return say(match, open="", year=digit_string(match["year"]), close="", number=cardinal(match["number"]))


@rule(r"(?P<open>[〔【])(?P<year>(?:19|20)\d\d)(?P<close>[〕】])")
def year_in_brackets(match: re.Match[str]) -> Answer:
    return say(match, open="", year=digit_string(match["year"]), close="")


@rule(r"(?P<body>(?:GB|DB|HJ|JGJ|YY|QB|SJ|CJ|JT|ISO|IEC|IEEE|EN|ASTM|ANSI|DIN|JIS)(?:/[A-Z]{1,3})?)(?P<region>\d\d/T)?"
      r"[\s-]?(?P<number>\d{1,6}(?:\.\d+)?)(?P<dash>[-—–:])(?P<year>(?:19|20)\d\d)(?!\d)")  # fmt: skip
def standard(match: re.Match[str]) -> Answer:
    """`GB/T 19001-2016`: letters and digits one by one, the bar and the dash silent."""
    body = " ".join(match["body"].replace("/", ""))
    whole, _, part = match["number"].partition(".")
    number = digit_string(whole) + (f"点{cardinal(part)}" if part else "")
    region = f" {digit_string(match['region'][:2])} T" if match["region"] else ""
    return f"{body}{region} {number}杠{digit_string(match['year'])}"


@rule(r"(?P<open>[(（])(?P<year>(?:19|20)\d\d)(?P<close>[)）])(?=[一-龥][一-龥\d]{0,12}号)")
def case_year(match: re.Match[str]) -> Answer:
    """`（2024）粤03民终123号`, a court's case number."""
    return say(match, open="", year=digit_string(match["year"]), close="")


@rule(r"(?<=[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])(?P<number>\d\d)(?=[一-龥]{1,3}\d+号)")
def court(match: re.Match[str]) -> Answer:
    return digit_string(match["number"])


RULES = (numbered, case_year, court, year_in_brackets, standard)
