"""HTML → pieces: what a browser would print, block by block, and which part of the page is the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from narrator.article.characters import neutral
from narrator.article.evidence import judged
from narrator.article.look import covering, is_italic, signature, within
from narrator.article.mainpart import Outline
from narrator.article.pagefacts import facts_of
from narrator.article.pieces import Facts, Piece, refuse_more
from narrator.article.wrapping import joined_lines, wrapped_at
from narrator.errors import InputError
from narrator.model import BlockKind, Span

LINE_ATTRIBUTE = "data-narrator-line"
"""Carries the line of the source where the page was made from Markdown."""

_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "input",
        "datalist",
        "map",
        "area",
        "source",
        "track",
        "progress",
        "meter",
        "frame",
        "frameset",
        "noframes",
        "annotation",
        "annotation-xml",
    ]
)
_SET_ASIDE = {
    "button": "control", "select": "control", "option": "control", "textarea": "control", "svg": "picture"
}  # fmt: skip
"""Elements that print something which belongs to no article."""
_ASK = re.compile(r"问|問|提问|提問|问题|問題|Q|Question|質問|질문|Frage", re.IGNORECASE)
_ANSWER = re.compile(r"答|回答|答复|答覆|A|Answer|解答|답변|Antwort", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_POWER = re.compile(r"[+\-−]?\d{1,3}|n")
_BASE = re.compile(r"(?:(?<![A-Za-z])(?:[kcdmμn]?m|km|ft|in|yd|s|[A-Za-z])|10|[)）\d])$")
"""What a power stands behind: a unit, a lone letter, a ten, a bracket."""
_FORMULA = re.compile(r"(?:[A-Z][a-z]?[₀-₉]*)+$")
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_KINDS = {
    **{f"h{level}": BlockKind.HEADING for level in range(1, 7)},
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "dt": BlockKind.TERM,
    "li": BlockKind.LIST_ITEM,
}
_DEEPER = frozenset(("ul", "ol", "dl", "blockquote"))
_BOLD_STYLE = re.compile(r"font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\f\r]+")
_CJK = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_BREAK_IN_CJK = re.compile(f"(?<=[{_CJK}])[ \t]*\n[ \t\n]*(?=[{_CJK}])")
_NOTE_LINK = re.compile(r"#.{0,20}?(?:fn|note|cite|ref|ftn)", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\s?[\[(（〔【]?\s?(?:注|註|note)?\s?(?:\d{1,4}|[*†‡↩]{1,3})\s?[\])）〕】]?\s?", re.IGNORECASE)
_BACK_LINK = re.compile(r"[↩↑⤴^︎ ]{1,4}")
_LITTLE = 400
"""Characters: a page that shows less, and hides more, waits for its script."""
_LONGEST_WAIT = 30
"""Characters of a line that tells readers to wait."""
_LONGEST_NAME_CELL = 24
"""Characters; a longer first cell of a row is no name."""
_LONGEST_FIGURE_CELL = 40
_SAID_IN_CELL = re.compile(r"[。！？!?…]|^\D{1,12}[:：]\s?\D")
_DIGIT = re.compile(r"\d")
_LONG_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20})\b[^<>]{2000,}>")
"""The parser's time grows with the square of a tag's attributes: 100,000 of them take minutes. Pictures in `src` "
"go too."""


