"""What each stage took, in the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_log = logging.getLogger("narrator.pipeline")


@contextmanager
def stage(name: str) -> Iterator[Callable[[str], None]]:
    """Log how long the stage took, with what the caller says came of it."""
    _log.debug("%s: begins", name)
    results: list[str] = []
    began = time.perf_counter()
    try:
        yield results.append
    except BaseException as error:
        _log.info("%s: failed after %.2f s: %s", name, time.perf_counter() - began, error)
        raise
    _log.info("%s: %s, %.2f s", name, "; ".join(results) or "done", time.perf_counter() - began)
