"""Markdown → pieces, by way of the page it describes; front matter becomes facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from narrator.article import webpage
from narrator.article.dates import iso_date
from narrator.article.pieces import Facts, Piece, refuse_more
from narrator.article.wrapping import joined_lines, wrapped_at
from narrator.model import Numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_FRONT_MATTER = (
    re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL),
    re.compile(r"\s*\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|$)", re.DOTALL),
    re.compile(r"\s*\{[ \t]*\n(.*?)\n\}[ \t]*(?:\n|$)", re.DOTALL),
    re.compile(
        r"\s*((?:(?:title|date|tags|categories|layout|author)[ \t]*:[^\n]*\n(?:[ \t]*-[^\n]*\n)*){2,20})---[ \t]*\n"
    ),
)
"""YAML, TOML and JSON, as Jekyll and Hugo take them; Hexo leaves out the first line."""
_LONGEST_FRONT_MATTER = 20_000
_KEY_LINE = re.compile(r"\s{0,8}[\"']?([^\W\d][\w -]{0,30}?)[\"']?\s{0,4}[:=]\s?(.*?),?")
_TITLE_KEYS = ("title", "标题", "headline")
_DATE_KEYS = ("date", "published", "pubdate", "publish_date", "created", "日期", "发布时间")
_PUBLISHER_KEYS = ("source", "publisher", "site", "来源")
_LANGUAGE_KEYS = ("lang", "language", "locale")
_SEASON_KEYS = ("season", "season_number", "季")
_EPISODE_KEYS = ("episode", "episode_number", "集", "期")
_URL_KEYS = ("original_url", "canonical_url", "canonical", "url", "link", "permalink", "source_url")
_LABEL_WITH_STRAY_SPACE = re.compile(
    r"(\*\*|__)[ \t]+([^*_\n]{1,24}?)[ \t]*\1(?=\s?[:：])|(\*\*|__)([^*_\n]{1,24}?)[ \t]+\3(?=\s?[:：])"
)
MOST_MARKS = 500
"""Of one kind in a paragraph."""
_MARKS = ("*", "_", "[", "]", "`", "<", "~", "!")
_EMPTY_LINES = re.compile(r"\n[ \t]*\n")
_LEFTOVER = re.compile(r"\*{2,}")
_INDENTED = re.compile(r"^(?: {4,}|\t+)(?=\S)", re.MULTILINE)
_LIST_BEFORE = re.compile(r"^\s{0,3}(?:[-+*]|\d{1,3}[.)])\s", re.MULTILINE)
_NUMBERED_HEADING = re.compile(r"^( {0,3}\d{1,3})\.(?=[ \t][^\n]{1,200}\n={3,}[ \t]*$)", re.MULTILINE)
"""`3. The witness` above a line of `=` is a heading, and no item of a list."""
_TAG_LINE = re.compile(r"\s*</?[a-z][a-z0-9]{0,12}[\s>]")
_MARKED = re.compile(r"\*\*[^*\n]{1,80}\*\*|^#{1,6} \S|\]\((?:https?:|/)|^> \S", re.MULTILINE)
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]{1,80}\]:[ \t]?(?=\S)", re.MULTILINE)
_NOTE = re.compile(r"(?<!\\)\[\^([^\[\]\\\s]{1,40})\](?!\()")
"""A footnote's mark: to CommonMark, `[^1]: …` is a link's address, and prints nothing."""
_NOTE_LINE = re.compile(r"\[\^[^\[\]\s]{1,40}\]\s?:")
_YEAR_AT_START = re.compile(r"^( {0,3}(?:[*_]{2})?\d{3,9})([.)])(?=\s)", re.MULTILINE)
"""`1951. Then …` is text: no list of a page counts so far."""
_RAISED = re.compile(r"(?<=[\w)\]])\^(?:([^\s^*_<>\[\]]{1,12})\^|([-−]?\d{1,3})(?![\w^]))")
_LOWERED = re.compile(r"(?<=[A-Za-z)])~(\d{1,3})~(?!~)")
"""`10^6^` and `x^2`, `H~2~O`: no part of CommonMark, but of Pandoc's Markdown and others."""
_CLOSED_HEADING = re.compile(r"^(#{1,6} .*?\S)[ \t]*#+[ \t]*$", re.MULTILINE)


def pieces(text: str, *, name: str) -> tuple[list[Piece], Facts]:
    """The document's blocks in order, and what its front matter says."""
    refuse_more(len(_EMPTY_LINES.findall(text)), len(text), name)
    facts, body, skipped = _front_matter(text)
    page = _is_html(body)
    html = body if page else _rendered(_tidied(body), skipped)
    found, _ = webpage.pieces(html, name=name, made=not page)
    return [_without_leftovers(piece) for piece in found], facts


def _is_html(body: str) -> bool:
    """Whether the document is a page that only bears the name of Markdown: tags begin its lines, and no mark does."""
    lines = [line for line in body.split("\n") if line.strip()]
    tagged = sum(_TAG_LINE.match(line) is not None for line in lines)
    return len(lines) > 5 and tagged > 0.3 * len(lines) and not _MARKED.search(body)


