"""HTML → pieces: what a browser would print, block by block, and which part of the page is the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from narrator.article.characters import neutral
from narrator.article.elements import (
    AS_TYPED,
    BLOCKS,
    DEEPER,
    KINDS,
    SET_ASIDE,
    events,
    is_bold,
    is_hidden,
    is_list_number,
    is_note,
    is_one_heading,
    number_of_text,
)
from narrator.article.evidence import judged
from narrator.article.html_tables import holds_figures, in_head, is_name, speaker_of, speakers_of_columns
from narrator.article.look import covering, is_italic, signature, within
from narrator.article.mainpart import Outline
from narrator.article.pagefacts import facts_of
from narrator.article.pieces import Facts, Piece, refuse_more
from narrator.article.raised import in_characters, is_note_mark, leads_to_note
from narrator.article.shown import headed, with_hidden
from narrator.article.wrapping import joined_lines, wrapped_at
from narrator.errors import InputError
from narrator.messages import tr
from narrator.model import BlockKind, Span

LINE_ATTRIBUTE = "data-narrator-line"
"""Carries the line of the source where the page was made from Markdown."""

_SPACE = re.compile(r"[ \t\n\f\r]+")
_CJK = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_BREAK_IN_CJK = re.compile(f"(?<=[{_CJK}])[ \t]*\n[ \t\n]*(?=[{_CJK}])")
_PUNCTUATION = "，、。：；！？—…」』）》"
_OF_HEAD = ("base", "basefont", "bgsound", "link", "meta", "noscript", "script", "style", "template", "title")
_BACK_LINK = re.compile(r"[↩↑⤴^︎ ]{1,4}")
_LONG_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20})\b[^<>]{2000,}>")
"""The parser's time grows with the square of a tag's attributes: 100,000 of them take minutes. Pictures in `src` "
"go too."""