def pieces(html: str, *, name: str) -> tuple[list[Piece], Facts]:
    """The page's printed blocks in order, those outside the article with a reason; and what its head says.

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
    return judged(walk.outline, _with_hidden(walk.pieces), walk.nodes, named=named), facts


def walked(root: etree._Element, *, name: str) -> _Walk:
    """Every block of the page, in the article or not, and the outline they stand in."""
    walk = _Walk(name=name)
    walk.through(root)
    return walk


def _with_hidden(found: list[Piece]) -> list[Piece]:
    """What is hidden is not said, unless it is the page: some stay hidden until their script has run."""
    hidden, shown = (sum(len(each.text) for each in found if each.hidden is which) for which in (True, False))
    if hidden > 2 * shown or (hidden > shown and shown < _LITTLE):
        return [
            replace(each, why=each.why or ("navigation" if len(each.text) < _LONGEST_WAIT else None))
            if not each.hidden and each.kind is not BlockKind.HEADING
            else each
            for each in found
        ]
    return [replace(each, why=each.why or "hidden") if each.hidden else each for each in found]


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
    why: str | None = None
    hidden: bool = False
    link: bool = False
    raised: bool = False
    """In `<sup>`."""
    translate: dict[int, int] | None = None
    """A power or an index, in characters of its own."""
    columns: tuple[str | None, ...] = ()
    """Who speaks in each column of the table."""
    speaker: str | None = None
    note: bool = False
    """A footnote's mark."""
    name_cell: bool = False
    figures: bool = False
    """In a table that holds figures, and nobody's words."""
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
        for event, element in _events(root):
            tag = element.tag
            if event == "start":
                state = self._state(element, tag, states[-1])
                if tag in _BLOCKS:
                    self._flush(states[-1])
                states.append(state)
                if tag == "hr":
                    self.ruled = True
                self._text(element.text, state)
            elif event == "end":
                state = states.pop()
                if tag in _BLOCKS:
                    self._flush(state)
                elif tag == "br":
                    self._flush(states[-1])
                self._text(element.tail, states[-1])
            else:
                self._text(element.tail, states[-1])
        self._flush(states[-1])

    def _state(self, element: etree._Element, tag: str, around: _State) -> _State:
        attributes = element.attrib
        state = replace(around, hidden=around.hidden or _is_hidden(element), why=around.why or _SET_ASIDE.get(tag))
        state.italic = around.italic or is_italic(tag, attributes)
        state.inline = () if tag in _BLOCKS else (*around.inline, signature(tag, attributes))
        if tag in _BLOCKS:
            state.look = within(around.look, tag, attributes)
            hints = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:300]
            state.node = self.outline.enter(around.node, tag, hints)
            state.kind = _KINDS.get(
                tag,
                around.kind
                if around.kind in (BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.CAPTION)
                else BlockKind.PARAGRAPH,
            )
            state.level = int(tag[1]) if state.kind is BlockKind.HEADING and tag[0] == "h" else 0
            state.depth = around.depth + (tag in _DEEPER)
            state.name_cell = tag in ("td", "th") and _is_name_cell(element)
            state.bold = around.bold or tag == "th"
            state.figures = around.figures or (tag == "table" and _holds_figures(element))
            state.pre = around.pre or tag == "pre"
            if tag in ("dd", "td", "th"):
                state.kind = BlockKind.TERM if state.name_cell else BlockKind.PARAGRAPH
            if tag == "table":
                state.columns = _columns(element)
            elif tag in ("td", "th") and around.columns:
                head = not _row_number(element)
                state.speaker = None if head else _at(around.columns, _place_in_row(element))
                state.why = "speaker label" if head else state.why
            line = attributes.get(LINE_ATTRIBUTE, "")
            if line.isdigit() and len(line) < 9:
                state.line = int(line)
        elif tag in ("b", "strong"):
            state.bold = True
        elif tag in ("rt", "rp", "rtc"):
            state.note = True
        elif tag == "a":
            state.link = True
            if _NOTE_LINK.match(attributes.get("href", "")[:80]) and (
                around.raised or _NOTE_MARK.fullmatch(_text_of(element)[:20])
            ):
                state.note = True
        elif tag in ("sup", "sub"):
            self._raise(element, tag, state)
        style = attributes.get("style", "")[:500]
        if style and _BOLD_STYLE.search(style):
            state.bold = True
        return state

    def _raise(self, element: etree._Element, tag: str, state: _State) -> None:
        """m<sup>2</sup>, 10<sup>6</sup> and H<sub>2</sub>O mean something; a number behind a word is a note's."""
        text = _text_of(element)[:20].strip()
        before = "".join(run for run, _ in self.runs[-3:])[-12:]
        around = element.getparent()
        linked = element.find(".//a") is not None or (around is not None and around.tag == "a")
        if tag == "sub":
            state.translate = _LOWERED if text.isdigit() and _FORMULA.search(before) else None
            return
        state.raised = True
        if not linked and _POWER.fullmatch(text) and _BASE.search(before):
            state.translate = _RAISED
        elif _NOTE_MARK.fullmatch(text):
            state.note = True

    def _text(self, text: str | None, state: _State) -> None:
        if not text:
            return
        words = neutral(text)  # again: entities name characters, too
        if state.translate is not None:
            words = words.strip().translate(state.translate)
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
        for hidden in (False, True):
            self._keep([run for run in runs if run[1].hidden is hidden], replace(state, hidden=hidden))

    def _keep(self, runs: list[tuple[str, _State]], state: _State) -> None:
        if not any(text.strip() for text, _ in runs):
            return
        piece = _piece(runs, state, after_rule=self.ruled)
        if piece is not None:
            self.length += len(piece.text)
            refuse_more(len(self.pieces), self.length, self.name)
            self.pieces.append(piece)
            self.nodes.append(state.node)
            self.ruled = False


def _events(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Start and end of each element that is printed; `skipped` for one that is not."""
    walker = etree.iterwalk(root, events=("start", "end"))
    skipping: etree._Element | None = None
    for event, element in walker:
        if skipping is not None:
            if event == "end" and element is skipping:
                skipping = None
                yield "skipped", element
            continue
        if not isinstance(element.tag, str):
            continue
        if event == "start" and _is_unseen(element):
            skipping = element
            walker.skip_subtree()
            continue
        yield event, element


def _is_unseen(element: etree._Element) -> bool:
    if element.tag in _UNSEEN:
        return True
    return element.tag == "xml" or ":" in element.tag  # what Office leaves in a page


def _is_hidden(element: etree._Element) -> bool:
    """Whether the page does not show it, at least not before a script has run."""
    attributes = element.attrib
    if not attributes and element.tag != "dialog":
        return False
    return (
        "hidden" in attributes
        or (element.tag == "dialog" and "open" not in attributes)
        or _HIDDEN_STYLE.search(attributes.get("style", "")[:500]) is not None
    )


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


def _text_of(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


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
        speaker=state.speaker,
        hidden=state.hidden,
        asides=tuple(spans["note"]),
        links=links,
        why="table" if state.figures else state.why,
        line=state.line,
        depth=state.depth,
        after_rule=after_rule,
    )


def _next_char(runs: list[tuple[str, _State]], index: int) -> str:
    return next((text.lstrip()[:1] for text, _ in runs[index + 1 :] if text.strip()), "")


def _is_cjk(char: str) -> bool:
    return bool(char) and re.match(f"[{_CJK}]", char) is not None
