"""Bringing an output folder to its destination: only what changed, episodes first, the feed last."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Final, Literal

from narrator.delivery.destination import Destination
from narrator.errors import OutputError
from narrator.messages import system_reason, tr
from narrator.published.output_folder import FEED, INDEX, MANIFEST

RECORD: Final = ".narrator-published.json"
"""At the destination: the digest of every file that is there."""
DIGESTS: Final = ".digests.json"
"""In the output folder: digests by size and time, so that a file is read again only when it changed."""
_SAVE_EVERY_S: Final = 20.0
"""What a run that is killed has to put again."""
_LATER = re.compile(r"(feed|index)-(\d+)\.(xml|html)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A file that is not at the destination as it is here."""

    what: Literal["put", "remove"]
    name: str
    """Relative, with `/`."""
    bytes: int = 0
    digest: str = ""


@dataclass(kw_only=True)
class Delivery:
    """What has to be done, and what is at the destination already."""

    changes: tuple[Change, ...]
    """In the order in which they are made."""
    there: dict[str, str]
    """By name, the digest of each file at the destination; kept up to date."""
    unchanged: int
    done: list[Change] = field(default_factory=list)


def plan_of(output: Path, destination: Destination, *, delete: bool = False) -> Delivery:
    """What differs between the output folder and the destination.

    Args:
        delete: whether files that were put there by earlier runs and are no longer here are removed.
    """
    there = known_at(destination)
    digests = _Digests(output)
    changes, names = [], set()
    for name in sorted(_names(output), key=_rank):
        names.add(name)
        size, digest = digests.of(name)
        if there.get(name) != digest:
            changes.append(Change(what="put", name=name, bytes=size, digest=digest))
    digests.keep()
    gone = [Change(what="remove", name=name) for name in sorted(there.keys() - names, key=_rank)] if delete else []
    return Delivery(changes=(*changes, *gone), there=there, unchanged=len(names) - len(changes))


def known_at(destination: Destination) -> dict[str, str]:
    """By name, the digest of each file that was put there."""
    record = destination.read(RECORD)
    if record is None:
        return {}
    with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
        files = json.loads(record)["files"]
        return {str(name): str(digest) for name, digest in files.items()}
    return {}  # damaged: everything is put again


def deliver(
    output: Path, destination: Destination, delivery: Delivery, *, progress: Callable[[int, int], None] | None = None
) -> None:
    """Make the changes; what was done before an error or Ctrl-C need not be done again.

    Args:
        progress: called with how many bytes were put, and of how many.
    """
    record = _Record(destination, delivery)
    total, put = sum(change.bytes for change in delivery.changes), 0
    try:
        for _, group in groupby(delivery.changes, key=lambda change: (change.what, _rank(change.name)[:2])):
            for change in _made(list(group), output, destination):
                put += change.bytes
                record.add(change)
                if progress:
                    progress(put, total)
    finally:
        record.save()


def _made(changes: Sequence[Change], output: Path, destination: Destination) -> Iterator[Change]:
    """The changes of a group, as they are done; what comes last in an episode's folder is put when all else is."""
    at_once = [change for change in changes if not change.name.endswith(f"/{MANIFEST}")]
    last = [change for change in changes if change.name.endswith(f"/{MANIFEST}")]

    def make(change: Change) -> Change:
        if change.what == "put":
            destination.put(change.name, output / change.name)
        else:
            destination.remove(change.name)
        return change

    if destination.puts_at_once == 1 or len(at_once) < 2:
        yield from map(make, at_once)
    else:
        with ThreadPoolExecutor(destination.puts_at_once) as pool:
            yield from pool.map(make, at_once)
    yield from map(make, last)


def _names(output: Path) -> Iterator[str]:
    """What is published: everything but what begins with a dot."""
    for folder, folders, files in os.walk(output):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            if not name.startswith("."):
                yield (Path(folder) / name).relative_to(output).as_posix()


def _rank(name: str) -> tuple[int, str, int, str]:
    """Sorts what is named by others before what names it: episodes, the site's files, front pages, the feed."""
    folder, _, file = name.partition("/")
    if file:
        return 0, folder, file == MANIFEST, file
    later = _LATER.fullmatch(name)
    if name == FEED or (later and later[1] == "feed"):
        return 3, f"{int(later[2]):09}" if later else "~", 0, name
    if name == INDEX or later:
        return 2, f"{int(later[2]):09}" if later else "~", 0, name
    return 1, "", 0, name


class _Digests:
    """SHA-256 of the output folder's files, kept by their size and time."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._known: Mapping[str, Sequence[object]] = {}
        self._now: dict[str, Sequence[object]] = {}
        with contextlib.suppress(OSError, ValueError):
            known = json.loads((output / DIGESTS).read_text("utf-8"))
            self._known = known if isinstance(known, dict) else {}

    def of(self, name: str) -> tuple[int, str]:
        """Size in bytes and digest of the file."""
        path = self._output / name
        try:
            status = path.stat()
            stamp = [status.st_size, status.st_mtime_ns, status.st_ino]
            known = self._known.get(name)
            if not (isinstance(known, list) and len(known) == 4 and known[:3] == stamp):
                with path.open("rb") as file:
                    known = [*stamp, hashlib.file_digest(file, "sha256").hexdigest()]
        except OSError as error:
            raise OutputError(
                tr("cannot read {path}: {reason}", path=path, reason=system_reason(error)),
                hint=tr("check who may read it"),
            ) from error
        self._now[name] = known
        return status.st_size, str(known[3])

    def keep(self) -> None:
        """Remember them for the next run, where the folder can be written."""
        with contextlib.suppress(OSError):
            aside = self._output / f"{DIGESTS}.new"
            aside.write_text(json.dumps(self._now), "utf-8")
            aside.replace(self._output / DIGESTS)


class _Record:
    """The record at the destination, saved now and then."""

    def __init__(self, destination: Destination, delivery: Delivery) -> None:
        self._destination = destination
        self._delivery = delivery
        self._saved_at = time.monotonic()
        self._is_saved = True

    def add(self, change: Change) -> None:
        if change.what == "put":
            self._delivery.there[change.name] = change.digest
        else:
            self._delivery.there.pop(change.name, None)
        self._delivery.done.append(change)
        self._is_saved = False
        if time.monotonic() - self._saved_at > _SAVE_EVERY_S:
            self.save()

    def save(self) -> None:
        if not self._is_saved:
            save_known(self._destination, self._delivery.there)
            self._saved_at, self._is_saved = time.monotonic(), True


def save_known(destination: Destination, there: Mapping[str, str]) -> None:
    """Keep at the destination what is there."""
    destination.write(RECORD, json.dumps({"version": 1, "files": dict(sorted(there.items()))}).encode())
