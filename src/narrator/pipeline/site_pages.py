"""The feed and the front page of an output folder: which of their pages have to be written again, and with what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable
from pathlib import Path

from narrator.artwork import cover_from, draw_cover
from narrator.feed import feed_guid, feed_page, item_text
from narrator.library import Catalogue, Entry
from narrator.model import Manifest, Show
from narrator.player import index_entry, index_of
from narrator.published.added_words import words_of
from narrator.published.feed_entries import in_feed
from narrator.published.output_folder import FEED, INDEX, SHOW_COVER, load_manifest
from narrator.published.stretches import Stretch, stretches

_ROOMS = ("artwork", "feed", "player", "published", "standards")
"""Whose code decides what the pages say."""
_KEPT_AT_ONCE = 200
"""Episodes whose texts are held before they go into the catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """A file of the site that is made from the episodes."""

    name: str
    key: str
    """The same for the same content."""
    content: Callable[[], bytes]


@dataclass(kw_only=True)
class SitePages:
    """The pages of a site, from its catalogue.

    Each episode's item of the feed and entry of the front page are kept in the catalogue as text, so that a page is
    put together without reading any episode again.
    """

    output: Path
    known: Catalogue
    show: Show
    base: str | None
    """Where the output folder is published; None: there is no feed."""
    _new: dict[str, dict[str, str]] = field(default_factory=lambda: {"entry": {}, "item": {}})

    def update(self) -> None:
        """Bring the catalogue in step with the folders."""
        self.known.update(self._keep)
        self._flush()

    def pages(self) -> tuple[SitePage, ...]:
        """All pages, in the order in which they are to be written: what leads to others comes behind them."""
        found = [*self._index()]
        if self.base is not None:
            found += [SitePage(name=SHOW_COVER, key=self._cover_key(), content=lambda: show_cover(self.show))]
            found += self._feed(self.base)
        return tuple(found)

    def _index(self) -> list[SitePage]:
        entries = sorted(self.known.entries(), key=lambda each: (each.published, each.slug), reverse=True)

        def content(page: Stretch) -> bytes:
            return index_of(self._texts("entry", entries[page.start : page.stop]), self.show, page=page).encode()

        return self._of(INDEX, entries, "", content)

    def _feed(self, base: str) -> list[SitePage]:
        entries = [entry for entry in self.known.entries() if entry.listed]
        entries.sort(key=lambda each: (each.feed_order, each.slug), reverse=True)
        there = self.output / FEED
        guid = feed_guid(there.read_bytes() if there.is_file() else None, base)

        def content(page: Stretch) -> bytes:
            some = entries[page.start : page.stop]
            newest = datetime.fromisoformat(some[0].moment) if some else None
            return feed_page(self._texts("item", some), self.show, base=base, guid=guid, page=page, newest=newest)

        return self._of(FEED, entries, guid, content)

    def _of(
        self, file: str, entries: Sequence[Entry], more: str, content: Callable[[Stretch], bytes]
    ) -> list[SitePage]:
        found = []
        for page in reversed(stretches(len(entries), file)):
            shown = [(each.slug, each.stamp) for each in entries[page.start : page.stop]]
            place = [page.name, page.newer, page.older]
            key = _digest([self._key(), more, place, shown])
            found.append(SitePage(name=page.name, key=key, content=lambda page=page: content(page)))  # type: ignore[misc]
        return found

    def _texts(self, kind: str, entries: Sequence[Entry]) -> list[str]:
        found = self.known.texts(kind, self._key(), [entry.slug for entry in entries])
        for entry in entries:
            if entry.slug not in found:
                self._keep(load_manifest(self.output / entry.slug), entry.slug)
                found[entry.slug] = self._new[kind][entry.slug]
                self._flush(_KEPT_AT_ONCE)
        self._flush()
        return [found[entry.slug] for entry in entries]

    def _keep(self, manifest: Manifest, slug: str | None = None) -> None:
        name = slug or manifest.episode.slug
        self._new["entry"][name] = index_entry(manifest.episode, self.show)
        if self.base is not None:
            listed = in_feed(manifest)
            self._new["item"][name] = item_text(manifest, self.show, base=self.base) if listed else ""
        self._flush(_KEPT_AT_ONCE)

    def _flush(self, when: int = 1) -> None:
        for kind, texts in self._new.items():
            if len(texts) >= when:
                self.known.keep_texts(kind, self._key(), dict(texts))
                texts.clear()

    def _key(self) -> str:
        return _show_key(json.dumps([asdict(self.show), self.base], sort_keys=True))

    def _cover_key(self) -> str:
        picture = Path(self.show.cover).stat() if self.show.cover else None
        return _digest([self._key(), [picture.st_size, picture.st_mtime_ns] if picture else None])


def show_cover(show: Show) -> bytes:
    """The show's own picture, or one that is drawn."""
    if show.cover:
        return cover_from(Path(show.cover))
    return draw_cover(show.title, show=show.author, note=words_of(show.language).label)


@cache
def _show_key(show: str) -> str:
    return _digest([_code(), show])


@cache
def _code() -> str:
    """Of everything that decides how an episode is shown: what an older version wrote is not taken for current."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        _add(digest.update, package_files("narrator") / room)
    return digest.hexdigest()


def _add(update: Callable[[bytes], object], folder: Traversable) -> None:
    for each in sorted(folder.iterdir(), key=lambda one: one.name):
        if each.name.endswith(".py"):
            update(each.read_bytes())


def _digest(value: Sequence[object] | Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:32]
