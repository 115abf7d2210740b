"""The folder of drafts: editable scripts that are being worked on, and what the page shows of them (world)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from threading import RLock

from narrator.desk.calls import Narrator
from narrator.desk.editing import edit_from, edited, settled
from narrator.desk.journal import Draft, DraftChanged, DraftFile
from narrator.desk.merging import merged
from narrator.desk.view import View, changed_turns, doubts_left, draft_view, script_view, turn_readings
from narrator.errors import InputError, NarratorError, OutputError
from narrator.messages import tr, translated
from narrator.model import Script, Sentence, Turn, Voice

SUFFIX = ".txt"
MOST_READINGS = 20_000
"""Turns whose readings are kept in memory."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,119}")
_ADDRESS = re.compile(r"https?://\S+")
_SAFE_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
MOST_TRIED = 12
"""Turns of a person's among which the sentence for trying voices is looked for."""
TYPICAL_LENGTH = 24
"""Characters of a sentence that are enough to judge a voice by."""
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
                raise InputError(f"there is no draft called {name}", hint="choose one from the list")
            if known is None:
                known = self._opened[name] = OpenDraft(DraftFile(path), self._narrator)
            return known

    def from_text(self, pasted: str) -> str:
        """A draft of a pasted page or address; its name."""
        address = pasted.strip()
        if _ADDRESS.fullmatch(address):
            return self._keep(self._narrator.read(address))
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
                cause.message = cause.message.replace(str(path), given)
                raise
        if script.source == str(path):
            script = replace(script, source=given)
        return self._keep(script)

    def _keep(self, script: Script) -> str:
        def read(text: str) -> Script:
            return self._narrator.parsed(text, script.source)

        script = _in_editors_language(script)
        _, text = settled(self._narrator.written(script), written=self._narrator.written, read=read)
        wanted = self._narrator.name_for(script)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            name, number = wanted, 1
            while not _created(self.folder / f"{name}{SUFFIX}", text):
                number += 1
                name = f"{wanted}-{number}"
            DraftFile(self.folder / f"{name}{SUFFIX}").journal.unlink(missing_ok=True)  # of a draft that was removed
        except OSError as cause:
            raise OutputError(
                f"cannot write to {self.folder}: {cause.strerror or cause}", hint="name another folder with --drafts"
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
                raise OutputError(f"cannot remove {path}: {cause.strerror}", hint="look at its folder") from cause


def _in_editors_language(script: Script) -> Script:
    """The script with its doubts and warnings as its editor will read them."""
    return replace(
        script,
        turns=tuple(replace(turn, doubt=turn.doubt and translated(turn.doubt)) for turn in script.turns),
        warnings=tuple(map(translated, script.warnings)),
    )


def _created(path: Path, text: str) -> bool:
    """Whether the file could be written; not where there is one of that name already."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


class OpenDraft:
    """A draft that is being worked on."""

    def __init__(self, file: DraftFile, narrator: Narrator) -> None:
        self.file = file
        self._narrator = narrator
        self.page_changes = 0
        """Passages that were others when the page was looked at last."""
        self._page = ""
        self._lock = RLock()
        self._version = -1
        self._script: Script | None = None
        self._view: View = {}
        self._readings: dict[tuple[object, ...], tuple[Sentence, ...]] = {}

    def script(self) -> Script:
        """The script as it is now.

        Raises:
            ScriptError: it has mistakes, which another program has brought in.
        """
        return self._current()[1]

    def view(self) -> View:
        """All that the page shows, but for the readings."""
        with self._lock:
            draft, _ = self._current()
            again = _address(self._script) if self._script else None
            return {**self._view, **draft_view(draft), "address": again or ""}

    def doubts(self) -> int:
        """How many are left."""
        return doubts_left(self.script())

    def edit(self, version: int, record: object) -> View:
        """Apply an edit, save the script; what is another on the page.

        Raises:
            DraftChanged: the draft is not at that version any more.
            ScriptError: the edit makes no sense there.
        """
        with self._lock:
            draft, script = self._current()
            if draft.version != version:
                raise DraftChanged(
                    "the script was changed in another window or program", hint="look at it as it is now, and try again"
                )
            edit = edit_from(record)
            after, text = edited(script, edit, written=self._narrator.written, read=self._parse)
            return self._changed(lambda: self.file.change(version, text, str(getattr(edit, "do", ""))), after)

    def undo(self, version: int) -> View:
        """Take the last change back; what is another on the page."""
        return self._changed(lambda: self.file.undo(version))

    def redo(self, version: int) -> View:
        """Make the change again that was taken back last; what is another on the page."""
        return self._changed(lambda: self.file.redo(version))

    def _changed(self, change: Callable[[], Draft], script: Script | None = None) -> View:
        with self._lock:
            self._current()
            before = self._view
            draft = change()
            self._take(draft, script)
            rest = {key: value for key, value in self._view.items() if key != "turns"}
            stretch = changed_turns(_turns(before), _turns(self._view))
            return {**rest, **draft_view(draft), "changed": stretch}

    def news(self) -> int:
        """How many passages of the page are others than when it was read; 0 where it cannot be read again."""
        draft, script = self._current()
        if (address := _address(script)) is None:
            return 0
        self._page = self._as_read(self._narrator.read(address))
        self.page_changes = merged(draft.first, draft.text, self._page).taken
        return self.page_changes

    def take_in(self, version: int) -> View:
        """Take what changed on the page into the script; where the editor had corrected, the correction stays.

        Raises:
            DraftChanged: the draft is not at that version any more.
            NarratorError: the page cannot be read again.
        """
        self.news()
        with self._lock:
            draft, _ = self._current()
            page = self._page
            found = merged(draft.first, draft.text, page)
            script = self._parse(found.text)
            kept = tuple(translated(tr("the page says here now: {text}", text=each)) for each in found.kept)
            script = replace(script, warnings=(*script.warnings, *kept))
            script, text = settled(self._narrator.written(script), written=self._narrator.written, read=self._parse)
            self.page_changes = 0
            return self._changed(lambda: self.file.change(version, text, "page", first=page), script)

    def _as_read(self, script: Script) -> str:
        written = self._narrator.written(_in_editors_language(script))
        return settled(written, written=self._narrator.written, read=self._parse)[1]

    def readings(self, version: int, start: int, end: int) -> View:
        """How the sentences of some turns are read.

        Raises:
            DraftChanged: the draft is not at that version any more.
        """
        with self._lock:
            draft, script = self._current()
        if draft.version != version:
            raise DraftChanged("the script was changed", hint="look at it as it is now")
        turns = script.turns[start:end]
        read = self._sentences(script, turns)
        return {
            "version": version,
            "from": start,
            "turns": [turn_readings(turn, sentences) for turn, sentences in zip(turns, read, strict=True)],
        }

    def sound(self, version: int, turn: int, sentence: int) -> bytes:
        """A sentence of a turn as a WAV file.

        Raises:
            DraftChanged: the draft is not at that version any more.
        """
        with self._lock:
            draft, script = self._current()
        if draft.version != version:
            raise DraftChanged("the script was changed", hint="look at it as it is now")
        if turn >= len(script.turns):
            raise InputError("there is no such turn", hint="load the page again")
        sentences = self._sentences(script, script.turns[turn : turn + 1])[0]
        if sentence >= len(sentences):
            raise InputError("there is no such sentence", hint="load the page again")
        return self._narrator.sound(script, sentences[sentence])

    def cast(self) -> View:
        """Who speaks in which voice, and which voices there are."""
        script = self.script()
        return {
            "people": [asdict(each) for each in self._narrator.cast(script)],
            "offered": [asdict(each) for each in self._narrator.offered(script)],
        }

    def audition(self, name: str | None, voice: Voice) -> bytes:
        """A sentence of the person's own in a voice, as a WAV file."""
        script = self.script()
        turns = [turn for turn in script.turns if turn.speaker == name]
        sentences = [
            each for read in self._sentences(script, turns[:MOST_TRIED]) for each in read if each.reading.words
        ]
        if not sentences:
            raise InputError("this person says nothing", hint="choose somebody who speaks")
        own = max(sentences, key=lambda each: min(len(each.reading.written), TYPICAL_LENGTH))
        return self._narrator.sound(script, own, voice)

    def _sentences(self, script: Script, turns: Sequence[Turn]) -> list[tuple[Sentence, ...]]:
        edition = self._narrator.settings_edition()
        keys = [(edition, script.language, turn.speaker is None, turn.speaker, _said(turn)) for turn in turns]
        unknown = [turn for turn, key in zip(turns, keys, strict=True) if key not in self._readings]
        if unknown:
            if len(self._readings) > MOST_READINGS:
                self._readings.clear()
            fresh = self._narrator.sentences(script, unknown)
            wanted = iter(fresh)
            for turn, key in zip(turns, keys, strict=True):
                if any(turn is each for each in unknown):
                    self._readings[key] = tuple(
                        replace(each, at=each.at - turn.paragraphs[0].at) for each in next(wanted)
                    )
        return [
            tuple(replace(each, at=each.at + turn.paragraphs[0].at) for each in self._readings[key])
            for turn, key in zip(turns, keys, strict=True)
        ]

    def _parse(self, text: str) -> Script:
        return self._narrator.parsed(text, self.file.path.name)

    def _current(self) -> tuple[Draft, Script]:
        with self._lock:
            draft = self.file.now()
            if draft.version != self._version or self._script is None:
                self._take(draft, None)
            assert self._script is not None  # noqa: S101 - `_take` has just set it
            return draft, self._script

    def _take(self, draft: Draft, script: Script | None) -> None:
        self._script = script or self._parse(draft.text)
        self._view = script_view(self._script)
        self._version = draft.version


def _address(script: Script) -> str | None:
    """Where the script's page can be read again."""
    return next((each for each in (script.source, script.url) if each and _ADDRESS.fullmatch(each)), None)


def _turns(view: View) -> list[View]:
    turns = view["turns"]
    return turns if isinstance(turns, list) else []


def _said(turn: Turn) -> tuple[object, ...]:
    """What decides how the turn's sentences are read, and where they stand in it."""
    first = turn.paragraphs[0].at
    return tuple((each.at - first, each.text, each.continues, each.overrides) for each in turn.paragraphs)
