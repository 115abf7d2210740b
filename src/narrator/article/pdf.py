"""PDF with text → pieces (extra `narrator[pdf]`)."""

from __future__ import annotations

import re
from collections import Counter

from narrator.article.characters import neutral
from narrator.article.facts import iso_date
from narrator.article.pieces import Facts, Piece
from narrator.article.wrapping import joined_lines, width
from narrator.errors import InputError, MissingExtra

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
        import pypdfium2  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtra("pdf", f"{name}: reading PDF") from error
    pages: list[list[str]] = []
    length = 0
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MOST_PAGES:
                raise InputError(f"{name}: more than {MOST_PAGES} pages", hint="cut the document into parts")
            for page in document:
                text = neutral(page.get_textpage().get_text_bounded())
                length += len(text)
                if length > MOST_TEXT:
                    raise InputError(f"{name}: more text than an episode can hold", hint="cut the document into parts")
                pages.append([line.strip() for line in text.split("\n") if line.strip()])
            created = document.get_metadata_value("CreationDate")
    except pypdfium2.PdfiumError as error:
        raise InputError(
            f"{name}: this PDF cannot be read ({error})", hint="is it locked? save it as docx or txt"
        ) from error
    if not any(pages):
        raise InputError(f"{name}: this PDF holds pictures, not text", hint="run it through OCR first (OCRmyPDF)")
    return _paragraphs(pages), Facts(published=_date(created))


def _paragraphs(pages: list[list[str]]) -> list[Piece]:
    """Paragraphs run on across pages; what stands at the edges of the pages comes behind the one it interrupts."""
    repeated = _repeated(pages)
    lines = [
        (line, line in repeated or _is_page_number(line, at, len(page)))
        for page in pages
        for at, line in enumerate(page)
    ]
    body = [line for line, edge in lines if not edge]
    paragraphs = joined_lines(body, _column(body))
    starts = [first for first, _ in paragraphs]
    out: list[Piece] = []
    edges = [(sum(not edge for _, edge in lines[:at]), line) for at, (line, edge) in enumerate(lines) if edge]
    for number, (_, paragraph) in enumerate(paragraphs):
        out.append(Piece(text=paragraph))
        end = starts[number + 1] if number + 1 < len(starts) else len(body)
        while edges and edges[0][0] <= end:
            out.append(Piece(text=edges.pop(0)[1], why="page header or number"))
    return out + [Piece(text=line, why="page header or number") for _, line in edges]


def _column(lines: list[str]) -> int | None:
    """How wide the text is set: most full lines are within a few columns of it."""
    widths = sorted(width(line) for line in lines)
    if len(widths) < 4:
        return None
    return widths[int(0.9 * (len(widths) - 1))]


def _repeated(pages: list[list[str]]) -> set[str]:
    """Lines that stand at the edge of most pages."""
    if len(pages) < 3:
        return set()
    edges = Counter(line for page in pages for line in {*page[:2], *page[-2:]})
    return {line for line, count in edges.items() if count > 0.6 * len(pages)}


def _is_page_number(line: str, at: int, length: int) -> bool:
    return (at < 2 or at >= length - 2) and _PAGE_NUMBER.fullmatch(line) is not None


def _date(value: str | None) -> str | None:
    """`D:20240424142420+08'00'` → `2024-04-24` (ISO 32000-1, 7.9.4)."""
    match = re.match(r"D:(\d{4})(\d{2})(\d{2})", value or "")
    return iso_date("-".join(match.groups())) if match else None
