"""What each element of a web page is: whether it is printed, shown, a block, and of which kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from narrator.model import BlockKind

_NEVER_PRINTED = frozenset((
    "script", "style", "template", "head", "iframe", "embed", "canvas", "audio", "video", "input", "datalist",
    "map", "area", "source", "track", "progress", "meter", "frame", "annotation", "annotation-xml", "xml",
    "w:worddocument", "w:latentstyles", "o:officedocumentsettings", "o:documentproperties", "o:shapedefaults",
    "m:mathpr", "w:sdtpr",
))  # fmt: skip
"""The last row is what Office leaves of its settings; other elements of its (`o:p`, `st1:place`) hold words."""
_FALLBACKS = frozenset((
    "noscript", "noframes", "object", "dialog",
))  # fmt: skip
"""Printed where something else is not."""
SET_ASIDE = {"select": "control", "option": "control", "textarea": "control", "button": "control", "svg": "picture"}
"""Elements that print something which belongs to no article."""
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "p", "plaintext", "pre",
    "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp",
))  # fmt: skip
AS_TYPED = frozenset(("pre", "xmp", "listing", "plaintext"))
"""Elements whose line ends are printed."""
KINDS = {
    **{f"h{level}": BlockKind.HEADING for level in range(1, 7)},
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "dt": BlockKind.TERM,
    "li": BlockKind.LIST_ITEM,
}
DEEPER = frozenset(("ul", "ol", "dl", "blockquote"))
_BOLD_STYLE = re.compile(r"font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|mso-hide\s{0,3}:\s{0,3}all|"
    r"opacity\s{0,3}:\s{0,3}0(?:\.0{1,3})?\s{0,3}(?:;|$)|font-size\s{0,3}:\s{0,3}0(?:px|pt|em|rem|%)?\s{0,3}(?:;|!|$)|"
    r"(?:text-indent|left|top)\s{0,3}:\s{0,3}-\d{3,5}(?:px|em|rem)",
    re.IGNORECASE,
)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader(?:-text|s?-only)?|u-hidden-visually)(?:$|\s)", re.IGNORECASE
)
"""For readers who listen to the page: what they hear, nobody sees."""
_NOTES = re.compile(r"(?:^|\s)(?:doc-)?(?:footnotes?|endnotes?|rearnotes?)(?:$|\s)")
_LIST_NUMBER = re.compile(r"mso-list\s{0,3}:\s{0,3}ignore", re.IGNORECASE)
LONGEST_HEADING = 90
"""Characters."""
_LABELLED = re.compile(r"[:：]\s*\S")
SHORTEST_NUMBER_OF_TEXT = 3
"""Digits: no list is as long; `1951.` in front of an item begins its sentence."""


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
        if event == "start" and _is_never_printed(element):
            skipping = element
            walker.skip_subtree()
            continue
        yield event, element


def _is_never_printed(element: etree._Element) -> bool:
    if element.tag == "template" and ("shadowrootmode" in element.attrib or "shadowroot" in element.attrib):
        return False  # a browser prints it in place of the element around it
    return element.tag in _NEVER_PRINTED


def is_hidden(element: etree._Element) -> bool:
    """Whether the page does not show it, at least not before a script has run."""
    attributes = element.attrib
    if element.tag in _FALLBACKS and "open" not in attributes:
        return True
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or _HIDDEN_STYLE.search(attributes.get("style", "")[:500]) is not None
        or _HIDDEN_CLASS.search(attributes.get("class", "")[:300]) is not None
    )


def is_note(element: etree._Element) -> bool:
    """Whether the element says that it holds notes: EPUB's structural semantics, or a role of DPUB-ARIA."""
    told = f"{element.attrib.get('epub:type', '')} {element.attrib.get('role', '')}"[:200]
    return _NOTES.search(told) is not None


def is_list_number(element: etree._Element) -> bool:
    """Whether the element is the number of a list's item, which Office prints itself."""
    return _LIST_NUMBER.search(element.attrib.get("style", "")[:500]) is not None


def is_one_heading(line_end: etree._Element) -> bool:
    """Whether the heading around a line end is one in several lines, and not a page's text set as a heading."""
    heading = next((each for each in line_end.iterancestors() if each.tag in KINDS), None)
    text = text_of(heading) if heading is not None else ""
    return 0 < len(text.strip()) <= LONGEST_HEADING and not _LABELLED.search(text)


def is_bold(element: etree._Element) -> bool:
    """Whether the element sets its words in bold."""
    style = element.attrib.get("style", "")[:500]
    return element.tag in ("b", "strong", "th") or (bool(style) and _BOLD_STYLE.search(style) is not None)


def number_of_text(item: etree._Element) -> str:
    """The number of a list's item where it can be none, and begins the item's text: `1951. `; else nothing."""
    around = item.getparent()
    if around is None or around.tag != "ol":
        return ""
    first = around[0] is item
    number = item.attrib.get("value", "") or (around.attrib.get("start", "") if first else "")
    return f"{number}. " if number.isdigit() and SHORTEST_NUMBER_OF_TEXT <= len(number) <= 9 else ""


def text_of(element: etree._Element) -> str:
    """All characters in the element, printed or not."""
    return "".join(str(text) for text in element.itertext())
