"""Whom the page interviews, where no label says who answers: the name that most speaks for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from narrator.script.label_words import TITLES, is_person, is_role

LEAST = 2.0
"""Points from which a name is taken; below, who answers has none."""
_LABELLED = 3.5
_IN_TITLE = 1.0
_ASKED = 2.0
_INTRODUCED = 1.5
_REPEATED = 0.5
_COMMON = -4.0
_ASKS = -3.0
"""Points for a name: a label bears it; it stands in the title; behind “interview with”; before a position; again (up to
three times); its words are common ones; it is who asks or writes."""

_CAPITAL = r"[A-ZÀ-Þ](?:[a-zß-ÿ'’\-]{1,20}|\.|[A-ZÀ-Þ]{1,12})(?:-?[A-ZÀ-Þ][a-zß-ÿ]{1,20})?"
_LATIN = re.compile(rf"{_CAPITAL}(?: (?:(?:de|van|von|der|den|la|le|bin|al|da|di) ){{0,2}}{_CAPITAL}){{1,2}}")
_HAN = r"[\u3400-\u9fff·]{2,8}"
_WITH = re.compile(
    r"(?:interview(?:s|ed|ing)?|conversation|q\s?&\s?a|talk(?:s|ing)?|chat|session|sat down|spoke|ama)\b[^.\n]{0,40}?"
    r"\s(?:with|of|to|from)\s|(?:entretien|interview|gespräch|entrevista|conversación|intervista)\b[^.\n]{0,30}?"
    r"\s(?:avec|de|mit|con|a)\s|meet\s|introducing\s",
    re.IGNORECASE,
)
_HAN_ASKED = re.compile(
    r"(?:专访|專訪|对话|對話|访谈|訪談|采访(?:了|到)?|採訪(?:了|到)?|对谈|訪問|嘉宾|嘉賓|受访者|受訪者|受访人|采访对象|访)"
    rf"[:：\s丨|｜“「《]{{0,2}}(?:[^，。：:“”\n]{{0,20}}?(?:{TITLES}))?\s?(?P<name>{_HAN})"
)
_HAN_FIRST = re.compile(r"^[\s【\[]?(?P<name>[\u3400-\u9fff·]{2,6})\s?[：:丨｜|]", re.MULTILINE)
_HAN_SAYS = re.compile(r"我(?:是|叫|的名字叫|的名字是)(?P<name>[\u3400-\u9fff·]{2,5})(?=[，,。！!；;\s、]|$)")
_KANA_NAME = r"[\u3400-\u9fff々]{1,4}[ 　]?[\u3400-\u9fff々ぁ-んァ-ヶー]{1,5}"
_KANA = re.compile(
    rf"^(?P<name>{_KANA_NAME})\s?[|｜]|(?P<called>{_KANA_NAME})(?:さん|氏)(?:に|へ|の)[^。\n]{{0,20}}(?:インタビュー|お話|聞)"
)
_ASKER = re.compile(
    r"(?:interview(?:ed)? by|written by|words by|text by|author|host(?:ed by)?|moderator|interviewer|photos? by|by|"
    r"par|von|por)[:\s]{1,3}$",
    re.IGNORECASE,
)
_POSITION = re.compile(
    r"(?:,| is| was|\s?\(|\s[–—-])\s?(?:(?:the|a|an|our|currently|now|former|senior|chief)\s){0,3}"
    r"(?:[a-z&\-]+\s){0,4}?(?:CEO|CTO|COO|founder|co-founder|director|professor|author|engineer|developer|manager|editor|"
    r"president|researcher|scientist|head|lead|designer|artist|musician|writer|actor|singer|chef|doctor|maintainer|creator)",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"^.*\b(?:CEO|CTO|COO|Founder|Director|President|Professor|Chairman|Editor|Author|Secretary) ")
_NOT_NAMES = re.compile(
    r"\b(?:The|This|That|These|Part|Chapter|Key|Questions?|Answers?|Transcript|Session|Guide|Series|Interview|Episode|Podcast|News|Magazine|Times|University|Institute|Team|Company|"
    r"Inc|Ltd|Group|Foundation|Festival|Award|Awards|Book|Project|Press|Read|More|Sign|About|Contact|Home|January|February|"
    r"March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|"
    r"Saturday|Sunday|Street|City|New|North|South|East|West|United|States)\b"
)


def who_answers(title: str, head: str, text: str, labelled: Mapping[str, float]) -> str | None:
    """The one person whom the page interviews; None where nobody stands out.

    Args:
        head: What stands before the first turn, and the first turns.
        text: The page's own words.
        labelled: Those who have labels and do not lead, and how many of their labels are expected to be right.
    """
    points: defaultdict[str, float] = defaultdict(float)
    introduction = f"{title}\n{head}"
    words = frozenset(re.findall(r"(?<![\w'-])[a-z][a-z'-]*", text))
    for name, chance in labelled.items():
        points[name] += chance * _LABELLED * (1.0 if is_person(name) or is_role(name) else 0.4)
    for name, worth in (*_latin(title, introduction, text), *_hanzi(title, introduction)):
        points[name] += worth
    for name in points:
        points[name] += _REPEATED * min(3, introduction.count(name) - 1) + _IN_TITLE * (name in title)
        points[name] += _common_words(name, words)
    best = max(points, key=lambda name: points[name], default="")
    return best if points[best] >= (LEAST / 2 if best in labelled else LEAST) else None


def _latin(title: str, introduction: str, text: str) -> Iterator[tuple[str, float]]:
    """Names in Latin letters, and what their places are worth."""
    for match in _LATIN.finditer(introduction[:8000]):
        name = _OFFICE.sub("", match.group())
        before = introduction[max(0, match.start() - 60) : match.start()].rpartition("\n")[2]
        worth = 0.0
        if any(found.end() == len(before) for found in _WITH.finditer(before)):
            worth += _ASKED
        if _POSITION.match(introduction, match.end()):
            worth += _INTRODUCED
        if _ASKER.search(before):
            worth += _ASKS
        last = name.split()[-1]
        if len(last) > 2 and text.count(last) > text.count(name):
            worth += _REPEATED
        yield name, worth if introduction.find(name) == match.start() or worth > _REPEATED else 0.0


def _common_words(name: str, words: frozenset[str]) -> float:
    """`Copper Wells` is nobody, on a page that writes of copper wells."""
    if not name.isascii() or " " not in name:
        return 0.0
    if _NOT_NAMES.search(name):
        return _COMMON
    parts = [word.lower() for word in name.split() if len(word) > 3]
    common = all(words & {part, f"{part}s", f"{part}es", part.rstrip("s")} for part in parts)
    return _COMMON if parts and common else 0.0


def _hanzi(title: str, introduction: str) -> Iterator[tuple[str, float]]:
    for pattern, within, worth in (
        (_HAN_ASKED, introduction, _ASKED),
        (_HAN_FIRST, title, _ASKED),
        (_HAN_SAYS, introduction, _ASKED),
        *([(_KANA, introduction, _ASKED)] if re.search("[\u3041-\u30ff]", title or introduction) else []),
    ):
        for match in pattern.finditer(within):
            printed = next(value for value in match.groupdict().values() if value)
            name = printed.rpartition("の")[2] if pattern is _KANA else _name_in(printed, introduction)
            if name is not None:
                yield name, worth


def _name_in(words: str, introduction: str) -> str | None:
    """The name that the words end or begin with, where the page uses it again."""
    for length in (4, 3, 2):
        if is_person(words[-length:]) and len(words) == length:
            return words
        if is_person(words[:length]) and introduction.count(words[:length]) > 1:
            return words[:length]
    return None
