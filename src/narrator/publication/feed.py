"""The feed: RSS 2.0 with what Apple and Podcasting 2.0 ask for."""

from __future__ import annotations

import difflib
import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from importlib.metadata import version
from typing import Final

from lxml import etree

from narrator.model import Episode, Manifest, Show
from narrator.publication.apple import CATEGORIES, category_of
from narrator.publication.feed_item import append_item
from narrator.publication.feed_xml import ATOM, CONTENT, ITUNES, PODCAST, attribute, sub
from narrator.publication.printable import one_line, printable, within_bytes
from narrator.publication.tags import web_address

PAGE_ITEMS: Final = 100
"""Items a page; older ones follow on pages of their own (RFC 5005, section 3)."""
DESCRIPTION_BYTES: Final = 4000
"""Apple cuts what is longer."""
_GUID_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of `podcast:guid` (podcast-namespace, docs/tags/guid.md)."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_PAGE = re.compile(r"(?<=[^/]/)[^/]+\.(html?|php|aspx?|jsp|xml)$")
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


def address_of(show: Show, base_url: str | None) -> str | None:
    """Where the output folder is published: ASCII, ending in `/`; None when nobody said."""
    address = web_address(base_url or show.base_url or show.link)
    if address is None:
        return None
    address = address.split("#")[0].split("?")[0]
    # A page's address is not the folder's: https://river.example/talks/index.html
    return _PAGE.sub("", address).rstrip("/") + "/"


def feed_faults(show: Show, base_url: str | None = None) -> tuple[str, ...]:
    """Everything that the show lacks for a feed that apps and directories accept; empty when it is fit."""
    faults = []
    if not one_line(show.title):
        faults.append("title is empty")
    if not one_line(show.description):
        faults.append("description is empty")
    if base_url and not web_address(base_url):
        faults.append(f"the base URL {base_url!r} is no http(s) address")
    elif address_of(show, base_url) is None:
        faults.append("there is no address: link (or base_url) is not given, or is no http(s) address")
    if not _LANGUAGE.fullmatch(show.language):
        faults.append(f"language {show.language!r} is no language tag such as zh-CN")
    if category_of(show.category) is None:
        faults.append(f"category {show.category!r} is not on Apple's list{_nearest(show.category)}")
    if show.email is not None and not _EMAIL.fullmatch(show.email):
        faults.append(f"email {show.email!r} is no address")
    if show.license and not (web_address(show.license) or _SPDX.fullmatch(show.license)):
        faults.append(f"license {show.license!r} is neither an SPDX identifier nor a URL")
    return tuple(faults)


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
    listed = [manifest for manifest in manifests if in_feed(manifest)]
    listed.sort(key=lambda manifest: (published_at(manifest), manifest.episode.slug), reverse=True)
    pages = [listed[at : at + PAGE_ITEMS] for at in range(0, len(listed), PAGE_ITEMS)] or [[]]
    return {
        page_name(number): _page(items, show, base=base, guid=guid, cover=cover, number=number, count=len(pages))
        for number, items in enumerate(pages)
    }


def in_feed(manifest: Manifest) -> bool:
    """Whether the episode is fit for the feed: spoken by the engine that was wanted, or accepted as it is."""
    return manifest.episode.fallback is None or manifest.episode.accepted


def page_name(number: int) -> str:
    """File name of a page of the feed, counted from 0."""
    return "feed.xml" if number == 0 else f"feed-{number + 1}.xml"


def published_at(manifest: Manifest) -> datetime:
    """When the episode was published, with a time zone."""
    given = manifest.episode.published or manifest.issued or ""
    return _moment(given, manifest.episode)


def _moment(given: str, episode: Episode) -> datetime:
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        # Only a year, or a year and a month.
        parts = re.match(r"(\d{4})(?:-(\d{2}))?", given)
        try:
            moment = datetime(int(parts[1]), int(parts[2] or 1), 1) if parts else datetime(1970, 1, 1)
        except ValueError:
            moment = datetime(1970, 1, 1)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=_zone(episode.language))
    return moment


def _zone(language: str) -> timezone:
    """Pages print their local time without saying so; where a language has one zone, it is that."""
    hours = {"zh": 8, "cmn": 8, "yue": 8, "ja": 9, "ko": 9}.get(language.lower().split("-")[0])
    return UTC if hours is None else timezone(timedelta(hours=hours))


def _page(items: Sequence[Manifest], show: Show, *, base: str, guid: str, cover: str, number: int, count: int) -> bytes:
    namespaces = {"itunes": ITUNES, "podcast": PODCAST, "atom": ATOM, "content": CONTENT}
    rss = etree.Element("rss", attrib={"version": "2.0"}, nsmap=namespaces)
    channel = etree.SubElement(rss, "channel")
    _channel(channel, show, base=base, guid=guid, cover=base + cover)
    _links(channel, base=base, number=number, count=count)
    if items:
        sub(channel, "pubDate", format_datetime(max(published_at(manifest) for manifest in items)))
    for manifest in items:
        append_item(channel, manifest, show, base=base, date=format_datetime(published_at(manifest)))
    return etree.tostring(rss, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _channel(channel: etree._Element, show: Show, *, base: str, guid: str, cover: str) -> None:
    title, author = one_line(show.title), one_line(show.author or show.title)
    link = web_address(show.link) or base
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


def _nearest(category: str) -> str:
    found = difflib.get_close_matches(category, CATEGORIES, n=1, cutoff=0.5)
    return f" (did you mean {found[0]!r}?)" if found else ""
