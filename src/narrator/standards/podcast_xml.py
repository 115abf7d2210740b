"""Elements of the feed, with only what XML may hold."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from lxml import etree

from narrator.standards.printable import printable

ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST: Final = "https://podcastindex.org/namespace/1.0"
ATOM: Final = "http://www.w3.org/2005/Atom"
DUBLIN_CORE: Final = "http://purl.org/dc/elements/1.1/"
CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
HISTORY: Final = "http://purl.org/syndication/history/1.0"
"""Of RFC 5005, section 4: archives of a feed."""

NAME_CHARS: Final = 128
"""Of podcast:person (podcast-namespace, docs/tags/person.md)."""


def attribute(namespace: str, name: str) -> str:
    """The name as lxml wants it."""
    return f"{{{namespace}}}{name}"


def html_text(text: str) -> str:
    """Plain text for an element that apps show as HTML (RSS 2.0, `description`): `<…>` stays to be read.

    Only what would be markup is escaped, so that apps which show plain text have nothing to stumble over.
    """
    return re.sub(r"&(?=#?\w+;)|<", lambda mark: escape(mark[0]), text)


def sub(parent: etree._Element, tag: str, content: str | None = None, /, **attributes: str) -> etree._Element:
    """A new element at the end of the parent."""
    element = etree.SubElement(parent, tag, attrib={name: printable(value) for name, value in attributes.items()})
    if content is not None:
        element.text = printable(content)
    return element
