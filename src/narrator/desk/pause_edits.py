"""Silence by hand: the one act that puts a mark into the script's text, or takes it out."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from narrator.desk.edit import Count, Edit, no_such_place
from narrator.desk.parts import cut_turn, left_out_too, parts_of, places, with_parts
from narrator.model import NotSpoken, Script, Turn

WHY = "pause"
"""Why the mark is not spoken, in scripts."""
LONGEST_S = 30
_OPENING = frozenset("“‘「『（《〈【[({\"'")


class Pause(Edit):
    """Let nothing be heard for a while, at a place of a paragraph; at its end: behind it."""

    do: Literal["pause"] = "pause"
    turn: Count
    paragraph: Count
    at: Count
    seconds: Annotated[float, Field(gt=0, le=LONGEST_S)]

    def on(self, script: Script) -> Script:
        """The script with the pause there, instead of the gap that would be."""
        parts = parts_of(script)
        if self.turn >= len(parts) or self.paragraph >= len(parts[self.turn].turn.paragraphs):
            raise no_such_place()
        turn = parts[self.turn].turn
        paragraph = turn.paragraphs[self.paragraph]
        if self.at > len(paragraph.text):
            raise no_such_place()
        at = self.at
        while 0 < at < len(paragraph.text) and not paragraph.text[at].isalnum() and paragraph.text[at] not in _OPENING:
            at += 1  # what ends a clause stays with it
        before, behind = cut_turn(turn, self.paragraph, at)
        inside = 0 < at < len(paragraph.text)
        if inside and behind.paragraphs:
            behind = replace(behind, paragraphs=(replace(behind.paragraphs[0], continues=True), *behind.paragraphs[1:]))
        parts[self.turn] = replace(
            parts[self.turn], turn=replace(turn, paragraphs=(*before.paragraphs, *behind.paragraphs))
        )
        place = paragraph.at + at
        mark = _mark(self.seconds, script.language)
        wider = _moved(with_parts(script, parts), place, mark)
        return left_out_too(wider, NotSpoken(at=place, text=mark, why=WHY, pause_s=self.seconds))


class Unpause(Edit):
    """No pause by hand, where there is one."""

    do: Literal["unpause"] = "unpause"
    turn: Count
    paragraph: Annotated[int, Field(ge=-1)]
    entry: Count
    """Counted among what is not spoken behind the paragraph."""

    def on(self, script: Script) -> Script:
        """The script without the mark."""
        there = [each for place, each in places(script) if (place.turn, place.paragraph) == (self.turn, self.paragraph)]
        if self.entry >= len(there) or there[self.entry].pause_s is None:
            raise no_such_place()
        gone = there[self.entry]
        left = replace(script, not_spoken=tuple(each for each in script.not_spoken if each is not gone))
        return _moved(left, gone.at, "", len(gone.text))


def _mark(seconds: float, language: str) -> str:
    return f"[停顿{seconds:g}秒]" if language.startswith(("zh", "yue")) else f"[pause {seconds:g} s]"


def _moved(script: Script, at: int, new: str, gone: int = 0) -> Script:
    """The script with `gone` characters of its text replaced by others, and everything behind them moved."""

    def where(place: int) -> int:
        return place if place < at else place - gone + len(new)

    def moved(turn: Turn) -> Turn:
        return replace(turn, paragraphs=tuple(replace(each, at=where(each.at)) for each in turn.paragraphs))

    return replace(
        script,
        text=script.text[:at] + new + script.text[at + gone :],
        turns=tuple(map(moved, script.turns)),
        not_spoken=tuple(replace(each, at=where(each.at)) for each in script.not_spoken),
    )
