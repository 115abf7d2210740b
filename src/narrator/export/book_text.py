"""The text of a read-along book: sections, paragraphs and sentences, with what is printed between them and not said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from narrator.model import ChapterMark, Cue, Episode, Kind, NotSpoken
from narrator.published.printed_layout import chapter_turns, spaced

NO_PART_OF_THE_ARTICLE: Final = frozenset(
    (
        "title",
        "speaker label",
        "metadata",
        "navigation",
        "related links",
        "advertisement",
        "player line",
        "page header or number",
        "forum",
        "shortcode",
        "pause",
    )
)
"""Reasons of `NotSpoken` whose text is not in the book: the page's own furniture, and what the book says in another
place (its title, who speaks)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A sentence, or a text between sentences that is printed and not said."""

    text: str
    cue: int | None
    """Index into `Episode.cues`; None where nobody says it."""
    space: bool
    """A space stands in front of it."""


@dataclass(slots=True, kw_only=True)
class BookParagraph:
    """A paragraph as printed."""

    speaker: str | None
    kind: Kind
    pieces: list[Piece] = field(default_factory=list)
    new_speaker: bool = False
    """Somebody else speaks than in the paragraph before."""

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(" " * piece.space + piece.text for piece in self.pieces)


@dataclass(slots=True, kw_only=True)
class Section:
    """A chapter, or what stands before the first one."""

    title: str
    """Empty for what stands before the first chapter."""
    paragraphs: list[BookParagraph] = field(default_factory=list)

    @property
    def cues(self) -> tuple[int, ...]:
        """Indices of its sentences, in order."""
        return tuple(piece.cue for paragraph in self.paragraphs for piece in paragraph.pieces if piece.cue is not None)


def sections(episode: Episode) -> tuple[Section, ...]:
    """The whole article, in order: every sentence that is said, and what is printed beside them."""
    openings = _openings(episode)
    headings = {title.strip() for title in openings.values()}
    left = (each for each in _by_place(episode) if each.text.strip() not in headings)
    waiting = next(left, None)
    book = [Section(title="")]
    before: Cue | None = None
    for number, cue in enumerate(episode.cues):
        asides: list[NotSpoken] = []
        while waiting is not None and waiting.at < cue.at:
            asides.append(waiting)
            waiting = next(left, None)
        same = before is not None and _same_paragraph(before, cue)
        last: Cue | NotSpoken | None = before
        for each in asides:
            if last is not None and last.at >= 0 and (same or each.at == last.at + len(last.text)):
                book[-1].paragraphs[-1].pieces.append(_aside(each, last))
                last = each
            else:
                book[-1].paragraphs.append(_aside_paragraph(each))
                last = None
        if number in openings:
            book.append(Section(title=openings[number]))
        _add(book[-1].paragraphs, before, last, cue, number)
        before = cue
    for each in [waiting, *left] if waiting is not None else []:
        book[-1].paragraphs.append(_aside_paragraph(each))
    return tuple(section for section in book if section.title or section.paragraphs)


def _openings(episode: Episode) -> dict[int, str]:
    """Title of each chapter by the index of its first sentence, or of the music that leads to it."""
    found = {}
    first_of: dict[int, int] = {}
    for number, cue in enumerate(episode.cues):
        if not cue.kind.is_added:
            first_of.setdefault(cue.turn, number)
    for turn, chapter in chapter_turns(episode):
        number = first_of[turn]
        while number and _leads_to(chapter, episode.cues[number - 1]):
            number -= 1
        found[number] = chapter.title
    return found


def _leads_to(chapter: ChapterMark, cue: Cue) -> bool:
    return cue.kind is Kind.MUSIC and cue.start >= chapter.start


def _by_place(episode: Episode) -> Iterator[NotSpoken]:
    for each in sorted(episode.not_spoken, key=lambda each: each.at):
        if each.why not in NO_PART_OF_THE_ARTICLE:
            yield each


def _same_paragraph(before: Cue, cue: Cue) -> bool:
    return (before.kind, before.turn, before.paragraph) == (cue.kind, cue.turn, cue.paragraph)


def _aside(each: NotSpoken, behind: Cue | NotSpoken) -> Piece:
    return Piece(text=each.text, cue=None, space=spaced(behind, each))


def _aside_paragraph(each: NotSpoken) -> BookParagraph:
    piece = Piece(text=each.text, cue=None, space=False)
    return BookParagraph(speaker=None, kind=Kind.NARRATION, pieces=[piece])


def _add(
    paragraphs: list[BookParagraph], before: Cue | None, last: Cue | NotSpoken | None, cue: Cue, number: int
) -> None:
    if before is not None and paragraphs and _same_paragraph(before, cue):
        space = last is not None and spaced(last, cue)
        paragraphs[-1].pieces.append(Piece(text=cue.text, cue=number, space=space))
        return
    heard = before.speaker if before is not None and paragraphs else None
    paragraphs.append(
        BookParagraph(
            speaker=cue.speaker,
            kind=cue.kind,
            pieces=[Piece(text=cue.text, cue=number, space=False)],
            new_speaker=cue.speaker not in (None, heard),
        )
    )