def pieces(html: str, *, name: str, made: bool = False) -> tuple[list[Piece], Facts]:
    """The page's printed blocks in order, those outside the article with a reason; and what its head says.

    Args:
        made: The page was made of another document, most of which is the article.
    Raises:
        InputError: The page is nested too deeply to be one.
    """
    parser = etree.HTMLParser(
        no_network=True, recover=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True
    )
    root = etree.fromstring(_LONG_TAG.sub(r"<\1>", html).encode(), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise InputError(tr("{name}: the page is nested too deeply", name=name), hint=tr("save its text as txt"))
    if root is None:
        return [], Facts()
    _close_head(root)
    walk = walked(root, name=name)
    facts = facts_of(root)
    named = bool(facts.title or facts.window)
    shown = with_hidden(walk.pieces)
    found = judged(walk.outline, shown, walk.nodes, named=named, made=made)
    return found if named else headed(found, shown), facts


def _close_head(root: etree._Element) -> None:
    """Put into the body what the parser took for the head's: where no tag closes the head, HTML does (13.2.6.4.4)."""
    head, body = root.find("head"), root.find("body")
    children = [] if head is None else list(head)
    first = next((at for at, child in enumerate(children) if child.tag not in _OF_HEAD), len(children))
    if first == len(children):
        return
    if body is None:
        body = etree.SubElement(root, "body")
    last = children[-1]
    last.tail, body.text = (last.tail or "") + (body.text or ""), None
    for at, child in enumerate(children[first:]):
        body.insert(at, child)


def walked(root: etree._Element, *, name: str) -> _Walk:
    """Every block of the page, in the article or not, and the outline they stand in."""
    walk = _Walk(name=name)
    walk.through(root)
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
    why: str | None = None
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
        for event, element in events(root):
            tag = element.tag
            if event == "start":
                state = self._state(element, tag, states[-1])
                if tag in BLOCKS:
                    self._flush(states[-1])
                states.append(state)
                if tag == "hr":
                    self.ruled = True
                self._text(number_of_text(element) if tag == "li" else None, state)
                self._text(element.text, state)
            elif event == "end":
                state = states.pop()
                if tag in BLOCKS:
                    self._flush(state)
                elif tag == "br":
                    self._break(element, states[-1])
                self._text(element.tail, states[-1])
            else:
                self._text(element.tail, states[-1])
        self._flush(states[-1])

    def _state(self, element: etree._Element, tag: str, around: _State) -> _State:
        state = replace(
            around,
            why=around.why or ("hidden" if is_hidden(element) else SET_ASIDE.get(tag)),
            bold=around.bold or is_bold(element),
            italic=around.italic or is_italic(tag, element.attrib),
        )
        if tag in BLOCKS:
            self._enter_block(element, tag, state, around)
        else:
            self._enter_inline(element, tag, state)
        return state

    def _enter_block(self, element: etree._Element, tag: str, state: _State, around: _State) -> None:
        attributes = element.attrib
        hints = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:300]
        state.node = self.outline.enter(around.node, tag, hints)
        state.look = within(around.look, tag, attributes)
        state.why = state.why or ("footnote" if is_note(element) else None)
        state.inline = ()
        inherited = around.kind in (BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.CAPTION)
        state.kind = KINDS.get(tag, around.kind if inherited else BlockKind.PARAGRAPH)
        state.level = int(tag[1]) if state.kind is BlockKind.HEADING and tag[0] == "h" else 0
        state.depth = around.depth + (tag in DEEPER)
        state.figures = around.figures or (tag == "table" and holds_figures(element))
        state.pre = around.pre or tag in AS_TYPED
        if tag == "table":
            state.columns = speakers_of_columns(element)
        state.name_cell = tag in ("td", "th") and is_name(element)
        if tag in ("dd", "td", "th"):
            state.kind = BlockKind.TERM if state.name_cell else BlockKind.PARAGRAPH
        if tag in ("td", "th") and around.columns:
            state.speaker = speaker_of(element, around.columns)
            state.why = "speaker label" if in_head(element) else state.why
        line = attributes.get(LINE_ATTRIBUTE, "")
        if line.isdigit() and len(line) < 9:
            state.line = int(line)

    def _enter_inline(self, element: etree._Element, tag: str, state: _State) -> None:
        state.inline = (*state.inline, signature(tag, element.attrib))
        if tag in ("rt", "rp", "rtc") or (tag == "span" and is_list_number(element)):
            state.note = True
        elif tag == "a":
            state.link = True
            state.note = state.note or leads_to_note(element, raised=state.raised)
        elif tag in ("sup", "sub"):
            before = "".join(run for run, _ in self.runs[-3:])[-12:]
            state.raised = state.raised or tag == "sup"
            state.translate = in_characters(element, before)
            state.note = state.note or (state.translate is None and is_note_mark(element))

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

    def _break(self, element: etree._Element, state: _State) -> None:
        """A line end parts paragraphs; inside a heading it only makes its lines fit."""
        if not (state.level and self.runs and is_one_heading(element)):
            self._flush(state)
        elif not self.runs[-1][0].isspace():
            ends = self.runs[-1][0].rstrip()[-1:]
            self.runs.append(("\n" if ends in _PUNCTUATION else " ", state))

    def _flush(self, state: _State) -> None:
        """Keep what stands in a block; what of it is hidden, or belongs to no article, as a piece of its own."""
        runs, self.runs = _with_inline_controls(self.runs), []
        for why in dict.fromkeys([state.why, *(around.why for _, around in runs)]):
            self._keep([run for run in runs if run[1].why == why], replace(state, why=why))

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


def _with_inline_controls(runs: list[tuple[str, _State]]) -> list[tuple[str, _State]]:
    """The runs; a control in the middle of a sentence (`press <button>Save</button> first`) is a word of it."""
    printed = [at for at, (text, around) in enumerate(runs) if text.strip() and around.why != "hidden"]
    words = [at for at in printed if runs[at][1].why != "control"]
    if not words or len(words) == len(printed):
        return runs
    first, last = words[0], words[-1]
    return [
        (text, replace(around, why=None) if first < at < last and around.why == "control" else around)
        for at, (text, around) in enumerate(runs)
    ]


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
