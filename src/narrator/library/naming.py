"""Which name a page's episode has, or gets, among those in the output folder."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from narrator.errors import OutputError
from narrator.library.episode_catalogue import Catalogue, catalogue
from narrator.library.identity import Page, file_name, likeness, page_of, short_digest, slug
from narrator.model import Numbers
from narrator.published.output_folder import load_manifest


def slug_in(
    output: Path,
    *,
    title: str,
    published: str | None,
    source: str,
    url: str | None = None,
    texts: Collection[str] = (),
) -> str:
    """The name for an episode among those that are there.

    A page that was made before keeps its name, and so its address and its place in listeners' apps, even when
    its title or its date has been corrected; another page of the same title and date gets a name of its own.

    Args:
        texts: what the new episode says, cue by cue: where titles, dates and file names leave it open, the text
            tells whether the page is one that was made before.
    """
    page = Page(title=title, published=published, source=source, url=url, texts=texts)
    with catalogue(output) as known:
        known.update()
        return slug_among(known, output, page)


def slug_among(known: Catalogue, output: Path, page: Page) -> str:
    """The name for the page's episode among those of a catalogue that is up to date."""
    alike = [(_likeness_of(output / name, page), name) for name in known.alike(page)]
    best, name = max(alike, key=lambda pair: pair[0], default=(0.0, ""))
    return name if best else free_name(output, slug(page.title, page.published, page.source), page)


def free_name(output: Path, wanted: str, page: Page) -> str:
    """The name as wanted, or the first with a suffix under which no other page's episode stands."""
    if not _is_anothers(output / wanted, page):
        return wanted
    key = page.url or file_name(page.source)
    names = (f"{wanted}-{short_digest(key if number == 1 else f'{key} {number}')}" for number in count(1))
    return next(name for name in names if not _is_anothers(output / name, page))


def _likeness_of(folder: Path, page: Page) -> float:
    try:
        return likeness(page_of(load_manifest(folder).episode), page)
    except OutputError:  # it has gone, or been damaged, since
        return 0.0


def _is_anothers(folder: Path, page: Page) -> bool:
    try:
        known = load_manifest(folder)
    except OutputError:
        # Nothing is there, or what making it again will put right, or what is never replaced.
        return False
    return not likeness(page_of(known.episode), page)


def with_known_numbers(folder: Path, numbers: Numbers, *, season: int | None) -> Numbers:
    """Season and episode of what is about to be published in the folder: those that it had there stay.

    Args:
        numbers: what is said of it now.
        season: of episodes that are new.
    """
    try:
        known = load_manifest(folder).episode.numbers
    except OutputError:
        known = Numbers()
    return Numbers(season=numbers.season or known.season or season, episode=numbers.episode or known.episode)


def first_issued(folder: Path) -> str:
    """When the episode in the folder was first published here; now, where there is none (ISO 8601, UTC)."""
    try:
        known = load_manifest(folder).issued
    except OutputError:
        known = None
    return known or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
