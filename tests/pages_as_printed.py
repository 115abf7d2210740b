"""Short pages for the tests of this room: text in, turns out."""

from __future__ import annotations

from narrator.article import extract
from narrator.model import Script
from narrator.script import parse


def script_of(page: str, name: str = "page.txt") -> Script:
    """The script of a page given as text."""
    return parse(extract(page.encode(), name=name))


def turns_of(page: str, name: str = "page.txt") -> list[tuple[str | None, str]]:
    """Who says what on the page: speaker (None for narration) and paragraphs joined by `/`."""
    return [(turn.speaker, "/".join(part.text for part in turn.paragraphs)) for turn in script_of(page, name).turns]


def spoken_by(page: str, name: str = "page.txt") -> list[str | None]:
    """The speakers of the page's turns, in order."""
    return [speaker for speaker, _ in turns_of(page, name)]
