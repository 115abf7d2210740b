"""One run over many pages: which are due, the name of each episode, and what became of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, Protocol

from narrator.article import fetched
from narrator.batch import STATE, Item, Record, RunState
from narrator.batch.sources import absolute
from narrator.errors import NarratorError, OutputError
from narrator.library import Catalogue, catalogue, page_of, slug, slug_among
from narrator.messages import tr
from narrator.model import Manifest
from narrator.pipeline import made_from
from narrator.pipeline.one_page import Made, is_unchanged, people_in, record_of
from narrator.pipeline.options import BatchOptions, MakeOptions
from narrator.pipeline.output_places import OutputPlace
from narrator.pipeline.page_task import PageFailed, PageMade, PageResult, PageTask
from narrator.published.episode_json import manifest_from
from narrator.published.output_folder import MANIFEST

MOST_NAMES = 3
"""Times that a page is made under another name, because others took those it would have had."""
_PROBES_AT_ONCE = 4
"""Requests that ask whether a page has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a page."""

    source: str
    result: Literal["made", "failed", "unchanged"]
    where: str = ""
    """Its episode's folder."""
    manifest: Manifest | None = None
    error: NarratorError | None = None
    exit_code: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What became of all of them."""

    made: int
    unchanged: int
    failed: int
    exit_code: int
    """0, or that of the first page that failed, in the order in which they were named."""
    feed: str | None


class Watcher(Protocol):
    """Is told what happens."""

    def total(self, count: int) -> None:
        """So many pages will be made."""

    def step(self, source: str, stage: str, done: int, of: int) -> None:
        """A page has come so far."""

    def done(self, outcome: Outcome) -> None:
        """A page is done with."""

    def warn(self, line: str) -> None:
        """A line that the editor should read."""


class BatchRun(AbstractContextManager["BatchRun"]):
    """One run: names episodes, keeps state, and counts."""

    def __init__(self, place: OutputPlace, options: MakeOptions, batch: BatchOptions, watch: Watcher) -> None:
        self._place = place
        self._options = options
        self._batch = batch
        self._watch = watch
        self._began_s = time.time()
        self._state = RunState(place.folder / STATE)
        self._due: dict[int, tuple[Item, str | None]] = {}
        self._placed: dict[str, int] = {}
        self._renamed: Counter[int] = Counter()
        self._failures: dict[int, int] = {}
        self._counts = {"made": 0, "unchanged": 0, "failed": 0}
        self._open: AbstractContextManager[Catalogue] | None = None
        self._known: Catalogue

    def __enter__(self) -> BatchRun:
        self._open = catalogue(self._place.folder)
        self._known = self._open.__enter__()
        self._known.update()
        return self

    def __exit__(self, *_: object) -> None:
        if self._open is not None:
            self._open.__exit__(None, None, None)

    # ---- what is to be made

    def due(self, items: Sequence[Item]) -> dict[int, Item]:
        """The pages that are to be made, by number."""
        with ThreadPoolExecutor(_PROBES_AT_ONCE) as pool:
            for number, (item, now) in enumerate(zip(items, pool.map(self._stamp, items), strict=True)):
                if isinstance(now, NarratorError):
                    self.failed(number, item.source, now, now.exit_code)
                elif self._is_done(item, now):
                    self._counts["unchanged"] += 1
                    where = str(self._place.folder / self._record_of(item).slug)
                    self._watch.done(Outcome(source=item.source, result="unchanged", where=where))
                else:
                    self._due[number] = item, now
        return {number: item for number, (item, _) in self._due.items()}

    def _only_new(self, item: Item) -> bool:
        return item.listed if self._batch.new_only is None else self._batch.new_only

    def _stamp(self, item: Item) -> str | NarratorError | None:
        if item.stamp is not None or item.source == "-":
            return item.stamp
        if not made_from.is_address(item.source):
            return made_from.file_stamp(item.source)
        known = self._record_of(item)
        if self._batch.new_only is False or known.result != "made":
            return None  # it is made in any case; who fetches it for that says how it is
        try:
            before = made_from.validator_of(known.stamp)
            return made_from.fetched_stamp(
                fetched(item.source, allow_private=self._options.page.allow_private, validator=before)
            )
        except NarratorError as error:
            return error

    def _is_done(self, item: Item, now: str | None) -> bool:
        known = self._record_of(item)
        if now is None or self._batch.new_only is False or known.result != "made":
            return False
        if not self._only_new(item):
            return is_unchanged(known, now, item.source, self._options, self._place.folder)
        there = bool(known.slug) and (self._place.folder / known.slug / MANIFEST).is_file()
        return there and known.stamp == now

    def _record_of(self, item: Item) -> Record:
        return self._state.of(_key(item)) or Record(source=item.source, result="unfinished")

    def known_for(self, item: Item) -> dict[str, bytes]:
        """episode.json of the page's episode, where an earlier run made one: it keeps its name."""
        name = self._record_of(item).slug
        path = self._place.folder / name / MANIFEST
        return {name: path.read_bytes()} if name and path.is_file() else {}

    # ---- what became of it

    def step(self, number: int, stage: str, done: int, of: int) -> None:
        """A page has come so far."""
        self._watch.step(self._due[number][0].source, stage, done, of)

    def settle(self, results: Iterable[PageResult], tasks: Sequence[PageTask]) -> list[PageTask]:
        """Put each episode in its place as it comes; returns what has to be made again under another name."""
        by_number = {task.number: task for task in tasks}
        again: list[PageTask] = []
        for result in results:
            item, _ = self._due[result.number]
            if isinstance(result, PageFailed):
                error = NarratorError(result.message, hint=result.hint)
                self.failed(result.number, item.source, error, result.exit_code, result.warnings)
                continue
            try:
                again += self._place_made(result, by_number)
            except NarratorError as error:
                self.failed(result.number, item.source, error, error.exit_code, result.warnings)
        return sorted(again, key=lambda task: task.number)

    def _place_made(self, made: PageMade, tasks: Mapping[int, PageTask]) -> list[PageTask]:
        """Where the episode belongs decides the order of the pages, not who was ready first."""
        manifest = manifest_from(made.manifest.decode(), f"{made.folder / MANIFEST}")
        page, task = page_of(manifest.episode), tasks[made.number]
        again = []
        name = slug_among(self._known, self._place.folder, page)
        wanted = slug(page.title, page.published, page.source)
        if self._placed.get(name, -1) > made.number:
            # A later page of the run counts as a new version of this one, and was quicker.
            self._made(made, name, manifest, str(self._place.folder / name))
            return []
        later = self._placed.get(wanted, -1)
        if name not in (wanted, made.slug) and later > made.number and not self._known.has(name):
            # A later page was quicker, and has the name that comes to this one.
            self._put_off(later)
            again.append(self._again(task, later, wanted, made.manifest))
            name = wanted
        if made.slug != name:
            self._renamed[made.number] += 1
            if self._renamed[made.number] > MOST_NAMES:
                raise OutputError(
                    tr("{source}: no name for its episode holds", source=task.source),
                    hint=tr("make this page by itself"),
                )
            return [*again, replace(task, known=self._blocking(name, wanted))]
        where = self._place.take(made, name)
        self._known.update_one(name)
        self._placed[name] = made.number
        self._made(made, name, manifest, where)
        return again

    def _blocking(self, name: str, wanted: str) -> dict[str, bytes]:
        """The episodes that give a page this name: its own, or those that have the names it would like."""
        names = (name,) if self._known.has(name) else self._known.namesakes(wanted)
        return {each: (self._place.folder / each / MANIFEST).read_bytes() for each in names}

    def _again(self, task: PageTask, number: int, wanted: str, blocking: bytes) -> PageTask:
        item, _ = self._due[number]
        source = absolute(item.source) if self._batch.cluster else item.source
        return replace(task, number=number, source=source, known={wanted: blocking})

    def _put_off(self, number: int) -> None:
        item, _ = self._due[number]
        self._counts["made"] -= 1
        self._state.put(Record(source=_key(item), result="unfinished", at=_now()))

    def _made(self, made: PageMade, name: str, manifest: Manifest, where: str) -> None:
        item, stamp = self._due[made.number]
        self._state.put(
            record_of(
                item.source,
                item.stamp or made.stamp or stamp,  # as the page was when it was read, where that is known
                self._options,
                Made(
                    began_s=self._began_s,
                    folder=self._place.folder / name,
                    engine=manifest.episode.engine,
                    people=people_in(manifest),
                    final=made.final,
                    named=made.named,
                    warnings=made.warnings,
                ),
            )
        )
        self._counts["made"] += 1
        self._watch.done(
            Outcome(source=item.source, result="made", where=where, manifest=manifest, warnings=made.warnings)
        )

    def failed(
        self, number: int, source: str, error: NarratorError, exit_code: int, warnings: tuple[str, ...] = ()
    ) -> None:
        """Keep and report that a page, or a list of pages, could not be made or read."""
        self._failures.setdefault(number, exit_code)
        self._counts["failed"] += 1
        item = self._due[number][0] if number in self._due else Item(source=source)
        before = self._record_of(item)
        self._state.put(Record(source=_key(item), result="failed", slug=before.slug, message=error.message, at=_now()))
        self._watch.done(Outcome(source=source, result="failed", error=error, exit_code=exit_code, warnings=warnings))

    def summary(self, feed: str | None) -> Summary:
        """What became of all pages."""
        first = min(self._failures, default=None)
        code = 0 if first is None else self._failures[first]
        return Summary(**self._counts, exit_code=code, feed=feed)


def _key(item: Item) -> str:
    return absolute(item.source)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
