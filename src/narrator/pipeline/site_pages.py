"""The feed and the front page of an output folder: which of their pages have to be written again, and with what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field, replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from narrator.artwork import cover_from, draw_cover
from narrator.feed import FeedItem, article_text, feed_guid, feed_page, item_text
from narrator.installed import code_digest
from narrator.library import Catalogue, Entry
from narrator.model import Manifest, Numbers, Show
from narrator.pipeline.episode_files import content_version
from narrator.player import index_entry, index_of
from narrator.published.added_words import words_of
from narrator.published.feed_entries import FULL_TEXT_ITEMS, apart, in_feed, numbered
from narrator.published.output_folder import FEED, SHOW_COVER, load_manifest
from narrator.published.stretches import Stretch, feed_stretches, index_stretches

_ROOMS = ("artwork", "feed", "player", "published", "standards")
"""Whose code decides what the pages say."""
_KEPT_AT_ONCE = 200
"""Episodes whose texts are held before they go into the catalogue."""
_Newest = Sequence[tuple[datetime, Entry]]
"""The episodes and when each was published, the newest first, no two at the same moment."""


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
    _new: dict[str, dict[str, str]] = field(default_factory=lambda: {"entry": {}, "item": {}, "article": {}})

    def update(self) -> None:
        """Bring the catalogue in step with the folders."""
        self.known.update(self._keep)
        self._flush()

    def pages(self) -> tuple[SitePage, ...]:
        """All pages, in the order in which they are to be written: what leads to others comes behind them."""
        entries = _newest_first(self.known.entries())
        found = self._index(entries)
        if self.base is not None:
            cover = SitePage(name=SHOW_COVER, key=self._cover_key(), content=lambda: show_cover(self.show))
            there = self.known.is_written(SHOW_COVER, cover.key)
            picture = (self.output / SHOW_COVER).read_bytes() if there else cover.content()
            listed = _newest_first(entry for _, entry in entries if entry.listed)
            found += [replace(cover, content=lambda: picture)]
            found += self._feed(listed, self.base, f"{SHOW_COVER}?v={content_version(picture)}")
        return tuple(found)

    def _index(self, entries: _Newest) -> list[SitePage]:
        def content(page: Stretch) -> bytes:
            shown = [entry for _, entry in entries[page.start : page.stop]]
            texts = self._texts("entry", shown)
            return index_of([texts[entry.slug] for entry in shown], self.show, page=page).encode()

        return self._of(index_stretches(len(entries)), entries, "", content)

    def _feed(self, entries: _Newest, base: str, cover: str) -> list[SitePage]:
        there = self.output / FEED
        guid = feed_guid(there.read_bytes() if there.is_file() else None, base)
        counted = numbered([each.numbers for _, each in entries], automatic=self.show.numbering == "auto")
        numbers = {each.slug: one for (_, each), one in zip(entries, counted, strict=True)}

        def content(page: Stretch) -> bytes:
            shown = entries[page.start : page.stop]
            whole = [entry for _, entry in entries[page.start : min(page.stop, FULL_TEXT_ITEMS)]]
            texts, articles = self._texts("item", [entry for _, entry in shown]), self._texts("article", whole)
            items = [
                FeedItem(
                    moment=moment,
                    text=texts[entry.slug],
                    article=articles.get(entry.slug, ""),
                    numbers=numbers[entry.slug],
                )
                for moment, entry in shown
            ]
            return feed_page(items, self.show, base=base, guid=guid, cover=cover, page=page)

        return self._of(feed_stretches(len(entries)), entries, guid + cover, content, numbers)

    def _of(
        self,
        pages: Sequence[Stretch],
        entries: _Newest,
        more: str,
        content: Callable[[Stretch], bytes],
        numbers: Mapping[str, Numbers] | None = None,
    ) -> list[SitePage]:
        found = []
        for page in reversed(pages):
            shown = [(moment.isoformat(), each.slug, each.stamp) for moment, each in entries[page.start : page.stop]]
            place = [page.name, page.newer, page.older, page.start < FULL_TEXT_ITEMS]
            counted = [astuple(numbers[slug]) for _, slug, _ in shown] if numbers else []
            key = _digest([self._key(), more, place, shown, counted])
            found.append(SitePage(name=page.name, key=key, content=partial(content, page)))
        return found

    def _texts(self, kind: str, entries: Sequence[Entry]) -> dict[str, str]:
        found = self.known.texts(kind, self._key(), [entry.slug for entry in entries])
        for entry in entries:
            if entry.slug not in found:
                self._make(load_manifest(self.output / entry.slug), entry.slug)
                found[entry.slug] = self._new[kind][entry.slug]
                self._flush(_KEPT_AT_ONCE)
        self._flush()
        return found

    def _keep(self, manifest: Manifest, slug: str) -> None:
        self._make(manifest, slug)
        self._flush(_KEPT_AT_ONCE)

    def _make(self, manifest: Manifest, slug: str) -> None:
        self._new["entry"][slug] = index_entry(manifest.episode, self.show)
        if self.base is not None and in_feed(manifest):
            self._new["item"][slug] = item_text(manifest, self.show, base=self.base)
            self._new["article"][slug] = article_text(manifest)

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


def _newest_first(entries: Iterable[Entry]) -> _Newest:
    oldest = sorted(entries, key=lambda each: (each.moment, each.place))
    return list(zip(apart(each.moment for each in oldest), oldest, strict=True))[::-1]


def show_cover(show: Show) -> bytes:
    """The show's own picture, or one that is drawn."""
    if show.cover:
        return cover_from(Path(show.cover))
    font = Path(show.cover_font) if show.cover_font else None
    return draw_cover(show.title, show=show.author, note=words_of(show.language).label, font=font).square


@cache
def _show_key(show: str) -> str:
    # What an older version wrote is not taken for current.
    return _digest([code_digest(*_ROOMS), show])


def _digest(value: Sequence[object] | Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:32]
