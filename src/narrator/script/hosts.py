"""Who leads the conversation: the one whom the page calls so, or who asks, welcomes and begins.

What each sign is worth was fitted on labelled pages (`benchmarks/fit_turns.py`, `tables/hosts.tsv`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from narrator.script.fitted import Signs, logistic, table
from narrator.script.spoken_style import asks, has_question

LIKELY = 0.5
LEAST = 0.25
"""Probability from which the likeliest leads, where nobody is likely to."""

_WELCOMES = re.compile(
    r"欢迎(?:收听|收看|来到|各位|大家|您|你)|歡迎|感谢(?:您|你|各位|收听|收看)|感謝(?:您|你|各位)|大家好|各位(?:网友|听众|观众|媒體|好)|"
    r"今天(?:我们)?(?:请到|邀请|有幸)|welcome (?:to|back|everyone)|"
    r"thanks? (?:you )?(?:so much )?for (?:joining|coming|being|listening|taking)|"
    r"hello,? (?:and welcome|everyone|everybody)|today (?:we|I)(?:'re|'m| are| am) (?:joined|talking|speaking)|"
    r"our guest|joining (?:me|us)|ようこそ|本日は|お願いします|よろしく",
    re.IGNORECASE,
)
_HANDS_ON = re.compile(
    r"请(?:[\u3400-\u9fff]{1,8})(?:发言|介绍|谈谈|回答)|下一个问题|下一位|最后一个问题|"
    r"next question|last question|let's (?:move|talk|turn)|tell (?:us|me) (?:about|more)",
    re.IGNORECASE,
)
_CALLED = (
    r"(?:主持人|主持|访问者|聞き手|司会|记者|記者|hosts?|interviewer|interviewed by|moderator|moderated by|"
    r"presenter|anchor|your host)"
)


def who_leads(
    said: Mapping[str, Sequence[str]], names: Mapping[str, Sequence[str]], order: Sequence[str], text: str
) -> set[str]:
    """Those who lead, by key; nobody, where nobody stands out.

    Args:
        said: What each says, turn by turn.
        names: What each is called.
        order: Who speaks, turn by turn.
        text: The page's own words.
    """
    worth = table("hosts.tsv", "leads")
    chances = {key: logistic(signs, worth) for key, signs in lead_signs(said, names, order, text).items()}
    found = {key for key, chance in chances.items() if chance > LIKELY}
    best = max(chances, key=lambda key: chances[key])
    return found or ({best} if chances[best] > LEAST else set())


def lead_signs(
    said: Mapping[str, Sequence[str]], names: Mapping[str, Sequence[str]], order: Sequence[str], text: str
) -> dict[str, Signs]:
    """What speaks for and against each one's leading, by key."""
    asking = {key: _share(turns, has_question) for key, turns in said.items()}
    ending = {key: _share(turns, asks) for key, turns in said.items()}
    return {key: _signs(key, said, names[key], order, text, asking, ending) for key in said}


def _share(turns: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(test(turn[-400:]) for turn in turns) / max(1, len(turns))


def _signs(
    key: str,
    said: Mapping[str, Sequence[str]],
    names: Sequence[str],
    order: Sequence[str],
    text: str,
    asking: Mapping[str, float],
    ending: Mapping[str, float],
) -> Signs:
    turns = said[key]
    rest = [turn for other, theirs in said.items() if other != key for turn in theirs]
    mine, theirs = (sum(map(len, each)) / max(1, len(each)) for each in (turns, rest))
    signs: Signs = {
        "asks": asking[key],
        "ends in a question": ending[key],
        "the others ask": sum(has_question(turn[-400:]) for turn in rest) / max(1, len(rest)),
        "share of the turns": len(turns) / max(1, len(order)),
        f"one of {min(len(said), 6)} who speak": 1.0,
    }
    holds = {
        "asks most": asking[key] >= max(asking.values()),
        "ends in a question most": ending[key] >= max(ending.values()) and ending[key] > 0,
        "speaks first": bool(order) and order[0] == key,
        "speaks last": bool(order) and order[-1] == key,
        "speaks in half the turns or nearly": 0.4 <= len(turns) / max(1, len(order)) <= 0.6,
        "welcomes": any(_WELCOMES.search(turn[:400]) for turn in turns[:3]),
        "hands on the word": any(_HANDS_ON.search(turn) for turn in turns),
        "speaks shorter than the others": mine < 0.6 * theirs,
        "speaks longer than the others": mine > 1.6 * theirs,
        "speaks once": len(turns) == 1,
        "speaks twice": len(turns) == 2,
        "says the others' names": any(name in turn[:200] for turn in turns[:4] for name in _others(names, said, text)),
        "the page says so": any(
            re.search(
                rf"{_CALLED}[:：,，\s（(]{{0,3}}{re.escape(name)}|{re.escape(name)}[,，\s（(]{{1,3}}{_CALLED}", text
            )
            for name in names
            if len(name) > 1
        ),
        "is called by initials or a letter": len(names[0]) <= 3 and names[0].isascii(),
    }
    return signs | {sign: 1.0 for sign, holding in holds.items() if holding}


def _others(names: Sequence[str], said: Mapping[str, Sequence[str]], text: str) -> list[str]:
    return [key for key in said if len(key) > 2 and key not in names]
