"""Bytes that are in memory or in a file, read in pieces: an hour of sound need not be in memory to be published."""

from __future__ import annotations

import io
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import BinaryIO, Final

from narrator.messages import tr

PIECE_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class ByteSource:
    """Parts one after the other; two are equal when their bytes are."""

    parts: tuple[bytes | FilePart | StoredFile, ...]

    @staticmethod
    def of(value: bytes) -> ByteSource:
        """What is in memory."""
        return ByteSource((value,))

    @staticmethod
    def aside(value: bytes) -> ByteSource:
        """What need not stay in memory: in a temporary file, if it is large."""
        if len(value) < PIECE_BYTES:
            return ByteSource.of(value)
        file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - the part closes it
        file.write(value)
        file.flush()
        return ByteSource((FilePart(file, len(value), Lock()),))

    @staticmethod
    def stored(path: Path) -> ByteSource:
        """What is in a file that stays where it is."""
        return ByteSource((StoredFile(path, path.stat().st_size),))

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(len(part) if isinstance(part, bytes) else part.size for part in self.parts)

    def pieces(self) -> Iterator[bytes]:
        """The bytes in order, at most a megabyte at a time from files."""
        for part in self.parts:
            if isinstance(part, bytes):
                yield part
            else:
                yield from part.pieces()

    def read(self) -> bytes:
        """All of it at once."""
        return b"".join(self.pieces())

    def file(self) -> BinaryIO:
        """All of it as a file that can be read from its start."""
        return io.BytesIO(self.read())

    def close(self) -> None:
        """Let go of the files; temporary ones are gone."""
        for part in self.parts:
            if isinstance(part, FilePart):
                part.open_file.close()

    def before(self, behind: ByteSource) -> ByteSource:
        """This, and the other behind it."""
        return ByteSource((*self.parts, *behind.parts))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByteSource) and self.size == other.size and self.read() == other.read()

    def __hash__(self) -> int:
        return hash(self.size)


@dataclass(frozen=True, slots=True, eq=False)
class StoredFile:
    """All of a file that is on the disk to stay; it is open only while it is read."""

    path: Path
    size: int
    """In bytes."""

    def pieces(self) -> Iterator[bytes]:
        """The bytes in order, at most a megabyte at a time."""
        with self.path.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class FilePart:
    """All of an open file that nobody writes to any more; it may be read by several at once.

    The file is closed, and a temporary one gone, when the part is.
    """

    open_file: BinaryIO
    size: int
    """In bytes."""
    lock: Lock

    def pieces(self) -> Iterator[bytes]:
        """The bytes in order, at most a megabyte at a time."""
        at = 0
        while at < self.size:
            with self.lock:
                self.open_file.seek(at)
                piece = self.open_file.read(min(PIECE_BYTES, self.size - at))
            if not piece:
                raise OSError(tr("the file has become shorter"))
            at += len(piece)
            yield piece

    def __post_init__(self) -> None:
        # Not __del__: in a cycle, the file's own end may come first, and that one warns.
        weakref.finalize(self, self.open_file.close)
