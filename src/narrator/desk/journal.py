"""A draft on disk: an editable script, and beside it every change that was ever made to it (world).

The script is an ordinary file; another editor may change it at any time, and that is one more change that can be
undone. The journal is a file of JSON lines: what the script was when it came, then a line for each change with the
stretch of text that it replaced. A line is written before the script is, so that a process killed in between has
lost nothing: the next one finishes what was begun.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from uuid import uuid4

from filelock import FileLock

from narrator.errors import OutputError, ScriptError
from narrator.messages import system_reason, tr

JOURNAL_SUFFIX = ".journal"
LOCK_SUFFIX = ".lock"
LOCK_WAIT_S = 5
ELSEWHERE = "elsewhere"
"""What a change is called that another program made."""


class DraftChanged(ScriptError):
    """The draft is another by now: it was changed in another window, or by another program."""


def changed_meanwhile() -> DraftChanged:
    """What is told to whoever changes a draft that they do not see as it is."""
    return DraftChanged(
        tr("the script was changed in another window or program"), hint=tr("look at it as it is now, and try again")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stretch of text replaced by another."""

    what: str
    at: int
    """In characters."""
    old: str
    new: str

    def forth(self, text: str) -> str:
        """The text after the step."""
        return text[: self.at] + self.new + text[self.at + len(self.old) :]

    def back(self, text: str) -> str:
        """The text before the step."""
        return text[: self.at] + self.old + text[self.at + len(self.new) :]


def step_between(what: str, before: str, after: str) -> Step:
    """The one stretch in which two texts differ."""
    start = _alike(before, after)
    most = min(len(before), len(after)) - start
    end = _alike(before[::-1][:most], after[::-1][:most])
    return Step(what=what, at=start, old=before[start : len(before) - end], new=after[start : len(after) - end])


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike; by halves, which compares at the speed of memory."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as it is now."""

    text: str
    version: int
    """Counts the changes, undone ones and undoings included; never the same for two states."""
    undoes: str | None
    """What undo would take back; None where there is nothing."""
    redoes: str | None
    page: str
    """The text as narrator read it from the page last; empty where it was no page that was read."""


