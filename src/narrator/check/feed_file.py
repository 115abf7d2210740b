"""Whether a feed is what podcast apps and directories accept, and all it names is there."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from narrator.check.feed_facts import item_facts, show_facts
from narrator.check.finding import Fault, Finding, findings
from narrator.check.pictures import picture_faults
from narrator.messages import system_reason, tr
from narrator.model import Manifest
from narrator.published.feed_entries import in_feed, item_guid
from narrator.published.stretches import NEWEST_ITEMS, PAGE_ITEMS
from narrator.standards.apple_podcasts import DESCRIPTION_BYTES, category_of
from narrator.standards.podcast_xml import ATOM, CONTENT, ITUNES, NAME_CHARS, PODCAST

_NS: Mapping[str, str] = {"itunes": ITUNES, "podcast": PODCAST, "atom": ATOM, "content": CONTENT}
_AGAIN = tr("rebuild it: narrator feed")
_SHOW = tr("complete `show:` in voices.yaml, then rebuild it: narrator feed")
_TRANSCRIPT_TYPES = ("text/vtt", "application/x-subrip", "application/json")
_LATER_PAGE = re.compile(r"feed-\d+\.xml")
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class _Site:
    """Where the feed's addresses are on this disk."""

    root: Path
    base: str

    def file(self, url: str) -> Path | None:
        """The file an address of the site means; None for an address elsewhere."""
        if not url.startswith(self.base):
            return None
        path = (self.root / unquote(url.removeprefix(self.base).split("#")[0].split("?")[0])).resolve()
        if not path.is_relative_to(self.root.resolve()):
            return None
        return path / "index.html" if path.is_dir() else path


def check_feed(path: Path, manifests: Mapping[str, Manifest]) -> Iterator[Finding]:
    """What is right and wrong with a feed and its later pages.

    Args:
        manifests: the episodes beside it, by the name of their folders.
    """
    pages, faults = _pages(path)
    yield from findings(str(path), tr("the feed is well-formed RSS 2.0, and so are its later pages"), faults)
    if not pages:
        return
    channel = pages[0][1]
    own = _self(channel)
    site = _Site(path.parent, own.removesuffix(path.name) if own and own.endswith("/" + path.name) else "")
    items = [item for _, page in pages for item in page.findall("item")]
    yield from findings(
        str(path), tr("the show has all that Apple and Podcasting 2.0 ask for"), _channel(channel, site)
    )
    yield from findings(str(path), tr("{count} item(s), each with all it needs", count=len(items)), _items(items))
    yield from findings(str(path), tr("every address in it leads to a file that is there"), _addresses(pages, site))
    yield from findings(
        str(path), tr("it lists the episodes of the folder, no more, no less"), _listed(items, manifests)
    )
    yield from findings(str(path), tr("it says that its episodes are synthetic"), _labelled(channel, items))


def _pages(path: Path) -> tuple[list[tuple[Path, etree._Element]], list[Fault]]:
    pages: list[tuple[Path, etree._Element]] = []
    faults: list[Fault] = []
    following: Path | None = path
    while following is not None:
        channel, wrong = _channel_of(following)
        faults += wrong
        if channel is None:
            break
        pages.append((following, channel))
        count = len(channel.findall("item"))
        if count >= NEWEST_ITEMS + PAGE_ITEMS:
            faults.append(
                Fault(tr("{count} items on one page: apps load all of it each time", count=count), _AGAIN, "warning")
            )
        href = _string(channel, "atom:link[@rel='next']/@href")
        name = href.rpartition("/")[2]
        following = path.parent / name if href else None
        if following and (not _LATER_PAGE.fullmatch(name) or following in (page for page, _ in pages)):
            faults.append(Fault(tr("the next page is {href}, which is none of its pages", href=href), _AGAIN))
            following = None
    return pages, faults


def _channel_of(path: Path) -> tuple[etree._Element | None, list[Fault]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        return None, [Fault(tr("{path} cannot be read: {reason}", path=path.name, reason=system_reason(error)), _AGAIN)]
    try:
        rss = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        return None, [Fault(tr("{path} is not well-formed: {msg}", path=path.name, msg=error.msg), _AGAIN)]
    channel = rss.find("channel")
    if rss.tag != "rss" or rss.get("version") != "2.0" or channel is None:
        return None, [Fault(tr("{path} is no RSS 2.0", path=path.name), _AGAIN)]
    wrong = []
    if rss.getroottree().docinfo.encoding not in ("UTF-8", "utf-8"):
        wrong.append(Fault(tr("{path} is not in UTF-8", path=path.name), _AGAIN))
    return channel, wrong


def _self(channel: etree._Element) -> str:
    return _string(channel, "atom:link[@rel='self']/@href")


def _string(element: etree._Element, path: str) -> str:
    return str(element.xpath(f"string({path})", namespaces=_NS))


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path, default="", namespaces=dict(_NS)) or "").strip()


