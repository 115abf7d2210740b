"""Raised and lowered print: powers and indices keep their meaning, a number behind a word is a footnote's mark."""

from __future__ import annotations

import re

from lxml import etree

from narrator.article.elements import text_of

RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_POWER = re.compile(r"[+\-−]?(?:\d{1,3}|n)(?:[+\-−]\d{1,2})?")
_BASE = re.compile(r"(?:(?<![A-Za-z])(?:[kcdmμn]?m|km|ft|in|yd|s|[A-Za-zπμΩ])|10|[)）\d]|[=＝+×*/]\s?[A-Za-z]{1,4})$")
"""What a power stands behind: a unit, a lone letter, a ten, a bracket, the letters of a formula."""
_INDEX = re.compile(r"[0-9+\-−=()]{1,6}")
_NOTE_LINK = re.compile(r"#.{0,20}?(?:fn|note|cite|ref|ftn)", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\s?[\[(（〔【]?\s?(?:注|註|note)?\s?(?:\d{1,4}|[*†‡↩]{1,3})\s?[\])）〕】]?\s?", re.IGNORECASE)


def in_characters(element: etree._Element, before: str) -> dict[int, int] | None:
    """How m<sup>2</sup>, 10<sup>6</sup> and H<sub>2</sub>O are written without the element; None: as it is.

    Args:
        before: What is printed right before it.
    """
    text = text_of(element)[:20].strip()
    if element.tag == "sub":
        return LOWERED if _INDEX.fullmatch(text) and not _is_linked(element) else None
    return RAISED if not _is_linked(element) and _POWER.fullmatch(text) and _BASE.search(before) else None


def is_note_mark(element: etree._Element) -> bool:
    """Whether what is printed raised is the mark of a footnote, by its shape."""
    return element.tag == "sup" and _NOTE_MARK.fullmatch(text_of(element)[:20].strip()) is not None


def leads_to_note(link: etree._Element, *, raised: bool) -> bool:
    """Whether a link is the mark of a footnote: by where it leads, and by its shape unless it is raised."""
    if _NOTE_LINK.match(link.attrib.get("href", "")[:80]) is None:
        return False
    return raised or _NOTE_MARK.fullmatch(text_of(link)[:20]) is not None


def _is_linked(element: etree._Element) -> bool:
    around = element.getparent()
    return element.find(".//a") is not None or (around is not None and around.tag == "a")
