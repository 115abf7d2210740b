"""What an editor does to a script, one act at a time: each a record, and a function from a script to a script.

Turns, and paragraphs in a turn, are counted from 0; places in a paragraph are characters. The printed text never
changes: an edit only says anew who says it, how it is read, and what is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from narrator.desk.edit import LONGEST_TITLE, Count, Edit, Line, no_such_place
from narrator.desk.parts import (
    LABEL,
    Part,
    alone,
    cut_turn,
    labels_of,
    left_out_too,
    parts_of,
    piece,
    places,
    with_parts,
)
from narrator.errors import ScriptError
from narrator.messages import tr
from narrator.model import NotSpoken, Override, Paragraph, Role, Script, Span, Speaker


class Give(Edit):
    """Let somebody else say a turn, one of its paragraphs, or all turns of its label."""

    do: Literal["give"] = "give"
    turn: Count
    to: Line | None
    """A name, new or known; None: the narrator."""
    paragraph: Count | None = None
    everywhere: bool = False
    """All turns with the same printed label; where none is printed, all of the same speaker."""

    def on(self, script: Script) -> Script:
        """The turns with their new speaker; they are in doubt no longer."""
        parts = parts_of(script)
        here = _part(parts, self.turn)
        script = _with_speaker(script, self.to)
        if self.paragraph is not None:
            _paragraph(here, self.paragraph)
            before, taken, behind = alone(here, self.paragraph)
            given = replace(taken, turn=replace(taken.turn, speaker=self.to, doubt=None))
            return with_parts(script, [*parts[: self.turn], before, given, behind, *parts[self.turn + 1 :]])
        chosen = _of_label(script, self.turn) if self.everywhere else {self.turn}
        return with_parts(
            script,
            [
                replace(part, turn=replace(part.turn, speaker=self.to, doubt=None)) if number in chosen else part
                for number, part in enumerate(parts)
            ],
        )


class Split(Edit):
    """Begin a new turn inside a turn; the new speaker's printed label, if it stands there, is no longer spoken."""

    do: Literal["split"] = "split"
    turn: Count
    paragraph: Count
    at: Count
    to: Line | None

    def on(self, script: Script) -> Script:
        """The script with one turn more."""
        parts = parts_of(script)
        here = _part(parts, self.turn)
        paragraph = _paragraph(here, self.paragraph)
        if self.at > len(paragraph.text):
            raise no_such_place()
        before, behind = cut_turn(here.turn, self.paragraph, self.at)
        if not before.paragraphs or not behind.paragraphs:
            raise ScriptError(tr("nothing stands on one side of that place"), hint=tr("choose a place inside the turn"))
        script = _with_speaker(script, self.to)
        behind = replace(behind, speaker=self.to)
        first = behind.paragraphs[0]
        if length := _label_length(first.text, self.to):
            script = left_out_too(script, NotSpoken(at=first.at, text=first.text[:length].rstrip(), why=LABEL))
            rest = piece(first, length, len(first.text), continues=False)
            behind = replace(behind, paragraphs=(*rest, *behind.paragraphs[1:]))
        new = [Part(turn=before, chapter=here.chapter), Part(turn=behind)]
        return with_parts(script, [*parts[: self.turn], *new, *parts[self.turn + 1 :]])


class Join(Edit):
    """Make a turn part of the turn before it."""

    do: Literal["join"] = "join"
    turn: Annotated[int, Field(ge=1)]

    def on(self, script: Script) -> Script:
        """The script with one turn less; a chapter that began with it is gone."""
        parts = parts_of(script)
        here, before = _part(parts, self.turn), _part(parts, self.turn - 1)
        whole = replace(before.turn, paragraphs=(*before.turn.paragraphs, *here.turn.paragraphs), doubt=None)
        return with_parts(script, [*parts[: self.turn - 1], replace(before, turn=whole), *parts[self.turn + 1 :]])


class LeaveOut(Edit):
    """Do not say a stretch of a paragraph, a paragraph, or a turn."""

    do: Literal["leave out"] = "leave out"
    turn: Count
    paragraph: Count | None = None
    """None: the whole turn."""
    start: Count = 0
    end: Count | None = None
    """None: to the paragraph's end."""
    why: Line = "not speech"

    def on(self, script: Script) -> Script:
        """The script with the passage among what is not spoken."""
        parts = parts_of(script)
        here = _part(parts, self.turn)
        if self.paragraph is None:
            for paragraph in here.turn.paragraphs:
                script = left_out_too(script, NotSpoken(at=paragraph.at, text=paragraph.text, why=self.why))
            return with_parts(script, _with(parts, self.turn, ()))
        whole = _paragraph(here, self.paragraph)
        end = len(whole.text) if self.end is None else self.end
        taken = piece(whole, self.start, end, continues=False)
        if not taken or end > len(whole.text):
            raise no_such_place()
        kept = (
            *piece(whole, 0, self.start, continues=whole.continues),
            *piece(whole, end, len(whole.text), continues=self.start > 0 or whole.continues),
        )
        paragraphs = here.turn.paragraphs
        script = left_out_too(script, NotSpoken(at=taken[0].at, text=taken[0].text, why=self.why))
        return with_parts(
            script,
            _with(parts, self.turn, (*paragraphs[: self.paragraph], *kept, *paragraphs[self.paragraph + 1 :])),
        )


class Speak(Edit):
    """Say a passage that is not spoken, as part of the turn it stands in, or narrate it."""

    do: Literal["speak"] = "speak"
    turn: Count
    paragraph: Annotated[int, Field(ge=-1)]
    """The one it stands behind; -1: before the turn's first."""
    entry: Count
    """Counted among the passages there."""
    narrate: bool = False
    """By the narrator, in a turn of its own."""

    def on(self, script: Script) -> Script:
        """The script that says it."""
        parts = parts_of(script)
        here = _part(parts, self.turn)
        there = [each for place, each in places(script) if (place.turn, place.paragraph) == (self.turn, self.paragraph)]
        if self.entry >= len(there):
            raise no_such_place()
        entry = there[self.entry]
        if entry.pause_s is not None:
            raise ScriptError(tr("a pause is not said"), hint=tr("take it out instead"))
        if entry.why == LABEL:
            raise ScriptError(tr("a speaker's label is not said"), hint=tr("give the turn to the narrator instead"))
        script = replace(script, not_spoken=tuple(each for each in script.not_spoken if each is not entry))
        said = Paragraph(at=entry.at, text=entry.text, continues=_goes_on(script, here, entry))
        before = here.turn.paragraphs[: self.paragraph + 1]
        behind = here.turn.paragraphs[self.paragraph + 1 :]
        if not self.narrate:
            return with_parts(script, _with(parts, self.turn, (*before, said, *behind)))
        new = [
            Part(turn=replace(here.turn, paragraphs=before)),
            Part(turn=replace(here.turn, speaker=None, paragraphs=(replace(said, continues=False),), doubt=None)),
            Part(turn=replace(here.turn, paragraphs=_fresh(behind), doubt=None if before else here.turn.doubt)),
        ]
        new[0] = replace(new[0], chapter=here.chapter)
        return with_parts(script, [*parts[: self.turn], *new, *parts[self.turn + 1 :]])


class Heading(Edit):
    """Take a paragraph for a heading: the narrator reads it, and a chapter of that name begins there."""

    do: Literal["heading"] = "heading"
    turn: Count
    paragraph: Count

    def on(self, script: Script) -> Script:
        """The script with a chapter more."""
        parts = parts_of(script)
        here = _part(parts, self.turn)
        text = _paragraph(here, self.paragraph).text
        if len(text) > LONGEST_TITLE:
            raise ScriptError(
                tr("this is too long for a heading"), hint=tr("leave it to a speaker, and name the chapter")
            )
        before, taken, behind = alone(here, self.paragraph)
        heading = Part(turn=replace(taken.turn, speaker=None, doubt=None), chapter=text)
        return with_parts(script, [*parts[: self.turn], before, heading, behind, *parts[self.turn + 1 :]])


