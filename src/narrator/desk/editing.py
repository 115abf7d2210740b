"""An edit from its record, and what becomes of a script's text by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from narrator.desk.edit import Edit
from narrator.desk.edits import BeginChapter, Give, Heading, Join, LeaveOut, Read, Settle, Speak, Split
from narrator.desk.fact_edits import Describe, SettleWarning, State
from narrator.desk.parts import parts_of
from narrator.desk.pause_edits import Pause, Unpause
from narrator.errors import ScriptError
from narrator.messages import tr
from narrator.model import Script

AnyEdit = (
    Give
    | Split
    | Join
    | LeaveOut
    | Speak
    | Heading
    | BeginChapter
    | Read
    | Pause
    | Unpause
    | Settle
    | SettleWarning
    | State
    | Describe
)
_RECORDS: TypeAdapter[AnyEdit] = TypeAdapter(Annotated[AnyEdit, Field(discriminator="do")])


def edit_from(record: object) -> Edit:
    """The edit that a record describes (`{"do": "give", "turn": 3, "to": "阿芳"}`).

    Raises:
        ScriptError: it describes none.
    """
    try:
        return _RECORDS.validate_python(record)
    except ValidationError as cause:
        first = cause.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ScriptError(
            tr("this is no edit: {where}: {what}", where=where, what=first["msg"]), hint=tr("load the page again")
        ) from cause


def edited(
    script: Script, edit: Edit, *, written: Callable[[Script], str], read: Callable[[str], Script]
) -> tuple[Script, str]:
    """The script after the edit as it will be read back, and its text.

    Args:
        written: a script as editable text.
        read: such a text as a script.

    Raises:
        ScriptError: the edit makes no sense there, or the editable script has no words for what came of it.
    """
    wanted = edit.on(script)
    again, text = settled(written(wanted), written=written, read=read)
    if _substance(again) != _substance(wanted):
        raise ScriptError(
            tr("the script cannot hold this change"), hint=tr("try another way, or correct the file by hand")
        )
    return again, text


MOST_PASSES = 4
"""Writing and reading until nothing changes any more: people are named in the order of their first words, and so on."""


def settled(text: str, *, written: Callable[[Script], str], read: Callable[[str], Script]) -> tuple[Script, str]:
    """The script that the text describes, and the text that narrator itself writes for it.

    Raises:
        ScriptError: the text has mistakes.
    """
    for _ in range(MOST_PASSES):
        script = read(text)
        again = written(script)
        if again == text:
            break
        text = again
    return script, text


def _substance(script: Script) -> Mapping[str, object]:
    """What must survive being written down: everything but white space and where lines end."""
    turns = [
        (
            part.turn.speaker,
            part.chapter,
            "".join("".join(each.text.split()) for each in part.turn.paragraphs),
            [
                (each.span.of(paragraph.text), each.reading)
                for paragraph in part.turn.paragraphs
                for each in paragraph.overrides
            ],
        )
        for part in parts_of(script)
    ]
    left_out = "".join("".join(each.text.split()) for each in sorted(script.not_spoken, key=lambda each: each.at))
    return {
        "turns": turns,
        "left out": left_out,
        "text": "".join(script.text.split()),
        "people": {each for each in script.speakers if any(turn.speaker == each.name for turn in script.turns)},
        "facts": (script.title, script.published, script.publisher, script.url, script.language),
    }
