"""How HTML is printed: which elements part blocks, which hide their text, which raise or lower it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from narrator.model import BlockKind

UNSEEN = frozenset(
    [
        "script",
        "annotation",
        "annotation-xml",
        "desc",
        "title",
        "xml",
        "style",
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
    ]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "option",
        "select",
        "textarea",
        "noscript",
        "template",
        "dialog",
        "svg",
        "text",
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
KINDS = {
    **{f"h{level}": BlockKind.HEADING for level in range(1, 7)},
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "dt": BlockKind.TERM,
    "li": BlockKind.LIST_ITEM,
}
DEEPER = frozenset(("ul", "ol", "dl", "blockquote"))
BOLD_STYLE = re.compile(r"font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)", re.IGNORECASE)
HIDDEN_STYLE = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|mso-hide\s{0,3}:\s{0,3}all", re.IGNORECASE
)

NOT_SAID = {
    "option": "form",
    "select": "form",
    "textarea": "form",
    "svg": "picture caption",
}
"""Elements whose words are printed but belong to no article."""
_ONLY_LATER = frozenset(("noscript", "template"))
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISABLE = re.compile(r"[0-9+\-−=()ni]{1,6}")
_LOWERABLE = re.compile(r"[0-9+\-−=()]{1,6}")
_HAS_POWER = re.compile(r"(?:(?:^|[^A-Za-z])[A-Za-zπμΩ]{1,3}|10|[)）])$")
"""A unit, a variable or a ten: `m`, `x`, `10`. A longer word has a footnote."""


def is_unseen(element: etree._Element) -> bool:
    """Whether a browser never prints what the element holds."""
    return element.tag in UNSEEN


def is_hidden(element: etree._Element) -> bool:
    """Whether the element's words are printed only when a script or a click shows them."""
    if element.tag in _ONLY_LATER or (element.tag == "dialog" and "open" not in element.attrib):
        return True
    attributes = element.attrib
    if not attributes:
        return False
    return "hidden" in attributes or HIDDEN_STYLE.search(attributes.get("style", "")[:500]) is not None


def is_power(element: etree._Element, before: str) -> bool:
    """Whether a raised or lowered number is part of what stands before it (m², 10⁶, H₂O), and no footnote's mark."""
    words = "".join(str(text) for text in element.itertext()).strip()
    if element.find(".//a") is not None:
        return False
    if element.tag == "sub":
        return _LOWERABLE.fullmatch(words) is not None
    return _RAISABLE.fullmatch(words) is not None and _HAS_POWER.search(before.rstrip()) is not None


def raised(text: str, tag: str) -> str:
    """The text in superscript or subscript characters."""
    return text.strip().translate(_LOWERED if tag == "sub" else _RAISED)


def events(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
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
        if event == "start" and is_unseen(element):
            skipping = element
            walker.skip_subtree()
            continue
        yield event, element
