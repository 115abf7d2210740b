"""A script as an editor's hands take hold of it: turns with their chapters, paragraphs cut and put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from narrator.errors import ScriptError
from narrator.messages import tr
from narrator.model import Chapter, NotSpoken, Override, Paragraph, Script, Span, Turn

LABEL = "speaker label"
"""Why a printed label is not spoken, in scripts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A turn, and the chapter that begins with it."""

    turn: Turn
    chapter: str | None = None


def parts_of(script: Script) -> list[Part]:
    """The script's turns, each with the title of the chapter that begins with it."""
    chapters = {chapter.turn: chapter.title for chapter in script.chapters}
    return [Part(turn=turn, chapter=chapters.get(number)) for number, turn in enumerate(script.turns)]


def with_parts(script: Script, parts: Sequence[Part]) -> Script:
    """The script with other turns; one without a paragraph goes, and leaves its chapter to the next.

    Raises:
        ScriptError: nobody would say anything.
    """
    kept: list[Part] = []
    waiting: str | None = None
    for part in parts:
        chapter = part.chapter or waiting
        waiting = None
        if part.turn.paragraphs:
            kept.append(replace(part, chapter=chapter))
        else:
            waiting = chapter
    if not kept:
        raise ScriptError(tr("nobody would say anything any more"), hint=tr("leave at least one passage to somebody"))
    chapters = tuple(Chapter(title=part.chapter, turn=number) for number, part in enumerate(kept) if part.chapter)
    return replace(script, turns=tuple(part.turn for part in kept), chapters=chapters)


def left_out_too(script: Script, entry: NotSpoken) -> Script:
    """The script with one more passage that is printed and not spoken."""
    return replace(script, not_spoken=tuple(sorted([*script.not_spoken, entry], key=lambda each: each.at)))


def piece(paragraph: Paragraph, start: int, end: int, *, continues: bool) -> tuple[Paragraph, ...]:
    """The stretch of the paragraph without white space around it; nothing where nothing else is in it."""
    text = paragraph.text[start:end]
    kept = text.strip()
    if not kept:
        return ()
    first = start + len(text) - len(text.lstrip())
    overrides = tuple(
        Override(span=Span(each.span.start - first, each.span.end - first), reading=each.reading)
        for each in paragraph.overrides
        if first <= each.span.start and each.span.end <= first + len(kept)
    )
    return (Paragraph(at=paragraph.at + first, text=kept, continues=continues, overrides=overrides),)


def cut_turn(turn: Turn, paragraph: int, at: int) -> tuple[Turn, Turn]:
    """The turn up to a place, and from there; either may be empty.

    Args:
        paragraph: counted in the turn.
        at: characters into the paragraph.
    """
    whole = turn.paragraphs[paragraph]
    before = piece(whole, 0, at, continues=whole.continues)
    behind = piece(whole, at, len(whole.text), continues=False)
    rest = turn.paragraphs[paragraph + 1 :]
    if not behind and rest:
        rest = (replace(rest[0], continues=False), *rest[1:])
    return (
        replace(turn, paragraphs=(*turn.paragraphs[:paragraph], *before)),
        replace(turn, paragraphs=(*behind, *rest), doubt=None),
    )


def alone(part: Part, paragraph: int) -> tuple[Part, Part, Part]:
    """The turn before one of its paragraphs, that paragraph, and the turn behind it."""
    before, rest = cut_turn(part.turn, paragraph, 0)
    taken = replace(rest, paragraphs=rest.paragraphs[:1])
    behind = replace(rest, paragraphs=rest.paragraphs[1:])
    if behind.paragraphs:
        behind = replace(behind, paragraphs=(replace(behind.paragraphs[0], continues=False), *behind.paragraphs[1:]))
    middle = Part(turn=taken, chapter=None if before.paragraphs else part.chapter)
    return Part(turn=before, chapter=part.chapter if before.paragraphs else None), middle, Part(turn=behind)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage that is not spoken stands: behind a paragraph of a turn."""

    turn: int
    paragraph: int
    """Counted in the turn; -1: before its first."""


def places(script: Script) -> list[tuple[Place, NotSpoken]]:
    """Every passage that is not spoken, in the page's order, and where it stands.

    What stands between two turns belongs to the second from its label on, and to the first up to there.
    """
    starts = [
        (paragraph.at, Place(number, count))
        for number, turn in enumerate(script.turns)
        for count, paragraph in enumerate(turn.paragraphs)
    ]
    found: list[tuple[Place, NotSpoken]] = []
    entries = sorted(script.not_spoken, key=lambda each: each.at)
    next_start = 0
    last = Place(0, -1)
    for entry in entries:
        while next_start < len(starts) and starts[next_start][0] <= entry.at:
            last = starts[next_start][1]
            next_start += 1
        is_new = next_start < len(starts) and starts[next_start][1].turn != last.turn
        if is_new and entry.why == LABEL:
            last = Place(starts[next_start][1].turn, -1)
        found.append((last, entry))
    return found


def labels_of(script: Script) -> dict[int, str]:
    """The printed label of each turn that has one."""
    found: dict[int, str] = {}
    for place, entry in places(script):
        if place.paragraph == -1 and entry.why == LABEL:
            found[place.turn] = entry.text
    return found
