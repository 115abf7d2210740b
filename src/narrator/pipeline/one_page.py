"""One page into a folder of this machine: made, unless it is as it was when its episode was made."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from narrator.batch.run_state import STATE, Record, RunState
from narrator.batch.sources import absolute, is_many
from narrator.delivery.destination import is_remote
from narrator.errors import NarratorError, OutputError
from narrator.model import Manifest, Progress
from narrator.pipeline import made_from
from narrator.pipeline.options import BatchOptions, MakeOptions, Warn, ignore

if TYPE_CHECKING:
    from narrator.article import Fetched
    from narrator.pipeline.make import EpisodeResult

__all__ = [
    "Due",
    "Made",
    "Unchanged",
    "is_many",
    "is_one_page",
    "is_unchanged",
    "local_folder",
    "look_at",
    "make_one",
    "people_in",
    "record_of",
]

_SITE = "the site"
"""What the record of the front page and the feed stands under; no source is called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """An episode that is as making it again would make it."""

    folder: Path
    warnings: Sequence[str]
    """What is doubtful on the page, as the editor was told when it was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A page that has to be made."""

    source: str
    stamp: str | None
    """Of its content; None where it cannot be named again, or read."""
    page: Fetched | None
    """What its URL gave, where that was asked already."""


def local_folder(output: str) -> Path | None:
    """The output folder; None where it is not on this machine."""
    return None if is_remote(output) else Path(output)


def is_one_page(arguments: Sequence[str], output: str, batch: BatchOptions) -> bool:
    """Whether this is one page into a folder of this machine, not a run of many."""
    plain = replace(batch, new_only=batch.new_only or None) == BatchOptions()
    return plain and not is_many(arguments) and not is_remote(output)


def look_at(source: str, options: MakeOptions, *, always: bool = False, warn: Warn = ignore) -> Unchanged | Due:
    """Whether the page has to be made; if not, the front page and the feed are right all the same.

    Args:
        always: make it even if nothing changed.

    Raises:
        NarratorError: the page's URL cannot be fetched, or the output cannot be written.
    """
    output = options.publishing.output
    state = RunState(output / STATE, shared=True) if output.is_dir() and not always else None
    known = state.of(absolute(source)) if state else None
    page, stamp = None, None
    if made_from.is_address(source):
        page, stamp = _fetched(source, options, known)
    elif source != "-":  # which nobody can name again
        stamp = made_from.file_stamp(source)
    if state and known and stamp and is_unchanged(known, stamp, source, options, output):
        _refresh_site(state, options, warn)
        return Unchanged(folder=output / known.slug, warnings=known.warnings)
    # What the server need not send again is sent when something else has changed.
    return Due(source=source, stamp=stamp, page=None if page and page.unchanged else page)


def _fetched(source: str, options: MakeOptions, known: Record | None) -> tuple[Fetched, str]:
    from narrator.article import fetched

    if known is None:  # else most of its readings are kept
        Thread(target=_load_ahead, name="load ahead", daemon=True).start()
    before = made_from.validator_of(known.stamp) if known else ""
    page = fetched(source, allow_private=options.page.allow_private, validator=before)
    return page, made_from.fetched_stamp(page)


def _load_ahead() -> None:
    from narrator.pipeline.scripts import load_ahead

    load_ahead()


def is_unchanged(known: Record, stamp: str, source: str, options: MakeOptions, output: Path) -> bool:
    """Whether a page's episode is as making it again would make it."""
    if known.result != "made" or not (known.slug and known.inputs) or known.stamp != stamp:
        return False
    with suppress(NarratorError, OSError):
        if made_from.files_digest(output / known.slug) == known.files:
            fingerprint = made_from.engine_fingerprint(known.engine, options.voices)
            kept = made_from.voices_kept(options.publishing.people or output, known.people)
            now = made_from.inputs_digest(stamp, source, options, named=known.named, fingerprint=fingerprint, kept=kept)
            return now == known.inputs
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An episode that was made."""

    began_s: float
    """Before anything was read for it; since the epoch."""
    folder: Path
    engine: str
    people: tuple[str, ...]
    """Who speaks, by all their names."""
    final: bool
    """Whether making it again from the same would give the same."""
    named: tuple[str, ...]
    """The files that the voices file names."""
    warnings: tuple[str, ...]


def people_in(manifest: Manifest) -> tuple[str, ...]:
    """Who speaks in the episode, by all their names."""
    speakers = [member.speaker for member in manifest.episode.speakers]
    return tuple(sorted({name for each in speakers for name in (each.name, *each.aliases)}))


def record_of(source: str, stamp: str | None, options: MakeOptions, made: Made) -> Record:
    """What is kept of an episode, so that it need not be made again."""
    inputs = ""
    changed = made_from.settings_changed_since(made.began_s, options.voices, made.named)
    if made.final and stamp and not changed:
        fingerprint = made_from.engine_fingerprint(made.engine, options.voices)
        kept = made_from.voices_kept(options.publishing.people or made.folder.parent, made.people)
        inputs = made_from.inputs_digest(stamp, source, options, named=made.named, fingerprint=fingerprint, kept=kept)
    return Record(
        source=absolute(source),
        result="made",
        stamp=stamp,
        slug=made.folder.name,
        at=datetime.now(UTC).isoformat(timespec="microseconds"),
        inputs=inputs,
        files=made_from.files_digest(made.folder) or "",
        engine=made.engine,
        named=made.named,
        people=made.people,
        # What is doubtful on the page stays so; who got which voice is said once.
        warnings=tuple(line for line in made.warnings if line.startswith(f"{source}: ")),
    )


def make_one(due: Due, options: MakeOptions, *, warn: Warn = ignore, progress: Progress | None = None) -> EpisodeResult:
    """The page's episode; what it was made from is kept.

    Raises:
        NarratorError: as `narrate` does.
    """
    from narrator.pipeline.make import make_episode

    warnings: list[str] = []
    began_s = time.time()

    def keep(line: str) -> None:
        warnings.append(line)
        warn(line)

    result = make_episode(due.source, options, fetched=due.page, warn=keep, progress=progress)
    if due.source != "-":
        engine = result.manifest.episode.engine
        made = Made(
            began_s=began_s,
            folder=result.folder,
            engine=engine,
            people=people_in(result.manifest),
            final=result.final,
            named=result.named,
            warnings=tuple(warnings),
        )
        with suppress(OutputError):  # the episode is there; next time it is made again
            state = RunState(options.publishing.output / STATE, shared=True)
            state.put(record_of(due.source, due.stamp, options, made))
            _keep_site(state, options.publishing.output)
    return result


def _refresh_site(state: RunState, options: MakeOptions, warn: Warn) -> None:
    """Rebuild the feed and the front page if episodes have come or gone since."""
    output = options.publishing.output
    known = state.of(_SITE)
    if known is not None and known.stamp == _site_stamp(output):
        return
    from narrator.pipeline.make import show_of
    from narrator.pipeline.publish import refresh

    refresh(output, show=show_of(options), warn=warn)
    _keep_site(state, output)


def _keep_site(state: RunState, output: Path) -> None:
    state.put(Record(source=_SITE, result="made", stamp=_site_stamp(output)))


def _site_stamp(output: Path) -> str:
    return str(output.stat().st_mtime_ns)
