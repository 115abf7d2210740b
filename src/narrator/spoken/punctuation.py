"""ASCII punctuation between hanzi made Chinese: engines pause at `，` but not at `,` without a space."""

from __future__ import annotations

from narrator.standards.hanzi import HANZI

CHINESE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", ".": "。"}
_CHINESE_PUNCTUATION = "，。；：？！、（）《》〈〉“”‘’「」『』【】〔〕…—％～"


REACH = 8
"""White space looked across, in characters."""


def _chinese(char: str) -> bool:
    return bool(HANZI.match(char)) or char in _CHINESE_PUNCTUATION


def chinese_punctuation(text: str, start: int, end: int) -> str:
    """The characters from `start` to `end`, as long as they are, with punctuation as its neighbours want it.

    A mark is Chinese when a hanzi or Chinese mark stands on either side, white space aside, or a number
    does that is read in hanzi.
    """
    return "".join(_mark(text, at) if text[at] in CHINESE else text[at] for at in range(start, end))


def _mark(text: str, at: int) -> str:
    left = text[max(0, at - REACH) : at].rstrip()[-1:]
    right = text[at + 1 : at + 1 + REACH].lstrip()[:1]
    if text[at] == ".":
        return "。" if left and _chinese(left) else "."
    if (left and (_chinese(left) or left.isdigit())) or (right and (_chinese(right) or right.isdigit())):
        return CHINESE[text[at]]
    return text[at]
