"""A long list on pages, so that one more entry changes the newest page only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from narrator.published.output_folder import FEED, INDEX

NEWEST_ITEMS: Final = 1000
"""The feed's first page holds as many at least, since hardly any app asks for a second one."""
PAGE_ITEMS: Final = 100
"""Entries of a page that is full, of the front page at least: older ones follow on pages of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One page of a list, and which of its entries it shows."""

    name: str
    """File name: `feed.xml` for the newest entries, `feed-1.xml` for the oldest hundred, and so on."""
    start: int
    """Counted from the newest entry."""
    stop: int
    newer: str | None
    """File name of the page with newer entries."""
    older: str | None

    @property
    def is_full(self) -> bool:
        """Whether later episodes leave this page as it is (an archive document of RFC 5005, section 4)."""
        return self.newer is not None


def feed_stretches(count: int) -> tuple[Stretch, ...]:
    """The pages of a feed of `count` episodes, the newest first (RFC 5005, section 4)."""
    return _stretches(count, FEED, NEWEST_ITEMS)


def index_stretches(count: int) -> tuple[Stretch, ...]:
    """The pages of the list of `count` episodes, the newest first."""
    return _stretches(count, INDEX, PAGE_ITEMS)


def _stretches(count: int, file: str, first: int) -> tuple[Stretch, ...]:
    # Full pages are counted from the oldest entry, so that their content and their names stay.
    stem, _, suffix = file.rpartition(".")
    full = max(0, count - first) // PAGE_ITEMS
    names = [file, *(f"{stem}-{number}.{suffix}" for number in range(full, 0, -1))]
    newest = count - full * PAGE_ITEMS
    starts = [0, *(newest + at * PAGE_ITEMS for at in range(full)), count]
    return tuple(
        Stretch(
            name=name,
            start=starts[at],
            stop=starts[at + 1],
            newer=names[at - 1] if at else None,
            older=names[at + 1] if at < full else None,
        )
        for at, name in enumerate(names)
    )
