"""The spoken form put together, and which written characters each stretch of it reads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.model import Mapped, Span
from narrator.spoken.classes import RULES, TRIGGER
from narrator.spoken.folding import fold, simplify
from narrator.spoken.foreign_numbers import foreign_pieces
from narrator.spoken.lexicon import Fixed
from narrator.spoken.punctuation import chinese_punctuation
from narrator.spoken.rewriting import Piece, Pieces, rewrite

_UNSAYABLE = re.compile(
    r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\[\[|\]\]"
)


def mandarin_pieces(written: str, fixed: Sequence[Fixed]) -> Pieces:
    """What is said for each stretch of a Mandarin text: rules everywhere but where a reading is fixed."""
    plain = simplify(fold(written))
    pieces: list[Piece] = []
    at = 0
    for each in fixed:
        pieces.extend(rewrite(plain, RULES, TRIGGER, at, each.span.start))
        pieces.append(Piece(each.span.start, each.span.end, each.words))
        at = each.span.end
    pieces.extend(rewrite(plain, RULES, TRIGGER, at, len(plain)))
    return tuple(pieces)


def plain_pieces(written: str, fixed: Sequence[Fixed], language: str) -> Pieces:
    """Everything as printed but fixed readings, and numbers where we know how the language says them."""
    plain = fold(written)
    pieces: list[Piece] = []
    at = 0
    for each in (*fixed, Fixed(Span(len(written), len(written)), None, None)):
        if each.span.start > at:
            pieces.extend(foreign_pieces(plain, language, at, each.span.start))
        if each.span.end > each.span.start:
            pieces.append(Piece(each.span.start, each.span.end, each.words))
        at = each.span.end
    return tuple(pieces)


def assemble(written: str, pieces: Pieces, *, chinese: bool) -> tuple[str, tuple[Mapped, ...]]:
    """The spoken form and the map; neighbouring stretches that are read as printed become one."""
    said = ""
    spans: list[Mapped] = []
    as_printed = False
    for piece in _sayable(written, pieces):
        words = piece.spoken
        if words is not None:
            words = _apart(said, words)
            spans.append(Mapped(Span(piece.start, piece.end), Span(len(said), len(said) + len(words))))
            said += words
            as_printed = False
            continue
        words = written[piece.start : piece.end]
        if chinese:
            words = _letters_half_width(chinese_punctuation(written, piece.start, piece.end))
        for start, end in _equal_runs(written[piece.start : piece.end], words):
            equal = words[start:end] == written[piece.start + start : piece.start + end]
            first = spans.pop() if as_printed and equal else None
            spans.append(
                Mapped(
                    Span(first.written.start if first else piece.start + start, piece.start + end),
                    Span(first.spoken.start if first else len(said) + start, len(said) + end),
                )
            )
            as_printed = equal
        said += words
    return said, tuple(spans)


def _equal_runs(printed: str, words: str) -> list[tuple[int, int]]:
    """Two texts of one length cut into runs that are equal and single characters that are not."""
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        end = at + 1
        while printed[at] == words[at] and end < len(words) and printed[end] == words[end]:
            end += 1
        runs.append((at, end))
        at = end
    return runs


def _letters_half_width(words: str) -> str:
    return "".join(fold(char) if "\uff10" <= char <= "\uff5a" and fold(char).isalnum() else char for char in words)


def _apart(said: str, words: str) -> str:
    """Latin set apart from the Latin before it: `WTO` beside `AI` must not become one word."""
    if said[-1:].isascii() and said[-1:].isalnum() and words[:1].isascii() and words[:1].isalnum():
        return f" {words}"
    return words


def _sayable(written: str, pieces: Pieces) -> list[Piece]:
    """The pieces without control characters, and without what engines take for commands (`[[`)."""
    mute = [found.span() for found in _UNSAYABLE.finditer(written)]
    kept: list[Piece] = []
    for piece in pieces:
        if piece.spoken is not None:
            kept.append(Piece(piece.start, piece.end, _UNSAYABLE.sub("", piece.spoken)))
            continue
        at = piece.start
        for start, end in mute:
            first, last = max(start, at), min(end, piece.end)
            if first >= last:
                continue
            if first > at:
                kept.append(Piece(at, first, None))
            kept.append(Piece(first, last, ""))
            at = last
        if at < piece.end:
            kept.append(Piece(at, piece.end, None))
    return kept
