"""The spoken form put together, and which written characters each stretch of it reads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.model import Mapped, Span

from .classes import RULES, TRIGGER
from .lexicon import Fixed
from .plain import fold, simplify
from .punctuation import chinese_punctuation
from .rewriting import Piece, Pieces, rewrite

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


def plain_pieces(written: str, fixed: Sequence[Fixed]) -> Pieces:
    """Everything as printed but where a reading is fixed: for languages that the engine reads itself."""
    pieces: list[Piece] = []
    at = 0
    for each in (*fixed, Fixed(Span(len(written), len(written)), None, None)):
        if each.span.start > at:
            pieces.append(Piece(at, each.span.start, None))
        if each.span.end > each.span.start:
            pieces.append(Piece(each.span.start, each.span.end, each.words))
        at = each.span.end
    return tuple(pieces)


def assemble(written: str, pieces: Pieces, *, chinese: bool) -> tuple[str, tuple[Mapped, ...]]:
    """The spoken form and the map; neighbouring stretches that are read as printed become one."""
    said: list[str] = []
    spans: list[Mapped] = []
    length = 0
    for piece in _sayable(written, pieces):
        words = piece.spoken
        if words is None:
            words = (
                chinese_punctuation(written, piece.start, piece.end) if chinese else written[piece.start : piece.end]
            )
            words = _letters_half_width(words)
        elif chinese:
            words = _spaced(words, said, written, piece.end)
        verbatim = len(words) == piece.end - piece.start and piece.spoken is None
        previous = spans[-1] if spans else None
        if verbatim and previous and _is_verbatim(previous) and previous.written.end == piece.start:
            spans[-1] = Mapped(
                Span(previous.written.start, piece.end), Span(previous.spoken.start, length + len(words))
            )
        else:
            spans.append(Mapped(Span(piece.start, piece.end), Span(length, length + len(words))))
        said.append(words)
        length += len(words)
    spoken = "".join(said)
    return spoken, tuple(_told_apart(written, spoken, spans))


def _is_verbatim(mapped: Mapped) -> bool:
    return mapped.written.end - mapped.written.start == mapped.spoken.end - mapped.spoken.start


def _told_apart(written: str, spoken: str, spans: Sequence[Mapped]) -> list[Mapped]:
    """Pairs of equal length whose text differs, cut so that equal runs map character by character."""
    apart: list[Mapped] = []
    for pair in spans:
        if not _is_verbatim(pair) or pair.written.of(written) == pair.spoken.of(spoken):
            apart.append(pair)
            continue
        size = pair.written.end - pair.written.start
        start = 0
        w, s = pair.written.start, pair.spoken.start
        while start < size:
            equal = written[w + start] == spoken[s + start]
            end = start + 1
            while end < size and equal and written[w + end] == spoken[s + end]:
                end += 1
            apart.append(Mapped(Span(w + start, w + end), Span(s + start, s + end)))
            start = end
    return apart


def _letters_half_width(words: str) -> str:
    return "".join(fold(char) if "\uff10" <= char <= "\uff5a" and fold(char).isalnum() else char for char in words)


def _spaced(words: str, said: Sequence[str], written: str, end: int) -> str:
    """Latin set apart from Latin: `WTO` beside `AI` must not become one word."""
    before = said[-1][-1:] if said else ""
    if before.isascii() and before.isalnum() and words[:1].isascii() and words[:1].isalnum():
        words = f" {words}"
    return words


def _sayable(written: str, pieces: Pieces) -> list[Piece]:
    """The pieces without control characters, and without what engines take for commands (`[[`)."""
    kept: list[Piece] = []
    for piece in pieces:
        if piece.spoken is not None:
            kept.append(Piece(piece.start, piece.end, _UNSAYABLE.sub("", piece.spoken)))
            continue
        at = piece.start
        for found in _UNSAYABLE.finditer(written, piece.start, piece.end):
            if found.start() > at:
                kept.append(Piece(at, found.start(), None))
            kept.append(Piece(found.start(), found.end(), ""))
            at = found.end()
        if at < piece.end:
            kept.append(Piece(at, piece.end, None))
    return kept
