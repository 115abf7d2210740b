"""Putting episodes and the site into the output folder."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from narrator.errors import CastError, OutputError
from narrator.feed import feed_styles
from narrator.library import (
    catalogue,
    first_issued,
    free_name,
    page_of,
    remove_files,
    replace_files,
    replace_folder,
    with_known_numbers,
    writing,
)
from narrator.messages import joined, tr
from narrator.model import Episode, LabelSettings, Manifest, Recording, Show, Store
from narrator.pipeline.episode_files import episode_files
from narrator.pipeline.site_pages import SitePages
from narrator.player import site_files
from narrator.published.feed_entries import address_of, feed_faults
from narrator.published.output_folder import FEED

_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_LATER_PAGE = re.compile(r"feed-\d+\.xml|index-\d+\.html")


def publish(
    episode: Episode,
    recording: Recording,
    output: Path,
    *,
    show: Show,
    label: LabelSettings,
    store: Store | None = None,
) -> Manifest:
    """Write the episode's folder, whole or not at all; an older one of the same page is replaced in one step.

    If another page's episode has come to stand under that name since `slug_in` was asked, this one gets a name
    of its own: the manifest that is returned says which.

    Args:
        store: where drawn pictures are kept.

    Raises:
        OutputError: the folder cannot be written, or what is there is no episode.
        CastError: the show's cover or the signing certificate is not usable.
    """
    if not _SAFE_NAME.fullmatch(episode.slug):
        raise OutputError(
            tr("{slug!r} is no name for a folder", slug=episode.slug), hint=tr("use a-z, 0-9 and hyphens")
        )
    page, wanted = page_of(episode), episode.slug
    while True:
        issued = None if episode.published else first_issued(output / episode.slug)
        # Made before the lock is taken: drawing and signing take time that other runs need not wait for.
        numbers = with_known_numbers(output / episode.slug, episode.numbers, season=show.season)
        numbered = replace(episode, numbers=numbers)
        manifest, files = episode_files(
            numbered,
            recording,
            show=show,
            settings=label,
            issued=issued,
            before=output / episode.slug,
            store=store,
        )
        with writing(output):
            free = free_name(output, wanted, page)
            if free == episode.slug:
                replace_folder(output, episode.slug, files)
                return manifest
        episode = replace(episode, slug=free)


def feed(output: Path, *, show: Show, base_url: str | None = None) -> Path:
    """Rebuild feed.xml, the index page and the player from the episodes' folders; returns the feed's path.

    Raises:
        CastError: the show lacks what a feed needs; all of it at once.
        OutputError: a folder of the output is damaged, or cannot be written.
    """
    if faults := feed_faults(show, base_url):
        raise CastError(tr("the show is not fit for a feed: {faults}", faults=joined("; ", faults)), hint=FEED_CURE)
    path = _rebuild(output, show=show, base_url=base_url, settle=_refuse)
    assert path is not None  # noqa: S101 - no faults, so there is an address
    return path


FEED_CURE = tr("complete `show:` in voices.yaml; --base-url gives the address the output folder is published under")


def refresh(
    output: Path, *, show: Show, base_url: str | None = None, warn: Callable[[str], None] | None = None
) -> Path | None:
    """Rebuild the index page and the player, and the feed if the show is fit for one; returns the feed's path.

    Without an address there can be no feed (its links are absolute); `feed_faults` says what is missing.

    Args:
        warn: takes a line for each damaged folder; it is left out, so that it does not stop the others.

    Raises:
        OutputError: the output cannot be written.
    """
    return _rebuild(output, show=show, base_url=base_url, settle=lambda faults: _report(faults, warn))


def _rebuild(
    output: Path, *, show: Show, base_url: str | None, settle: Callable[[Mapping[Path, OutputError]], None]
) -> Path | None:
    fit = not feed_faults(show, base_url)
    base = address_of(show, base_url) if fit else None
    with writing(output), catalogue(output) as known:
        site = SitePages(output=output, known=known, show=replace(show, base_url=base) if base else show, base=base)
        site.update()
        settle(known.faults)
        pages = site.pages()
        names = {page.name for page in pages}
        stale = [name for name in os.listdir(output) if _LATER_PAGE.fullmatch(name)]  # noqa: PTH208 - of thousands
        replace_files(output, {**site_files(), **(feed_styles() if base else {})})
        for page in pages:
            if not known.is_written(page.name, page.key):
                replace_files(output, {page.name: page.content()})
        remove_files(output, [name for name in stale if name not in names])
        known.keep_written({page.name: page.key for page in pages})
    return output / FEED if base else None


def _refuse(faults: Mapping[Path, OutputError]) -> None:
    if faults:
        raise OutputError(
            joined("; ", (fault.message for fault in faults.values())),
            hint=tr("make these episodes again, or remove their folders"),
        )


def _report(faults: Mapping[Path, OutputError], warn: Callable[[str], None] | None) -> None:
    for folder, fault in faults.items():
        if warn:
            left_out = tr(
                "the episode {folder} is left out of the index and the feed: {reason}; make that episode again, or "
                "remove its folder",
                folder=folder.name,
                reason=fault,
            )
            warn(left_out)
