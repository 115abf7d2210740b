"""Plain text → pieces: a paragraph a line, or paragraphs wrapped at a column."""

from __future__ import annotations

import re
from itertools import pairwise

from narrator.article.pieces import Piece
from narrator.article.wrapping import joined_lines, without_line_numbers, wrapped_at
from narrator.model import BlockKind

_RULE = re.compile(r"\s*(?:[-=_*~·—─━]\s?){3,}\s*")
_NUMBERED_HEAD = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十\d]{1,3}[章节節部]|[（(][一二三四五六七八九十]{1,3}[）)])"
)
_SENTENCE_END = "。！？!?；;，,：:.…”」"


def pieces(text: str) -> list[Piece]:
    """The paragraphs of a plain text, in order."""
    lines = _closed_up(without_line_numbers(text.split("\n")))
    limit = wrapped_at(lines)
    out: list[Piece] = []
    run: list[str] = []
    first = 1
    ruled = False
    for number, line in enumerate([*lines, ""], start=1):
        rule = bool(line.strip()) and len(line) < 400 and _RULE.fullmatch(line) is not None
        if line.strip() and not rule:
            if not run:
                first = number
            run.append(line)
            continue
        for index, paragraph in joined_lines(run, limit):
            out.append(Piece(text=paragraph, line=first + index, kind=_kind(paragraph), after_rule=ruled))
            ruled = False
        run = []
        if rule:
            out.append(Piece(text=line.strip(), line=number, why="rule"))
            ruled = True
    return out


def _closed_up(lines: list[str]) -> list[str]:
    """Lines without the empty ones between them, where every other line is empty."""
    empty = sum(not line.strip() for line in lines)
    alone = sum(bool(line.strip()) and not below.strip() for line, below in pairwise([*lines, ""]))
    wrapped = wrapped_at([line for line in lines if line.strip()]) is not None
    if wrapped and empty >= 0.45 * len(lines) and alone >= 0.95 * (len(lines) - empty) and len(lines) > 40:
        return [line for line in lines if line.strip()]
    return lines


def _kind(paragraph: str) -> BlockKind:
    head = _NUMBERED_HEAD.match(paragraph)
    if head and len(paragraph) <= 30 and paragraph[-1] not in _SENTENCE_END:
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH
