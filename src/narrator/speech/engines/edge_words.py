"""When each word is heard, from what the service reports as far as the sound bears it out.

What it reports about words is known to be missing, incomplete, in other words than were sent, overlapping, all at
zero, or wrong (see docs/reliability.md). So a report is only believed where it agrees with itself, with the pace of
speech and with the sound; the rest is found in the sound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from narrator.model import Mark, Reading, Span, Timing
from narrator.speech.audible import Heard
from narrator.speech.marks import Boundary, places_of, unheard
from narrator.speech.syllable_count import syllables
from narrator.speech.timing import marks_from_sound

QUICKEST_SYLLABLE_S = 0.06
SLOWEST_SYLLABLE_S = 0.65
"""From one word's start to the next, at the voice's own pace; pauses come on top."""
LONGEST_PAUSE_S = 1.2
"""At one punctuation mark."""
ONSET_S = 0.25
"""How far from the first sound the first word may be said to be."""
SHIFT_S = 0.12
"""By how much all words may be early or late together: twice what an ear notices."""
STRAY_S = 0.45
"""By how much one word may differ from where its syllables put it."""
MOST_SYLLABLES = 6.0
"""In one word; what reports more is more than a word, and has words inside."""
TWICE_S = 0.06
"""Two reports of one word within this time are one."""

AT_PAUSE_S = 0.2
"""How far from the end of a pause the word behind it may be said to begin."""
MOST_CHARACTERS_A_CHARACTER = 3
"""Reported, for one that was sent."""
FEWEST_WORDS = 3
"""That say where a sound should have ended; fewer agree with anything."""

_PUNCTUATION = frozenset("，、：；,:;—…。！？!?")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A reported word, and where it is in the text."""

    span: Span
    start: int
    end: int
    begins: float
    """Syllables before it."""
    count: float
    """Its syllables."""
    pauses: int
    """Punctuation marks before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the service reports about the words of a sound, set against the text that was sent."""

    text: str
    words: tuple[_Placed, ...]
    """Those that follow each other at a pace at which somebody may speak."""
    reaches: int
    """The end of the last stretch of text that any word answers to, whenever it may be."""
    sound: Heard

    def lacks_the_end(self, tail_s: float, shortest_s: float) -> bool:
        """Whether the words follow the sound to its end, and text is left: then the end was not spoken.

        Reports alone prove nothing: the last of them must end with the sound, or the sound must look cut off.

        Args:
            tail_s: Silence behind the last word.
            shortest_s: What a syllable takes at least where nothing is missing.
        """
        if not self._says_where_it_ends():
            return False
        first, last = self.words[0], self.words[-1]
        left = syllables(self.text[last.span.end :])
        syllable = (last.start - first.start) / max(last.begins - first.begins, 1.0)
        remaining = self.sound.end - (last.start + last.count * syllable)
        if left < 1 or remaining >= 0.5 * left * syllable:
            return False
        if -0.25 <= (last.end - self.sound.end) / self.sound.rate_hz <= 0.15:
            return True
        all_of_it = syllables(self.text)
        return tail_s < 0.2 or (self.sound.end - self.sound.start) / self.sound.rate_hz < shortest_s * all_of_it

    def _says_where_it_ends(self) -> bool:
        """Whether the words are those of the first part of the text, every one, and of no other part."""
        if len(self.words) < FEWEST_WORDS or self.reaches > self.words[-1].span.end:
            return False
        last = self.words[-1].span
        if last.of(self.text) in self.text[last.end :]:  # perhaps it is the later one that is reported
            return False
        return not unheard(self.text[: last.end], self._marks()) and self._fits_the_pauses()

    def _fits_the_pauses(self) -> bool:
        """Whether words behind punctuation begin at the end of a pause, where there are any."""
        late = [
            min(abs(word.start - pause.end) for pause in self.sound.pauses)
            for word in self.words[1:]
            if self.sound.pauses and _is_behind_punctuation(self.text, word)
        ]
        return not late or float(np.median(late)) <= AT_PAUSE_S * self.sound.rate_hz

    def _marks(self) -> list[Mark]:
        return [Mark(spoken=word.span, start=word.start, end=word.end) for word in self.words]


def report(text: str, told: Sequence[Boundary], sound: Heard, pace: float) -> Report:
    """What there is to believe in the report as far as it agrees with itself.

    Args:
        told: In the order in which it was told, in samples of the sound.
        pace: Times the voice's own.
    """
    orders = (told, sorted(told, key=lambda word: word.start))
    most = MOST_CHARACTERS_A_CHARACTER * len(text) + 100
    placed = [_placed(text, _at_most(_once(order, sound.rate_hz), most)) for order in orders]
    words = max((_chain(one, sound, pace) for one in placed), key=lambda chain: sum(word.count for word in chain))
    reaches = max((word.span.end for one in placed for word in one), default=0)
    return Report(text=text, words=tuple(words), reaches=reaches, sound=sound)


