"""Who leads the conversation: the one whom the page calls so, or who asks, welcomes and begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from narrator.script.speech import has_question

ENOUGH = 1.25
"""Points from which somebody leads, where no label says so."""

_WELCOMES = re.compile(
    r"欢迎(?:收听|收看|来到|各位|大家|您|你)|歡迎|感谢(?:您|你|各位|收听|收看)|感謝(?:您|你|各位)|大家好|各位(?:网友|听众|观众|媒體|好)|今天(?:我们)?(?:请到|邀请|有幸)|"
    r"welcome (?:to|back|everyone)|thanks? (?:you )?(?:so much )?for (?:joining|coming|being|listening|taking)|hello,? (?:and welcome|everyone|everybody)|today (?:we|I)(?:'re|'m| are| am) (?:joined|talking|speaking)|"
    r"our guest|joining (?:me|us)|ようこそ|本日は|お願いします|よろしく",
    re.IGNORECASE,
)
_HANDS_ON = re.compile(r"请(?:[\u3400-\u9fff]{1,8})(?:发言|介绍|谈谈|回答)|下一个问题|下一位|最后一个问题|next question|last question|let's (?:move|talk|turn)|tell (?:us|me) (?:about|more)", re.IGNORECASE)
_CALLED = r"(?:主持人|主持|访问者|聞き手|司会|记者|記者|hosts?|interviewer|interviewed by|moderator|moderated by|presenter|anchor|your host)"


def who_leads(said: Mapping[str, Sequence[str]], names: Mapping[str, Sequence[str]], order: Sequence[str], text: str) -> set[str]:
    """Those who lead, by key; nobody, where nobody stands out.

    Args:
        said: What each says, turn by turn.
        names: What each is called.
        order: Who speaks, turn by turn.
        text: The page's own words.
    """
    points = {key: _points(key, said, names[key], order, text) for key in said}
    first, *others = sorted(points, key=lambda key: -points[key])
    if points[first] < ENOUGH:
        return set()
    return {first} | {key for key in others if points[key] >= max(ENOUGH + 0.35, 0.8 * points[first])}


def _points(key: str, said: Mapping[str, Sequence[str]], names: Sequence[str], order: Sequence[str], text: str) -> float:
    turns = [turn for turn in said[key] if turn.strip()]
    if not turns:
        return 0.0
    asked = sum(has_question(turn[-300:]) for turn in turns) / len(turns)
    rest = [turn for other, theirs in said.items() if other != key for turn in theirs]
    others = sum(has_question(turn[-300:]) for turn in rest) / max(1, len(rest))
    points = 1.6 * asked - 0.8 * others
    if len(turns) < 3:
        points -= 0.3
    if order and order[0] == key:
        points += 0.35
    if any(_WELCOMES.search(turn[:400]) for turn in turns[:3]):
        points += 0.5
    if any(_HANDS_ON.search(turn) for turn in turns):
        points += 0.25
    mine, theirs = (sum(map(len, each)) / max(1, len(each)) for each in (turns, rest))
    if rest and mine < 0.6 * theirs:
        points += 0.3
    if any(re.search(rf"{_CALLED}[:：,，\s（(]{{0,3}}{re.escape(name)}|{re.escape(name)}[,，\s（(]{{1,3}}{_CALLED}", text) for name in names if len(name) > 1):
        points += 1.0
    return points
