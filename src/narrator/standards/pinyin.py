"""Toned syllables written `zhong4`: conversion from tone marks, and what a syllable may be."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONE_MARKS = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_NUMBERED = re.compile(r"([a-zvê]+)([0-5]?)")
_INITIALS = r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
_FINALS = (
    r"(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|ong|er|i|ia|ie|iao|iu|ian|in|iang|ing|iong|"
    r"u|ua|uo|uai|ui|uan|un|uang|ueng|v|ve|van|vn|ue|io)"
)
SYLLABLE = re.compile(rf"(?:{_INITIALS}?{_FINALS}|m|n|ng|hm|hng|r|ê)[1-5]")


@lru_cache(maxsize=16384)
def numbered(syllable: str) -> str:
    """`zhòng`, `lu:4` and `lv` as `zhong4`, `lv4` and `lv5`."""
    decomposed = unicodedata.normalize("NFD", syllable.strip().lower().replace("u:", "v"))
    tone = ""
    letters = ""
    for char in decomposed.replace("u\u0308", "v"):
        if char in _TONE_MARKS:
            tone = _TONE_MARKS[char]
        elif char == "\u0308":
            letters = letters[:-1] + "v" if letters.endswith("u") else letters
        else:
            letters += char
    letters = unicodedata.normalize("NFC", letters)
    match = _NUMBERED.fullmatch(letters)
    if match is None:
        return letters
    tone = match[2] or tone or "5"
    return match[1] + ("5" if tone == "0" else tone)


def parse(reading: str) -> tuple[str, ...] | None:
    """The syllables of `shen1 zhong4 tou2` or `shēn zhòng tóu`; None when it is no pinyin."""
    parts = re.split(r"[\s'’\-]+", reading.strip())
    if len(parts) == 1 and re.search(r"\d.*\d", reading):
        parts = re.findall(r"[^\d\s]+\d", reading)
        if "".join(parts) != reading.strip():
            return None
    if not all(re.search(r"[0-5]$", part) or _has_mark(part) for part in parts):
        return None
    syllables = tuple(numbered(part) for part in parts)
    return syllables if all(SYLLABLE.fullmatch(each) for each in syllables) else None


def _has_mark(part: str) -> bool:
    return any(mark in unicodedata.normalize("NFD", part) for mark in _TONE_MARKS)


def looks_like_pinyin(reading: str) -> bool:
    """Latin letters with tones throughout, right or wrong: what must not be taken for plain words."""
    return bool(re.fullmatch(r"[a-zA-ZüÜvÀ-ɏ:'’\s\-]*(?:[a-zA-ZüÜ:]+[0-9][\s'’\-]*)+", reading.strip()))