def _channel(channel: etree._Element, site: _Site) -> Iterator[Fault]:
    for name in ("title", "description", "link", "language"):
        if not _text(channel, name):
            yield Fault(tr("the show has no {name}", name=name), _SHOW)
    if len(_text(channel, "description").encode()) > DESCRIPTION_BYTES:
        yield Fault(
            tr("the show's description has more than {description_bytes} bytes", description_bytes=DESCRIPTION_BYTES),
            _SHOW,
        )
    if not site.base:
        yield Fault(tr("atom:link rel=self is missing, or is not the address of this file"), _AGAIN)
    elif urlsplit(site.base).hostname in _LOCAL:
        yield Fault(
            tr("its addresses are of this computer ({base}): fine for a test, useless for listeners", base=site.base),
            tr("rebuild it with --base-url, the address the output folder is published under"),
            "warning",
        )
    elif urlsplit(site.base).scheme != "https":
        yield Fault(tr("its addresses are http, not https"), tr("publish it under https"), "warning")
    yield from _itunes(channel)
    yield from _podcast(channel)


def _itunes(channel: etree._Element) -> Iterator[Fault]:
    if _text(channel, "itunes:explicit") not in ("true", "false"):
        yield Fault(tr("itunes:explicit is neither true nor false"), _AGAIN)
    category = channel.find("itunes:category", namespaces=dict(_NS))
    inner = category.find("itunes:category", namespaces=dict(_NS)) if category is not None else None
    name = "" if category is None else str(category.get("text"))
    if inner is not None:
        name += f" > {inner.get('text')}"
    if category_of(name) is None:
        yield Fault(tr("the category {name!r} is not on Apple's list", name=name), _SHOW)
    if channel.find("itunes:image", namespaces=dict(_NS)) is None:
        yield Fault(tr("the show has no itunes:image"), _AGAIN)
    if not _text(channel, "itunes:author"):
        yield Fault(tr("the show has no author"), _SHOW, "warning")
    if not _text(channel, "itunes:owner/itunes:email"):
        what = tr("the show has no e-mail address: directories cannot ask whether it is yours")
        yield Fault(what, tr("give `show: {email: …}` in voices.yaml"), "warning")


def _podcast(channel: etree._Element) -> Iterator[Fault]:
    try:
        uuid.UUID(_text(channel, "podcast:guid"))
    except ValueError:
        yield Fault(tr("podcast:guid is missing or no UUID"), _AGAIN, "warning")
    if _text(channel, "podcast:locked") not in ("yes", "no"):
        yield Fault(tr("podcast:locked is neither yes nor no"), _AGAIN, "warning")
    if _text(channel, "podcast:medium") != "podcast":
        yield Fault(tr("podcast:medium is not podcast"), _AGAIN, "warning")
    yield from show_facts(channel)


def _items(items: list[etree._Element]) -> Iterator[Fault]:
    seen: dict[str, set[str]] = {"guid": set(), "enclosure": set()}
    for item in items:
        title = _text(item, "title")
        for fault in (*_item(item), *item_facts(item)):
            yield Fault(fault.what, fault.do, fault.level, tr("item 「{title}」", title=title))
        enclosure = item.find("enclosure")
        values = {"guid": _text(item, "guid"), "enclosure": str(enclosure.get("url") if enclosure is not None else "")}
        for name, value in values.items():
            if value in seen[name]:
                yield Fault(
                    tr("another item has the same {name}", name=name), _AGAIN, place=tr("item 「{title}」", title=title)
                )
            seen[name].add(value)
    if not items:
        yield Fault(tr("the feed has no items yet"), tr("make an episode: narrator make PAGE"), "warning")


