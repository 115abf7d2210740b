"""Exchanging two folders in one step, where the system can."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""linux/fs.h; renameat2 is in glibc since 2.28 and in musl since 1.2.6."""
_RENAME_SWAP = 2
"""sys/stdio.h of macOS, since 10.12, on APFS."""


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
