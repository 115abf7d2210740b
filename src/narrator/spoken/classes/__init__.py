"""How each semiotic class is read in Mandarin, in the order in which the classes are tried.

The earlier class knows more: a date is tried before the numbers in it, a telephone number before both.
Rules see the *plain* text: as long as the printed one, with full-width letters, digits and signs made
half-width and Traditional characters made Simplified, so that 2０24年 and 3點 need no rules of their own.
"""

from __future__ import annotations

import re

from narrator.spoken.classes import (
    calendar,
    clock,
    codes,
    counts,
    documents,
    fractions,
    identifiers,
    latin,
    measures,
    money,
    phones,
    ranges,
    science,
    scores,
    symbols,
    web,
)
from narrator.spoken.rewriting import Rule

TRIGGER = re.compile(
    r"[0-9A-Za-z+\-±=<>≤≥≈≠×÷*/\\|%‰#@&$£€¥￥₩₽฿₹^_~°℃℉√∞№§→←↑↓⇒⇌·.△▲●■◆★☆©®™´`〔〕（【［(\[∶⁄'′″²³¹½⅓¼¾⅔①-⓿⁰-₉⁺⁻ⁿ○◯∈∉⊂⊆∪∩∅∀∃⊥∥∠∵∴Ⅰ-ↈ㎡㎥㎏㎞㎜㎝㏄℡µμΩα-ωΑ-Ω"
    r"–—−\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF]"
)
"""What makes a rule worth trying. Everything else is read as it is printed."""

RULES: tuple[Rule, ...] = (
    *web.RULES,
    *documents.RULES,
    *identifiers.RULES,
    *phones.RULES,
    *science.RULES,
    *calendar.RULES,
    *clock.RULES,
    *scores.RULES,
    *ranges.RULES,
    *fractions.RULES,
    *money.RULES,
    *measures.RULES,
    *codes.RULES,
    *counts.RULES,
    *latin.RULES,
    *symbols.RULES,
)
