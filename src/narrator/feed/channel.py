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
from narrator.feed.stylesheets import STYLES
from narrator.model import Manifest, Show
from narrator.published.feed_entries import FULL_TEXT_ITEMS, PAGE_ITEMS, in_feed, newest_first, page_name
from narrator.standards.addresses import web_address
from narrator.standards.apple_podcasts import DESCRIPTION_BYTES, category_of
from narrator.standards.podcast_xml import ATOM, CONTENT, ITUNES, PODCAST, attribute, html_text, sub
from narrator.standards.printable import one_line, printable, within_bytes

_GUID_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of `podcast:guid` (podcast-namespace, docs/tags/guid.md)."""


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


def feed_pages(
    manifests: Sequence[Manifest], show: Show, *, base: str, guid: str, cover: str = "cover.jpg"
) -> dict[str, bytes]:
    """The feed's pages by file name, `feed.xml` with the newest episodes first.

    An episode that fell back to another engine is left out until it is made again or accepted.

    Args:
        base: the address of the output folder; ends in `/`.
        cover: the address of the show's cover in it.
    """
    listed = newest_first(manifest for manifest in manifests if in_feed(manifest))
    pages = [listed[at : at + PAGE_ITEMS] for at in range(0, len(listed), PAGE_ITEMS)] or [[]]
    return {
        page_name(number): _page(items, show, base=base, guid=guid, cover=cover, number=number, count=len(pages))
        for number, items in enumerate(pages)
    }


def _page(
    items: Sequence[tuple[datetime, Manifest]], show: Show, *, base: str, guid: str, cover: str, number: int, count: int
) -> bytes:
    namespaces = {"itunes": ITUNES, "podcast": PODCAST, "atom": ATOM, "content": CONTENT}
    rss = etree.Element("rss", attrib={"version": "2.0"}, nsmap=namespaces)
    channel = etree.SubElement(rss, "channel")
    _channel(channel, show, base=base, guid=guid, cover=base + cover)
    _links(channel, base=base, number=number, count=count)
    if items:
        sub(channel, "pubDate", format_datetime(items[0][0]))
    for place, (moment, manifest) in enumerate(items, start=number * PAGE_ITEMS):
        date = format_datetime(moment)
        append_item(channel, manifest, show, base=base, date=date, full_text=place < FULL_TEXT_ITEMS)
    for kind, name in STYLES:
        rss.addprevious(etree.ProcessingInstruction("xml-stylesheet", f'type="{kind}" href="{name}"'))
    return etree.tostring(rss.getroottree(), xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _channel(channel: etree._Element, show: Show, *, base: str, guid: str, cover: str) -> None:
    title, author = one_line(show.title), one_line(show.author or show.title)
    link = web_address(show.link) or base
    sub(channel, "title", title)
    sub(channel, "link", link)
    sub(channel, "description", _description(show))
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


def _description(show: Show) -> str:
    text = printable(show.description).strip()
    grown = len(html_text(text).encode()) - len(text.encode())
    return html_text(within_bytes(text, DESCRIPTION_BYTES - grown))


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


def _links(channel: etree._Element, *, base: str, number: int, count: int) -> None:
    relations = {"self": number}
    if count > 1:
        relations |= {"first": 0, "last": count - 1}
        if number > 0:
            relations["previous"] = number - 1
        if number < count - 1:
            relations["next"] = number + 1
    for relation, page in relations.items():
        href = base + page_name(page)
        sub(channel, attribute(ATOM, "link"), rel=relation, type="application/rss+xml", href=href)
