"""What the readers of each kind of document hand on, and how it becomes one text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from narrator.errors import InputError
from narrator.messages import tr
from narrator.model import Block, BlockKind, Numbers, Span

MOST_PIECES = 30_000
"""Paragraphs of a page."""
MOST_CHARACTERS = 1_000_000
"""Of a page's text: sixty hours of Chinese speech, eighteen of English."""


def refuse_more(pieces: int, characters: int, name: str) -> None:
    """Stop at a page that is longer than any interview.

    Raises:
        InputError: It is.
    """
    if pieces > MOST_PIECES:
        raise InputError(
            tr("{name}: more than {most_pieces:,} paragraphs", name=name, most_pieces=MOST_PIECES),
            hint=tr("cut the page into parts"),
        )
    if characters > MOST_CHARACTERS:
        raise InputError(
            tr("{name}: more than {most_characters:,} characters of text", name=name, most_characters=MOST_CHARACTERS),
            hint=tr("cut the page into parts"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block that does not know its place in the text yet."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    bold: tuple[Span, ...] = ()
    italic: tuple[Span, ...] = ()
    look: str = ""
    """How it is set: see `look.py`."""
    asides: tuple[Span, ...] = ()
    links: int = 0
    """How many of its characters are the words of a link."""
    speaker: str | None = None
    why: str | None = None
    line: int = 0
    depth: int = 0
    after_rule: bool = False
    """A horizontal rule stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a document says about itself, outside its text."""

    title: str | None = None
    window: str | None = None
    """What the browser's window is called: often the title, with the site's name and section. A heading beats it."""
    published: str | None = None
    created: str | None = None
    """When the file was made; counts only where nothing is printed."""
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    numbers: Numbers = field(default_factory=Numbers)


def joined(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The pieces as one text, a line each, and as blocks that know their place in it."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        parts.append(piece.text)
        blocks.append(
            Block(
                at=at,
                text=piece.text,
                kind=piece.kind,
                level=piece.level,
                bold=piece.bold,
                italic=piece.italic,
                look=piece.look,
                speaker=piece.speaker,
                why_not_spoken=piece.why,
                asides=piece.asides,
                depth=piece.depth,
                line=piece.line,
            )
        )
        at += len(piece.text) + 1
    return "\n".join(parts), tuple(blocks)


_SPACED_OUT = re.compile(
    "(?<=[\u3400-\u9fff，。！？：；、“”（）《》]) {1,3}(?=[\u3400-\u9fff，。！？：；、“”（）《》])"
)
_HANZI = re.compile("[\u3400-\u9fff]")


def closed_up(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces; lines whose hanzi are spaced out (老 城 书 店) without these spaces."""
    for piece in pieces:
        hanzi = len(_HANZI.findall(piece.text)) if " " in piece.text else 0
        gaps = [match.span() for match in _SPACED_OUT.finditer(piece.text)] if hanzi else []
        if hanzi < 3 or len(gaps) < 0.6 * (hanzi - 1):
            yield piece
            continue
        spaces = {at for start, end in gaps for at in range(start, end)}
        kept = list(accumulate((at not in spaces for at in range(len(piece.text))), initial=0))
        yield replace(
            piece,
            text=_SPACED_OUT.sub("", piece.text),
            bold=_mapped(piece.bold, kept),
            italic=_mapped(piece.italic, kept),
            asides=_mapped(piece.asides, kept),
        )


def _mapped(spans: tuple[Span, ...], places: Sequence[int]) -> tuple[Span, ...]:
    moved = (Span(max(0, places[span.start]), places[span.end]) for span in spans)
    return tuple(span for span in moved if span.start < span.end)


def trimmed(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces without white space at their ends; those that print nothing are gone."""
    for piece in pieces:
        text = piece.text.strip()
        if not text:
            continue
        if len(text) == len(piece.text):
            yield piece
            continue
        cut = len(piece.text) - len(piece.text.lstrip())
        yield replace(
            piece,
            text=text,
            bold=_moved(piece.bold, -cut, len(text)),
            italic=_moved(piece.italic, -cut, len(text)),
            asides=_moved(piece.asides, -cut, len(text)),
            links=min(piece.links, len(text)),
        )


def _moved(spans: tuple[Span, ...], by: int, length: int) -> tuple[Span, ...]:
    moved = (Span(max(0, span.start + by), min(length, span.end + by)) for span in spans)
    return tuple(span for span in moved if span.start < span.end)
