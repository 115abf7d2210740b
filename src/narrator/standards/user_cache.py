"""The folder for what is large and can be had again: one for each user, where the system wants it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

FOLDER_VARIABLE = "NARRATOR_CACHE"
"""Another folder than the system's."""


def user_cache_folder() -> Path:
    """narrator's own; it need not exist yet.

    XDG Base Directory Specification on Linux, `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows.
    """
    if chosen := os.environ.get(FOLDER_VARIABLE):
        return Path(chosen)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "narrator" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "narrator"
    named = os.environ.get("XDG_CACHE_HOME", "")
    # The specification wants a relative path to be ignored.
    return (Path(named) if Path(named).is_absolute() else Path.home() / ".cache") / "narrator"


def keep(path: Path, chunks: Iterable[bytes]) -> None:
    """Write the file, all of it or nothing; of two processes at once, either one's is there in the end.

    Raises:
        OSError: the folder cannot be written.
    """
    aside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            aside = Path(file.name)
            for chunk in chunks:
                file.write(chunk)
        aside.replace(path)
    finally:
        if aside is not None:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
