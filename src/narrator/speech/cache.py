"""What was made once, kept on disk by content."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from uuid import uuid4

DEFAULT_MAX_BYTES = 2 * 1024**3
"""About six hours of speech."""

MAGIC = b"narrator cache 1\n"
DIGEST_BYTES = 32
SUFFIX = ".entry"
UNFINISHED_SUFFIX = ".part"
UNFINISHED_KEPT_S = 3600
"""A file half written for longer belongs to a process that died."""

KEPT_AFTER_EVICTION = 0.9
"""Of the limit; so that not every `put` has to look for what to forget."""

TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by narrator; safe to delete. https://bford.info/cachedir/\n"
"""Tells backup programs to leave the folder out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What the cache holds."""

    folder: Path
    entries: int
    bytes: int
    max_bytes: int


class FileStore:
    """A folder of values by key; forgets what was not used for longest when it grows too big.

    Several processes may use the folder at once. A value that was damaged on disk counts as never put; a disk
    that is full or read-only makes the store keep nothing, not the run fail.
    """

    def __init__(self, folder: Path, max_bytes: int = DEFAULT_MAX_BYTES) -> None:
        self.folder = folder
        self.max_bytes = max_bytes
        self._held_bytes: int | None = None
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        """What was put under the key, or None."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        start = len(MAGIC) + DIGEST_BYTES
        value = data[start:]
        if data[:start] != MAGIC + _digest(key, value):
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):  # a read-only folder
            os.utime(path)
        return value

    def put(self, key: str, value: bytes) -> None:
        """Keep the value; on a disk that is full or read-only, do nothing."""
        path = self._path(key)
        unfinished = path.with_name(f"{path.stem}.{os.getpid()}.{uuid4().hex[:8]}{UNFINISHED_SUFFIX}")
        try:
            self._prepare(path.parent)
            with unfinished.open("xb") as file:
                file.writelines((MAGIC, _digest(key, value), value))
            unfinished.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            return
        self._make_room(len(MAGIC) + DIGEST_BYTES + len(value))

    def usage(self) -> Usage:
        """How much it holds now."""
        sizes = [size for _, size, _ in self._entries()]
        return Usage(folder=self.folder, entries=len(sizes), bytes=sum(sizes), max_bytes=self.max_bytes)

    def clear(self) -> Usage:
        """Forget everything; returns what was held. Files that are not the store's own stay."""
        before = self.usage()
        for path in (*(path for _, _, path in self._entries()), *self._unfinished()):
            with contextlib.suppress(OSError):
                path.unlink()
        with self._lock:
            self._held_bytes = None
        return before

    def _path(self, key: str) -> Path:
        name = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
        return self.folder / name[:2] / f"{name[2:]}{SUFFIX}"

    def _prepare(self, parent: Path) -> None:
        if parent.is_dir():
            return
        parent.mkdir(parents=True, exist_ok=True)
        tag = self.folder / "CACHEDIR.TAG"
        if not tag.exists():
            tag.write_text(TAG, encoding="utf-8")

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """Last use, size in bytes and path of each entry."""
        for path in self.folder.glob(f"??/*{SUFFIX}"):
            try:
                status = path.stat()
            except OSError:  # another process forgot it just now
                continue
            yield status.st_mtime, status.st_size, path

    def _unfinished(self) -> Iterator[Path]:
        for path in self.folder.glob(f"??/*{UNFINISHED_SUFFIX}"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > UNFINISHED_KEPT_S:
                    yield path

    def _make_room(self, added: int) -> None:
        with self._lock:
            if self._held_bytes is not None:
                self._held_bytes += added
                if self._held_bytes <= self.max_bytes:
                    return
            entries = sorted(self._entries())
            held = sum(size for _, size, _ in entries)
            goal = self.max_bytes if held <= self.max_bytes else round(self.max_bytes * KEPT_AFTER_EVICTION)
            for _, size, path in entries:
                if held <= goal:
                    break
                with contextlib.suppress(OSError):
                    path.unlink()
                held -= size
            if self._held_bytes is None:
                for path in self._unfinished():
                    with contextlib.suppress(OSError):
                        path.unlink()
            self._held_bytes = held


def _digest(key: str, value: bytes) -> bytes:
    """Ties the value to its key, so that a file under a wrong name is a miss as well."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES)
    digest.update(b"\0")
    digest.update(value)
    return digest.digest()
