"""Who says what."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from narrator.model.printed_page import Numbers, Span

Gender = Literal["female", "male"]


class Role(StrEnum):
    """What a person does in the episode; the values are roles of the Podcasting 2.0 taxonomy."""

    HOST = "host"
    GUEST = "guest"
    NARRATOR = "narrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A person who speaks."""

    name: str
    role: Role
    gender: Gender | None = None
    """Where the page says so; None when it does not."""
    gender_is_guess: bool = field(default=False, compare=False)
    """Told from a title or a pronoun; in a script that an editor had before them, it counts as said."""
    aliases: tuple[str, ...] = ()
    """Other names and labels the page uses for the person."""
    affiliation: str | None = None
    """Where the person works, as printed."""
    position: str | None = None
    """The person's title there, as printed (党委书记、主任)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A reading the editor gave for one place of the text: `{written|spoken}` or `{重|chong2}`."""

    span: Span
    """Of `Paragraph.text`."""
    reading: str
    """Plain words, or pinyin with tone numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """An unbroken stretch of what one voice says, as printed."""

    at: int
    """Offset in `Script.text`, in characters."""
    text: str
    """Equal to `Script.text[at : at + len(text)]`."""
    continues: bool = False
    """It goes on with the printed paragraph before it: something between them is not spoken (a stage
    direction, a footnote mark), and no paragraph's pause belongs there."""
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker says until another speaks."""

    speaker: str | None
    """A name in `Script.speakers`; None for narration."""
    paragraphs: tuple[Paragraph, ...]
    doubt: str | None = None
    """Why it is not sure that this is a turn, or whose; None when it is sure."""
    line: int = 0
    """Line of the source it starts on, from 1; 0 when unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of the episode, named."""

    title: str
    turn: int
    """Index into `Script.turns` of the turn it starts with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSpoken:
    """Printed text that is not said."""

    at: int
    """Offset in `Script.text`, in characters."""
    text: str
    why: str
    """In a word or two, for the editor: `title`, `speaker label`, `metadata`, `related links`, …"""
    pause_s: float | None = None
    """How long nothing is heard in its place: `[停顿2秒]`; None where it asks for no pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Who says what, and what is not said; together they are the whole text."""

    text: str
    """The printed text all offsets refer to."""
    source: str
    speakers: tuple[Speaker, ...]
    """In order of their first words."""
    turns: tuple[Turn, ...]
    chapters: tuple[Chapter, ...]
    not_spoken: tuple[NotSpoken, ...]
    title: str
    url: str | None = None
    published: str | None = None
    """ISO 8601 date, or date and time."""
    publisher: str | None = None
    language: str = "zh-CN"
    """BCP 47."""
    numbers: Numbers = Numbers()
    warnings: tuple[str, ...] = ()
    """What an editor should look at that belongs to no single turn."""
