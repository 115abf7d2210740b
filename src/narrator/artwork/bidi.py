"""The order in which a line is drawn, where some of it runs from right to left.

The Unicode bidirectional algorithm (UAX 9) for one line of plain text: without explicit embeddings, which
covers take out, and without rule N0.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from itertools import groupby

_STRONG_RIGHT = ("R", "AL")
_NEUTRAL = ("B", "S", "WS", "ON", "BN")
_MIRRORED = dict(zip("()[]{}<>«»‹›≤≥", ")(][}{><»«›‹≥≤", strict=True))
_JOIN_BEFORE = frozenset("ـ" + "".join(map(chr, range(0xFEF5, 0xFEFD))))
"""The stroke that lengthens, and lam with alef."""
_FORMS = {"<isolated>": 0, "<final>": 1, "<initial>": 2, "<medial>": 3}


def runs_rightward(text: str) -> bool:
    """Whether the line as a whole runs from right to left: its first strong letter does (rules P2 and P3)."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    return next((kind in _STRONG_RIGHT for kind in kinds if kind in ("L", *_STRONG_RIGHT)), False)


def levels(text: str) -> list[int]:
    """The embedding level of each character: odd ones run from right to left."""
    base = 1 if runs_rightward(text) else 0
    kinds = [unicodedata.bidirectional(char) or "L" for char in text]
    if base == 0 and not any(kind in (*_STRONG_RIGHT, "AN") for kind in kinds):
        return [0] * len(text)
    outside = "R" if base else "L"
    _weak(kinds, outside)
    _neutral(kinds, outside)
    level = [_level(kind, base) for kind in kinds]
    for at in range(len(text) - 1, -1, -1):  # L1: white space at the end
        if not text[at].isspace():
            break
        level[at] = base
    return level


def visual_order(level: Sequence[int]) -> list[int]:
    """The positions from left to right (rule L2)."""
    order = list(range(len(level)))
    for depth in range(max(level, default=0), 0, -1):
        deep = [each >= depth for each in level]
        groups = [(is_deep, list(group)) for is_deep, group in groupby(order, deep.__getitem__)]
        order = [at for is_deep, group in groups for at in (reversed(group) if is_deep else group)]
    return order


def _level(kind: str, base: int) -> int:
    if base:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)


def _weak(kinds: list[str], outside: str) -> None:
    """Rules W1 to W7, in place."""
    strong, before = outside, outside
    for at, kind in enumerate(kinds):
        if kind == "NSM":
            kind = before  # noqa: PLW2901 - W1: a mark is what its letter is
        if kind in ("L", *_STRONG_RIGHT):
            strong = kind
        kinds[at] = before = "AN" if kind == "EN" and strong == "AL" else kind
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for at in range(1, len(kinds) - 1):  # W4: separators inside a number
        inside = {kinds[at - 1], kinds[at + 1]}
        if (kinds[at] in ("ES", "CS") and inside == {"EN"}) or (kinds[at] == "CS" and inside == {"AN"}):
            kinds[at] = kinds[at - 1]
    for kind, group in [(kind, list(at)) for kind, at in groupby(range(len(kinds)), lambda at: kinds[at])]:
        beside = {*kinds[max(0, group[0] - 1) : group[0]], *kinds[group[-1] + 1 : group[-1] + 2]}
        if kind == "ET":  # W5: signs beside a number belong to it
            kinds[group[0] : group[-1] + 1] = ["EN" if "EN" in beside else "ON"] * len(group)
    strong = outside
    for at, kind in enumerate(kinds):
        if kind in ("ES", "CS", "ET"):
            kinds[at] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"


def _neutral(kinds: list[str], outside: str) -> None:
    """Rules N1 and N2, in place."""
    spans = [(key, list(at)) for key, at in groupby(range(len(kinds)), lambda at: kinds[at] in _NEUTRAL)]
    for is_neutral, group in spans:
        if is_neutral:
            before = _side(kinds[group[0] - 1]) if group[0] else outside
            after = _side(kinds[group[-1] + 1]) if group[-1] + 1 < len(kinds) else outside
            kinds[group[0] : group[-1] + 1] = [before if before == after else outside] * len(group)


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def joined_backwards(text: str, has: Callable[[str], bool]) -> str:
    """A right-to-left stretch as a machine without a shaper draws it: from left to right, the letters joined.

    Args:
        has: whether the font has a character; a joined form that it lacks is drawn as the bare letter.
    """
    joined = _joined(text, has)
    clusters: list[str] = []
    for char in joined:
        if clusters and unicodedata.combining(char):
            clusters[-1] += char
        else:
            clusters.append(_MIRRORED.get(char, char))
    return "".join(reversed(clusters))


def _joined(text: str, has: Callable[[str], bool]) -> str:
    forms = _arabic_forms()
    text = _ligated(text, forms, has)
    letters = [at for at, char in enumerate(text) if not unicodedata.combining(char)]
    shaped = list(text)
    for number, at in enumerate(letters):
        known = forms.get(text[at], {})
        before = text[letters[number - 1]] if number else ""
        after = text[letters[number + 1]] if number + 1 < len(letters) else ""
        joins_before = 1 in known and (before == "ـ" or 2 in forms.get(before, {}))
        joins_after = 2 in known and (after in _JOIN_BEFORE or 1 in forms.get(after, {}))
        form = known.get(joins_before + 2 * joins_after)
        if form and has(form):
            shaped[at] = form
    return "".join(shaped)


def _ligated(text: str, forms: dict[str, dict[int, str]], has: Callable[[str], bool]) -> str:
    # Lam and alef are written as one; no reader takes the two side by side for a word.
    for pair in ("لا", "لأ", "لإ", "لآ"):
        alone, final = (forms[pair].get(form, "") for form in (0, 1))
        at = text.find(pair)
        while at >= 0:
            joins = at > 0 and 2 in forms.get(text[at - 1], {})
            form = final if joins else alone
            if not (form and has(form)):
                break
            text = text[:at] + form + text[at + len(pair) :]
            at = text.find(pair)
    return text


@cache
def _arabic_forms() -> dict[str, dict[int, str]]:
    """Letter (or pair) → form → the character that is so written."""
    found: dict[str, dict[int, str]] = {}
    for code in (*range(0xFB50, 0xFBC2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD)):
        kind, *codes = unicodedata.decomposition(chr(code)).split() or [""]
        if kind in _FORMS:
            found.setdefault("".join(chr(int(each, 16)) for each in codes), {})[_FORMS[kind]] = chr(code)
    return found