def _front_matter(text: str) -> tuple[Facts, str, int]:
    """Facts, the text behind the front matter, and how many lines that leaves out."""
    found = (pattern.match(text, 0, _LONGEST_FRONT_MATTER) for pattern in _FRONT_MATTER)
    match = next((each for each in found if each is not None), None)
    if match is None:
        return Facts(), text, 0
    values: dict[str, str] = {}
    for line in match.group(1).split("\n"):
        if (pair := _KEY_LINE.fullmatch(line.rstrip())) and pair.group(2):
            values.setdefault(pair.group(1).strip().lower(), _unquoted(pair.group(2).strip()))
    facts = Facts(
        title=_first(values, _TITLE_KEYS),
        published=iso_date(_first(values, _DATE_KEYS) or ""),
        publisher=_first(values, _PUBLISHER_KEYS),
        language=_first(values, _LANGUAGE_KEYS),
        url=next((values[key] for key in _URL_KEYS if values.get(key, "").startswith(("http://", "https://"))), None),
        numbers=Numbers(season=_number(values, _SEASON_KEYS), episode=_number(values, _EPISODE_KEYS)),
    )
    return facts, text[match.end() :], text.count("\n", 0, match.end())


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        inner = value[1:-1]
        return inner.replace('\\"', '"') if value[0] == '"' else inner.replace("''", "'")
    return value


def _first(values: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((values[key] for key in keys if values.get(key)), None)


def _number(values: dict[str, str], keys: tuple[str, ...]) -> int | None:
    value = _first(values, keys) or ""
    return int(value) if re.fullmatch(r"[0-9]{1,5}", value) and int(value) else None


def _tidied(text: str) -> str:
    """Typing errors that a reader does not see, put right before a strict parser meets them."""
    text = _LABEL_WITH_STRAY_SPACE.sub(lambda match: f"**{match.group(2) or match.group(4)}**", text)
    if any(text.count(mark) > MOST_MARKS for mark in _MARKS):
        text = "\n\n".join(_without_excess(paragraph) for paragraph in text.split("\n\n"))
    text = _YEAR_AT_START.sub(r"\1\\\2", text)
    text = _NOTE.sub(r"\\[^\1\\]", text)
    text = _RAISED.sub(lambda match: f"<sup>{match.group(1) or match.group(2)}</sup>", text)
    text = _LOWERED.sub(r"<sub>\1</sub>", text)
    text = _NUMBERED_HEADING.sub(r"\1\\.", text)
    if not _LIST_BEFORE.search(text):
        text = _INDENTED.sub("", text)  # an indented paragraph of a post; code has no place in an interview
    return text


def _without_excess(paragraph: str) -> str:
    """A paragraph of nothing but marks is no markup; parsing it as such takes time that grows with its square."""
    for mark in _MARKS:
        if paragraph.count(mark) > MOST_MARKS:
            paragraph = paragraph.replace(mark, "\\" + mark)
    return paragraph


def _rendered(text: str, skipped: int) -> str:
    """The document as HTML, each block with the line it starts on."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").disable("code")
    parser.inline.ruler.at("emphasis", _emphasis)
    tokens = parser.parse(text)
    lines = text.split("\n")
    limit = wrapped_at([line for line in lines if line.strip()])
    for token in tokens:
        if token.map and token.nesting == 1:
            token.attrSet(webpage.LINE_ATTRIBUTE, str(skipped + token.map[0] + 1))
        if token.type == "inline" and token.children:
            _break_paragraphs(token.children, token.content.split("\n"), limit)
        elif token.type == "html_block" and token.map:
            token.content = f'<div {webpage.LINE_ATTRIBUTE}="{skipped + token.map[0] + 1}">' + token.content + ""
    return str(parser.renderer.render(tokens, parser.options, {}))


def _break_paragraphs(children: Sequence[Token], sources: Sequence[str], limit: int | None) -> None:
    """Line ends that part paragraphs become breaks; those that only keep lines short stay white space."""
    breaks = [at for at, child in enumerate(children) if child.type == "softbreak"]
    if not breaks:
        return
    lines: list[str] = [""]
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            lines.append("")
        elif child.type == "strong_open":
            lines[-1] += "**"
        else:
            lines[-1] += child.content
    starts = {first for first, _ in joined_lines(lines, limit, sources=sources if len(sources) == len(lines) else None)}
    note = False
    for at, text in enumerate(lines):
        if _NOTE_LINE.match(text):
            note = True
            starts.add(at)
        elif note:
            starts.discard(at)  # a footnote goes on
    line = 0
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
            if child.type == "softbreak" and line in starts:
                child.type = "hardbreak"
                child.tag = "br"


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Emphasis that also opens and closes beside Chinese punctuation.

    CommonMark's rule about punctuation and letters assumes spaces between words, so that `**【名字】**你好` would
    stay unparsed: https://github.com/commonmark/commonmark-spec/issues/650
    """
    from markdown_it.rules_inline.state_inline import Delimiter

    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    end = state.pos + scanned.length
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[end] if end < state.posMax else " "
    wide = marker == "*" and (_is_wide(before) or _is_wide(after))
    opens = scanned.can_open or (wide and not after.isspace())
    closes = scanned.can_close or (wide and not before.isspace())
    for _ in range(scanned.length):
        token: Any = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker), length=scanned.length, token=len(state.tokens) - 1, end=-1, open=opens, close=closes
            )
        )
    state.pos = end
    return True


def _is_wide(char: str) -> bool:
    return "\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" or char in "“”‘’…—"


def _without_leftovers(piece: Piece) -> Piece:
    """Asterisks that were meant as markup and did not become any are not read."""
    if not _LEFTOVER.search(piece.text):
        return piece
    from dataclasses import replace

    from narrator.model import Span

    marks = [Span(*match.span()) for match in _LEFTOVER.finditer(piece.text)]
    return replace(piece, asides=tuple(sorted((*piece.asides, *marks), key=lambda span: span.start)))
