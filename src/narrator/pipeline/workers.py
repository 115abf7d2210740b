"""Pages made one after another, or by several processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from narrator.messages import tr
from narrator.pipeline.cast_book import FolderBook, Kept, share_cast
from narrator.pipeline.page_task import PageFailed, PageResult, PageTask, make_page
from narrator.processors import share_processors
from narrator.speech import share_requests

Step = Callable[[int, str, int, int], None]
"""Called with a page's number, what is being done, how much is done, and of how much."""

ATTEMPTS = 3
"""Of a page whose process was killed."""
LOOK_UP_S = 0.5


def in_turn(tasks: Iterable[PageTask], step: Step | None) -> Iterator[PageResult]:
    """Make the pages one after another, here."""
    for task in tasks:
        yield make_page(task, _step_of(task.number, step))


def _step_of(number: int, step: Step | None) -> Callable[[str, int, int], None] | None:
    return None if step is None else lambda stage, done, total: step(number, stage, done, total)


def in_processes(
    tasks: Sequence[PageTask], jobs: int, at_once: Mapping[str, int], step: Step | None
) -> Iterator[PageResult]:
    """Make the pages in so many processes; results come in the order in which they are done.

    A page whose process is killed is made again by another.

    Args:
        at_once: by engine, how many requests all processes together send at once.
    """
    waiting = deque((task, 1) for task in tasks)
    while waiting:
        yield from _until_one_breaks(waiting, jobs, at_once, step)


def _until_one_breaks(
    waiting: deque[tuple[PageTask, int]], jobs: int, at_once: Mapping[str, int], step: Step | None
) -> Iterator[PageResult]:
    context = multiprocessing.get_context("spawn")
    limits = {name: context.BoundedSemaphore(most) for name, most in at_once.items()}
    steps = context.SimpleQueue() if step else None
    turns = Turns(context.Condition(), context.Array("b", len(waiting), lock=False))
    listener = threading.Thread(target=_listen, args=(steps, step), daemon=True)
    listener.start()
    restore = _one_thread_for_sums()
    shared = (limits, steps, turns, jobs)
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=shared)
    running: dict[Future[PageResult], tuple[PageTask, int]] = {}
    begun = count()
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                task, attempt = waiting.popleft()
                running[pool.submit(_make, task, next(begun))] = task, attempt
            done, _ = wait(running, timeout=LOOK_UP_S, return_when=FIRST_COMPLETED)
            for future in done:
                result = future.result()
                del running[future]
                yield result
    except BrokenProcessPool:
        # Nobody can say which process it was: all that were running begin again, in a new pool.
        steps = None  # whoever was killed may have held the lock of its pipe
        for task, attempt in running.values():
            if attempt < ATTEMPTS:
                waiting.append((task, attempt + 1))
            else:
                yield _killed(task)
        running.clear()
    finally:
        pool.shutdown(wait=not running, cancel_futures=True)
        restore()
        if steps is not None:
            steps.put(None)


def _one_thread_for_sums() -> Callable[[], None]:
    """Let NumPy use no threads of its own in processes that start now: each has one core; returns what undoes it."""
    names = [name for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS") if name not in os.environ]
    os.environ.update(dict.fromkeys(names, "1"))

    def restore() -> None:
        for name in names:
            os.environ.pop(name, None)

    return restore


def _killed(task: PageTask) -> PageFailed:
    return PageFailed(
        number=task.number,
        message=tr(
            "{source}: the process that made it was killed {attempts} times", source=task.source, attempts=ATTEMPTS
        ),
        hint=tr("is there enough memory? try fewer --jobs"),
        exit_code=6,
    )


def _listen(steps: Any, step: Step | None) -> None:
    while steps is not None and step is not None and (news := steps.get()) is not None:
        step(*news)


# ------------------------------------------------------------------------------------- in the other process

_steps: list[Any] = []


@dataclass(frozen=True, slots=True)
class Turns:
    """Pages give voices to new people one after another, as if they were made so."""

    changed: Any
    """A condition that all processes share."""
    over: Any
    """By page in the order in which they were begun, whether it has given its voices, or failed before."""

    def wait(self, place: int) -> None:
        """Return when all pages before this one have had their turn."""
        with self.changed:
            while not all(self.over[:place]):
                self.changed.wait()

    def end(self, place: int) -> None:
        """Let the next one have its turn."""
        with self.changed:
            self.over[place] = 1
            self.changed.notify_all()


_turns: list[Turns] = []


def _begin(limits: Mapping[str, Any], steps: Any, turns: Turns, processes: int) -> None:
    share_processors(processes)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    share_requests(lambda name, _: _entered(limits.get(name)))
    _steps[:], _turns[:] = [steps], [turns]


def _entered(limit: Any) -> AbstractContextManager[object]:
    return nullcontext() if limit is None else limit


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _make(task: PageTask, place: int) -> PageResult:
    steps, turns = _steps[0], _turns[0]
    send = None if steps is None else lambda number, stage, done, total: steps.put((number, stage, done, total))
    share_cast(lambda folder: BookInTurn(folder, turns, place))
    try:
        return make_page(task, _step_of(task.number, send))
    finally:
        turns.end(place)


class BookInTurn(FolderBook):
    """An output folder's, for pages that are made at the same time."""

    def __init__(self, folder: Path, turns: Turns, place: int) -> None:
        super().__init__(folder)
        self._turns = turns
        self._place = place

    def change(self, decide: Callable[[Kept], Kept], *, for_new_people: bool) -> None:
        """Write the file; new people get voices when the pages before this one have given theirs."""
        if for_new_people:
            self._turns.wait(self._place)
        super().change(decide, for_new_people=for_new_people)
        self._turns.end(self._place)
