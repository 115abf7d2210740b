"""The feed: RSS 2.0 with what Apple and Podcasting 2.0 ask for."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from importlib.metadata import version
from io import BytesIO

from lxml import etree

from narrator.feed.item import append_article, append_item
from narrator.feed.stylesheets import STYLES
from narrator.model import Manifest, Numbers, Show
from narrator.published.feed_entries import FULL_TEXT_ITEMS, in_feed, newest_first, numbered
from narrator.published.output_folder import FEED
from narrator.published.stretches import Stretch, feed_stretches
from narrator.standards.addresses import web_address
from narrator.standards.apple_podcasts import DESCRIPTION_BYTES, category_of
from narrator.standards.language_tags import primary
from narrator.standards.podcast_xml import (
    ATOM,
    CONTENT,
    DUBLIN_CORE,
    HISTORY,
    ITUNES,
    NAME_CHARS,
    PODCAST,
    attribute,
    html_text,
    sub,
)
from narrator.standards.printable import one_line, printable, within_bytes

_GUID_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of `podcast:guid` (podcast-namespace, docs/tags/guid.md)."""

_NAMESPACES = {"itunes": ITUNES, "podcast": PODCAST, "atom": ATOM, "content": CONTENT, "dc": DUBLIN_CORE, "fh": HISTORY}
_DECLARATION = re.compile(r'\s+xmlns:\w+="[^"]*"')
_XML = "<?xml version='1.0' encoding='UTF-8'?>\n"


def feed_guid(known_feed: bytes | None, base: str) -> str:
    """The podcast's identity: the one it already has, else made from the feed's address.

    It is made once and kept after a move, so the feed that is there is asked first.
    """
    if known_feed:
        known = _first_guid(known_feed)
        if known:
            return known.strip()
    address = re.sub(r"^[a-z]+://", "", base + "feed.xml").rstrip("/")
    return str(uuid.uuid5(_GUID_NAMESPACE, address))


def _first_guid(feed: bytes) -> str | None:
    # Read only as far as the guid: the items behind it may be megabytes.
    events = etree.iterparse(BytesIO(feed), tag=attribute(PODCAST, "guid"), resolve_entities=False, no_network=True)
    try:
        return next((element.text for _, element in events), None)
    except etree.XMLSyntaxError:
        return None


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
    numbers = numbered([manifest.episode.numbers for _, manifest in listed], automatic=show.numbering == "auto")
    items = [
        FeedItem(
            moment=moment,
            text=item_text(manifest, show, base=base),
            article=article_text(manifest) if place < FULL_TEXT_ITEMS else "",
            numbers=numbers[place],
        )
        for place, (moment, manifest) in enumerate(listed)
    ]
    return {
        page.name: feed_page(items[page.start : page.stop], show, base=base, guid=guid, cover=cover, page=page)
        for page in feed_stretches(len(items))
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """An episode in the feed, as text that was made before: a feed of thousands is not made again for one more."""

    moment: datetime
    """When it was published."""
    text: str
    """Made by `item_text`."""
    article: str
    """Made by `article_text`; empty where the feed leaves it out."""
    numbers: Numbers = field(default_factory=Numbers)
    """Season and episode, counted where the show asks for it."""


def item_text(manifest: Manifest, show: Show, *, base: str) -> str:
    """The episode's `<item>` but for its date and its article: it declares no namespaces of its own.

    Args:
        base: the address of the output folder; ends in `/`.
    """
    channel = etree.Element("channel", nsmap=_NAMESPACES)
    append_item(channel, manifest, show, base=base)
    return _without_declarations(channel[0])


def article_text(manifest: Manifest) -> str:
    """All that is said in the episode, as an element of its item."""
    item = etree.Element("item", nsmap=_NAMESPACES)
    append_article(item, manifest.episode)
    return _without_declarations(item[0])


def _without_declarations(element: etree._Element) -> str:
    start, bracket, rest = etree.tostring(element, encoding="unicode", pretty_print=True).partition(">")
    return _DECLARATION.sub("", start) + bracket + rest


def feed_page(items: Sequence[FeedItem], show: Show, *, base: str, guid: str, cover: str, page: Stretch) -> bytes:
    """One page of the feed.

    Args:
        items: those of the page, the newest first.
        cover: the address of the show's cover in the output folder.
    """
    rss = etree.Element("rss", attrib={"version": "2.0"}, nsmap=_NAMESPACES)
    channel = etree.SubElement(rss, "channel")
    _channel(channel, show, base=base, guid=guid, cover=base + cover)
    _links(channel, base=base, page=page)
    if items:
        sub(channel, "pubDate", format_datetime(items[0].moment))
    for kind, name in STYLES:
        rss.addprevious(etree.ProcessingInstruction("xml-stylesheet", f'type="{kind}" href="{name}"'))
    whole = etree.tostring(rss.getroottree(), encoding="unicode", pretty_print=True)
    head, end, tail = whole.rpartition("</channel>")
    return "".join((_XML, head.rstrip(), "\n", *map(_whole, items), "  ", end, tail)).encode()


def _whole(item: FeedItem) -> str:
    numbers = {"season": item.numbers.season, "episode": item.numbers.episode}
    lines = [f"<pubDate>{format_datetime(item.moment)}</pubDate>"]
    for name, number in ((name, number) for name, number in numbers.items() if number is not None):
        lines += [f"<{space}:{name}>{number}</{space}:{name}>" for space in ("itunes", "podcast")]
    head, end, tail = item.text.rpartition("</item>")
    return "".join((head, "  ", "\n      ".join(lines), "\n", item.article, end, tail))


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
    for funding in show.funding:
        text = one_line(funding.text or show.title)[:NAME_CHARS]
        sub(channel, attribute(PODCAST, "funding"), text, url=web_address(funding.url) or funding.url)
    _update_frequency(channel, show)
    sub(channel, attribute(PODCAST, "txt"), "true", purpose="ai-content")


def _description(show: Show) -> str:
    text = printable(show.description).strip()
    grown = len(html_text(text).encode()) - len(text.encode())
    return html_text(within_bytes(text, DESCRIPTION_BYTES - grown))


def _owner(show: Show) -> Mapping[str, str]:
    return {"owner": show.email} if show.email else {}


def _license(channel: etree._Element, show: Show) -> None:
    address = web_address(show.license)
    if rights := show.copyright or address or show.license:
        sub(channel, "copyright", one_line(rights))
    if address:
        sub(channel, attribute(PODCAST, "license"), "custom", url=address)
    elif show.license:
        sub(channel, attribute(PODCAST, "license"), show.license.lower())


def _update_frequency(channel: etree._Element, show: Show) -> None:
    often = show.update_frequency
    if often is None:
        return
    text = _OFTEN_ZH.get(often.text, often.text) if primary(show.language) in ("zh", "cmn", "yue") else often.text
    given = {"rrule": often.rrule, "dtstart": often.dtstart, "complete": "true" if often.complete else ""}
    attributes = {name: value for name, value in given.items() if value}
    sub(channel, attribute(PODCAST, "updateFrequency"), one_line(text)[:NAME_CHARS], **attributes)


_OFTEN_ZH = {
    "daily": "每天",
    "weekly": "每周",
    "biweekly": "每两周",
    "monthly": "每月",
    "bimonthly": "每两个月",
    "yearly": "每年",
}


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
