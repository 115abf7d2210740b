"""A text rewritten by rules, and which written characters each spoken stretch reads.

A rule is a pattern and what to say for its match. Rules are tried in order wherever something other than
plain words begins; the first that has an answer wins, and reading goes on behind its match.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the written form and what is said for it."""

    start: int
    end: int
    spoken: str | None
    """None: as printed."""


Pieces = tuple[Piece, ...]
Answer = str | Pieces | None


@dataclass(frozen=True, slots=True)
class Rule:
    """What to say for what matches; `read` may decline with None."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Answer]


def rule(pattern: str, flags: int = 0) -> Callable[[Callable[[re.Match[str]], Answer]], Rule]:
    """A decorator that makes a rule of a function from match to answer."""

    def bind(read: Callable[[re.Match[str]], Answer]) -> Rule:
        return Rule(re.compile(pattern, re.VERBOSE | flags), read)

    return bind


def say(match: re.Match[str], **words: str) -> Pieces:
    """The match with its named groups in other words and everything else as printed.

    A group that did not take part is left out, so that one call serves optional parts.
    """
    placed = sorted((*match.span(name), said) for name, said in words.items() if match.start(name) >= 0)
    pieces = []
    at = match.start()
    for start, end, said in placed:
        if start == end and not said:
            continue
        if start > at:
            pieces.append(Piece(at, start, None))
        pieces.append(Piece(start, end, said))
        at = end
    if at < match.end():
        pieces.append(Piece(at, match.end(), None))
    return tuple(pieces)


def rewrite(text: str, rules: Sequence[Rule], trigger: re.Pattern[str], at: int, end: int) -> Pieces:
    """The text from `at` to `end` in pieces, in order; `trigger` matches where rules are tried."""
    pieces: list[Piece] = []
    while found := trigger.search(text, at, end):
        start = found.start()
        if start > at:
            pieces.append(Piece(at, start, None))
        answer = _first_answer(text, start, end, rules)
        pieces.extend(answer)
        at = answer[-1].end
    if at < end:
        pieces.append(Piece(at, end, None))
    return tuple(pieces)


def _first_answer(text: str, at: int, end: int, rules: Iterable[Rule]) -> Pieces:
    for each in rules:
        match = each.pattern.match(text, at, end)
        if match is None or match.end() == at:
            continue
        answer = each.read(match)
        if answer is not None:
            return (Piece(at, match.end(), answer),) if isinstance(answer, str) else answer
    return (Piece(at, at + 1, None),)


def before(match: re.Match[str], pattern: str, reach: int = 12) -> re.Match[str] | None:
    """What ends right before the match, within `reach` characters."""
    return re.search(f"(?:{pattern})$", match.string[max(0, match.start() - reach) : match.start()])


def after(match: re.Match[str], pattern: str) -> re.Match[str] | None:
    """What begins right behind the match."""
    return re.compile(pattern).match(match.string, match.end())
