"""A long list on pages, so that one more entry changes the newest page only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PAGE_ITEMS: Final = 100
"""Entries of a page that is full. The newest page holds up to twice as many, less one."""


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


def stretches(count: int, file: str) -> tuple[Stretch, ...]:
    """The pages of a list of `count` entries, the newest first; there is always one.

    Full pages are counted from the oldest entry, so that their content and their names stay.

    Args:
        file: name of the first page, such as `feed.xml`.
    """
    stem, _, suffix = file.rpartition(".")
    full = max(0, count // PAGE_ITEMS - 1)
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


def of_stretch(entries: Sequence[str], stretch: Stretch) -> Sequence[str]:
    """The entries, newest first, that the page shows."""
    return entries[stretch.start : stretch.stop]
