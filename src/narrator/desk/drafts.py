"""The folder of drafts: editable scripts that are being worked on, and what the page shows of them (world)."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from threading import RLock

from narrator.desk.calls import Narrator
from narrator.desk.editing import settled
from narrator.desk.journal import DraftFile
from narrator.desk.open_draft import ADDRESS, OpenDraft, in_editors_language
from narrator.errors import InputError, NarratorError, OutputError
from narrator.messages import system_reason, tr, translated
from narrator.model import Script

SUFFIX = ".txt"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,119}")
_SAFE_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
PASTED = "pasted.txt"


class Drafts:
    """The drafts of a folder."""

    def __init__(self, folder: Path, narrator: Narrator) -> None:
        self.folder = folder
        self._narrator = narrator
        self._opened: dict[str, OpenDraft] = {}
        self._lock = RLock()

    def names(self) -> list[str]:
        """Of all drafts, the latest change first."""
        if not self.folder.is_dir():
            return []
        files = [path for path in self.folder.glob(f"*{SUFFIX}") if _NAME.fullmatch(path.stem)]
        return [path.stem for path in sorted(files, key=lambda path: path.stat().st_mtime, reverse=True)]

    def open(self, name: str) -> OpenDraft:
        """The draft of that name.

        Raises:
            InputError: there is none.
        """
        with self._lock:
            known = self._opened.get(name)
            path = self.folder / f"{name}{SUFFIX}"
            if not _NAME.fullmatch(name) or not path.is_file():
                raise InputError(tr("there is no draft called {name}", name=name), hint=tr("choose one from the list"))
            if known is None:
                known = self._opened[name] = OpenDraft(DraftFile(path), self._narrator)
            return known

    def from_text(self, pasted: str) -> str:
        """A draft of a pasted page or address; its name."""
        address = pasted.strip()
        if ADDRESS.fullmatch(address):
            return self._keep(self._narrator.read(address), is_page=True)
        return self.from_file(PASTED, pasted.encode("utf-8", "replace"))

    def from_file(self, name: str, content: bytes) -> str:
        """A draft of a page that somebody chose on their machine; its name.

        Args:
            name: of the file there; its suffix says what kind of page it is.
        """
        given = PurePosixPath(name.replace("\\", "/")).name or PASTED
        suffix = PurePosixPath(given).suffix
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"page{suffix if _SAFE_SUFFIX.fullmatch(suffix) else ''}"
            path.write_bytes(content)
            try:
                script = self._narrator.read(str(path))
            except NarratorError as cause:
                cause.message = translated(cause.message).replace(str(path), given)
                raise
        if script.source == str(path):
            script = replace(script, source=given)
        return self._keep(script)

    def _keep(self, script: Script, *, is_page: bool = False) -> str:
        def read(text: str) -> Script:
            return self._narrator.parsed(text, script.source)

        script = in_editors_language(script)
        _, text = settled(self._narrator.written(script), written=self._narrator.written, read=read)
        wanted = self._narrator.name_for(script)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            name, number = wanted, 1
            while not _created(self.folder / f"{name}{SUFFIX}", text):
                number += 1
                name = f"{wanted}-{number}"
            DraftFile(self.folder / f"{name}{SUFFIX}").begin(is_page=is_page)
        except OSError as cause:
            raise OutputError(
                tr("cannot write to {folder}: {reason}", folder=self.folder, reason=system_reason(cause)),
                hint=tr("name another folder with --drafts"),
            ) from cause
        return name

    def discard(self, name: str) -> None:
        """Remove the draft from the list; its file stays, under a name that the list passes over."""
        with self._lock:
            path = self.open(name).file.path
            self._opened.pop(name, None)
            try:
                path.replace(path.with_name(f"{path.name}.discarded"))
                path.with_name(f".{path.name}.journal").unlink(missing_ok=True)
            except OSError as cause:
                raise OutputError(
                    tr("cannot remove {path}: {reason}", path=path, reason=system_reason(cause)),
                    hint=tr("look at its folder"),
                ) from cause


def _created(path: Path, text: str) -> bool:
    """Whether the file could be written; not where there is one of that name already."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True
