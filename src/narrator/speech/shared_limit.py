"""One limit on the requests to an engine, for all processes of a run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from narrator.speech.engine import Engine

Limit = Callable[[str, int], AbstractContextManager[object]]
"""Given an engine's name and how many requests it takes at once: what is entered around each request."""

_shared: list[Limit] = []


def share_requests(limit: Limit) -> None:
    """From now on, every request of this process to an engine elsewhere waits for its turn among all processes.

    A worker process calls it once, before it makes its first page. Engines that run on this machine (`local = True`
    in the class) have no need of it: each process has its own.
    """
    _shared[:] = [limit]


def request_to(engine: Engine) -> AbstractContextManager[object]:
    """What is entered around a request to the engine."""
    if not _shared or getattr(engine, "local", False):
        return nullcontext()
    return _shared[0](engine.name, engine.concurrency)
