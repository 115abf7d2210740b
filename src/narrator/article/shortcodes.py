"""What page builders leave in a text: shortcodes, attribute lists and marks that did not become what they stand for."""

from __future__ import annotations

import re
from dataclasses import replace

from narrator.article.pieces import Piece
from narrator.model import Span

_ATTRIBUTE = r"[\w-]{1,30}\s?=\s?(?:\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'|[^\s\[\]{}\"']{1,200})"
_CLASS_OR_ATTRIBUTE = rf"(?:[.#][A-Za-z][\w-]{{0,40}}|{_ATTRIBUTE})"
_MARKS = (
    r"\{\{[<%].{0,600}?[>%]\}\}",  # Hugo
    r"\{%.{0,600}?%\}",  # Liquid (Jekyll), Nunjucks (Hexo)
    r"\{\{\s?[A-Za-z][\w.]{0,40}(?:\s?\|[^{}\n]{1,80})?\s?\}\}",
    r"\{:[^{}\n]{0,200}\}",  # attribute lists of kramdown
    rf"\{{{_CLASS_OR_ATTRIBUTE}(?:\s{_CLASS_OR_ATTRIBUTE}){{0,8}}\s?\}}",  # of pandoc
    r"@?\[\[?_?toc_?\]?\](?:\([^()\n]{0,80}\))?",
    r"\[(?:gallery|embed|playlist|contact-form(?:-7)?|more|nextpage|sitemap)\s?/?\]",
    rf"\[[a-z][a-z0-9_-]{{1,30}}(?:\s{{1,4}}{_ATTRIBUTE}){{1,12}}\s{{0,4}}/?\]",  # WordPress
    r"\[/[a-z][a-z0-9_-]{1,30}\]",
    r"!\[\[[^\[\]\n]{1,200}\]\]",  # embedded notes of Obsidian
    r"%%[^%\n]{1,400}%%",
)
_MARK = re.compile("|".join(_MARKS), re.IGNORECASE)
_LINE = re.compile(rf"(?:\s{{0,4}}(?:{'|'.join(_MARKS)})){{1,20}}\s{{0,4}}", re.IGNORECASE)
_FENCE = re.compile(r":{3,6}(?:\s?(?:[A-Za-z{][^\n]{0,80})?)?")
"""`::: tip Note` … `:::` of VuePress, Docusaurus and pandoc."""
_WRAPPED = re.compile(
    r"\[(caption|embed|audio|video|youtube|vimeo)\b[^\[\]\n]{0,400}\]([^\[\]\n]{0,400})\[/\1\]", re.IGNORECASE
)
_AT_START = re.compile(r"\[(?:!\w{2,12}\][+-]?|[ xX]\](?=\s))")
"""`[!note]` of a marked quotation, `[x]` of a task."""
_BLOCK_NAME = re.compile(r"\^[a-z0-9]{4,20}(?:-[a-z0-9]{1,20})?")
_EMPHASIS = re.compile(r"(?<![=A-Za-z0-9])(==)(?=[^\s=])[^=\n]{1,200}(?<=[^\s=])(==)(?![=A-Za-z0-9])")


def without_shortcodes(piece: Piece) -> Piece:
    """The piece, not spoken where it is nothing but shortcodes; such as stand among words are asides."""
    if piece.why is not None or not _may_hold_any(piece.text):
        return piece
    text = piece.text.strip()
    if wrapped := _WRAPPED.fullmatch(text):
        return replace(piece, why="picture caption" if wrapped.group(1).lower() == "caption" else "shortcode")
    if _LINE.fullmatch(text) or _FENCE.fullmatch(text) or _BLOCK_NAME.fullmatch(text):
        return replace(piece, why="shortcode")
    found = [Span(*match.span()) for match in _MARK.finditer(piece.text)]
    found += [Span(*match.span(side)) for match in _EMPHASIS.finditer(piece.text) for side in (1, 2)]
    if start := _AT_START.match(piece.text):
        found.append(Span(*start.span()))
    return replace(piece, asides=_apart([*piece.asides, *found])) if found else piece


def _may_hold_any(text: str) -> bool:
    return any(mark in text for mark in ("{", "[", ":::", "%%", "==")) or text.startswith("^")


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap as one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)
