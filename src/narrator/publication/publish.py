"""Putting episodes and the site into the output folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from narrator.errors import CastError, OutputError
from narrator.model import Episode, LabelSettings, Manifest, Recording, Show
from narrator.publication import player, site
from narrator.publication.cover import draw_cover
from narrator.publication.episode_folder import content_version, episode_files
from narrator.publication.feed import address_of, feed_faults, feed_guid, feed_pages
from narrator.publication.manifest import manifest_from
from narrator.publication.picture import cover_from
from narrator.publication.printable import one_line
from narrator.publication.slug import Page, file_name, likeness, page_of, short_digest, slug
from narrator.publication.words import words_of
from narrator.publication.write import MANIFEST, remove_files, replace_files, replace_folder, writing

FEED = "feed.xml"
SHOW_COVER = "cover.jpg"
_LINKED = ("page", "cover", "captions_vtt", "captions_srt", "transcript", "chapters")
"""The files that the site and the feed lead to."""
_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_LATER_PAGE = re.compile(r"feed-\d+\.xml")


def publish(episode: Episode, recording: Recording, output: Path, *, show: Show, label: LabelSettings) -> Manifest:
    """Write the episode's folder, whole or not at all; an older one of the same page is replaced in one step.

    If another page's episode has come to stand under that name since `slug_in` was asked, this one gets a name
    of its own: the manifest that is returned says which.

    Raises:
        OutputError: the folder cannot be written, or what is there is no episode.
        CastError: the show's cover or the signing certificate is not usable.
    """
    if not _SAFE_NAME.fullmatch(episode.slug):
        raise OutputError(f"{episode.slug!r} is no name for a folder", hint="use a-z, 0-9 and hyphens")
    page, wanted = page_of(episode), episode.slug
    while True:
        issued = None if episode.published else _first_issued(output / episode.slug)
        # Made before the lock is taken: drawing and signing take time that other runs need not wait for.
        manifest, files = episode_files(episode, recording, show=show, settings=label, issued=issued)
        with writing(output):
            free = _free_name(output, wanted, page)
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
        raise CastError("the show is not fit for a feed: " + "; ".join(faults), hint=FEED_CURE)
    path = _rebuild(output, show=show, base_url=base_url, load=load_all)
    assert path is not None  # noqa: S101 - no faults, so there is an address
    return path


FEED_CURE = "complete `show:` in voices.yaml; --base-url gives the address the output folder is published under"


def refresh(
    output: Path, *, show: Show, base_url: str | None = None, tell: Callable[[str], None] | None = None
) -> Path | None:
    """Rebuild the index page and the player, and the feed if the show is fit for one; returns the feed's path.

    Without an address there can be no feed (its links are absolute); `feed_faults` says what is missing.

    Args:
        tell: takes a line for each damaged folder; it is left out, so that it does not stop the others.

    Raises:
        OutputError: the output cannot be written.
    """
    return _rebuild(output, show=show, base_url=base_url, load=lambda folder: _undamaged(folder, tell))


def _rebuild(
    output: Path, *, show: Show, base_url: str | None, load: Callable[[Path], Sequence[Manifest]]
) -> Path | None:
    fit = not feed_faults(show, base_url)
    base = address_of(show, base_url)
    shown = replace(show, base_url=base) if fit and base else show
    with writing(output):
        manifests = load(output)
        files = {"index.html": site.index(manifests, shown).encode(), **player.assets()}
        stale = [entry.name for entry in output.iterdir() if _LATER_PAGE.fullmatch(entry.name)]
        if fit and base:
            cover = _show_cover(show)
            files[SHOW_COVER] = cover
            known = output / FEED
            guid = feed_guid(known.read_bytes() if known.is_file() else None, base)
            pages = feed_pages(manifests, shown, base=base, guid=guid, cover=f"{SHOW_COVER}?v={content_version(cover)}")
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
    manifest = manifest_from(text, str(path))
    if missing := [what for what in _LINKED if what not in manifest.files]:
        raise OutputError(f"{path} names no file for: {', '.join(missing)}", hint="make the episode again")
    return manifest


def load_all(output: Path) -> tuple[Manifest, ...]:
    """The manifests of all episodes in the output folder, by name.

    Raises:
        OutputError: some of them are damaged; all of them at once.
    """
    found, faults = _loaded(output)
    if faults:
        messages = "; ".join(fault.message for fault in faults.values())
        raise OutputError(messages, hint="make these episodes again, or remove their folders")
    return found


def _undamaged(output: Path, tell: Callable[[str], None] | None) -> Sequence[Manifest]:
    found, faults = _loaded(output)
    for folder, fault in faults.items():
        if tell:
            cure = "make that episode again, or remove its folder"
            tell(one_line(f"the episode {folder.name} is left out of the index and the feed: {fault.message}; {cure}"))
    return found


def _loaded(output: Path) -> tuple[tuple[Manifest, ...], dict[Path, OutputError]]:
    found, faults = [], {}
    for folder in episode_folders(output):
        try:
            found.append(load_manifest(folder))
        except OutputError as error:
            faults[folder] = error
    return tuple(found), faults


def episode_folders(output: Path) -> Sequence[Path]:
    """The folders of episodes in the output folder, by name."""
    if not output.is_dir():
        return ()
    return [entry for entry in sorted(output.iterdir()) if not entry.name.startswith(".") and _is_episode(entry)]


def _is_episode(folder: Path) -> bool:
    try:
        return (folder / MANIFEST).is_file()
    except PermissionError:  # who reads it says so
        return True


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
    found, _ = _loaded(output)
    alike = [(likeness(page_of(known.episode), page), known.episode.slug) for known in found]
    best, name = max(alike, key=lambda pair: pair[0], default=(0.0, ""))
    return name if best else _free_name(output, slug(title, published, source), page)


def _free_name(output: Path, wanted: str, page: Page) -> str:
    """The name as wanted, or the first with a suffix under which no other page's episode stands."""
    if not _is_anothers(output / wanted, page):
        return wanted
    key = page.url or file_name(page.source)
    names = (f"{wanted}-{short_digest(key if number == 1 else f'{key} {number}')}" for number in count(1))
    return next(name for name in names if not _is_anothers(output / name, page))


def _is_anothers(folder: Path, page: Page) -> bool:
    try:
        known = load_manifest(folder)
    except OutputError:
        # Nothing is there, or what making it again will put right, or what is never replaced.
        return False
    return not likeness(page_of(known.episode), page)


def _first_issued(folder: Path) -> str:
    try:
        known = load_manifest(folder).issued
    except OutputError:
        known = None
    return known or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _show_cover(show: Show) -> bytes:
    if show.cover:
        return cover_from(Path(show.cover))
    font = Path(show.cover_font) if show.cover_font else None
    return draw_cover(show.title, show=show.author, note=words_of(show.language).label, font=font).square
