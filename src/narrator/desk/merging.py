"""A page that was read again, and the corrections by hand that were made since the first reading: both in one text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

FRONT_END = "\n---\n"
"""Behind the front matter of an editable script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What came of it."""

    text: str
    taken: int
    """Passages that are as the page has them now."""
    kept: tuple[str, ...]
    """What the page says now where the editor had corrected; the correction stands."""


def merged(first: str, ours: str, page: str) -> Merged:
    """The editable script with what changed on the page; where both changed, the editor's version.

    Args:
        first: as it was first read.
        ours: as the editor has it now.
        page: as it is read now.
    """
    base, mine, theirs = _passages(first), _passages(ours), _passages(page)
    found: list[str] = []
    kept: list[str] = []
    taken = 0
    for before, own, new in _regions(base, mine, theirs):
        if own == before:
            taken += new != before
            found += new
        else:
            found += own
            if new not in (before, own):
                kept.append("".join(new).strip())
    return Merged(text="".join(found).rstrip("\n") + "\n", taken=taken, kept=tuple(each for each in kept if each))


def _passages(text: str) -> list[str]:
    """The lines of the front matter, and then the paragraphs with the lines that belong to them."""
    front, mark, body = text.partition(FRONT_END)
    lines = (front + mark).splitlines(keepends=True)
    return [*lines, *(f"{each.rstrip(chr(10))}\n\n" for each in body.split("\n\n") if each.strip("\n"))]


Region = tuple[Sequence[str], Sequence[str], Sequence[str]]


def _regions(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Region]:
    """The three texts cut at what all of them have, in order."""
    in_mine, in_theirs = _matches(base, mine), _matches(base, theirs)
    at, at_mine, at_theirs = 0, 0, 0
    for index in range(len(base)):
        if index in in_mine and index in in_theirs:
            yield base[at:index], mine[at_mine : in_mine[index]], theirs[at_theirs : in_theirs[index]]
            yield (base[index],), (base[index],), (base[index],)
            at, at_mine, at_theirs = index + 1, in_mine[index] + 1, in_theirs[index] + 1
    yield base[at:], mine[at_mine:], theirs[at_theirs:]


def _matches(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Where the passages of one text stand in the other."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return {each.a + step: each.b + step for each in blocks for step in range(each.size)}
