"""PDF with text → pieces (extra `narrator[pdf]`)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from narrator.article.characters import neutral
from narrator.article.dates import iso_date
from narrator.article.pieces import Facts, Piece
from narrator.article.wrapping import ends_sentence, glue, joined_lines, unspaced, width
from narrator.errors import InputError, MissingExtra
from narrator.messages import tr
from narrator.model import BlockKind

MOST_PAGES = 500
MOST_TEXT = 10_000_000
"""Characters."""

_PAGE_NUMBER = re.compile(
    r"\s*(?:[-–—·]\s*)?(?:第\s*)?(?:page\s*)?\d{1,4}(?:\s*(?:/|of|页|頁)\s*\d{0,4})?(?:\s*[-–—·页頁])?\s*",
    re.IGNORECASE,
)


def pieces(data: bytes, *, name: str) -> tuple[list[Piece], Facts]:
    """The paragraphs of the pages in order, without what is printed on every page; and what the file says of itself.

    Raises:
        InputError: It is damaged, locked, or a picture of text.
        MissingExtra: The library that reads PDF is not installed.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise MissingExtra("pdf", tr("{name}: reading PDF", name=name)) from error
    pages: list[list[_Line]] = []
    length = 0
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MOST_PAGES:
                raise InputError(
                    tr("{name}: more than {most_pages} pages", name=name, most_pages=MOST_PAGES),
                    hint=tr("cut the document into parts"),
                )
            for page in document:
                lines = _lines(page.get_textpage())
                length += sum(len(line.text) for line in lines)
                if length > MOST_TEXT:
                    raise InputError(
                        tr("{name}: more text than an episode can hold", name=name),
                        hint=tr("cut the document into parts"),
                    )
                pages.append(lines)
            created = document.get_metadata_value("CreationDate")
    except pypdfium2.PdfiumError as error:
        raise InputError(
            tr("{name}: this PDF cannot be read ({error})", name=name, error=error),
            hint=tr("is it locked? save it as docx or txt"),
        ) from error
    if not any(pages):
        raise InputError(
            tr("{name}: this PDF holds pictures, not text", name=name), hint=tr("run it through OCR first (OCRmyPDF)")
        )
    return _paragraphs(pages), Facts(published=_date(created))


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float
    """Height of its first character, in points."""
    left: float
    """Where it begins, in points."""


def _lines(page: Any) -> list[_Line]:
    """The printed lines of a page, in the order of the file."""
    out = []
    at = 0
    for printed in page.get_text_range().split("\n"):
        text = unspaced(neutral(printed).strip())
        first = at + len(printed) - len(printed.lstrip())
        at += len(printed) + 1
        if not text:
            continue
        try:
            left, bottom, right, top = page.get_charbox(first, loose=True)
        except Exception:  # noqa: BLE001 - a character without a box; pdfium raises what it likes
            left = bottom = right = top = 0.0
        out.append(_Line(text, round(max(top - bottom, right - left), 1), round(left)))
    return out


def _paragraphs(pages: list[list[_Line]]) -> list[Piece]:
    """Paragraphs run on across pages; what stands at the edges of the pages comes behind the one it interrupts."""
    repeated = _repeated(pages)
    lines = [
        (line, line.text in repeated or _is_page_number(line.text, at, len(page)))
        for page in pages
        for at, line in enumerate(page)
    ]
    body = [line for line, edge in lines if not edge]
    paragraphs = _joined(body)
    starts = [first for first, _ in paragraphs]
    out: list[Piece] = []
    edges = [(sum(not edge for _, edge in lines[:at]), line.text) for at, (line, edge) in enumerate(lines) if edge]
    for number, (_, piece) in enumerate(paragraphs):
        out.append(piece)
        end = starts[number + 1] if number + 1 < len(starts) else len(body)
        while edges and edges[0][0] <= end:
            out.append(Piece(text=edges.pop(0)[1], why="page header or number"))
    return out + [Piece(text=line, why="page header or number") for _, line in edges]


def _joined(body: list[_Line]) -> list[tuple[int, Piece]]:
    """Paragraphs, each with the number of its first line; lines in large print are headings."""
    usual = sorted(line.size for line in body)[len(body) // 2] if body else 0.0
    large = [line.size > 1.25 * usual for line in body]
    anew, hanging = _starts_by_place(body)
    limit = 1 if hanging else _column([line.text for line, head in zip(body, large, strict=True) if not head])
    out: list[tuple[int, Piece]] = []
    run: list[int] = []

    def flush() -> None:
        if run and large[run[0]]:
            text = body[run[0]].text
            for at in run[1:]:
                text += glue(text, body[at].text) + body[at].text
            out.append((run[0], Piece(text=text, kind=BlockKind.HEADING, level=1 if run[0] < 5 else 2)))
        elif run:
            out.extend(
                (run[0] + first, Piece(text=text)) for first, text in joined_lines([body[at].text for at in run], limit)
            )
        run.clear()

    for at, line in enumerate(body):
        if run and (
            large[at] != large[at - 1]
            or at in anew
            or (large[at] and abs(line.size - body[at - 1].size) > 0.1 * line.size)
        ):
            flush()
        run.append(at)
    flush()
    return out


def _starts_by_place(body: list[_Line]) -> tuple[set[int], bool]:
    """Lines that begin a paragraph by where they stand: indented, or outdented above a hanging paragraph (True)."""
    steps = Counter(round((line.left - before.left) / max(line.size, 1)) for before, line in pairwise(body))
    inward = sum(count for step, count in steps.items() if 1 <= step <= 8)
    if inward < 2:
        return set(), False
    ends = [ends_sentence(line.text) for line in body]
    into = [
        at for at in range(1, len(body)) if 1 <= round((body[at].left - body[at - 1].left) / max(body[at].size, 1)) <= 8
    ]
    out = [
        at
        for at in range(1, len(body))
        if -8 <= round((body[at].left - body[at - 1].left) / max(body[at].size, 1)) <= -1
    ]
    hanging = sum(ends[at - 1] for at in into) < 0.5 * len(into)
    if not hanging:
        return set(into), False
    left = {body[at].left for at in out}
    return set(out) | {at for at in range(1, len(body)) if body[at].left in left and body[at - 1].left in left}, True


def _column(lines: list[str]) -> int | None:
    """How wide the text is set: most full lines are within a few columns of it."""
    widths = sorted(width(line) for line in lines)
    if len(widths) < 4:
        return None
    return widths[int(0.9 * (len(widths) - 1))]


def _repeated(pages: list[list[_Line]]) -> set[str]:
    """Lines that stand at the edge of most pages."""
    if len(pages) < 3:
        return set()
    edges = Counter(text for page in pages for text in {line.text for line in (*page[:2], *page[-2:])})
    return {line for line, count in edges.items() if count > 0.6 * len(pages)}


def _is_page_number(line: str, at: int, length: int) -> bool:
    return (at < 2 or at >= length - 2) and _PAGE_NUMBER.fullmatch(line) is not None


def _date(value: str | None) -> str | None:
    """`D:20240424142420+08'00'` → `2024-04-24` (ISO 32000-1, 7.9.4)."""
    match = re.match(r"D:(\d{4})(\d{2})(\d{2})", value or "")
    return iso_date("-".join(match.groups())) if match else None
