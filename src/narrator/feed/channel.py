"""The feed: RSS 2.0 with what Apple and Podcasting 2.0 ask for."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from importlib.metadata import version

from lxml import etree

from narrator.feed.item import append_item
from narrator.model import Manifest, Show
from narrator.published.feed_entries import feed_order, in_feed, published_at
from narrator.published.output_folder import FEED
from narrator.published.stretches import Stretch, stretches
from narrator.standards.addresses import web_address
from narrator.standards.apple_podcasts import DESCRIPTION_BYTES, category_of
from narrator.standards.podcast_xml import ATOM, CONTENT, HISTORY, ITUNES, PODCAST, attribute, sub
from narrator.standards.printable import one_line, printable, within_bytes

_GUID_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of `podcast:guid` (podcast-namespace, docs/tags/guid.md)."""

_NAMESPACES = {"itunes": ITUNES, "podcast": PODCAST, "atom": ATOM, "content": CONTENT, "fh": HISTORY}
_DECLARATION = re.compile(r'\s+xmlns:\w+="[^"]*"')
_XML = "<?xml version='1.0' encoding='UTF-8'?>\n"


def feed_guid(known_feed: bytes | None, base: str) -> str:
    """The podcast's identity: the one it already has, else made from the feed's address.

    It is made once and kept after a move, so the feed that is there is asked first.
    """
    if known_feed:
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            known = etree.fromstring(known_feed, parser).findtext(f"channel/{{{PODCAST}}}guid")
        except etree.XMLSyntaxError:
            known = None
        if known:
            return known.strip()
    address = re.sub(r"^[a-z]+://", "", base + "feed.xml").rstrip("/")
    return str(uuid.uuid5(_GUID_NAMESPACE, address))


def feed_pages(manifests: Sequence[Manifest], show: Show, *, base: str, guid: str) -> dict[str, bytes]:
    """The feed's pages by file name, `feed.xml` with the newest episodes first.

    An episode that fell back to another engine is left out until it is made again or accepted.

    Args:
        base: the address of the output folder; ends in `/`.
    """
    listed = [manifest for manifest in manifests if in_feed(manifest)]
    listed.sort(key=lambda manifest: (feed_order(manifest), manifest.episode.slug), reverse=True)
    items = [item_text(manifest, show, base=base) for manifest in listed]
    return {
        page.name: feed_page(
            items[page.start : page.stop],
            show,
            base=base,
            guid=guid,
            page=page,
            newest=published_at(listed[page.start]) if listed else None,
        )
        for page in stretches(len(items), FEED)
    }


def item_text(manifest: Manifest, show: Show, *, base: str) -> str:
    """The episode's `<item>`, to be put into a page by `feed_page`: it declares no namespaces of its own.

    Args:
        base: the address of the output folder; ends in `/`.
    """
    channel = etree.Element("channel", nsmap=_NAMESPACES)
    append_item(channel, manifest, show, base=base, date=format_datetime(published_at(manifest)))
    text = etree.tostring(channel[0], encoding="unicode", pretty_print=True)
    start, bracket, rest = text.partition(">")
    return _DECLARATION.sub("", start) + bracket + rest


def feed_page(
    items: Sequence[str], show: Show, *, base: str, guid: str, page: Stretch, newest: datetime | None
) -> bytes:
    """One page of the feed, of items that `item_text` made.

    Args:
        items: those of the page, the newest first.
        newest: when the first of them was published.
    """
    rss = etree.Element("rss", attrib={"version": "2.0"}, nsmap=_NAMESPACES)
    channel = etree.SubElement(rss, "channel")
    _channel(channel, show, base=base, guid=guid)
    _links(channel, base=base, page=page)
    if newest is not None:
        sub(channel, "pubDate", format_datetime(newest))
    # The items are text already: a feed of thousands is not parsed again for one more.
    head, end, tail = etree.tostring(rss, encoding="unicode", pretty_print=True).rpartition("</channel>")
    text = "".join((_XML, head.rstrip(), "\n", *items, "  ", end, tail))
    return text.encode()


def _channel(channel: etree._Element, show: Show, *, base: str, guid: str) -> None:
    title, author = one_line(show.title), one_line(show.author or show.title)
    link = web_address(show.link) or base
    cover = base + "cover.jpg"
    sub(channel, "title", title)
    sub(channel, "link", link)
    sub(channel, "description", within_bytes(printable(show.description).strip(), DESCRIPTION_BYTES))
    sub(channel, "language", show.language)
    sub(channel, "generator", f"narrator {version('narrator')}")
    image = etree.SubElement(channel, "image")
    for name, text in (("url", cover), ("title", title), ("link", link)):
        sub(image, name, text)
    sub(channel, attribute(ITUNES, "author"), author)
    sub(channel, attribute(ITUNES, "type"), "episodic")
    # Feed libraries write yes and no, which validators refuse.
    sub(channel, attribute(ITUNES, "explicit"), "true" if show.explicit else "false")
    sub(channel, attribute(ITUNES, "image"), href=cover)
    category = category_of(show.category)
    if category:
        element = sub(channel, attribute(ITUNES, "category"), text=category[0])
        if category[1]:
            sub(element, attribute(ITUNES, "category"), text=category[1])
    if show.email:
        owner = etree.SubElement(channel, attribute(ITUNES, "owner"))
        sub(owner, attribute(ITUNES, "name"), author)
        sub(owner, attribute(ITUNES, "email"), show.email)
    sub(channel, attribute(PODCAST, "guid"), guid)
    sub(channel, attribute(PODCAST, "medium"), "podcast")
    sub(channel, attribute(PODCAST, "locked"), "yes" if show.email else "no", **_owner(show))
    _license(channel, show)
    sub(channel, attribute(PODCAST, "txt"), "true", purpose="ai-content")


def _owner(show: Show) -> Mapping[str, str]:
    return {"owner": show.email} if show.email else {}


def _license(channel: etree._Element, show: Show) -> None:
    if not show.license:
        return
    address = web_address(show.license)
    if address:
        sub(channel, "copyright", address)
        sub(channel, attribute(PODCAST, "license"), "custom", url=address)
    else:
        sub(channel, "copyright", show.license)
        sub(channel, attribute(PODCAST, "license"), show.license.lower())


def _links(channel: etree._Element, *, base: str, page: Stretch) -> None:
    relations = {"self": page.name}
    if page.newer or page.older:
        # Of a paged feed (RFC 5005, section 3) and of an archived one (section 4): readers know one or the other.
        relations |= {"first": FEED, "last": FEED.replace(".", "-1.")}
        if page.newer:
            relations |= {"previous": page.newer, "current": FEED}
        if page.newer and page.newer != FEED:
            relations["next-archive"] = page.newer
        if page.older:
            relations |= {"next": page.older, "prev-archive": page.older}
    for relation, name in relations.items():
        sub(channel, attribute(ATOM, "link"), rel=relation, type="application/rss+xml", href=base + name)
    if page.is_full:
        sub(channel, attribute(HISTORY, "archive"))
