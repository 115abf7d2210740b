"""Where the log goes: nowhere, unless somebody asks for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from narrator.errors import OutputError
from narrator.messages import system_reason, tr

_LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


def to_stderr(verbosity: int) -> Callable[[], None]:
    """Show what narrator's rooms log, until what is returned is called.

    Args:
        verbosity: 1 for what each stage did, 2 for each request to an engine.
    """
    return _added(logging.StreamHandler(), logging.INFO if verbosity == 1 else logging.DEBUG)


def to_file(path: Path) -> Callable[[], None]:
    """Append all of it to a file, until what is returned is called.

    Raises:
        OutputError: the file cannot be written.
    """
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as cause:
        raise OutputError(
            tr("cannot write the log to {path}: {reason}", path=path, reason=system_reason(cause)),
            hint=tr("name another file with --log-file"),
        ) from cause
    return _added(handler, logging.DEBUG)


def _added(handler: logging.Handler, level: int) -> Callable[[], None]:
    logger = logging.getLogger("narrator")
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter(_LINE))
    logger.addHandler(handler)
    logger.setLevel(min(each.level for each in logger.handlers))

    def end() -> None:
        logger.removeHandler(handler)
        handler.close()

    return end
