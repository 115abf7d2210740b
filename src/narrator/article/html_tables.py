"""Tables of a web page: which hold figures, which hold a conversation, and who speaks in which cell."""

from __future__ import annotations

import re

from lxml import etree

from narrator.article.elements import text_of

_ASK = re.compile(r"问|問|提问|提問|问题|問題|Q|Question|質問|질문|Frage|Pregunta", re.IGNORECASE)
_ANSWER = re.compile(r"答|回答|答复|答覆|A|Answer|解答|답변|Antwort|Réponse|Respuesta", re.IGNORECASE)
_LONGEST_NAME_CELL = 24
"""Characters; a longer first cell of a row is no name."""
_LONGEST_FIGURE_CELL = 40
_SAID_IN_CELL = re.compile(r"[。！？!?…]|^\D{1,12}[:：]\s?\D")
_DIGIT = re.compile(r"\d")


def speakers_of_columns(table: etree._Element) -> tuple[str | None, ...]:
    """Who speaks in each column: a table whose head says 问 and 答 is a conversation; else nothing."""
    row = next(table.iter("tr"), None)
    heads = [text_of(cell).strip() for cell in _cells(row)] if row is not None else []
    asks = [_ASK.fullmatch(head) is not None for head in heads]
    answers = [_ANSWER.fullmatch(head) is not None for head in heads]
    if not any(asks) or not any(answers):
        return ()
    return tuple(head if ask or answer else None for head, ask, answer in zip(heads, asks, answers, strict=True))


def speaker_of(cell: etree._Element, columns: tuple[str | None, ...]) -> str | None:
    """Who speaks in the cell, of those who speak in the columns; in the head nobody does."""
    place = sum(1 for _ in cell.itersiblings(preceding=True))
    return None if in_head(cell) or place >= len(columns) else columns[place]


def in_head(cell: etree._Element) -> bool:
    """Whether the cell stands in the first row of its table."""
    row = cell.getparent()
    if row is None or row.getprevious() is not None:
        return False
    part = row.getparent()
    return part is None or part.tag not in ("tbody", "tfoot") or part.getprevious() is None


def is_name(cell: etree._Element) -> bool:
    """Whether it is the first of two cells, with a name's length of text."""
    row = cell.getparent()
    if row is None or len(row) != 2 or row[0] is not cell:
        return False
    return 0 < len(text_of(cell).strip()) <= _LONGEST_NAME_CELL


def holds_figures(table: etree._Element) -> bool:
    """Whether it is a table of figures: rows of short cells without sentences, many with digits; no dialogue."""
    if table.find(".//table") is not None:
        return False
    rows = [[text_of(cell).strip() for cell in _cells(row)] for row in table.iter("tr")]
    cells = [cell for row in rows for cell in row if cell]
    names = [row[0] for row in rows if row and row[0] and not _DIGIT.search(row[0])]
    if len(rows) < 2 or max(map(len, rows)) < 2 or len(set(names)) < len(names):
        return False
    if any(len(cell) > _LONGEST_FIGURE_CELL or _SAID_IN_CELL.search(cell) for cell in cells):
        return False
    return sum(_DIGIT.search(cell) is not None for cell in cells) * 4 >= len(cells)


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]
