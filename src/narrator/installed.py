"""What is installed, as digests: narrator's own code and tables, and the versions of the packages beside it."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
_CACHES = ("__pycache__",)


@cache
def code_digest(*rooms: str) -> str:
    """Of everything that these rooms of narrator consist of, tables included; without an argument, of all of it."""
    digest = hashlib.sha256()
    for room in rooms or ("",):
        for folder, folders, names in os.walk(_PACKAGE / room):
            folders[:] = sorted(name for name in folders if name not in _CACHES)
            for name in sorted(names):
                path = Path(folder, name)
                content = hashlib.sha256(path.read_bytes()).digest()
                digest.update(str(path.relative_to(_PACKAGE)).encode() + b"\0" + content)
    return digest.hexdigest()


@cache
def packages_digest() -> str:
    """Of Python's version and the names and versions of all packages: what an upgrade of any of them changes."""
    # The names of these folders hold the versions; reading 200 packages' metadata would take longer than all the rest.
    found = {
        name
        for folder in sys.path
        if os.path.isdir(folder)  # noqa: PTH112 - also for the empty name, which is where we are
        for name in os.listdir(folder)  # noqa: PTH208
        if name.endswith((".dist-info", ".egg-info"))
    }
    return hashlib.sha256("\n".join([sys.version, *sorted(found)]).encode()).hexdigest()