class DraftFile:
    """A draft's file and its journal; several windows and processes may use them at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.journal = path.with_name(f".{path.name}{JOURNAL_SUFFIX}")
        self._lock = FileLock(path.with_name(f".{path.name}{LOCK_SUFFIX}"), timeout=LOCK_WAIT_S, thread_local=False)
        self._history = _History()
        self._seen: tuple[int, int, int] | None = None

    def begin(self, *, is_page: bool) -> None:
        """Begin the journal with what the script is now; one of an earlier draft of that name goes.

        Args:
            is_page: the script is what narrator read from a page, untouched.
        """
        with self._held(look=False):
            self.journal.unlink(missing_ok=True)
            self._history = _History()
            self._record({"base": self.path.read_text("utf-8"), "is_page": is_page}, rewrite=False)

    def now(self) -> Draft:
        """The draft as it is on disk.

        Raises:
            OutputError: it cannot be read.
        """
        with self._held():
            return self._state()

    def change(self, version: int, text: str, what: str, *, page: str | None = None) -> Draft:
        """Save another text as the next version.

        Args:
            page: the text as narrator has read it from the page again; None: as before.

        Raises:
            DraftChanged: the draft is not at that version any more.
            OutputError: it cannot be written.
        """
        with self._held():
            self._expect(version)
            step = step_between(what, self._history.text, text)
            if step.old != step.new or page is not None:
                self._record({**_step_line(step), **({} if page is None else {"page": page})})
            return self._state()

    def undo(self, version: int) -> Draft:
        """Take the last change back."""
        return self._move(version, "undo")

    def redo(self, version: int) -> Draft:
        """Make the change again that was taken back last."""
        return self._move(version, "redo")

    def _move(self, version: int, way: Literal["undo", "redo"]) -> Draft:
        with self._held():
            self._expect(version)
            if self._history.can(way):
                self._record({"move": way})
            return self._state()

    # ------------------------------------------------------------------------------------------- on disk

    @contextlib.contextmanager
    def _held(self, *, look: bool = True) -> Iterator[None]:
        try:
            with self._lock:
                if look:
                    self._look()
                yield
        except OSError as cause:
            raise OutputError(
                tr("{path} cannot be read or written: {reason}", path=self.path, reason=system_reason(cause)),
                hint=tr("look at its folder"),
            ) from cause
        except UnicodeDecodeError as cause:
            raise OutputError(tr("{path} is not UTF-8 text", path=self.path), hint=tr("save it as UTF-8")) from cause

    def _look(self) -> None:
        """Take in what others did to the files since."""
        if self._seen is not None and self._seen == self._stamp():
            return
        text = self.path.read_text("utf-8").replace("\r\n", "\n")
        if self._history.lines == 0 or self._journal_size() != (self._seen or (0, 0, -1))[2]:
            self._history = _History.of(_lines(self.journal))
        if self._history.lines == 0:
            self._record({"base": text}, rewrite=False)
        elif text != self._history.text:
            if _digest(text) == self._history.before:
                _replace(self.path, self._history.text)  # a process died between the journal and the script
            else:
                self._record(_step_line(step_between(ELSEWHERE, self._history.text, text)), rewrite=False)
        self._seen = self._stamp()

    def _record(self, line: Mapping[str, object], *, rewrite: bool = True) -> None:
        _append(self.journal, line)
        self._history.take(line)
        if rewrite:
            _replace(self.path, self._history.text)
        self._seen = self._stamp()

    def _stamp(self) -> tuple[int, int, int]:
        status = self.path.stat()
        return status.st_mtime_ns, status.st_size, self._journal_size()

    def _journal_size(self) -> int:
        try:
            return self.journal.stat().st_size
        except FileNotFoundError:
            return -1

    def _expect(self, version: int) -> None:
        if version != self._history.version:
            raise changed_meanwhile()

    def _state(self) -> Draft:
        return self._history.state()


@dataclass(slots=True)
class _History:
    """What the journal's lines amount to."""

    text: str = ""
    page: str = ""
    steps: list[Step] = field(default_factory=list)
    done: int = 0
    """Of the steps, those that are not undone."""
    lines: int = 0
    before: str = ""
    """Digest of the text before the last line."""

    @classmethod
    def of(cls, lines: Sequence[Mapping[str, object]]) -> _History:
        history = cls()
        for line in lines:
            history.take(line)
        return history

    @property
    def version(self) -> int:
        return self.lines

    def can(self, way: Literal["undo", "redo"]) -> bool:
        return self.done > 0 if way == "undo" else self.done < len(self.steps)

    def take(self, line: Mapping[str, object]) -> None:
        """Go on by a line of the journal."""
        before = self.text
        if "base" in line:
            self.text = str(line["base"])
            self.page = self.text if line.get("is_page") else ""
            self.steps, self.done = [], 0
        elif line.get("move") == "undo":
            self.done -= 1
            self.text = self.steps[self.done].back(self.text)
        elif line.get("move") == "redo":
            self.text = self.steps[self.done].forth(self.text)
            self.done += 1
        else:
            step = Step(what=str(line["what"]), at=int(str(line["at"])), old=str(line["old"]), new=str(line["new"]))
            self.steps = [*self.steps[: self.done], step]
            self.done += 1
            self.text = step.forth(self.text)
            self.page = str(line.get("page", self.page))
        self.lines += 1
        self.before = _digest(before)

    def state(self) -> Draft:
        return Draft(
            text=self.text,
            version=self.version,
            undoes=self.steps[self.done - 1].what if self.can("undo") else None,
            redoes=self.steps[self.done].what if self.can("redo") else None,
            page=self.page,
        )


def _step_line(step: Step) -> Mapping[str, object]:
    return {"what": step.what, "at": step.at, "old": step.old, "new": step.new}


def _lines(path: Path) -> list[Mapping[str, object]]:
    """The journal's whole lines; one that a killed process left unfinished is cut off."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    end = content.rfind(b"\n") + 1
    if end < len(content):
        os.truncate(path, end)
    try:
        return [json.loads(line) for line in content[:end].splitlines()]
    except ValueError as cause:
        raise OutputError(
            tr("{path} is damaged", path=path), hint=tr("remove it; what was done before can no longer be undone")
        ) from cause


def _append(path: Path, line: Mapping[str, object]) -> None:
    with path.open("ab") as file:
        file.write((json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass"))


def _replace(path: Path, text: str) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.{uuid4().hex[:8]}.part")
    try:
        unfinished.write_text(text, "utf-8", newline="\n")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
