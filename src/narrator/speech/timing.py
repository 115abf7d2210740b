"""When each word is heard, found from the sound itself, where an engine does not say it or cannot be believed.

Pauses in the sound are matched with the punctuation of the text, so that the speech between two of them is as long
as its syllables take; between two such places, or times that are known otherwise, the words share the time by
syllables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from narrator.model import Clip, Mark, Reading, Span
from narrator.speech.audible import Heard, Pause, heard
from narrator.speech.marks import shares
from narrator.speech.sound import samples_of

CERTAIN_PAUSE_S = 0.12
"""A silence of this length is a pause and no plosive, even where no punctuation asks for it."""

SYLLABLE_SPREAD = 0.35
"""By how much the length of a syllable differs from the mean, as a share of it."""

PACE_SPREAD = 0.08
"""By how much the pace of a clause differs from that of the whole."""

LAST_SYLLABLE_LONGER = 0.35
"""Of a syllable: voices draw out the end of a phrase."""

NEAR_S = 0.1
"""A pause that ends this near to a time that is known is the one before it."""

MOST_CLAUSES_PASSED = 5
MOST_PAUSES_PASSED = 10
"""Between two places that match: a bound for the search."""

FARTHEST_SHARE = 0.12
FARTHEST_SYLLABLES = 4.0
"""How far from its share of the time a clause may begin: another bound."""


@dataclass(frozen=True, slots=True)
class _Word:
    span: Span
    share: float
    """In syllables."""
    pause_before: float
    """What its punctuation asks for, in syllables."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the text and the sound are known to meet: a word, and the silence before it."""

    word: int
    silence_start: int
    start: int


def marks_from_sound(reading: Reading, sound: Heard, known: Mapping[int, int] | None = None) -> tuple[Mark, ...]:
    """A mark for each word, by the pauses in the sound and the syllables between them.

    Args:
        known: When words start that are known otherwise: sample by offset in `spoken`, both ascending.
    """
    words = _words(reading)
    if not words:
        return ()
    fixed = _fixed(words, sound, known or {})
    places = [fixed[0]]
    for before, after in pairwise(fixed):
        places += [*_matched(words, sound, before, after), after]
    marks: list[Mark] = []
    for before, after in pairwise(places):
        marks += _shared_out(words[before.word : after.word], sound, before.start, after.silence_start)
    return tuple(marks)


def marked(clip: Clip) -> Clip:
    """The clip, with marks found in its sound if its engine gave none."""
    if clip.marks:
        return clip
    sound = heard(samples_of(clip.audio), clip.audio.frame_rate)
    if sound is None:
        return clip
    return replace(clip, marks=marks_from_sound(clip.utterance.sentence.reading, sound), timing="estimated")


def _words(reading: Reading) -> list[_Word]:
    words: list[_Word] = []
    pause = 0.0
    for span, share in shares(reading):
        if span is None:
            pause = share
        else:
            words.append(_Word(span, share, pause if words else 0.0))
    return words


def _fixed(words: Sequence[_Word], sound: Heard, known: Mapping[int, int]) -> list[_Place]:
    """The beginning, the words whose start is known, and the end."""
    places = [_Place(0, sound.start, sound.start)]
    for number, word in enumerate(words):
        start = known.get(word.span.start)
        if number == 0 and start is not None and 0 <= start < sound.end:
            places[0] = _Place(0, start, start)
            continue
        if start is None or not places[-1].start < start < sound.end:
            continue
        near = round(NEAR_S * sound.rate_hz)
        before = [p for p in sound.pauses if p.start < start <= p.end + near and p.start > places[-1].start]
        places.append(_Place(number, before[-1].start if before else start, start))
    return [*places, _Place(len(words), sound.end, sound.end)]


def _matched(words: Sequence[_Word], sound: Heard, first: _Place, last: _Place) -> list[_Place]:
    """The punctuation between two places, with the pauses that it most likely is."""
    clauses = [k for k in range(first.word + 1, last.word) if words[k].pause_before > 0]
    pauses = [p for p in sound.pauses if first.start < p.start and p.end < last.silence_start]
    if not clauses or not pauses:
        return []
    scale = _scale(words, sound, first, last)
    points = [_Point(first, -1, -1)]
    points += [
        _Point(_Place(word, pause.start, pause.end), c, p)
        for c, word in enumerate(clauses)
        for p, pause in enumerate(pauses)
        if scale.may_meet(word, pause)
    ]
    points.append(_Point(last, len(clauses), len(pauses)))
    best: list[tuple[float, int]] = [(0.0, -1)]
    oldest = 0
    for here, point in enumerate(points[1:], 1):
        while points[oldest].clause < point.clause - MOST_CLAUSES_PASSED:
            oldest += 1
        options = [
            (best[there][0] + scale.cost(before, point, clauses, pauses), there)
            for there, before in enumerate(points[oldest:here], oldest)
            if before.clause < point.clause and 0 < point.pause - before.pause <= MOST_PAUSES_PASSED
        ]
        best.append(min(options, default=(float("inf"), 0)))
    chain: list[_Place] = []
    at = best[-1][1]
    while at > 0:
        chain.append(points[at].place)
        at = best[at][1]
    return chain[::-1]