def _item(item: etree._Element) -> Iterator[Fault]:
    for name in ("title", "guid"):
        if not _text(item, name):
            yield Fault(tr("it has no {name}", name=name), _AGAIN)
    enclosure = item.find("enclosure")
    if enclosure is None or not all(enclosure.get(name) for name in ("url", "length", "type")):
        yield Fault(tr("its enclosure lacks url, length or type"), _AGAIN)
    elif enclosure.get("type") != "audio/mpeg":
        yield Fault(tr("its enclosure is {enclosure}, not audio/mpeg", enclosure=enclosure.get("type")), _AGAIN)
    try:
        parsedate_to_datetime(_text(item, "pubDate"))
    except ValueError:
        yield Fault(tr("its pubDate is missing or no date of RFC 2822"), _AGAIN, "warning")
    if len(_text(item, "description").encode()) > DESCRIPTION_BYTES:
        yield Fault(
            tr("its description has more than {description_bytes} bytes", description_bytes=DESCRIPTION_BYTES), _AGAIN
        )
    if not _text(item, "itunes:duration").isdigit():
        yield Fault(tr("its itunes:duration is no whole number of seconds"), _AGAIN, "warning")
    types = {transcript.get("type") for transcript in item.findall("podcast:transcript", namespaces=dict(_NS))}
    for missing in (each for each in _TRANSCRIPT_TYPES if each not in types):
        yield Fault(tr("it has no transcript as {missing}", missing=missing), _AGAIN, "warning")
    people = item.findall("podcast:person", namespaces=dict(_NS))
    if any(len(person.text or "") > NAME_CHARS for person in people):
        yield Fault(tr("a person's name has more than {name_chars} characters", name_chars=NAME_CHARS), _AGAIN)
    for chapters in item.findall("podcast:chapters", namespaces=dict(_NS)):
        if chapters.get("type") != "application/json+chapters":
            yield Fault(tr("its chapters have the wrong type"), _AGAIN)


def _addresses(pages: list[tuple[Path, etree._Element]], site: _Site) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, channel in pages:
        for element in channel.iter():
            if not isinstance(element.tag, str):
                continue
            own = [str(element.get(name)) for name in ("url", "href") if element.get(name)]
            if element.tag in ("url", "link") and element.text:
                own.append(element.text.strip())
            for url in own:
                if url not in seen:
                    seen.add(url)
                    yield from _address(url, element, site, path.name)


def _address(url: str, element: etree._Element, site: _Site, page: str) -> Iterator[Fault]:
    if not url.isascii() or not re.match(r"https?://[^\s/]+", url):
        yield Fault(tr("{url} is no absolute http(s) address in ASCII", url=url), _AGAIN, place=page)
        return
    if element.tag == "enclosure":
        url = _without_prefix(url, site)
    outside = not site.base or not url.startswith(site.base)
    if outside:
        # The show's own page, the license and pages about people are elsewhere by nature; what is played is not.
        if element.tag not in ("link", *(f"{{{PODCAST}}}{name}" for name in ("license", "funding", "person"))):
            what = tr("{url} is on another site and cannot be looked at here", url=url)
            yield Fault(what, tr("look whether it answers"), "warning", page)
        return
    if url == site.base:
        return
    file = site.file(url)
    if file is None or not file.is_file():
        yield Fault(tr("{url} leads to no file", url=url), _AGAIN, place=page)
        return
    if element.tag == "enclosure" and element.get("length") != str(file.stat().st_size):
        size = file.stat().st_size
        yield Fault(
            tr("{url} has {size} bytes, the feed says {element}", url=url, size=size, element=element.get("length")),
            _AGAIN,
            place=page,
        )
    if element.tag == f"{{{ITUNES}}}image":
        yield from picture_faults(file.read_bytes())


def _without_prefix(url: str, site: _Site) -> str:
    """The MP3's own address, where a service that counts downloads stands before it."""
    own = site.base.removeprefix("https://")
    prefix, found, rest = url.partition(own) if own else (url, "", "")
    return f"{site.base}{rest}" if found and prefix.startswith("https://") and prefix.endswith("/") else url


def _listed(items: list[etree._Element], manifests: Mapping[str, Manifest]) -> Iterator[Fault]:
    known = {item_guid(manifest.episode): manifest for manifest in manifests.values()}
    found = {_text(item, "guid"): item for item in items}
    for guid, manifest in known.items():
        name = manifest.episode.slug
        if guid in found and not in_feed(manifest):
            yield Fault(tr("{name} is listed although it was spoken by a stand-in engine", name=name), _AGAIN)
        elif guid in found:
            said = _text(found[guid], "itunes:duration")
            heard = max(1, round(manifest.episode.length / manifest.episode.rate_hz))
            if said != str(heard):
                yield Fault(
                    tr("{name} lasts {heard} s, the feed says {said}", name=name, heard=heard, said=said), _AGAIN
                )
        elif in_feed(manifest):
            yield Fault(tr("{name} is not listed", name=name), _AGAIN)
    for guid in found.keys() - known.keys():
        yield Fault(
            tr("「{found}」 is listed, but no folder here is that episode", found=_text(found[guid], "title")), _AGAIN
        )


def _labelled(channel: etree._Element, items: list[etree._Element]) -> Iterator[Fault]:
    for name, element in ((tr("the show"), channel), *((f"「{_text(item, 'title')}」", item) for item in items)):
        said = _string(element, "podcast:txt[@purpose='ai-content']")
        if said != "true":
            yield Fault(tr("{name} lacks podcast:txt purpose=ai-content", name=name), _AGAIN)
