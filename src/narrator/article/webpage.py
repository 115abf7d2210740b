"""HTML → pieces: what a browser would print, block by block, and which part of the page is the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from narrator.article.characters import neutral
from narrator.article.evidence import judged
from narrator.article.look import covering, is_italic, signature, within
from narrator.article.mainpart import Outline
from narrator.article.pagefacts import facts_of
from narrator.article.pieces import Facts, Piece, refuse_more
from narrator.article.printing import (
    BLOCKS,
    BOLD_STYLE,
    DEEPER,
    KINDS,
    NOT_SAID,
    events,
    is_hidden,
    is_power,
    raised,
)
from narrator.article.wrapping import joined_lines, wrapped_at
from narrator.errors import InputError
from narrator.model import BlockKind, Span

LINE_ATTRIBUTE = "data-narrator-line"
"""Carries the line of the source where the page was made from Markdown."""

SHOWN_BY_SCRIPT = 0.6
"""Of a page's characters: what is hidden and makes up more of it is the page."""
_ASK = re.compile(r"问|問|提问|提問|问题|問題|Q|Question|質問|질문|Frage", re.IGNORECASE)
_ANSWER = re.compile(r"答|回答|答复|答覆|A|Answer|解答|답변|Antwort", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\f\r]+")
_CJK = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_BREAK_IN_CJK = re.compile(f"(?<=[{_CJK}])[ \t]*\n[ \t\n]*(?=[{_CJK}])")
_NOTE_LINK = re.compile(r"#.{0,20}?(?:fn|note|cite|ref|ftn)", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\s?[\[(（〔【]?\s?(?:注|註|note)?\s?(?:\d{1,4}|[*†‡↩]{1,3})\s?[\])）〕】]?\s?", re.IGNORECASE)
_BACK_LINK = re.compile(r"[↩↑⤴^︎ ]{1,4}")
_LONGEST_NAME_CELL = 24
"""Characters; a longer first cell of a row is no name."""
_LONGEST_FIGURE_CELL = 40
_SAID_IN_CELL = re.compile(r"[。！？!?…]|^\D{1,12}[:：]\s?\D")
_DIGIT = re.compile(r"\d")
_LIST_MARK = re.compile(r"mso-list\s{0,3}:\s{0,3}ignore", re.IGNORECASE)
"""Office prints a list's number itself."""
_LONG_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20})\b[^<>]{2000,}>")
"""The parser's time grows with the square of a tag's attributes: 100,000 of them take minutes. Pictures in `src` "
"go too."""