class BeginChapter(Edit):
    """Begin a chapter with a turn, name it otherwise, or let none begin there."""

    do: Literal["chapter"] = "chapter"
    turn: Count
    title: Line | None

    def on(self, script: Script) -> Script:
        """The script with the chapter as it is to be."""
        parts = parts_of(script)
        title = " ".join((self.title or "").split()) or None
        parts[self.turn] = replace(_part(parts, self.turn), chapter=title)
        return with_parts(script, parts)


class Read(Edit):
    """How one place is read, in words or in pinyin; None: as usual."""

    do: Literal["read"] = "read"
    turn: Count
    paragraph: Count
    start: Count
    end: Count
    reading: Line | None

    def on(self, script: Script) -> Script:
        """The script with the reading there, and no other that overlaps it."""
        parts = parts_of(script)
        here = _part(parts, self.turn)
        paragraph = _paragraph(here, self.paragraph)
        if not self.start < self.end <= len(paragraph.text):
            raise no_such_place()
        kept = [each for each in paragraph.overrides if each.span.end <= self.start or each.span.start >= self.end]
        if self.reading and self.reading.strip():
            kept.append(Override(span=Span(self.start, self.end), reading=self.reading.strip()))
        read = replace(paragraph, overrides=tuple(sorted(kept, key=lambda each: each.span.start)))
        paragraphs = here.turn.paragraphs
        return with_parts(
            script, _with(parts, self.turn, (*paragraphs[: self.paragraph], read, *paragraphs[self.paragraph + 1 :]))
        )


class Settle(Edit):
    """A doubt is none: the turn is as it should be."""

    do: Literal["settle"] = "settle"
    turn: Count

    def on(self, script: Script) -> Script:
        """The script with a doubt less."""
        parts = parts_of(script)
        here = _part(parts, self.turn)
        parts[self.turn] = replace(here, turn=replace(here.turn, doubt=None))
        return with_parts(script, parts)


def _part(parts: Sequence[Part], turn: int) -> Part:
    if turn >= len(parts):
        raise no_such_place()
    return parts[turn]


def _paragraph(part: Part, paragraph: int) -> Paragraph:
    if paragraph >= len(part.turn.paragraphs):
        raise no_such_place()
    return part.turn.paragraphs[paragraph]


def _with(parts: Sequence[Part], turn: int, paragraphs: tuple[Paragraph, ...]) -> list[Part]:
    changed = replace(parts[turn], turn=replace(parts[turn].turn, paragraphs=_fresh(paragraphs)))
    return [*parts[:turn], changed, *parts[turn + 1 :]]


def _fresh(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs of a turn: the first goes on with none."""
    return (replace(paragraphs[0], continues=False), *paragraphs[1:]) if paragraphs else ()


def _with_speaker(script: Script, name: str | None) -> Script:
    if name is None or any(each.name == name for each in script.speakers):
        return script
    if not name.strip():
        raise ScriptError(tr("the new person has no name"), hint=tr("write one"))
    return replace(script, speakers=(*script.speakers, Speaker(name=name, role=Role.GUEST)))


def _of_label(script: Script, turn: int) -> set[int]:
    labels = labels_of(script)
    if turn in labels:
        return {number for number, label in labels.items() if label == labels[turn]}
    speaker = script.turns[turn].speaker
    return {number for number, each in enumerate(script.turns) if each.speaker == speaker and number not in labels}


def _label_length(text: str, name: str | None) -> int:
    """How much of the text is the speaker's printed label; 0 where none stands there."""
    if name is None or not text.startswith(name):
        return 0
    rest = text[len(name) :]
    mark = rest.lstrip()[:1]
    length = len(name) + len(rest) - len(rest.lstrip()) + 1
    return length if mark in ("：", ":") and mark and text[length:].strip() else 0


def _goes_on(script: Script, here: Part, entry: NotSpoken) -> bool:
    """Whether what is said before the passage stands on the same line."""
    before = [each for each in here.turn.paragraphs if each.at < entry.at]
    return bool(before) and "\n" not in script.text[before[-1].at + len(before[-1].text) : entry.at]
