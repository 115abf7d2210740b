"""Bytes → Article: the chain of small steps that reads a page of any kind."""

from __future__ import annotations

import logging
from dataclasses import replace

from narrator.article.characters import decoded
from narrator.article.facts import titled, with_lines
from narrator.article.furniture import set_aside
from narrator.article.kinds import Kind, kind_of
from narrator.article.language import detect
from narrator.article.pieces import Facts, Piece, closed_up, joined, refuse_more, trimmed
from narrator.article.shortcodes import without_shortcodes
from narrator.errors import InputError
from narrator.messages import tr
from narrator.model import Article, Block

_log = logging.getLogger(__name__)

LARGEST = 20_000_000
"""Bytes of input; the longest interviews ever printed have a twentieth of it."""


def extract(
    data: bytes,
    *,
    name: str,
    url: str | None = None,
    content_type: str | None = None,
    language: str | None = None,
) -> Article:
    """What the page says, in order, and what of it is not speech.

    Args:
        name: Path, URL or `-`: for messages, and for the kind of document where the bytes do not show it.
        content_type: As the server gave it (`text/html; charset=gb2312`).
        language: BCP 47; None: found out from the text.
    Raises:
        InputError: The bytes are no page, or there is nothing on it.
    """
    if len(data) > LARGEST:
        raise InputError(
            tr("{name}: larger than {largest} MB", name=name, largest=LARGEST // 1_000_000),
            hint=tr("cut the page into parts"),
        )
    if not data.strip():
        raise InputError(tr("{name}: the page is empty", name=name), hint=tr("give a page with text on it"))
    kind = kind_of(data, name=name, content_type=content_type)
    _log.debug("%s: %d bytes, read as %s", name, len(data), kind)
    if kind is Kind.SCRIPT:
        return _unread(decoded(data, name=name), name)
    pieces, facts = _read(kind, data, name, _charset(content_type))
    pieces = [without_shortcodes(piece) for piece in closed_up(trimmed(pieces))]
    refuse_more(len(pieces), sum(len(piece.text) for piece in pieces), name)
    if kind not in (Kind.CAPTIONS, Kind.SUBTITLES, Kind.TRANSCRIPT):
        pieces = set_aside(pieces)
    facts = with_lines(facts, pieces, address=url or name)
    title, pieces = titled(facts, pieces)
    text, blocks = joined(pieces)
    if not any(char.isalnum() for char in text):
        raise InputError(
            tr("{name}: no words on this page", name=name),
            hint=tr("a picture of text, or a page made by script? save it as text"),
        )
    content = "\n".join(block.text for block in blocks if block.why_not_spoken is None) or text
    return Article(
        text=text,
        blocks=blocks,
        source=name,
        title=title,
        url=facts.url or url,
        published=facts.published,
        publisher=facts.publisher,
        language=language or detect(content, hint=facts.language),
        numbers=facts.numbers,
    )


def _unread(text: str, name: str) -> Article:
    """An editable script as it is, line by line: the room `script` reads it."""
    blocks = []
    at = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            blocks.append(Block(at=at, text=line, line=number))
        at += len(line) + 1
    return Article(text=text, blocks=tuple(blocks), source=name)


def _read(  # noqa: PLR0911 - one for each kind
    kind: Kind, data: bytes, name: str, charset: str | None
) -> tuple[list[Piece], Facts]:
    """The pieces of a document of that kind. Readers are imported when needed: a text page needs no HTML parser."""
    if kind is Kind.PDF:
        from narrator.article import pdf

        return pdf.pieces(data, name=name)
    if kind is Kind.WORD:
        from narrator.article import word

        return word.pieces(data, name=name)
    if kind is Kind.BOOK:
        from narrator.article import book

        return book.pieces(data, name=name)
    if kind is Kind.OPEN_DOCUMENT:
        from narrator.article import opendocument

        return opendocument.pieces(data, name=name)
    if kind in (Kind.ARCHIVE, Kind.WEBARCHIVE):
        from narrator.article import saved

        page = (saved.from_message if kind is Kind.ARCHIVE else saved.from_webarchive)(data, name=name)
        inside = Kind.PLAIN if page.is_text else Kind.WEB
        found, facts = _read(inside, page.content, name, page.charset)
        return found, replace(facts, url=facts.url or page.url)
    text = decoded(data, name=name, declared=charset)
    if kind is Kind.TRANSCRIPT:
        from narrator.article import segments

        return segments.pieces(text, name=name), Facts()
    if kind is Kind.WEB:
        from narrator.article import webpage

        return webpage.pieces(text, name=name)
    refuse_more(0, len(text), name)
    if kind is Kind.MARKDOWN:
        from narrator.article import markdown

        return markdown.pieces(text, name=name)
    if kind in (Kind.CAPTIONS, Kind.SUBTITLES):
        from narrator.article import subtitle_files

        return subtitle_files.pieces(text), Facts()
    from narrator.article import plain_text

    return plain_text.pieces(text), Facts()


def _charset(content_type: str | None) -> str | None:
    _, found, after = (content_type or "").lower().partition("charset=")
    return after.split(";")[0].strip(" \"'") or None if found else None