def marks_of(reading: Reading, reported: Report) -> tuple[tuple[Mark, ...], Timing]:
    """The words of the reading in time, and whether the service says when they are, or the sound."""
    sound = reported.sound
    believed = _borne_out(reported, marks_from_sound(reading, sound))
    marks = _engine_marks(believed, sound)
    whole = all(
        word.count <= MOST_SYLLABLES and not _PUNCTUATION & set(word.span.of(reported.text)) for word in believed
    )
    if marks and whole and not unheard(reading.spoken, marks):
        return marks, "engine"
    return marks_from_sound(reading, sound, {word.span.start: word.start for word in believed}), "estimated"


def _is_behind_punctuation(text: str, word: _Placed) -> bool:
    return bool(_PUNCTUATION & set(text[: word.span.start].rstrip("“”‘’ \n")[-1:]))


def _once(told: Sequence[Boundary], rate_hz: int) -> list[Boundary]:
    """Each word once, although some services send it twice."""
    kept: list[Boundary] = []
    seen: dict[str, int] = {}
    for word in told:
        before = seen.get(word.text)
        if before is None or abs(word.start - before) > TWICE_S * rate_hz:
            kept.append(word)
        seen[word.text] = word.start
    return kept


def _at_most(told: Sequence[Boundary], characters: int) -> list[Boundary]:
    """The first of the words: nobody waits for whoever reports without end."""
    passed = accumulate(len(word.text) for word in told)
    return [word for word, so_far in zip(told, passed, strict=True) if so_far <= characters]


def _placed(text: str, told: Sequence[Boundary]) -> list[_Placed]:
    placed: list[_Placed] = []
    before, at = 0.0, 0
    for word, place in zip(told, places_of(text, [word.text for word in told]), strict=True):
        if place is None:
            continue
        if place.start < at:
            before, at = 0.0, 0
        before, at = before + syllables(text[at : place.start]), place.start
        placed.append(
            _Placed(
                span=place,
                start=word.start,
                end=word.end,
                begins=before,
                count=max(syllables(place.of(text)), 0.5),
                pauses=sum(character in _PUNCTUATION for character in text[: place.start]),
            )
        )
    return placed


def _chain(words: Sequence[_Placed], sound: Heard, pace: float) -> list[_Placed]:
    """The most words that follow the sound's beginning and each other at a pace at which somebody may speak."""
    best: list[tuple[float, int]] = []
    for here, word in enumerate(words):
        options = [(word.count, -1)] if _may_begin(word, sound, pace) else []
        options += [
            (best[there][0] + word.count, there)
            for there in range(here)
            if best[there][0] and _may_follow(words[there], word, sound.rate_hz, pace)
        ]
        best.append(max(options, default=(0.0, -1)) if word.start < sound.end else (0.0, -1))
    at = max(range(len(best)), key=lambda k: best[k][0], default=-1)
    chain: list[_Placed] = []
    while at >= 0 and best[at][0]:
        chain.append(words[at])
        at = best[at][1]
    return chain[::-1]


def _may_begin(word: _Placed, sound: Heard, pace: float) -> bool:
    late_s = (word.start - sound.start) / sound.rate_hz
    soonest, latest = _within_s(word.begins, word.pauses, pace)
    return soonest - ONSET_S <= late_s <= latest + ONSET_S


def _may_follow(before: _Placed, after: _Placed, rate_hz: int, pace: float) -> bool:
    if after.span.start < before.span.end or after.start <= before.start:
        return False
    soonest, latest = _within_s(after.begins - before.begins, after.pauses - before.pauses, pace)
    return soonest <= (after.start - before.start) / rate_hz <= latest


def _within_s(count: float, pauses: int, pace: float) -> tuple[float, float]:
    return QUICKEST_SYLLABLE_S * count / pace, (SLOWEST_SYLLABLE_S * count + LONGEST_PAUSE_S * pauses + 0.1) / pace


def _borne_out(reported: Report, found: Sequence[Mark]) -> list[_Placed]:
    """The words that are where the sound has them; none where they are early or late together."""
    if not found or not reported.words:
        return []
    places = [at for mark in found for at in (mark.spoken.start, mark.spoken.end)]
    times = [at for mark in found for at in (mark.start, mark.end)]
    late_s = [
        (word.start - float(np.interp(word.span.start, places, times))) / reported.sound.rate_hz
        for word in reported.words
    ]
    behind_pause = [
        late
        for late, word in zip(late_s, reported.words, strict=True)
        if word.begins == 0 or _is_behind_punctuation(reported.text, word)
    ]
    shift_s = float(np.median(behind_pause or late_s))
    believed = [word for word, late in zip(reported.words, late_s, strict=True) if abs(late - shift_s) <= STRAY_S]
    if abs(shift_s) > SHIFT_S or len(believed) * 2 < len(reported.words):
        return []
    return believed


def _engine_marks(words: Sequence[_Placed], sound: Heard) -> tuple[Mark, ...]:
    """The words as reported, each until the next begins at the latest."""
    if not words:
        return ()
    ends = [after.start for _, after in pairwise(words)] + [sound.end]
    return tuple(
        Mark(spoken=word.span, start=max(word.start, 0), end=min(word.end, limit) if word.end > word.start else limit)
        for word, limit in zip(words, ends, strict=True)
    )
