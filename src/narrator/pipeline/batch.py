"""Many pages: what they are, who makes them, and where they go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from narrator.article import SUFFIXES, fetched
from narrator.batch import Expansion, alone, expand
from narrator.batch.sources import absolute
from narrator.delivery import is_remote
from narrator.errors import NarratorError
from narrator.model import Settings
from narrator.pipeline.batch_run import BatchRun, Summary, Watcher
from narrator.pipeline.cast_book import FolderBook
from narrator.pipeline.options import BatchOptions, MakeOptions
from narrator.pipeline.output_places import INCOMING, STAGING, FolderPlace, OutputPlace, RemotePlace
from narrator.pipeline.page_task import PageResult, PageTask, Upload
from narrator.pipeline.workers import Step, in_processes, in_turn
from narrator.published.output_folder import CACHE
from narrator.settings import load_settings
from narrator.speech import engine
from narrator.standards.user_cache import user_cache_folder

_FEW = 8
"""Pages that are made sooner here than it takes to start processes for them."""


def make_many(
    arguments: Sequence[str], *, output: str, options: MakeOptions, batch: BatchOptions, watch: Watcher
) -> Summary:
    """Make all pages that the arguments name; one that cannot be made stops no other.

    The output is the same as if they had been made one after another, whoever made them.

    Args:
        arguments: files, folders, `@lists`, http(s) URLs, feeds, sitemaps.
        output: a folder, or an address that fsspec knows; that of the options is not looked at.

    Raises:
        AlreadyRunning: another run of many pages holds the output.
        NarratorError: nothing could be done at all.
    """
    settings = load_settings(options.voices)
    elsewhere = is_remote(output)
    place: OutputPlace = RemotePlace(output, settings.publish.options) if elsewhere else FolderPlace(Path(output))
    private = options.page.allow_private
    with alone(place.folder):
        place.begin()
        run = BatchRun(place, options, batch, watch)
        named = pages_named(arguments, allow_private=private)
        for source, error in named.faults:
            run.failed(-1, source, error, error.exit_code)
        due = run.due(named.items)
        watch.total(len(due))
        pattern = _task_like(options, place, output, settings, batch)
        tasks = [
            replace(
                pattern,
                number=number,
                source=absolute(item.source) if batch.cluster else item.source,
                known=run.known_for(item),
            )
            for number, item in due.items()
        ]
        at_once = _at_once(settings, options.sound.engine)
        try:
            with run:
                while tasks:
                    tasks = run.settle(_results(tasks, batch, at_once, run.step, place.folder), tasks)
                    # What is made again under another name was spoken already: it is not worth new processes.
                    batch = replace(batch, jobs=1) if len(tasks) <= _FEW else batch
        finally:
            base_url = options.publishing.base_url
            feed = place.finish(replace(settings.show, base_url=base_url) if base_url else settings.show, watch.warn)
        return run.summary(feed)


def pages_named(arguments: Sequence[str], *, allow_private: bool = False) -> Expansion:
    """The pages that files, folders, `@lists`, feeds and sitemaps name."""

    def fetch(url: str) -> bytes:
        return fetched(url, allow_private=allow_private).data

    return expand(arguments, fetch=fetch, suffixes=SUFFIXES)


def _task_like(
    options: MakeOptions, place: OutputPlace, output: str, settings: Settings, batch: BatchOptions
) -> PageTask:
    """What is the same in all tasks."""
    folder, cache, upload = place.folder / STAGING, options.publishing.cache or place.folder / CACHE, None
    if batch.cluster and is_remote(output):
        # Each worker works in its own cache folder and brings what it made to the destination itself.
        upload = Upload(url=output, options=settings.publish.options, folder=INCOMING)
        folder, cache = user_cache_folder() / "staging", options.publishing.cache or user_cache_folder() / "clips"
    return PageTask(
        number=0,
        source="",
        page=options.page,
        sound=options.sound,
        publishing=replace(
            options.publishing, output=folder.absolute(), people=place.folder.absolute(), cache=cache.absolute()
        ),
        voices=options.voices.absolute() if options.voices else None,
        upload=upload,
    )


def _results(
    tasks: Sequence[PageTask], batch: BatchOptions, at_once: Mapping[str, int], step: Step, people: Path
) -> Iterator[PageResult]:
    if batch.cluster:
        from narrator.pipeline.cluster import on_cluster

        return on_cluster(tasks, batch.cluster, batch.resources, FolderBook(people))
    if batch.jobs > 1 and len(tasks) > 1:
        return in_processes(tasks, batch.jobs, at_once, step)
    return in_turn(tasks, step)


def _at_once(settings: Settings, wanted: str) -> dict[str, int]:
    """By engine that may speak, how many requests it takes at once; what is wrong with one, each page says."""
    found = {}
    for name in settings.engines if wanted == "auto" else (wanted,):
        with suppress(NarratorError):
            found[name] = engine(name, settings.engine_options.get(name)).concurrency
    return found
