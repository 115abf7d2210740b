"""Where the episodes of a run of many pages go: a folder of this machine, or somewhere else with a copy of what
decides names and feed kept here."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Protocol

from narrator.batch import STATE
from narrator.delivery import deliver, plan_of, reach
from narrator.delivery.deliver import known_at, save_known
from narrator.errors import OutputError
from narrator.library import adopt_folder, writing
from narrator.messages import tr
from narrator.model import Show
from narrator.pipeline.cast_book import FolderBook, with_all
from narrator.pipeline.options import Warn
from narrator.pipeline.page_task import PageMade
from narrator.pipeline.publish import refresh
from narrator.published.cast_json import kept_from
from narrator.published.output_folder import CAST, MANIFEST
from narrator.standards.user_cache import user_cache_folder

STAGING = ".staging"
"""Of the output folder: episodes that are not in their place yet."""
INCOMING = ".incoming"
"""The same, at a destination elsewhere."""


class OutputPlace(Protocol):
    """Where episodes go."""

    folder: Path
    """Of this machine; holds episode.json of every episode, and the run's state."""

    def begin(self) -> None:
        """Bring the folder up to date, and remove what a killed run left aside."""

    def take(self, made: PageMade, slug: str) -> str:
        """Put the episode in its place, whole; returns where it is."""

    def finish(self, show: Show, warn: Warn) -> str | None:
        """Rebuild the feed and the front page; returns where the feed is, None where there is none."""


class FolderPlace:
    """An output folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self) -> None:
        """Remove what a killed run left aside."""
        shutil.rmtree(self.folder / STAGING, ignore_errors=True)

    def take(self, made: PageMade, slug: str) -> str:
        """Put the episode in its place in one step.

        Raises:
            OutputError: another machine made it, in a folder that is not here.
        """
        if not made.folder.is_dir():
            raise OutputError(
                tr("{folder} is on the machine of a worker, not here", folder=made.folder),
                hint=tr(
                    "share the output folder with the workers, or give --output an address such as s3://bucket/folder"
                ),
            )
        with writing(self.folder):
            adopt_folder(self.folder, slug, made.folder)
        shutil.rmtree(made.folder.parent, ignore_errors=True)
        return str(self.folder / slug)

    def finish(self, show: Show, warn: Warn) -> str | None:
        """Rebuild the feed and the front page."""
        shutil.rmtree(self.folder / STAGING, ignore_errors=True)
        feed = refresh(self.folder, show=show, warn=warn)
        return None if feed is None else str(feed)


class RemotePlace:
    """A destination elsewhere; the folder here is a copy of its manifests, and is made again if it is deleted."""

    def __init__(self, url: str, options: Mapping[str, object]) -> None:
        self._destination = reach(url, options)
        key = hashlib.sha256(url.encode()).hexdigest()[:16]
        self.folder = user_cache_folder() / "outputs" / key
        self._there: dict[str, str] = {}

    def begin(self) -> None:
        """Fetch the manifests that are new or changed, and what earlier runs did."""
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.folder / STAGING, ignore_errors=True)
        self._destination.remove_folder(INCOMING)
        self._there = known_at(self._destination)
        theirs = self._destination.read(STATE)
        mine = self.folder / STATE
        ours = mine.read_bytes() if mine.exists() else b""
        if theirs:
            mine.write_bytes(_merged(theirs, ours))
        if cast := self._destination.read(CAST):
            book, given = FolderBook(self.folder), kept_from(cast, f"{self._destination.url.rstrip('/')}/{CAST}")
            book.change(partial(with_all, given), for_new_people=False)
        named = {name.partition("/")[0] for name in self._there if name.endswith(f"/{MANIFEST}")}
        for slug in named | _made_in(mine):
            self._fetch(slug)
        for folder in self.folder.iterdir():
            if (folder / MANIFEST).is_file() and folder.name not in named | _made_in(mine):
                shutil.rmtree(folder)

    def _fetch(self, slug: str) -> None:
        copy = self.folder / slug / MANIFEST
        digest = self._there.get(f"{slug}/{MANIFEST}")
        if copy.is_file() and digest == hashlib.sha256(copy.read_bytes()).hexdigest():
            return
        manifest = self._destination.read(f"{slug}/{MANIFEST}")
        if manifest is not None:
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(manifest)
        else:
            shutil.rmtree(copy.parent, ignore_errors=True)

    def take(self, made: PageMade, slug: str) -> str:
        """Put the episode's files, episode.json last."""
        for name in sorted(made.digests, key=lambda one: (one == MANIFEST, one)):
            if made.uploaded is None:
                self._destination.put(f"{slug}/{name}", made.folder / name)
            else:
                self._destination.move(f"{made.uploaded}/{name}", f"{slug}/{name}")
            self._there[f"{slug}/{name}"] = made.digests[name]
        copy = self.folder / slug / MANIFEST
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(made.manifest)
        shutil.rmtree(made.folder.parent, ignore_errors=True)
        return f"{self._destination.url.rstrip('/')}/{slug}"

    def finish(self, show: Show, warn: Warn) -> str | None:
        """Rebuild the feed and the front page here, and put what changed."""
        shutil.rmtree(self.folder / STAGING, ignore_errors=True)
        feed = refresh(self.folder, show=show, warn=warn)
        save_known(self._destination, self._there)
        deliver(self.folder, self._destination, plan_of(self.folder, self._destination))
        self._destination.remove_folder(INCOMING)
        state = self.folder / STATE
        if state.exists():
            self._destination.put(STATE, state)
        return None if feed is None else f"{self._destination.url.rstrip('/')}/{feed.name}"


def _merged(*states: bytes) -> bytes:
    """The lines of several state files, the oldest first."""
    lines = {line for state in states for line in state.splitlines() if line.startswith(b"{") and line.endswith(b"}")}
    return b"".join(b"%s\n" % line for line in sorted(lines, key=_time))


def _time(line: bytes) -> str:
    try:
        return str(json.loads(line).get("at", ""))
    except ValueError:
        return ""


def _made_in(state: Path) -> set[str]:
    """The episodes that the state file names."""
    if not state.exists():
        return set()
    found = set()
    for line in state.read_text("utf-8", "replace").splitlines():
        try:
            slug = json.loads(line or "{}").get("slug")
        except ValueError:
            continue
        if slug:
            found.add(str(slug))
    return found
