"""The one event loop on which all requests to the service run, in a thread of its own."""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Coroutine
from functools import cache
from threading import Lock, Thread
from typing import Any, TypeVar

T = TypeVar("T")
_starting = Lock()


def await_result(work: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns; may be called from many threads at once."""
    with _starting:
        loop = _loop()
    future = asyncio.run_coroutine_threadsafe(work, loop)
    try:
        return future.result()
    except BaseException:
        future.cancel()  # Ctrl-C: nobody waits for the answer any more
        raise


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="edge", daemon=True)
    thread.start()
    atexit.register(_close, loop, thread)
    return loop


def _close(loop: asyncio.AbstractEventLoop, thread: Thread) -> None:
    loop.call_soon_threadsafe(_cancel_all, loop)
    thread.join(1.0)
    if not thread.is_alive():
        loop.close()


def _cancel_all(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.call_later(0.1, loop.stop)
