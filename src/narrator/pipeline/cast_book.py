"""Who has which voice where episodes go, written by several runs and processes at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from narrator.casting import with_given
from narrator.library import keep, kept_in, writing
from narrator.model import KeptVoice, Settings
from narrator.pipeline.voicing import Voiced

Kept = tuple[KeptVoice, ...]


class CastBook(Protocol):
    """What was given to whom, and who gives next."""

    def read(self) -> Kept:
        """Who has which voice by now."""

    def change(self, decide: Callable[[Kept], Kept], *, for_new_people: bool) -> None:
        """Write what `decide` makes of it; meanwhile nobody else does.

        Args:
            for_new_people: whether somebody gets a voice who had none, so that it matters who comes first.
        """


class FolderBook:
    """In cast.json of an output folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self) -> Kept:
        """What the file says."""
        return kept_in(self._folder)

    def change(self, decide: Callable[[Kept], Kept], *, for_new_people: bool) -> None:
        """Write the file, alone in the folder."""
        with writing(self._folder):
            keep(self._folder, decide(kept_in(self._folder)))


def with_all(theirs: Kept, ours: Kept) -> Kept:
    """What two books say of everybody: the first goes before the second."""
    known = {(each.name, each.voice.engine) for each in theirs}
    return (*theirs, *(each for each in ours if (each.name, each.voice.engine) not in known))


_books: list[Callable[[Path], CastBook]] = [FolderBook]


def share_cast(book: Callable[[Path], CastBook]) -> None:
    """Have the pages that this process makes use another book than the output folder's own."""
    _books[:] = [book]


def book_of(folder: Path) -> CastBook:
    """Where it is kept who has which voice in the folder."""
    return _books[0](folder)


def as_kept(settings: Settings, kept: Kept) -> Settings:
    """The settings, and the voices that people were given before."""
    return replace(settings, cast=replace(settings.cast, kept=kept))


def reserved(book: CastBook, known: Kept, chosen: Voiced, again: Callable[[Kept], Voiced]) -> Voiced:
    """What will be said, after its voices have been kept for these people.

    Args:
        chosen: by what was `known` then.
        again: the same by what is known now, if somebody else gave voices in the meantime.
    """
    final = chosen

    def decide(now: Kept) -> Kept:
        nonlocal final
        final = chosen if now == known else again(now)
        return with_given(now, final.given)

    book.change(decide, for_new_people=any(each.source == "pool" for each in chosen.given))
    return final
