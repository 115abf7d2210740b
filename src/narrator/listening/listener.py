"""Which sentences of an episode are not heard as they should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

import numpy as np

from narrator.listening.compare import differences
from narrator.listening.cut_sound import excerpt, sound_of_clip, sound_of_mp3
from narrator.listening.hypotheses import Expectation, Hypothesis, expectation, hypotheses, joined
from narrator.listening.recogniser import LONGEST_S, RATE_HZ, Recogniser, Sound
from narrator.listening.units import units
from narrator.model import Clip, Cue, Episode, Progress, Reading

Read = Callable[[str], Reading]
"""How a text is read aloud: what the recogniser writes is compared by its sounds."""

Kind = Literal["missing", "extra", "otherwise"]

WORTH_A_LOOK = -1.0
"""Evidence against a sentence (a natural logarithm) from which it is heard a second time."""
SURE = 6.0
"""From here on one look is enough."""
LEAST_EVIDENCE = 1.5
"""On average of two looks, to say that a sentence is not as it should be."""
SHORT_UNITS, SHORT_EVIDENCE = 3, 9.0
"""A sentence of a word or two is hardly heard by itself, and needs more."""
SECOND_TEMPO = 1.06
"""For the second look: other samples, the same words."""
STUMBLED_TEMPO = 0.97
"""Where nothing but marks is written: a recogniser now and then stumbles over a sound, and not over one beside it."""
LEAST_S, LEAST_UNITS = 1.5, 5
"""Recognisers guess at what is shorter: such a sentence is heard together with its neighbour."""
LONG_DIFFERENCE = 2.0
"""Syllables, for a sentence too long to be heard at once."""
NOT_UNDERSTOOD = 0.5
"""Of the sentences; where more are heard otherwise, it is the voice that the recogniser does not understand."""
ENOUGH_SENTENCES = 6
"""To say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A sentence that should be heard."""

    reading: Reading
    start_s: float
    end_s: float
    language: str
    """BCP 47."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misheard:
    """A sentence that is not heard as it should be."""

    sentence: int
    """Index into what was expected."""
    at_s: float
    """Where the sentence starts."""
    kind: Kind
    expected: str
    """The words of the spoken form that it is about; for `extra`, those that come before what is too much."""
    heard: str
    """What is heard in their place; empty where they are missing."""
    evidence: float
    """How surely, as a natural logarithm; from 6 on hardly a mistake."""

    def __str__(self) -> str:
        """As an editor reads it."""
        if self.kind == "missing":
            return f"「{self.expected}」 is not heard"
        if self.kind == "extra":
            behind = f" after 「{self.expected}」" if self.expected else ""
            return f"「{self.heard}」 is heard{behind} and is not in the text"
        return f"「{self.expected}」 is heard as 「{self.heard}」"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What listening to an episode showed."""

    misheard: tuple[Misheard, ...]
    """In order."""
    sentences: int
    """How many were heard."""

    @property
    def understood(self) -> bool:
        """Whether the recogniser understands the voices at all; if not, `misheard` says nothing about the episode."""
        few = self.sentences < ENOUGH_SENTENCES
        return few or len(self.misheard) <= NOT_UNDERSTOOD * self.sentences


def expectations(episode: Episode, read: Read) -> tuple[Expected, ...]:
    """What should be heard of an episode, from its cues.

    Args:
        read: how a text is read, with the lexicon that the episode was made with.
    """
    return tuple(
        Expected(
            reading=read(cue.spoken),
            start_s=cue.start / episode.rate_hz,
            end_s=cue.end / episode.rate_hz,
            language=episode.language,
        )
        for cue in spoken_cues(episode)
    )


def spoken_cues(episode: Episode) -> tuple[Cue, ...]:
    """The cues that somebody says: all but music."""
    return tuple(cue for cue in episode.cues if cue.kind != "music")


def hear_episode(
    mp3: bytes,
    expected: Sequence[Expected],
    *,
    recogniser: Recogniser,
    read: Read,
    progress: Progress | None = None,
    least_evidence: float = LEAST_EVIDENCE,
) -> Hearing:
    """Hear an episode sentence by sentence.

    Args:
        expected: in the order they are heard; the notice too.
        read: how a text is read, by default settings and without the editor's lexicon.
        progress: called as (`listen`, sentences heard, of how many).
        least_evidence: from which a sentence is accused, as a natural logarithm.

    Raises:
        NarratorError: the sound cannot be decoded, or the recogniser does not know the language.
    """
    return hear(
        sound_of_mp3(mp3),
        expected,
        recogniser=recogniser,
        read=read,
        progress=progress,
        least_evidence=least_evidence,
    )


def hear(
    sound: Sound,
    expected: Sequence[Expected],
    *,
    recogniser: Recogniser,
    read: Read,
    progress: Progress | None = None,
    least_evidence: float = LEAST_EVIDENCE,
) -> Hearing:
    """As `hear_episode`, from mono samples at 16 kHz."""
    found: list[Misheard] = []
    done = 0
    for window in windows(expected):
        found.extend(
            each for each in _misheard(sound, expected, window, recogniser, read) if each.evidence >= least_evidence
        )
        done += len(window)
        if progress:
            progress("listen", done, len(expected))
    return Hearing(misheard=tuple(found), sentences=len(expected))


def confirmed(clip: Clip, *, recogniser: Recogniser, read: Read) -> str | None:
    """None when a clip says what it should; else what is wrong, in a few words."""
    sound = sound_of_clip(clip.audio)
    sentence = clip.utterance.sentence
    whole = Expected(reading=sentence.reading, start_s=0.0, end_s=len(sound) / RATE_HZ, language=sentence.language)
    found = hear(sound, [whole], recogniser=recogniser, read=read).misheard
    return str(found[0]) if found else None


def windows(expected: Sequence[Expected]) -> tuple[range, ...]:
    """Which sentences are heard at once: one, or more where one is too short to be understood by itself."""
    found: list[range] = []
    start = 0
    for at, sentence in enumerate(expected):
        length_s = sentence.end_s - expected[start].start_s
        count = sum(len(units(each.reading)) for each in expected[start : at + 1])
        last = at + 1 == len(expected)
        other = not last and expected[at + 1].language != sentence.language
        if (length_s >= LEAST_S and count >= LEAST_UNITS) or last or other:
            found.append(range(start, at + 1))
            start = at + 1
    if len(found) > 1 and _short(expected, found[-1]) and _together(expected, found[-2], found[-1]):
        found[-2:] = [range(found[-2].start, found[-1].stop)]
    return tuple(found)


def _short(expected: Sequence[Expected], window: range) -> bool:
    count = sum(len(units(expected[at].reading)) for at in window)
    return count < LEAST_UNITS or expected[window[-1]].end_s - expected[window[0]].start_s < LEAST_S


def _together(expected: Sequence[Expected], one: range, other: range) -> bool:
    length_s = expected[other[-1]].end_s - expected[one[0]].start_s
    return length_s < LONGEST_S - 1 and expected[one[0]].language == expected[other[0]].language


def _misheard(
    sound: Sound,
    expected: Sequence[Expected],
    window: range,
    recogniser: Recogniser,
    read: Read,
) -> Iterator[Misheard]:
    """The likeliest fault of each sentence of a window, however little speaks for it."""
    first, last = expected[window[0]], expected[window[-1]]
    parts = [expectation(expected[at].reading) for at in window]
    whole = joined(parts)
    if not whole.units:
        return
    bounds = _bounds(parts)
    if last.end_s - first.start_s > LONGEST_S - 1:
        faults = _worst(_long(sound, expected, window, whole, recogniser, read), bounds)
    else:
        faults = _weighed(sound, first, last, whole, bounds, recogniser, read)
    for at, fault in zip(window, faults, strict=True):
        if fault is not None:
            yield _told(fault, whole, at, expected[at].start_s)


def _bounds(parts: Sequence[Expectation]) -> list[tuple[int, int]]:
    """Which units of the window each sentence has."""
    ends = list(accumulate(len(part.units) for part in parts))
    return list(zip([0, *ends], ends, strict=False))


def _worst(found: Sequence[Hypothesis], bounds: Sequence[tuple[int, int]]) -> list[Hypothesis | None]:
    """The strongest evidence against each sentence."""
    count = bounds[-1][1]
    return [
        max(
            (each for each in found if start <= _place(each, count) < end),
            key=lambda each: each.evidence,
            default=None,
        )
        for start, end in bounds
    ]


def _place(hypothesis: Hypothesis, count: int) -> int:
    """The unit whose sentence it is about."""
    start, end = hypothesis.expected
    return min(max(0, start if end > start else start - 1), count - 1)


def _weighed(
    sound: Sound,
    first: Expected,
    last: Expected,
    whole: Expectation,
    bounds: Sequence[tuple[int, int]],
    recogniser: Recogniser,
    read: Read,
) -> list[Hypothesis | None]:
    """What is wrong with each sentence of a window; a second look decides where one is not enough."""

    def look(tempo: float) -> list[Hypothesis | None]:
        piece = excerpt(sound, first.start_s, last.end_s, tempo=tempo)
        attention = recogniser.attend(piece, first.language)
        if tempo != STUMBLED_TEMPO and not any(units(read(each.text)) for each in attention.transcripts()):
            return look(STUMBLED_TEMPO)
        return _worst(hypotheses(attention, whole, read), bounds)

    def needed(at: int) -> float:
        start, end = bounds[at]
        return SHORT_EVIDENCE if end - start <= SHORT_UNITS else 0.0

    once = look(1.0)
    doubtful = [
        each is not None and WORTH_A_LOOK <= each.evidence < max(SURE, needed(at)) for at, each in enumerate(once)
    ]
    twice = look(SECOND_TEMPO) if any(doubtful) else once
    faults: list[Hypothesis | None] = []
    for at, (one, other) in enumerate(zip(once, twice, strict=True)):
        again = other.evidence if other is not None else -SURE
        evidence = -SURE if one is None else (one.evidence + again) / 2 if doubtful[at] else one.evidence
        judged = None if one is None else replace(one, gain=one.gain + evidence - one.evidence)
        faults.append(judged if evidence >= needed(at) else None)
    return faults


def _long(
    sound: Sound, expected: Sequence[Expected], window: range, whole: Expectation, recogniser: Recogniser, read: Read
) -> list[Hypothesis]:
    """A sentence longer than a recogniser hears at once, in parts that are cut at pauses, compared by sound alone."""
    start_s, end_s = expected[window[0]].start_s, expected[window[-1]].end_s
    language = expected[window[0]].language
    texts = []
    for start, end in _parts(sound, start_s, end_s):
        heard = recogniser.attend(excerpt(sound, start, end), language).transcripts()
        texts.append(heard[0].text if heard else "")
    heard_units = units(read(" ".join(texts)))
    return [
        Hypothesis(
            what="otherwise",
            expected=each.expected,
            heard="".join(unit.text for unit in heard_units[slice(*each.heard)]),
            severity=each.severity,
            gain=each.severity + SURE,  # compared by sound alone, it has no other evidence
        )
        for each in differences(whole.units, heard_units)
        if each.severity >= LONG_DIFFERENCE
    ]


def _parts(sound: Sound, start_s: float, end_s: float) -> list[tuple[float, float]]:
    """The stretch in parts that can be heard at once, cut where it is most silent."""
    parts = []
    while end_s - start_s > LONGEST_S - 1:
        first, last = round((start_s + LONGEST_S / 2) * RATE_HZ), round((start_s + LONGEST_S * 0.85) * RATE_HZ)
        step = RATE_HZ // 10
        blocks = np.abs(sound[first:last][: (last - first) // step * step]).reshape(-1, step).sum(axis=1)
        cut_s = first / RATE_HZ + (int(np.argmin(blocks)) + 0.5) / 10
        parts.append((start_s, cut_s))
        start_s = cut_s
    return [*parts, (start_s, end_s)]


def _told(fault: Hypothesis, whole: Expectation, sentence: int, at_s: float) -> Misheard:
    start, end = fault.expected
    texts = [unit.text for unit in whole.units]
    between = " " if any(" " in tail for tail in whole.tails) else ""
    kind: Kind = "otherwise" if end > start else "extra"
    expected, heard = between.join(texts[start:end]), fault.heard
    if fault.what == "doubled":
        kind, heard = "extra", expected
    elif not heard:
        kind = "missing"
    elif end == start:
        expected = between.join(texts[max(0, start - 2) : start])
    return Misheard(
        sentence=sentence,
        at_s=round(at_s, 3),
        kind=kind,
        expected=expected,
        heard=heard,
        evidence=round(fault.evidence, 2),
    )
