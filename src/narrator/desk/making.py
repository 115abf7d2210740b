"""Episodes that are being made: in the background, one after another, with progress, time left and a way to stop."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Literal

from narrator.desk.calls import Narrator
from narrator.errors import NarratorError
from narrator.messages import tr, translated

_log = logging.getLogger(__name__)

MARK_SUFFIX = ".making"
"""A file beside the draft, while its episode is being made: whoever finds it knows that the work was broken off."""


class Stopped(Exception):
    """The editor stopped it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How far an episode is."""

    state: Literal["waiting", "running", "done", "failed", "stopped", "interrupted"]
    stage: str = ""
    done: int = 0
    of: int = 0
    left_s: float | None = None
    """An estimate; None while nothing is known."""
    message: str = ""
    hint: str = ""
    warnings: tuple[str, ...] = ()
    slug: str = ""
    why_no_feed: str = ""
    fallback: bool = False
    """Another engine than the first had to speak; the editor may accept it for the feed."""


@dataclass(slots=True)
class _Job:
    now: Making
    stop: bool = False
    closing: bool = False
    """The desk is closing: who opens it again is to know that the work was broken off."""
    began: dict[str, float] = field(default_factory=dict)
    """By stage, when it began, in seconds of the monotonic clock."""


class Makings:
    """The episodes being made, by draft."""

    def __init__(self, narrator: Narrator) -> None:
        self._narrator = narrator
        self._jobs: dict[Path, _Job] = {}
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="make")

    def start(self, draft: Path, *, accept: bool = False) -> Making:
        """Make the draft's episode, unless it is being made already.

        Args:
            accept: let it into the feed also where another engine than the first had to speak.
        """
        with self._lock:
            known = self._jobs.get(draft)
            if known is not None and known.now.state in ("waiting", "running"):
                return known.now
            job = self._jobs[draft] = _Job(Making(state="waiting"))
        with contextlib.suppress(OSError):
            _mark(draft).touch()
        self._worker.submit(self._run, draft, job, accept)
        return job.now

    def stop(self, draft: Path) -> None:
        """Stop making it; what was spoken stays in the cache, so that going on costs the rest only."""
        with self._lock:
            if (job := self._jobs.get(draft)) is not None:
                job.stop = True

    def stop_all(self) -> None:
        """Stop everything: the desk is closing. What was being made is marked as broken off."""
        with self._lock:
            for job in self._jobs.values():
                job.stop = job.closing = True
        self._worker.shutdown(wait=False, cancel_futures=True)

    def of(self, draft: Path) -> Making | None:
        """How far the draft's episode is; None where nobody asked for it."""
        job = self._jobs.get(draft)
        if job is not None:
            return job.now
        return Making(state="interrupted") if _mark(draft).exists() else None

    def _run(self, draft: Path, job: _Job, accept: bool) -> None:
        job.now = replace(job.now, state="running")

        def progress(stage: str, done: int, of: int) -> None:
            if job.stop:
                raise Stopped
            began = job.began.setdefault(stage, time.monotonic())
            passed = time.monotonic() - began
            left = passed / done * (of - done) if done and stage == "speak" else None
            if stage == job.now.stage or stage != "encode":  # they run side by side; the speaking takes the time
                job.now = replace(job.now, stage=stage, done=done, of=of, left_s=left)

        def warn(line: str) -> None:
            job.now = replace(job.now, warnings=(*job.now.warnings, translated(line)))

        try:
            made = self._narrator.make(draft, progress, warn, accept=accept)
            job.now = replace(
                job.now,
                state="done",
                fallback=made.fallback,
                left_s=0.0,
                slug=made.slug,
                why_no_feed=translated(made.why_no_feed or ""),
                done=1,
                of=1,
            )
        except Stopped:
            job.now = replace(job.now, state="stopped")
        except NarratorError as error:
            job.now = replace(job.now, state="failed", message=translated(error.message), hint=translated(error.hint))
        except Exception as error:  # noqa: BLE001 - in a thread nobody would see it
            _log.exception("making %s", draft)
            job.now = replace(
                job.now,
                state="failed",
                message=translated(tr("this is a fault of narrator's: {error}", error=repr(error))),
                hint=translated(tr("please report it")),
            )
        finally:
            if not job.closing or job.now.state == "done":
                with contextlib.suppress(OSError):
                    _mark(draft).unlink(missing_ok=True)

    def watch(self, draft: Path, every_s: float = 0.2) -> Iterator[Making]:
        """How far it is, each time that changes, to the end."""
        shown: Making | None = None
        while (now := self.of(draft)) is not None:
            if now != shown:
                yield now
                shown = now
            if now.state not in ("waiting", "running"):
                return
            time.sleep(every_s)


def _mark(draft: Path) -> Path:
    return draft.with_name(f".{draft.name}{MARK_SUFFIX}")