def pieces(html: str, *, name: str, made: bool = False) -> tuple[list[Piece], Facts]:
    """The page's printed blocks in order, those outside the article with a reason; and what its head says.

    Args:
        made: narrator made the page of another document, most of which is the article.
    Raises:
        InputError: The page is nested too deeply to be one.
    """
    parser = etree.HTMLParser(
        no_network=True, recover=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True
    )
    root = etree.fromstring(_LONG_TAG.sub(r"<\1>", html).encode(), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise InputError(f"{name}: the page is nested too deeply", hint="save its text as txt")
    if root is None:
        return [], Facts()
    walk = walked(root, name=name)
    facts = facts_of(root)
    named = bool(facts.title or facts.window)
    return judged(walk.outline, walk.pieces, walk.nodes, named=named, made=made), facts


def walked(root: etree._Element, *, name: str) -> _Walk:
    """Every block of the page, in the article or not, and the outline they stand in."""
    walk = _Walk(name=name)
    walk.through(root)
    walk.reveal()
    return walk


@dataclass(slots=True)
class _State:
    """What the elements around a piece of text say about it."""

    node: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    depth: int = 0
    line: int = 0
    bold: bool = False
    italic: bool = False
    look: str = ""
    """Of the block."""
    inline: tuple[str, ...] = ()
    """The inline elements around, as `look` writes them."""
    link: bool = False
    raised: bool = False
    """In `<sup>`."""
    power: str = ""
    """`sup` or `sub`, where the words are part of a number or a formula."""
    why: str | None = None
    note: bool = False
    """A footnote's mark."""
    name_cell: bool = False
    figures: bool = False
    """In a table that holds figures, and nobody's words."""
    columns: tuple[str | None, ...] = ()
    """Who speaks in each column of the table."""
    speaker: str | None = None
    pre: bool = False


@dataclass(slots=True)
class _Walk:
    """One pass over the tree, without recursion."""

    pieces: list[Piece] = field(default_factory=list)
    nodes: list[int] = field(default_factory=list)
    """The element each piece stands in, as the outline counts them."""
    outline: Outline = field(default_factory=Outline)
    runs: list[tuple[str, _State]] = field(default_factory=list)
    ruled: bool = False
    length: int = 0
    name: str = ""

    def through(self, root: etree._Element) -> None:
        """Collect the pieces of the tree."""
        states = [_State(node=self.outline.enter(-1, "", ""))]
        for event, element in events(root):
            tag = element.tag
            if event == "start":
                state = self._state(element, tag, states[-1])
                if tag in BLOCKS:
                    self._flush(states[-1])
                states.append(state)
                if tag == "hr":
                    self.ruled = True
                self._text(element.text, state)
            elif event == "end":
                state = states.pop()
                if tag in BLOCKS:
                    self._flush(state)
                elif tag == "br":
                    self._flush(states[-1])
                self._text(element.tail, states[-1])
            else:
                self._text(element.tail, states[-1])
        self._flush(states[-1])

    def reveal(self) -> None:
        """A page that hides its article until a script runs is read as if the script had run."""
        hidden = sum(len(piece.text) for piece in self.pieces if piece.why == "hidden" and not piece.links)
        if hidden >= SHOWN_BY_SCRIPT * sum(len(piece.text) for piece in self.pieces):
            self.pieces = [replace(piece, why=None if piece.why == "hidden" else piece.why) for piece in self.pieces]

    def _state(self, element: etree._Element, tag: str, around: _State) -> _State:
        attributes = element.attrib
        state = replace(around)
        hidden = is_hidden(element)
        state.why = around.why or ("hidden" if hidden else NOT_SAID.get(tag))
        if hidden or tag in BLOCKS:
            state.note = hidden and tag not in BLOCKS
        state.italic = around.italic or is_italic(tag, attributes)
        state.inline = () if tag in BLOCKS else (*around.inline, signature(tag, attributes))
        if tag in BLOCKS:
            state.look = within(around.look, tag, attributes)
            hints = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:300]
            state.node = self.outline.enter(around.node, tag, hints)
            state.kind = KINDS.get(
                tag,
                around.kind
                if around.kind in (BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.CAPTION)
                else BlockKind.PARAGRAPH,
            )
            state.level = int(tag[1]) if state.kind is BlockKind.HEADING and tag[0] == "h" else 0
            state.depth = around.depth + (tag in DEEPER)
            state.name_cell = tag in ("td", "th") and _is_name_cell(element)
            state.bold = around.bold or tag == "th"
            state.figures = around.figures or (tag == "table" and _holds_figures(element))
            state.pre = around.pre or tag == "pre"
            if tag == "table":
                state.columns = _columns(element)
            elif tag in ("td", "th") and around.columns:
                head = not _row_number(element)
                state.speaker = None if head else _at(around.columns, _place_in_row(element))
                state.why = "speaker label" if head else state.why
            if tag in ("dd", "td", "th"):
                state.kind = BlockKind.TERM if state.name_cell else BlockKind.PARAGRAPH
            line = attributes.get(LINE_ATTRIBUTE, "")
            if line.isdigit() and len(line) < 9:
                state.line = int(line)
        elif tag in ("b", "strong"):
            state.bold = True
        elif tag == "a":
            state.link = True
            if _NOTE_LINK.match(attributes.get("href", "")[:80]) and (
                around.raised or _NOTE_MARK.fullmatch(_text_of(element)[:20])
            ):
                state.note = True
        elif tag in ("rt", "rp", "rtc") or _LIST_MARK.search(attributes.get("style", "")[:500]):
            state.note = True
        elif tag in ("sup", "sub") and is_power(element, "".join(text for text, _ in self.runs[-3:])):
            state.power = tag
        elif tag == "sup":
            state.raised = True
            if _NOTE_MARK.fullmatch(_text_of(element)[:20]):
                state.note = True
        style = attributes.get("style", "")[:500]
        if style and BOLD_STYLE.search(style):
            state.bold = True
        return state

    def _text(self, text: str | None, state: _State) -> None:
        if not text:
            return
        words = neutral(text)  # again: entities name characters, too
        if state.power:
            words = raised(words, state.power)
        if state.pre and "\n" in words:
            self._lines(words, state)
            return
        self.runs.append((words, state))

    def _lines(self, words: str, state: _State) -> None:
        """Preformatted text: empty lines part paragraphs, and so do line ends where the text was not wrapped."""
        lines = words.split("\n")
        limit = wrapped_at(lines)
        run: list[str] = []
        for line in [*lines, ""]:
            if line.strip():
                run.append(line)
                continue
            for _, paragraph in joined_lines(run, limit):
                self.runs.append((paragraph, state))
                self._flush(state)
            run = []

    def _flush(self, state: _State) -> None:
        runs, self.runs = self.runs, []
        if not any(text.strip() for text, _ in runs):
            return
        piece = _piece(runs, state, after_rule=self.ruled)
        if piece is not None:
            self.length += len(piece.text)
            refuse_more(len(self.pieces), self.length, self.name)
            self.pieces.append(piece)
            self.nodes.append(state.node)
            self.ruled = False


