"""OpenDocument text (ODT) → pieces, by way of the page it describes (OASIS ODF 1.3, part 3)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from lxml import etree

from narrator.article import webpage
from narrator.article.dates import iso_date
from narrator.article.packed import DAMAGED, refuse_bomb
from narrator.article.pieces import Facts, Piece
from narrator.errors import InputError
from narrator.messages import tr

_LEFT_OUT = frozenset(("tracked-changes", "annotation", "sequence-decls", "forms", "meta", "table-of-content-source"))
"""Changes that were taken back, remarks in the margin, and settings: not printed."""
_ELEMENTS = {
    "p": "p",
    "list": "ul",
    "list-item": "li",
    "a": "a",
    "table": "table",
    "table-row": "tr",
    "table-cell": "td",
    "text-box": "div",
    "ruby": "ruby",
    "ruby-text": "rt",
    "note-citation": "sup",
    "note-body": "aside",
    "line-break": "br",
    "table-of-content": "nav",
}


def pieces(data: bytes, *, name: str) -> tuple[list[Piece], Facts]:
    """The document's blocks in order, and what its properties say.

    Raises:
        InputError: It is damaged or locked, or it would unpack to more than a document can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refuse_bomb(archive.infolist(), name)
            content = _tree(archive.read("content.xml"))
            facts = _facts(_tree(archive.read("meta.xml"))) if "meta.xml" in archive.namelist() else Facts()
    except DAMAGED as error:
        raise InputError(
            tr("{name}: this odt cannot be read ({error})", name=name, error=error),
            hint=tr("open it in a word processor and save it again"),
        ) from error
    body = next(content.iter("{*}text"), None)
    page = etree.Element("body")
    if body is not None:
        _Page(_styles(content)).fill(page, body)
    found, _ = webpage.pieces(etree.tostring(page, encoding="unicode", method="html"), name=name, made=True)
    shown = [replace(piece, why=None) if piece.why == "navigation" else piece for piece in found]
    return shown, facts


def _tree(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _facts(meta: etree._Element) -> Facts:
    def first(tag: str) -> str | None:
        return next((text.strip() for each in meta.iter(f"{{*}}{tag}") if (text := each.text or "").strip()), None)

    return Facts(created=iso_date(first("creation-date") or ""), language=first("language"))


def _styles(content: etree._Element) -> dict[str, str]:
    """What the document's own styles mean for their text, in CSS."""
    out = {}
    for style in content.iter("{*}style"):
        told = [
            f"{name}:{value!s}"
            for each in style.iter("{*}text-properties", "{*}paragraph-properties")
            for key, value in each.items()
            if (name := _local(key)) in ("font-weight", "font-style", "font-size", "color", "text-align", "margin-left")
        ]
        hidden = any(_attribute(each, "display") == "none" for each in style.iter("{*}text-properties"))
        out[_attribute(style, "name")] = ";".join([*told, "display:none"] if hidden else told)
    return out


class _Page:
    """Writes the document's body as a page; nested no deeper than the parser allows."""

    def __init__(self, styles: dict[str, str]) -> None:
        self._styles = styles

    def fill(self, target: etree._Element, source: etree._Element) -> None:
        """Append what the source prints to the target."""
        _say(target, source.text)
        for each in source:
            if isinstance(each.tag, str) and _local(each.tag) not in _LEFT_OUT:
                self._append(target, each)
            _say(target, each.tail)

    def _append(self, target: etree._Element, source: etree._Element) -> None:
        tag = _local(source.tag)
        if tag in ("s", "tab"):
            count = _attribute(source, "c")
            _say(target, " " * (min(int(count), 80) if count.isdigit() else 1))
            return
        name = f"h{_level(source)}" if tag == "h" else _ELEMENTS.get(tag, "span")
        made = etree.SubElement(target, name)
        if style := self._styles.get(_attribute(source, "style-name")):
            made.set("style", style)
        if tag == "note-body":
            made.set("role", "doc-footnote")
        if tag == "a":
            made.set("href", _attribute(source, "href"))
        self.fill(made, source)


def _say(target: etree._Element, text: str | None) -> None:
    if not text:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text


def _level(heading: etree._Element) -> int:
    level = _attribute(heading, "outline-level")
    return min(6, max(1, int(level))) if level.isdigit() and len(level) < 3 else 1


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.items() if _local(key) == name), "")


def _local(name: str | bytes) -> str:
    return str(name).rpartition("}")[2]
