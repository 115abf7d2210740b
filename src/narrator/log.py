"""Where the log goes: nowhere, unless somebody asks for it."""

from __future__ import annotations

import logging
from pathlib import Path

from narrator.errors import OutputError

_LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


def to_stderr(verbosity: int) -> None:
    """Show what narrator's rooms log.

    Args:
        verbosity: 1 for what each stage did, 2 for each request to an engine.
    """
    _add(logging.StreamHandler(), logging.INFO if verbosity == 1 else logging.DEBUG)


def to_file(path: Path) -> None:
    """Append all of it to a file.

    Raises:
        OutputError: the file cannot be written.
    """
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as cause:
        raise OutputError(
            f"cannot write the log to {path}: {cause.strerror}", hint="name another file with --log-file"
        ) from cause
    _add(handler, logging.DEBUG)


def _add(handler: logging.Handler, level: int) -> None:
    logger = logging.getLogger("narrator")
    for known in [each for each in logger.handlers if type(each) is type(handler)]:
        logger.removeHandler(known)
        known.close()
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter(_LINE))
    logger.addHandler(handler)
    logger.setLevel(min(each.level for each in logger.handlers))
