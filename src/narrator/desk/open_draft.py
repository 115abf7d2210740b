"""A draft that is being worked on: its script, what the page shows of it, and how its sentences are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from threading import RLock

from narrator.desk.calls import Narrator
from narrator.desk.editing import edit_from, edited, settled
from narrator.desk.journal import Draft, DraftFile, changed_meanwhile
from narrator.desk.merging import merged
from narrator.desk.view import View, changed_turns, doubts_left, draft_view, script_view, turn_readings
from narrator.errors import InputError
from narrator.messages import tr, translated
from narrator.model import Script, Sentence, Turn, Voice

MOST_READINGS = 20_000
"""Turns whose readings are kept in memory."""
MOST_TRIED = 12
"""Turns of a person's among which the sentence for trying voices is looked for."""
TYPICAL_LENGTH = 24
"""Characters of a sentence that are enough to judge a voice by."""
ADDRESS = re.compile(r"https?://\S+")


def in_editors_language(script: Script) -> Script:
    """The script with its doubts and warnings as its editor will read them."""
    return replace(
        script,
        turns=tuple(replace(turn, doubt=turn.doubt and translated(turn.doubt)) for turn in script.turns),
        warnings=tuple(map(translated, script.warnings)),
    )


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
            draft, script = self._current()
            again = bool(draft.page) and _address(script) is not None
            return {**self._view, **draft_view(draft), "can_be_read_again": again}

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
            script = self._at(version)
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
        address = _address(script)
        if address is None or not draft.page:
            return 0
        self._page = self._as_read(self._narrator.read(address))
        self.page_changes = merged(draft.page, draft.text, self._page).taken
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
            found = merged(draft.page, draft.text, page)
            script = self._parse(found.text)
            kept = tuple(translated(tr("the page says here now: {text}", text=each)) for each in found.kept)
            script = replace(script, warnings=(*script.warnings, *kept))
            script, text = settled(self._narrator.written(script), written=self._narrator.written, read=self._parse)
            self.page_changes = 0
            return self._changed(lambda: self.file.change(version, text, "page", page=page), script)

    def _as_read(self, script: Script) -> str:
        written = self._narrator.written(in_editors_language(script))
        return settled(written, written=self._narrator.written, read=self._parse)[1]

    def readings(self, version: int, start: int, end: int) -> View:
        """How the sentences of some turns are read.

        Raises:
            DraftChanged: the draft is not at that version any more.
        """
        script = self._at(version)
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
        script = self._at(version)
        if turn >= len(script.turns):
            raise InputError(tr("there is no such turn"), hint=tr("load the page again"))
        sentences = self._sentences(script, script.turns[turn : turn + 1])[0]
        if sentence >= len(sentences):
            raise InputError(tr("there is no such sentence"), hint=tr("load the page again"))
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
            raise InputError(tr("this person says nothing"), hint=tr("choose somebody who speaks"))
        own = max(sentences, key=lambda each: min(len(each.reading.written), TYPICAL_LENGTH))
        return self._narrator.sound(script, own, voice)

    def _sentences(self, script: Script, turns: Sequence[Turn]) -> list[tuple[Sentence, ...]]:
        keys = [self._key(script, turn) for turn in turns]
        unknown = [turn for turn, key in zip(turns, keys, strict=True) if key not in self._readings]
        if unknown:
            if len(self._readings) > MOST_READINGS:
                self._readings.clear()
                unknown = list(turns)
            for turn, read in zip(unknown, self._narrator.sentences(script, unknown), strict=True):
                first = turn.paragraphs[0].at
                self._readings[self._key(script, turn)] = tuple(replace(each, at=each.at - first) for each in read)
        return [
            tuple(replace(each, at=each.at + turn.paragraphs[0].at) for each in self._readings[key])
            for turn, key in zip(turns, keys, strict=True)
        ]

    def _key(self, script: Script, turn: Turn) -> tuple[object, ...]:
        """What decides how the turn's sentences are read, and where they stand in it."""
        first = turn.paragraphs[0].at
        said = tuple((each.at - first, each.text, each.continues, each.overrides) for each in turn.paragraphs)
        return self._narrator.settings_edition(), script.language, turn.speaker, said

    def _at(self, version: int) -> Script:
        draft, script = self._current()
        if draft.version != version:
            raise changed_meanwhile()
        return script

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
    return next((each for each in (script.source, script.url) if each and ADDRESS.fullmatch(each)), None)


def _turns(view: View) -> list[View]:
    turns = view["turns"]
    return turns if isinstance(turns, list) else []