@dataclass(frozen=True, slots=True)
class _Point:
    """A clause that may begin behind a pause."""

    place: _Place
    clause: int
    pause: int


@dataclass(frozen=True, slots=True)
class _Scale:
    """How likely it is that a stretch of text is a stretch of sound."""

    words: Sequence[_Word]
    sound: Heard
    first: _Place
    last: _Place
    pace: float
    """Samples a syllable."""
    passed: Sequence[float]
    """Syllables before each word."""

    def may_meet(self, word: int, pause: Pause) -> bool:
        """Whether the pause is at all near the word: a bound for the search."""
        text = (self.passed[word] - self.passed[self.first.word]) / self._count(self.first, self.last)
        time = (pause.start - self.first.start) / (self.last.silence_start - self.first.start)
        return abs(text - time) <= FARTHEST_SHARE + FARTHEST_SYLLABLES / self._count(self.first, self.last)

    def cost(self, before: _Point, after: _Point, clauses: Sequence[int], pauses: Sequence[Pause]) -> float:
        """Of the stretch between two points, and of the clauses without a pause and pauses without a clause in it."""
        count = self._count(before.place, after.place)
        certain = [
            pause.length / self.sound.rate_hz
            for pause in pauses[before.pause + 1 : after.pause]
            if pause.length >= CERTAIN_PAUSE_S * self.sound.rate_hz
        ]
        spoken = after.place.silence_start - before.place.start - sum(certain) * self.sound.rate_hz
        spread = self.pace * (SYLLABLE_SPREAD * count**0.5 + PACE_SPREAD * count)
        surprise: float = 0.5 * ((spoken - count * self.pace) / spread) ** 2
        unpaused = sum(1.5 * self.words[k].pause_before for k in clauses[before.clause + 1 : after.clause])
        unasked = sum(min(6.0, 20 * (length_s - 0.08)) for length_s in certain)
        return surprise + unpaused + unasked

    def _count(self, before: _Place, after: _Place) -> float:
        return self.passed[after.word] - self.passed[before.word]


def _scale(words: Sequence[_Word], sound: Heard, first: _Place, last: _Place) -> _Scale:
    passed = [0.0, *accumulate(word.share for word in words)]
    within = [p for p in sound.pauses if first.start < p.start and p.end < last.silence_start]
    certain = sum(p.length for p in within if p.length >= CERTAIN_PAUSE_S * sound.rate_hz)
    spoken = last.silence_start - first.start - certain
    pace = max(1.0, spoken / (passed[last.word] - passed[first.word]))
    return _Scale(words, sound, first, last, pace, passed)


def _shared_out(words: Sequence[_Word], sound: Heard, start: int, end: int) -> list[Mark]:
    """The words over the time from start to end, but not over the pauses in it."""
    certain = [
        p for p in sound.pauses if start < p.start and p.end < end and p.length >= CERTAIN_PAUSE_S * sound.rate_hz
    ]
    spoken = end - start - sum(p.length for p in certain)
    whole = sum(word.share for word in words) + LAST_SYLLABLE_LONGER
    marks: list[Mark] = []
    passed = 0.0
    for number, word in enumerate(words):
        begin = _without_pauses(start, spoken * passed / whole, certain, ends=False)
        passed += word.share + (LAST_SYLLABLE_LONGER if number == len(words) - 1 else 0.0)
        finish = _without_pauses(start, spoken * passed / whole, certain, ends=True)
        marks.append(Mark(spoken=word.span, start=begin, end=max(begin, min(finish, end))))
    return marks


def _without_pauses(start: int, spoken: float, pauses: Sequence[Pause], *, ends: bool) -> int:
    """The sample at which so many samples were spoken; one that ends there stops before a pause."""
    at = start + spoken
    for pause in pauses:
        if at < pause.start or (ends and at <= pause.start):
            break
        at += pause.length
    return round(at)


__all__ = ["marked", "marks_from_sound"]
