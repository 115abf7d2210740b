"""Exchanging two folders in one step where the system can, and in two where it cannot."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import time
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""linux/fs.h; renameat2 is in glibc since 2.28 and in musl since 1.2.6."""
_RENAME_SWAP = 2
"""sys/stdio.h of macOS, since 10.12, on APFS."""
WAITS_S: tuple[float, ...] = (0.05, 0.1, 0.2, 0.4, 0.8) if os.name == "nt" else ()
"""On Windows nothing can be renamed while a virus scanner or an indexer reads it, which it does with new files."""


def exchange(first: Path, second: Path) -> bool:
    """Exchange two names of one file system, so that nobody ever sees either missing; False if it cannot."""
    a, b = os.fsencode(first), os.fsencode(second)
    try:
        if sys.platform.startswith("linux"):
            return bool(ctypes.CDLL(None).renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(ctypes.CDLL(None).renamex_np(a, b, _RENAME_SWAP) == 0)
    except (AttributeError, OSError, ValueError):
        return False
    return False


def exchange_in_two_steps(first: Path, second: Path, aside: Path) -> None:
    """Give `first` the name `second`, and what had it the name `aside`; if that fails, all is as it was."""
    rename(second, aside)
    try:
        rename(first, second)
    finally:
        if not second.exists():
            # What went wrong is told, not that it could not be undone: the next run tries that again.
            with contextlib.suppress(OSError):
                rename(aside, second)


def rename(old: Path, new: Path) -> None:
    """Rename, in place of a file that has the name; on Windows with policy for those who are reading it."""
    for wait_s in WAITS_S:
        try:
            old.replace(new)
        except PermissionError:
            time.sleep(wait_s)
        else:
            return
    old.replace(new)
