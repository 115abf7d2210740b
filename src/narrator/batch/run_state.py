"""What became of each page in earlier runs: a file of the output folder, a line for each result (world)."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from narrator.errors import AlreadyRunning, OutputError
from narrator.messages import packed, system_reason, tr, unpacked

STATE: Final = ".batch.jsonl"
LOCK: Final = ".batch.lock"
_SPARE_LINES = 200
"""Beyond twice as many lines as pages, after which the file is written anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What became of a page."""

    source: str
    result: Literal["made", "failed", "unfinished"]
    stamp: str | None = None
    """What said how the page was: a digest, an ETag, a date."""
    slug: str = ""
    """Of its episode, where one was made."""
    message: str = ""
    """Why it failed."""
    at: str = ""
    """When (ISO 8601, UTC)."""
    inputs: str = ""
    """A digest of all that the episode was made from; empty where making it again may give something else."""
    files: str = ""
    """A digest of the names, sizes and times of its files."""
    engine: str = ""
    """What spoke it."""
    people: tuple[str, ...] = ()
    """Who speaks, by all their names."""
    named: tuple[str, ...] = ()
    """Files that the voices file names."""
    warnings: tuple[str, ...] = ()
    """What the editor was told."""


class RunState:
    """The last result of each page; every result is on the disk as soon as it is put."""

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        """What the file holds; no file is as good as an empty one.

        Args:
            shared: others may put results at the same time.

        Raises:
            OutputError: the file cannot be read or written.
        """
        self._path = path
        self._known: dict[str, Record] = {}
        lines = 0
        with self._translated():
            with contextlib.suppress(FileNotFoundError):
                for line in path.read_text("utf-8", "replace").splitlines():
                    lines += bool(line)
                    self._learn(line)
            if not shared and lines > 2 * len(self._known) + _SPARE_LINES:
                self._write_anew()

    def of(self, source: str) -> Record | None:
        """What became of the page last; None when it was never tried."""
        return self._known.get(source)

    def put(self, record: Record) -> None:
        """Keep a result."""
        self._known[record.source] = record
        with self._translated(), self._path.open("a", encoding="utf-8") as file:
            file.write(_line(record))

    def _learn(self, line: str) -> None:
        # A run that was killed leaves half a line: that page is made again.
        with contextlib.suppress(ValueError, TypeError, KeyError):
            fields = json.loads(line)
            people, named, warnings = (tuple(fields.pop(name, ())) for name in ("people", "named", "warnings"))
            record = Record(**fields, people=people, named=named, warnings=tuple(map(unpacked, warnings)))
            self._known[record.source] = record

    def _write_anew(self) -> None:
        aside = self._path.with_name(f"{self._path.name}.new")
        aside.write_text("".join(map(_line, self._known.values())), "utf-8")
        aside.replace(self._path)

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(
                tr("cannot keep what was made in {path}: {reason}", path=self._path, reason=system_reason(error)),
                hint=tr("make room, or allow writing there"),
            ) from error


def _line(record: Record) -> str:
    # Behind half a line of a killed run, this one still begins a line of its own.
    fields = {**asdict(record), "warnings": list(map(packed, record.warnings))}
    return "\n" + json.dumps({key: value for key, value in fields.items() if value}) + "\n"


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other run of many pages in the folder; the system lets go of it when the process ends.

    Raises:
        AlreadyRunning: there is one.
        OutputError: the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=0, mode=0o644)
        lock.acquire()
    except Timeout as error:
        raise AlreadyRunning(
            tr("another run is making pages into {folder}", folder=folder),
            hint=tr("nothing was done: the next run takes up what is new"),
        ) from error
    except OSError as error:
        raise OutputError(
            tr("cannot write to {folder}: {reason}", folder=folder, reason=system_reason(error)),
            hint=tr("name another folder with --output"),
        ) from error
    try:
        yield
    finally:
        lock.release()
