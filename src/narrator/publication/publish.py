"""Putting episodes and the site into the output folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from narrator.errors import CastError, OutputError
from narrator.model import Episode, LabelSettings, Manifest, Recording, Show
from narrator.publication import player, site
from narrator.publication.cover import cover_from, draw_cover
from narrator.publication.episode_folder import episode_files
from narrator.publication.feed import address_of, feed_faults, feed_guid, feed_pages
from narrator.publication.manifest import manifest_from
from narrator.publication.slug import short_digest, slug
from narrator.publication.words import words_of
from narrator.publication.write import MANIFEST, remove_files, replace_files, replace_folder, writing

FEED = "feed.xml"
SHOW_COVER = "cover.jpg"
_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_LATER_PAGE = re.compile(r"feed-\d+\.xml")


def publish(episode: Episode, recording: Recording, output: Path, *, show: Show, label: LabelSettings) -> Manifest:
    """Write the episode's folder, whole or not at all; an older one of that name is replaced in one step.

    Raises:
        OutputError: the folder cannot be written, or what is there is no episode.
        CastError: the show's cover or the signing certificate is not usable.
    """
    if not _SAFE_NAME.fullmatch(episode.slug):
        raise OutputError(f"{episode.slug!r} is no name for a folder", hint="use a-z, 0-9 and hyphens")
    issued = None if episode.published else _first_issued(output / episode.slug)
    # Made before the lock is taken: drawing and signing take time that other runs need not wait for.
    manifest, files = episode_files(episode, recording, show=show, settings=label, issued=issued)
    with writing(output):
        replace_folder(output, episode.slug, files)
    return manifest


def feed(output: Path, *, show: Show, base_url: str | None = None) -> Path:
    """Rebuild feed.xml, the index page and the player from the episodes' folders; returns the feed's path.

    Raises:
        CastError: the show lacks what a feed needs; all of it at once.
        OutputError: a folder of the output is damaged, or cannot be written.
    """
    if faults := feed_faults(show, base_url):
        raise CastError("the show is not fit for a feed: " + "; ".join(faults), hint=FEED_CURE)
    path = refresh(output, show=show, base_url=base_url)
    assert path is not None  # noqa: S101 - no faults, so there is an address
    return path


FEED_CURE = "complete `show:` in voices.yaml; --base-url gives the address the output folder is published under"


def refresh(output: Path, *, show: Show, base_url: str | None = None) -> Path | None:
    """Rebuild the index page and the player, and the feed if the show is fit for one; returns the feed's path.

    Without an address there can be no feed (its links are absolute); `feed_faults` says what is missing.

    Raises:
        OutputError: a folder of the output is damaged, or cannot be written.
    """
    fit = not feed_faults(show, base_url)
    base = address_of(show, base_url)
    shown = replace(show, base_url=base) if fit and base else show
    with writing(output):
        manifests = load_all(output)
        files = {"index.html": site.index(manifests, shown).encode(), **player.assets()}
        stale = [entry.name for entry in output.iterdir() if _LATER_PAGE.fullmatch(entry.name)]
        if fit and base:
            files[SHOW_COVER] = _show_cover(show)
            known = output / FEED
            guid = feed_guid(known.read_bytes() if known.is_file() else None, base)
            pages = feed_pages(manifests, shown, base=base, guid=guid)
            # The first page last: what it leads to is there before it is.
            files |= dict(reversed(pages.items()))
            stale = [name for name in stale if name not in pages]
        replace_files(output, files)
        remove_files(output, stale)
    return output / FEED if fit and base else None


def load_manifest(folder: Path) -> Manifest:
    """What episode.json in the folder says.

    Raises:
        OutputError: it is missing, damaged, or of another version.
    """
    path = folder / MANIFEST
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise OutputError(f"{folder} is no episode: it has no {MANIFEST}", hint="give an episode's folder") from error
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(f"{path} cannot be read: {error}", hint="make the episode again") from error
    return manifest_from(text, str(path))


def load_all(output: Path) -> tuple[Manifest, ...]:
    """The manifests of all episodes in the output folder, by name.

    Raises:
        OutputError: some of them are damaged; all of them at once.
    """
    found, faults = [], []
    for folder in episode_folders(output):
        try:
            found.append(load_manifest(folder))
        except OutputError as error:
            faults.append(error.message)
    if faults:
        raise OutputError("; ".join(faults), hint="make these episodes again, or remove their folders")
    return tuple(found)


def episode_folders(output: Path) -> Sequence[Path]:
    """The folders of episodes in the output folder, by name."""
    if not output.is_dir():
        return ()
    return [
        entry for entry in sorted(output.iterdir()) if not entry.name.startswith(".") and (entry / MANIFEST).is_file()
    ]


def slug_in(output: Path, *, title: str, published: str | None, source: str, url: str | None = None) -> str:
    """The name for an episode among those that are there.

    A page that was made before keeps its name, and so its address and its place in listeners' apps, even when
    its title has been corrected; another page with the same title and date gets a name of its own.
    """
    wanted = slug(title, published, source)
    taken = None
    for folder in episode_folders(output):
        try:
            known = load_manifest(folder).episode
        except OutputError:
            continue
        same_page = _same_page(known, source, url)
        if same_page and (url or known.title == title or (published and known.published == published)):
            return known.slug
        if known.slug == wanted and not same_page:
            taken = known
    return wanted if taken is None else f"{wanted}-{short_digest(url or PurePosixPath(source).name)}"


def _same_page(known: Episode, source: str, url: str | None) -> bool:
    if url or known.url:
        return url == known.url
    # A path's folders differ between machines; its name does not. Standard input has no name at all.
    return _file_name(known.source) == _file_name(source)


def _file_name(source: str) -> str:
    return PurePosixPath(source.replace("\\", "/")).name


def _first_issued(folder: Path) -> str:
    try:
        known = load_manifest(folder).issued
    except OutputError:
        known = None
    return known or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _show_cover(show: Show) -> bytes:
    if show.cover:
        return cover_from(Path(show.cover))
    return draw_cover(show.title, show=show.author, note=words_of(show.language).label)
