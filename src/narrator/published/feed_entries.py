"""What the feed, its pages and the pages that lead to it agree on: addresses, names, times, identities."""

from __future__ import annotations

import difflib
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from narrator.messages import Message, tr
from narrator.model import Episode, Manifest, Numbers, Show
from narrator.standards.addresses import is_email, prefix_fault, web_address
from narrator.standards.apple_podcasts import CATEGORIES, category_of
from narrator.standards.language_tags import is_language_tag, primary
from narrator.standards.printable import one_line

FULL_TEXT_ITEMS: Final = 100
"""The newest ones, whose whole text is in the feed: apps load all of it each time."""
_PAGE = re.compile(r"(?<=[^/]/)[^/]+\.(html?|php|aspx?|jsp|xml)$")
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_ITEM_NAMESPACE = uuid.UUID("3f0d5b1e-58a5-5a0e-8f4a-0a9c2f6d7e10")


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
        faults.append(tr("title is empty"))
    if not one_line(show.description):
        faults.append(tr("description is empty"))
    if base_url and not web_address(base_url):
        faults.append(tr("the base URL {base_url!r} is no http(s) address", base_url=base_url))
    elif address_of(show, base_url) is None:
        faults.append(tr("there is no address: link (or base_url) is not given, or is no http(s) address"))
    if not is_language_tag(show.language):
        faults.append(tr("language {language!r} is no language tag such as zh-CN", language=show.language))
    if category_of(show.category) is None:
        faults.append(_unknown_category(show.category))
    if show.email is not None and not is_email(show.email):
        faults.append(tr("email {email!r} is no address", email=show.email))
    if show.license and not (web_address(show.license) or _SPDX.fullmatch(show.license)):
        faults.append(tr("license {license!r} is neither an SPDX identifier nor a URL", license=show.license))
    if show.enclosure_prefix and (fault := prefix_fault(show.enclosure_prefix)):
        faults.append(tr("enclosure_prefix: {fault}", fault=fault))
    return tuple(faults)


def in_feed(manifest: Manifest) -> bool:
    """Whether the episode is fit for the feed: spoken by the engine that was wanted, or accepted as it is."""
    return manifest.episode.fallback is None or manifest.episode.accepted


def item_guid(episode: Episode) -> str:
    """The item's identity: of the folder's name, so that it survives a corrected title and a move."""
    return str(uuid.uuid5(_ITEM_NAMESPACE, episode.slug))


def newest_first(manifests: Iterable[Manifest]) -> list[tuple[datetime, Manifest]]:
    """The episodes and when each was published, no two at the same moment.

    Pages of one day often say no time. They keep the order of the site, which its addresses count (`…/1207.html`
    was written after `…/1206.html`), and are a second apart, since apps sort by time alone.
    """
    oldest = sorted(manifests, key=lambda each: (published_at(each), place_on_site(each.episode)))
    moments = apart(map(published_at, oldest))
    return list(zip(moments, oldest, strict=True))[::-1]


def numbered(given: Sequence[Numbers], *, automatic: bool) -> list[Numbers]:
    """The numbers of the episodes, the newest first.

    Args:
        given: what each episode says itself.
        automatic: whether those that say none are counted, from the oldest, in each season.
    """
    if not automatic:
        return list(given)
    found: list[Numbers] = []
    last: dict[int | None, int] = {}
    for numbers in reversed(given):
        number = numbers.episode or last.get(numbers.season, 0) + 1
        last[numbers.season] = number
        found.append(replace(numbers, episode=number))
    return found[::-1]


def apart(moments: Iterable[datetime]) -> list[datetime]:
    """The moments, from the oldest, each at least a second after the one before it."""
    found: list[datetime] = []
    for given in moments:
        tied = found and given <= found[-1]
        found.append(found[-1].astimezone(given.tzinfo) + timedelta(seconds=1) if tied else given)
    return found


def place_on_site(episode: Episode) -> tuple[tuple[int, str], ...]:
    """Sorts addresses with their numbers as numbers, and files without an address by their names."""
    parts = re.findall(r"\d+|\D+", episode.url or episode.source)
    return (*((int(part), "") if part.isdecimal() else (-1, part) for part in parts), (0, episode.slug))


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
    hours = {"zh": 8, "cmn": 8, "yue": 8, "ja": 9, "ko": 9}.get(primary(language))
    return UTC if hours is None else timezone(timedelta(hours=hours))


def _unknown_category(category: str) -> Message:
    what = tr("category {category!r} is not on Apple's list", category=category)
    found = difflib.get_close_matches(category, CATEGORIES, n=1, cutoff=0.5)
    return tr("{what} (did you mean {near!r}?)", what=what, near=found[0]) if found else what
