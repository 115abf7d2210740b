"""Feeds and sitemaps → the addresses of the pages they name, and what they say of each."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from narrator.errors import InputError
from narrator.messages import tr

if TYPE_CHECKING:
    from lxml import etree

LARGEST_BYTES = 52_428_800
"""Of a sitemap, unpacked (sitemaps.org, “Sitemaps XML format”)."""
_GZIP = b"\x1f\x8b"
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(rss|feed|RDF|urlset|sitemapindex)[\s>]")
_BEFORE_ROOT = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)*", re.DOTALL)
_SAYS = frozenset({"title", "pubdate", "date", "updated", "published", "modified", "description", "summary", "encoded"})
"""Elements of an entry that change when its page does; a count of comments does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page that a list names."""

    url: str
    stamp: str | None
    """Changes when the list says that the page has; None when it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a feed or a sitemap names."""

    pages: tuple[Listed, ...]
    further: tuple[str, ...] = ()
    """Addresses of more sitemaps, which a sitemap index names."""


def listing_of(data: bytes, where: str) -> Listing | None:
    """The pages that a feed (RSS, Atom) or a sitemap names; None when the bytes are neither.

    Args:
        data: as they are on the disk or come from the web; gzip is unpacked.
        where: the address or path, which relative addresses start from.

    Raises:
        InputError: it begins as one, and is damaged or too large.
    """
    if data.startswith(_GZIP):
        data = _unpacked(data, where)
    start = _BEFORE_ROOT.match(data)
    root = _ROOT.match(data, start.end() if start else 0)
    if root is None:
        return None
    from lxml import etree

    try:
        tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise InputError(
            tr("{where}: the feed or sitemap is damaged ({msg})", where=where, msg=error.msg),
            hint=tr("open it in a browser; tell who publishes it"),
        ) from error
    kind = root[1].decode()
    if kind == "sitemapindex":
        return Listing(pages=(), further=tuple(_locations(tree, where)))
    if kind == "urlset":
        return Listing(pages=tuple(_located(tree, where)))
    return Listing(pages=tuple(_entries(tree, where)))


def _unpacked(data: bytes, where: str) -> bytes:
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        text = unpack.decompress(data, LARGEST_BYTES + 1)
    except zlib.error as error:
        raise InputError(tr("{where}: the packed list is damaged", where=where), hint=tr("fetch it again")) from error
    if len(text) > LARGEST_BYTES:
        raise InputError(
            tr("{where}: larger than {largest_bytes} MB unpacked", where=where, largest_bytes=LARGEST_BYTES // 2**20),
            hint=tr("is it a sitemap?"),
        )
    return text


def _locations(tree: etree._Element, where: str) -> Iterator[str]:
    for each in _named(tree, "sitemap"):
        if address := _child(each, "loc"):
            yield urljoin(where, address)


def _located(tree: etree._Element, where: str) -> Iterator[Listed]:
    for each in _named(tree, "url"):
        if address := _child(each, "loc"):
            changed = _child(each, "lastmod")
            yield Listed(url=urljoin(where, address), stamp=f"lastmod {changed}" if changed else None)


def _entries(tree: etree._Element, where: str) -> Iterator[Listed]:
    for each in (*_named(tree, "item"), *_named(tree, "entry")):
        if address := _address(each):
            yield Listed(url=urljoin(where, address), stamp=_stamp(each))


def _address(entry: etree._Element) -> str | None:
    for link in _named(entry, "link", deep=False):
        if (link.get("rel") or "alternate") == "alternate" and (found := (link.get("href") or link.text or "").strip()):
            return found
    guid = next(_named(entry, "guid", deep=False), None)
    if guid is not None and guid.get("isPermaLink", "true") == "true":
        text = (guid.text or "").strip()
        return text if "://" in text else None
    return None


def _stamp(entry: etree._Element) -> str:
    said = [(_name(child), _text(child)) for child in entry]
    kept = sorted((name, text) for name, text in said if name in _SAYS or name == "content")
    return "entry " + hashlib.sha256(repr(kept).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _named(parent: etree._Element, name: str, *, deep: bool = True) -> Iterator[etree._Element]:
    for each in parent.iter() if deep else parent:
        if isinstance(each.tag, str) and _name(each) == name:
            yield each


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _child(parent: etree._Element, name: str) -> str:
    found = next(_named(parent, name, deep=False), None)
    return "" if found is None else _text(found)


def _text(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext()).strip()
