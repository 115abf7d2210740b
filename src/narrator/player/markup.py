"""HTML that cannot be broken by what is printed in it: text is escaped unless it is already `Html`."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import TypeAlias
from urllib.parse import quote, urlsplit

VOID = frozenset({"br", "link", "meta"})
"""Elements without an end tag, of those the pages use."""

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters an HTML document must not contain (HTML standard, 13.1.4), and halves of surrogate pairs."""

DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Directional marks: harmless in a paragraph, which isolates them, but not in a window's title."""

Attribute: TypeAlias = str | int | float | bool | None


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def printable(text: str) -> str:
    """The text with a replacement character wherever HTML allows none of it."""
    return UNPRINTABLE.sub("\ufffd", text)


def plain(text: str) -> str:
    """The text on one line and in one direction: for titles and attributes."""
    return " ".join(DIRECTION.sub("", printable(text)).split())


def escape(text: str) -> Html:
    """The text as HTML."""
    return text if isinstance(text, Html) else Html(html.escape(printable(text)))


def element(tag: str, attributes: Mapping[str, Attribute] | None = None, *children: str) -> Html:
    """An element; an attribute that is None or False is left out, one that is True stands alone."""
    written = "".join(
        f" {name}" if value is True else f' {name}="{html.escape(printable(str(value)))}"'
        for name, value in (attributes or {}).items()
        if value is not None and value is not False
    )
    if tag in VOID:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{''.join(escape(child) for child in children)}</{tag}>")


def join(parts: list[Html], between: str = "") -> Html:
    """The parts in a row."""
    return Html(between.join(parts))


def data_block(value: object) -> Html:
    """JSON that can stand inside `<script>`: nothing in it ends the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Html(printable(text))


def file_url(name: str) -> str:
    """A file's name as a relative URL."""
    address = quote(printable(name), safe="/-_.~")
    return address if ":" not in address.split("/")[0] else f"./{address}"


def web_url(url: str | None) -> str | None:
    """The URL if it is one a reader may be sent to, else None: a page can claim `javascript:` as its address."""
    if url is None:
        return None
    try:
        parts = urlsplit(plain(url))
    except ValueError:
        return None
    return plain(url) if parts.scheme in ("http", "https") and parts.netloc else None