def _text_of(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _columns(table: etree._Element) -> tuple[str | None, ...]:
    """Who speaks in each column: a table whose head says 问 and 答 is a conversation."""
    row = next(table.iter("tr"), None)
    heads = [_text_of(cell).strip() for cell in row if cell.tag in ("td", "th")] if row is not None else []
    asks = [_ASK.fullmatch(head) is not None for head in heads]
    answers = [_ANSWER.fullmatch(head) is not None for head in heads]
    if not any(asks) or not any(answers):
        return ()
    return tuple(head if ask or answer else None for head, ask, answer in zip(heads, asks, answers, strict=True))


def _row_number(cell: etree._Element) -> int:
    row = cell.getparent()
    table = row.getparent() if row is not None else None
    if row is None or table is None:
        return 0
    above = [each for each in row.itersiblings("tr", preceding=True)]
    return len(above) + (table.tag in ("tbody", "tfoot") and table.getprevious() is not None)


def _place_in_row(cell: etree._Element) -> int:
    return sum(1 for _ in cell.itersiblings(preceding=True))


def _at(columns: tuple[str | None, ...], place: int) -> str | None:
    return columns[place] if place < len(columns) else None


def _is_name_cell(element: etree._Element) -> bool:
    """The first of two cells, with a name's length of text."""
    row = element.getparent()
    if row is None or len(row) != 2 or row[0] is not element:
        return False
    return 0 < len(_text_of(element).strip()) <= _LONGEST_NAME_CELL


def _holds_figures(table: etree._Element) -> bool:
    """Whether it is a table of figures: rows of short cells without sentences, many with digits; no dialogue."""
    if table.find(".//table") is not None:
        return False
    rows = [[_text_of(cell).strip() for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    cells = [cell for row in rows for cell in row if cell]
    names = [row[0] for row in rows if row and row[0] and not _DIGIT.search(row[0])]
    if len(rows) < 2 or max(map(len, rows)) < 2 or len(set(names)) < len(names):
        return False
    if any(len(cell) > _LONGEST_FIGURE_CELL or _SAID_IN_CELL.search(cell) for cell in cells):
        return False
    return sum(_DIGIT.search(cell) is not None for cell in cells) * 4 >= len(cells)


def _piece(runs: list[tuple[str, _State]], state: _State, *, after_rule: bool) -> Piece | None:
    """The runs of text of one block, with white space as a browser prints it."""
    parts: list[str] = []
    length = 0
    spans: dict[str, list[Span]] = {"bold": [], "italic": [], "note": []}
    links = 0
    spaced = True
    joined = [(text, around) for text, around in runs if text]
    for index, (raw, around) in enumerate(joined):
        text = _SPACE.sub(" ", _BREAK_IN_CJK.sub("", raw))
        if spaced:
            text = text.lstrip(" ")
        if (
            text.strip() == ""
            and "\n" in raw
            and parts
            and _is_cjk(parts[-1][-1:])
            and _is_cjk(_next_char(joined, index))
        ):
            text = ""
        if not text:
            continue
        spaced = text.endswith(" ")
        start, length = length, length + len(text)
        parts.append(text)
        links += len(text) if around.link and not around.note else 0
        for name, holds in (
            ("bold", around.bold),
            ("italic", around.italic),
            ("note", around.note or _BACK_LINK.fullmatch(text.strip() or "-") is not None),
        ):
            if holds and text.strip():
                if spans[name] and spans[name][-1].end == start:
                    start_of = spans[name].pop().start
                    spans[name].append(Span(start_of, length))
                else:
                    spans[name].append(Span(start, length))
    text = "".join(parts)
    if not text.strip():
        return None
    kind = BlockKind.PARAGRAPH if state.kind is BlockKind.HEADING and state.level == 0 else state.kind
    return Piece(
        text=text,
        kind=kind,
        level=state.level,
        bold=tuple(spans["bold"]),
        italic=tuple(spans["italic"]),
        look=state.look + covering([(text, around.inline) for text, around in joined]),
        asides=tuple(spans["note"]),
        speaker=state.speaker,
        links=links,
        why=state.why or ("table" if state.figures else "hidden" if _is_aside(text, spans["note"]) else None),
        line=state.line,
        depth=state.depth,
        after_rule=after_rule,
    )


def _is_aside(text: str, asides: list[Span]) -> bool:
    """Whether nothing but what is hidden or beside the text stands in the block."""
    return len(text) > 8 and len(asides) == 1 and asides[0].of(text).strip() == text.strip()


def _next_char(runs: list[tuple[str, _State]], index: int) -> str:
    return next((text.lstrip()[:1] for text, _ in runs[index + 1 :] if text.strip()), "")


def _is_cjk(char: str) -> bool:
    return bool(char) and re.match(f"[{_CJK}]", char) is not None
