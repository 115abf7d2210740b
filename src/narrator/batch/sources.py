"""What a command names → the pages that are meant, in order and each once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from narrator.batch.listing import Listed, listing_of
from narrator.batch.run_state import STATE
from narrator.errors import InputError, NarratorError
from narrator.messages import system_reason, tr
from narrator.published.output_folder import CATALOGUE, MANIFEST

_LISTING_FILE = (".xml", ".rss", ".atom", ".rdf", ".gz")
_LISTING_PATH = re.compile(r"(^|[/._=?-])(feeds?|rss2?|atom|sitemap\w*)([/._=&-]|$)|\.(xml|rss|atom|rdf)(\.gz)?$", re.I)
"""How addresses of feeds and sitemaps look; what looks like one and is none is a page all the same."""
_BESIDE_A_PAGE = ("_files", ".files", "_fichiers", "-Dateien")
"""Folders that browsers save a page's pictures and frames in."""
_OURS = (MANIFEST, CATALOGUE, STATE)
"""Folders that have one of these are narrator's output."""
_DEEPEST = 4
"""Lists that name lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A page that is to be made."""

    source: str
    """A path, an http(s) URL, or `-`."""
    stamp: str | None = None
    """What a feed or sitemap says of it that changes when the page does; None when nothing does."""
    listed: bool = False
    """Whether a feed or a sitemap names it: then it is made only if it is new or changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """What was named."""

    items: tuple[Item, ...]
    faults: tuple[tuple[str, NarratorError], ...]
    """What could not be read, and why; it does not stop the others."""


def absolute(source: str) -> str:
    """The source as it is called from any folder."""
    return source if "://" in source[:16] or source == "-" else str(Path(source).resolve())


def is_many(arguments: Sequence[str]) -> bool:
    """Whether more than one page may be meant."""
    return len(arguments) != 1 or any(_is_collection(one) for one in arguments)


def _is_collection(argument: str) -> bool:
    if argument.startswith("@"):
        return True
    if "://" in argument[:16]:
        return _looks_like_listing(argument)
    path = Path(argument)
    return path.is_dir() or (path.name.lower().endswith(_LISTING_FILE) and path.is_file())


def expand(arguments: Sequence[str], *, fetch: Callable[[str], bytes], suffixes: Collection[str]) -> Expansion:
    """The pages that files, folders, `@lists`, feeds and sitemaps name.

    Args:
        fetch: gives what is at a URL.
        suffixes: of the files in a folder that are pages.
    """
    faults: list[tuple[str, NarratorError]] = []
    found: dict[str, Item] = {}
    for argument in arguments:
        try:
            for item in _Expanding(fetch, suffixes, faults).of(argument, Path(), 0):
                found.setdefault(item.source, item)
        except NarratorError as error:
            faults.append((argument, error))
    return Expansion(items=tuple(found.values()), faults=tuple(faults))


class _Expanding:
    def __init__(
        self, fetch: Callable[[str], bytes], suffixes: Collection[str], faults: list[tuple[str, NarratorError]]
    ) -> None:
        self._fetch = fetch
        self._suffixes = suffixes
        self._faults = faults

    def of(self, argument: str, beside: Path, depth: int) -> Iterator[Item]:
        """The pages of one argument.

        Args:
            beside: the folder that relative paths start from.
        """
        if depth > _DEEPEST:
            raise InputError(
                tr("{argument}: lists that name lists that name lists", argument=argument),
                hint=tr("name the pages themselves"),
            )
        if argument.startswith("@") and len(argument) > 1:
            yield from self._list(argument[1:], beside, depth)
        elif "://" in argument[:16]:
            yield from self._address(argument, depth, sure=False)
        elif argument == "-":
            yield Item(source=argument)
        else:
            yield from self._path(beside / argument, depth)

    def _list(self, name: str, beside: Path, depth: int) -> Iterator[Item]:
        if "://" in name[:16]:
            yield from self._address(name, depth, sure=True)
            return
        path = beside / name
        data = _read(path)
        listing = self._listing(data, str(path), depth)
        if listing is not None:
            yield from listing
            return
        for line in data.decode("utf-8-sig", "replace").splitlines():
            one = line.strip()
            if one and not one.startswith("#"):
                yield from self._go_on(one, path.parent, depth)

    def _go_on(self, argument: str, beside: Path, depth: int) -> Iterator[Item]:
        try:
            yield from self.of(argument, beside, depth + 1)
        except NarratorError as error:
            self._faults.append((argument, error))

    def _address(self, url: str, depth: int, *, sure: bool) -> Iterator[Item]:
        if not sure and not _looks_like_listing(url):
            yield Item(source=url)
            return
        data = self._fetch(url)
        listing = self._listing(data, url, depth)
        if listing is not None:
            yield from listing
        elif sure:
            for line in data.decode("utf-8-sig", "replace").splitlines():
                if "://" in line[:16]:
                    yield Item(source=line.strip())
        else:
            yield Item(source=url)

    def _path(self, path: Path, depth: int) -> Iterator[Item]:
        if path.is_dir():
            pages = sorted(self._pages_in(path))
            if not pages:
                raise InputError(
                    tr("{path}: no page in this folder", path=path),
                    hint=tr("pages end in {suffixes}", suffixes=", ".join(self._suffixes)),
                )
            yield from (Item(source=str(page)) for page in pages)
            return
        if path.name.lower().endswith(_LISTING_FILE):
            listing = self._listing(_read(path), str(path), depth)
            if listing is not None:
                yield from listing
                return
        yield Item(source=str(path))

    def _pages_in(self, folder: Path) -> Iterator[Path]:
        for each in folder.iterdir():
            if each.name.startswith((".", "~$")):
                continue
            if each.is_dir() and not each.is_symlink() and not each.name.endswith(_BESIDE_A_PAGE):
                if not any((each / name).exists() for name in _OURS):
                    yield from self._pages_in(each)
            elif each.is_file() and each.suffix.lower() in self._suffixes:
                yield each

    def _listing(self, data: bytes, where: str, depth: int) -> Iterator[Item] | None:
        listing = listing_of(data, where)
        return None if listing is None else self._listed(listing.pages, listing.further, depth)

    def _listed(self, pages: Sequence[Listed], further: Sequence[str], depth: int) -> Iterator[Item]:
        for page in pages:
            yield Item(source=page.url, stamp=page.stamp, listed=True)
        for address in further:
            yield from self._go_on(f"@{address}", Path(), depth)


def _looks_like_listing(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_LISTING_PATH.search(parts.path) or _LISTING_PATH.search(parts.query))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            tr("{path}: cannot be read ({reason})", path=path, reason=system_reason(error)), hint=tr("check the name")
        ) from error
