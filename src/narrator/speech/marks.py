"""When each stretch of the text is heard."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from narrator.model import Mark, Reading, Span
from narrator.speech.syllable_count import syllables
from narrator.standards.text_width import is_wide

MOST_CHARACTERS_PER_SAID = 6
"""An engine may report 5% as 百分之五, but no two characters stand for a whole clause."""

CLAUSE_PAUSE_SYLLABLES = 1.2
"""What a comma takes, in syllables, where the engine tells nothing about time."""

SENTENCE_PAUSE_SYLLABLES = 2.5
"""What a full stop inside a sentence takes."""

CLAUSE_ENDS = frozenset("，、：；,:;—…")
SENTENCE_ENDS = frozenset("。！？!?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """A word as an engine reports it: its sound, but not its place in the text."""

    text: str
    start: int
    """In samples."""
    end: int
    """In samples."""


def is_pronounceable(text: str) -> bool:
    """Whether there is anything in it to say: a letter or a digit of any script."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def align(text: str, boundaries: Sequence[Boundary]) -> tuple[Mark, ...]:
    """Marks that tie what the engine reports, in order, to the characters that were sent.

    The report may differ from the text in case, width, punctuation, and the way numbers are written; a word
    that answers to nothing in the text is dropped, and text that no word answers to stays unmarked.
    """
    places = places_of(text, [boundary.text for boundary in boundaries])
    return _tidy(
        Mark(spoken=place, start=boundary.start, end=boundary.end)
        for boundary, place in zip(boundaries, places, strict=True)
        if place is not None
    )


def places_of(text: str, reported: Sequence[str]) -> list[Span | None]:
    """For each word that is reported, in order, the stretch of the text that it answers to; None: to nothing."""
    wanted = [(plain, at) for at, character in enumerate(text) for plain in _plain(character)]
    said = [(plain, index) for index, word in enumerate(reported) for plain in _plain(word)]
    found: list[list[int]] = [[] for _ in reported]
    for wanted_index, said_index in _pairs("".join(c for c, _ in wanted), "".join(c for c, _ in said)):
        found[said[said_index][1]].append(wanted[wanted_index][1])
    return [Span(min(at), max(at) + 1) if at else None for at in found]


def unheard(text: str, marks: Sequence[Mark]) -> tuple[Span, ...]:
    """The stretches of the text that can be pronounced and that no mark covers."""
    gaps: list[Span] = []
    edges = [Span(0, 0), *(mark.spoken for mark in marks), Span(len(text), len(text))]
    for before, after in pairwise(edges):
        gap = Span(before.end, after.start)
        if is_pronounceable(gap.of(text)):
            gaps.append(gap)
    return tuple(gaps)


def estimated(reading: Reading, start: int, end: int) -> tuple[Mark, ...]:
    """Marks for an engine that tells nothing: the time from `start` to `end`, shared out by syllables."""
    whole = length_in_syllables(reading)
    marks: list[Mark] = []
    passed = 0.0
    for span, share in shares(reading):
        begin = start + round((end - start) * passed / whole)
        passed += share
        if span is not None:
            marks.append(Mark(spoken=span, start=begin, end=start + round((end - start) * passed / whole)))
    return tuple(marks)


def length_in_syllables(reading: Reading) -> float:
    """How long it takes to read, pauses inside included."""
    return sum(share for _, share in shares(reading))


def rescaled(marks: Sequence[Mark], *, old_hz: int, new_hz: int, length: int) -> tuple[Mark, ...]:
    """The marks at another rate, inside a clip of so many samples."""
    return tuple(
        Mark(
            spoken=mark.spoken,
            start=min(round(mark.start * new_hz / old_hz), length),
            end=min(round(mark.end * new_hz / old_hz), length),
        )
        for mark in marks
    )


def _plain(text: str) -> list[str]:
    """The letters and digits, without regard to case and width."""
    return [c for c in unicodedata.normalize("NFKC", text).casefold() if unicodedata.category(c)[0] in "LN"]


def _pairs(wanted: str, said: str) -> Iterator[tuple[int, int]]:
    """Which wanted character is said by which reported one."""
    if wanted.startswith(said):
        yield from ((index, index) for index in range(len(said)))
        return
    for kind, from_wanted, to_wanted, from_said, to_said in SequenceMatcher(
        None, wanted, said, autojunk=False
    ).get_opcodes():
        count, answers = to_wanted - from_wanted, to_said - from_said
        if kind == "equal" or (kind == "replace" and count <= MOST_CHARACTERS_PER_SAID * answers):
            yield from ((from_wanted + k, from_said + k * answers // count) for k in range(count))


def _tidy(marks: Iterator[Mark]) -> tuple[Mark, ...]:
    """Marks that overlap neither in text nor in time, each with a sound of its own."""
    tidy: list[Mark] = []
    for mark in marks:
        last = tidy[-1] if tidy else None
        if last and (mark.spoken.start < last.spoken.end or mark.start <= last.start):
            span = Span(last.spoken.start, max(last.spoken.end, mark.spoken.end))
            tidy[-1] = Mark(spoken=span, start=last.start, end=max(last.end, mark.end))
            continue
        if last and last.end > mark.start:
            tidy[-1] = Mark(spoken=last.spoken, start=last.start, end=mark.start)
        tidy.append(mark)
    return tuple(tidy)


def shares(reading: Reading) -> Iterator[tuple[Span | None, float]]:
    """Words, and the pauses between them (None), in syllables."""
    at = 0
    for word in reading.words or _words(reading.spoken):
        yield None, _pause(reading.spoken[at : word.start])
        yield word, max(syllables(word.of(reading.spoken)), 0.25)
        at = word.end


def _words(text: str) -> Iterator[Span]:
    """Words without a dictionary: each character that is a syllable, else each run of letters or digits."""
    start = None
    for at, character in enumerate(f"{text} "):
        joins = is_pronounceable(character) and not _stands_alone(character)
        if start is not None and not joins:
            yield Span(start, at)
            start = None
        if joins and start is None:
            start = at
        elif not joins and is_pronounceable(character):
            yield Span(at, at + 1)


def _stands_alone(character: str) -> bool:
    return unicodedata.category(character) == "Lo" and is_wide(character)


def _pause(between: str) -> float:
    if any(character in SENTENCE_ENDS for character in between):
        return SENTENCE_PAUSE_SYLLABLES
    return CLAUSE_PAUSE_SYLLABLES if any(character in CLAUSE_ENDS for character in between) else 0.0
