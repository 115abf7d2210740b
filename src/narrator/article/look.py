"""How a piece of a page is set, as far as its markup tells: equal strings for what is set in the same way.

`div.q>p[color:red]+em` is a paragraph of class-less `p`, in red, in a `div` of class `q`, all of it in `em`.
"""

from __future__ import annotations

import re

from lxml import etree

_TELLING = re.compile(
    r"(?:^|;)\s{0,5}(color|background-color|font-weight|font-style|font-size|font-family|text-align|text-indent|"
    r"margin-left|padding-left|text-decoration(?:-line)?)\s{0,5}:\s{0,5}([^;]{1,60})",
    re.IGNORECASE,
)
_ITALIC = re.compile(r"font-style\s{0,3}:\s{0,3}(?:italic|oblique)", re.IGNORECASE)
_ATTRIBUTES = ("color", "size", "face", "align", "bgcolor")
"""Of `font`, `p`, `td`: how pages were set before styles."""
_NUMBERED = re.compile(r"[\w-]*\d{4,}[\w-]*")
"""A class such as `post-10482` names the one element, not how it is set."""
_PLAIN = frozenset(("body", "html", "main", "article", "tbody"))
COVERS = 0.9
"""Share of a block's characters that an inline element must hold to set the block."""


def signature(tag: str, attributes: etree._Attrib) -> str:
    """Tag, classes and telling styles of one element, in a fixed order."""
    name = {"strong": "b", "i": "em"}.get(tag, tag)
    if not attributes:
        return name
    classes = sorted({each for each in attributes.get("class", "")[:200].split() if not _NUMBERED.fullmatch(each)})
    styles = {key.lower(): value for key, value in _TELLING.findall(attributes.get("style", "")[:500])}
    styles |= {key: attributes[key][:40] for key in _ATTRIBUTES if attributes.get(key)}
    told = ";".join(f"{key}:{''.join(value.lower().split())}" for key, value in sorted(styles.items()))
    return name + "".join(f".{each}" for each in classes) + (f"[{told}]" if told else "")


def within(around: str, tag: str, attributes: etree._Attrib) -> str:
    """The look of a block that stands in a block of the look `around`: the two innermost elements tell it."""
    own = signature(tag, attributes)
    parent = around.rpartition(">")[2]
    return own if not parent or parent in _PLAIN else f"{parent}>{own}"


def is_italic(tag: str, attributes: etree._Attrib) -> bool:
    """Whether the element sets its words in italics."""
    return tag in ("em", "i") or _ITALIC.search(attributes.get("style", "")[:500]) is not None


def covering(runs: list[tuple[str, tuple[str, ...]]]) -> str:
    """The inline elements that hold (nearly) all of a block's words: `+em+span.q`."""
    total = sum(len(text.strip()) for text, _ in runs)
    held: dict[str, int] = {}
    for text, elements in runs:
        for each in dict.fromkeys(elements):
            held[each] = held.get(each, 0) + len(text.strip())
    return "".join(f"+{each}" for each, length in held.items() if each != "a" and length >= COVERS * total > 0)
