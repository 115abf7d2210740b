"""The folder for what is large and can be had again: one for each user, where the system wants it."""

from __future__ import annotations

import os
import sys
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
