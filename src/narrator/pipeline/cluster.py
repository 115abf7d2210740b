"""Pages made by the workers of a Dask cluster: a page is a task; retries and resources are Dask's."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from narrator.errors import MissingExtra, OutputError
from narrator.messages import tr
from narrator.pipeline.cast_book import CastBook, Kept, share_cast, with_all
from narrator.pipeline.page_task import PageFailed, PageResult, PageTask, make_page
from narrator.published.cast_json import kept_from, kept_json
from narrator.speech import share_requests

if TYPE_CHECKING:
    from distributed import Client

_CAST = "narrator cast"
TASKS_AHEAD = 4
"""Tasks that wait at the scheduler for each thread of the cluster."""
RETRIES = 2
"""Of a task that raises; a page that cannot be made does not, it says why."""


def on_cluster(
    tasks: Sequence[PageTask], address: str, resources: Mapping[str, float] | None, book: CastBook
) -> Iterator[PageResult]:
    """Make the pages on the cluster; results come in the order in which they are done.

    Args:
        book: who has which voice where the episodes go.
        address: of the scheduler.
        resources: what each page takes of what the workers offer (`dask worker --resources`).

    Raises:
        MissingExtra: Dask Distributed is not installed.
        OutputError: the scheduler does not answer.
    """
    try:
        from distributed import Client, Variable, as_completed
    except ImportError as error:
        raise MissingExtra("cluster", "--cluster") from error
    try:
        client = Client(address, name="narrator", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise OutputError(
            tr("no Dask scheduler answers at {address}: {error}", address=address, error=error),
            hint=tr("start one: dask scheduler; dask worker ADDRESS"),
        ) from error
    run, rest = uuid4().hex[:8], iter(tasks)
    numbers: dict[str, PageTask] = {}
    with client:
        cast = Variable(f"{_CAST} {run}", client=client)
        cast.set(kept_json(book.read()))
        ahead = max(TASKS_AHEAD, TASKS_AHEAD * sum(client.nthreads().values()))
        results = as_completed(loop=client.loop, raise_errors=False)
        for _, task in zip(range(ahead), rest, strict=False):
            results.add(_submit(client, task, run, resources, numbers))
        for future in results:
            given = kept_from(cast.get(), _CAST)
            book.change(partial(with_all, given), for_new_people=False)
            yield _result(future, numbers.pop(future.key))
            future.release()
            if (task := next(rest, None)) is not None:  # type: ignore[assignment]
                results.add(_submit(client, task, run, resources, numbers))


def _submit(
    client: Client, task: PageTask, run: str, resources: Mapping[str, float] | None, numbers: dict[str, PageTask]
) -> Any:
    key = f"narrator-{run}-{task.number}"
    numbers[key] = task
    return client.submit(
        _make, task, run, key=key, pure=False, retries=RETRIES, resources=dict(resources or {}) or None
    )


def _result(future: Any, task: PageTask) -> PageResult:
    error = None if not future.cancelled() else OutputError(tr("the scheduler is gone"))
    error = error or future.exception()
    if error is None:
        result: PageResult = future.result()
        return result
    return PageFailed(
        number=task.number,
        message=tr(
            "{source}: the cluster could not make it: {split}", source=task.source, split=" ".join(str(error).split())
        ),
        hint=tr("look at the workers' logs: is there enough memory?"),
        exit_code=6,
    )


# ------------------------------------------------------------------------------------- on the worker

_one_page = threading.Lock()


def _make(task: PageTask, run: str) -> PageResult:
    from distributed import get_worker

    # A page uses all that an engine allows; two in one process would only get in each other's way.
    with _one_page:
        share_requests(partial(_lease, get_worker()))
        share_cast(lambda _: SchedulersBook(run))
        return make_page(task)


class SchedulersBook:
    """Who has which voice, as the scheduler keeps it while a run lasts: workers need share no folder."""

    def __init__(self, run: str) -> None:
        from distributed import Lock, Variable

        self._kept = Variable(f"{_CAST} {run}")
        self._alone = Lock(f"{_CAST} {run}")

    def read(self) -> Kept:
        """Who has which voice by now."""
        return kept_from(self._kept.get(), _CAST)

    def change(self, decide: Callable[[Kept], Kept], *, for_new_people: bool) -> None:
        """Write it; new people get voices in the order in which their pages are ready."""
        with self._alone:
            before = self.read()
            after = decide(before)
            if after != before:
                self._kept.set(kept_json(after))


def _lease(worker: Any, name: str, at_once: int) -> AbstractContextManager[object]:
    """One of the cluster's requests to the engine; a worker that dies gives its own back after a while."""
    from distributed import Semaphore

    with _leases_lock:
        if name not in _leases:
            _leases[name] = Semaphore(at_once, f"narrator {name}", scheduler_rpc=worker.scheduler, loop=worker.loop)
        lease: AbstractContextManager[object] = _leases[name]
    return lease


_leases: dict[str, Any] = {}
_leases_lock = threading.Lock()
