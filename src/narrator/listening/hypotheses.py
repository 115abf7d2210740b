"""Texts that may have been said instead of the one that should have been, and how much likelier each is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from narrator.listening.compare import GAP, SURELY_ALIKE, Difference, aligned, differences, merged
from narrator.listening.recogniser import Attention
from narrator.listening.units import Unit, units
from narrator.model import Reading

What = Literal["missing", "doubled", "otherwise"]

MOST_MISSING = 8
"""Words of a sentence that are tried as missing: the least likely ones."""
MOST_DOUBLED = 8
LEAST_LOSS = 0.7
"""A word that the recogniser likes better than this (natural logarithm) is there."""
LEAST_SURPRISE = 0.05
"""Of what follows a doubled word."""
MUCH = 99.0
"""What is behind the last word is not known."""
LEAST_SEVERITY = 0.3
"""Of a difference that is looked at: less is an accent."""

PRIOR_SHARES: Mapping[What, float] = {"missing": 0.2, "doubled": 0.7, "otherwise": 0.3}
"""How much of what the language alone makes likely is taken off again: a recogniser is loath to write a word twice, and
leaves no word out without cause. Fitted with the sentences and the first voice of benchmarks/listening.py."""
SURELY_OTHER = 0.6
"""Severity of a whole syllable; 街 that is heard as 机 is less."""
ACCENT = 20.0
"""What a severity of 1 less than that takes off the evidence."""
MORE_TO_COME = -1.0
"""Where it is less likely than this (natural logarithm) that the sound ends with the text, more was said."""
LEAST_ENDING = -12.0
MOST_EXPLAINED = 3.0
"""Of the gain of something else, by an accent."""
WITHIN_REACH = -9.0
"""Of the gain: no prior makes up for less."""
MOST_WITHIN_REACH = 10

_MARKS = str.maketrans("，、；：？！;:", ",,,,?!,,")
_DROPPED = frozenset('“”‘’"「」『』《》〈〉（）()【】[]—…·-–')

Piece = tuple[str, str]
"""What has a sound, and the marks and spaces behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """Something else that may have been said."""

    what: What
    expected: tuple[int, int]
    """Which units of the expected it leaves out, doubles or replaces; half-open."""
    heard: str
    """What would have been said in their place."""
    severity: float
    """About how many syllables sound otherwise."""
    gain: float
    """How much likelier it is than the expected, as a natural logarithm of the ratio."""
    prior: float = 0.0
    """The same before anything is heard: a doubled word is unlikely in itself, and a particle left out is not."""

    @property
    def evidence(self) -> float:
        """What the sound says for it, as a natural logarithm; what may be an accent needs more."""
        added = self.expected[0] == self.expected[1]
        share = PRIOR_SHARES["doubled" if added else self.what]
        return self.gain - share * self.prior - ACCENT * max(0.0, SURELY_OTHER - self.severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What should be heard."""

    units: tuple[Unit, ...]
    tails: tuple[str, ...]
    """Marks and spaces behind each unit."""
    words: tuple[tuple[int, int], ...]
    """Which units each word has; half-open."""


def expectation(reading: Reading) -> Expectation:
    """What should be heard of a reading."""
    found = units(reading)
    ends = [*(unit.at.start for unit in found[1:]), len(reading.spoken)][: len(found)]
    tails = tuple(_marks(reading.spoken[unit.at.end : end]) for unit, end in zip(found, ends, strict=True))
    words = []
    for span in reading.words:
        inside = [at for at, unit in enumerate(found) if span.start <= unit.at.start < span.end]
        if inside:
            words.append((inside[0], inside[-1] + 1))
    return Expectation(units=found, tails=tails, words=tuple(words))


def joined(parts: Sequence[Expectation]) -> Expectation:
    """Sentences that are heard one after the other, as one."""
    words: list[tuple[int, int]] = []
    shift = 0
    for part in parts:
        words.extend((start + shift, end + shift) for start, end in part.words)
        shift += len(part.units)
    return Expectation(
        units=tuple(unit for part in parts for unit in part.units),
        tails=tuple(tail for part in parts for tail in part.tails),
        words=tuple(words),
    )


def _marks(between: str) -> str:
    return "".join(char for char in between.translate(_MARKS) if char not in _DROPPED)


def hypotheses(attention: Attention, expected: Expectation, read: Callable[[str], Reading]) -> tuple[Hypothesis, ...]:
    """What may have been said instead, the likeliest first."""
    heard = [units(read(each.text)) for each in attention.transcripts() if each.text] or [()]
    printed = [(unit.text, tail) for unit, tail in zip(expected.units, expected.tails, strict=True)]
    bases = [printed, *(_in_heard_words(printed, expected.units, each) for each in heard[:1])]
    scores = [_unit_scores(attention.log_probabilities, base) for base in bases]
    best = max(range(len(bases)), key=lambda at: sum(scores[at]))
    base, score = bases[best], scores[best]
    total = sum(score)
    found: list[tuple[Hypothesis, list[Piece]]] = []
    unended = attention.log_ending(_text(base))
    for hypothesis, pieces in _candidates(expected, base, score, heard):
        gain = sum(_unit_scores(attention.log_probabilities, pieces)) - total
        if unended < MORE_TO_COME and hypothesis.expected[1] == len(base) and gain > WITHIN_REACH:
            gain += attention.log_ending(_text(pieces)) - max(unended, LEAST_ENDING)
        found.append((replace(hypothesis, gain=gain), pieces))
    found.sort(key=lambda each: -each[0].gain)
    within = [each for each in found[:MOST_WITHIN_REACH] if each[0].gain > WITHIN_REACH]
    if not within:
        return ()
    before = sum(_unit_scores(attention.log_priors, base))
    weighed = [replace(each, prior=sum(_unit_scores(attention.log_priors, pieces)) - before) for each, pieces in within]
    return tuple(sorted(beside_accents(weighed), key=lambda each: -each.evidence))


def beside_accents(found: Sequence[Hypothesis]) -> list[Hypothesis]:
    """The hypotheses, weighed against an accent at the same place: 孩子们 that is heard as 孩子能 lacks no 们."""
    accents = [each for each in found if each.what == "otherwise" and each.severity < SURELY_OTHER and each.heard]
    return [
        each
        if each in accents
        else replace(each, gain=each.gain - max((_explained(each, accent) for accent in accents), default=0.0))
        for each in found
    ]


def _explained(hypothesis: Hypothesis, accent: Hypothesis) -> float:
    overlap = hypothesis.expected[0] < accent.expected[1] and accent.expected[0] < hypothesis.expected[1]
    return min(max(accent.gain, 0.0), MOST_EXPLAINED) if overlap else 0.0


def _in_heard_words(printed: Sequence[Piece], expected: Sequence[Unit], heard: Sequence[Unit]) -> list[Piece]:
    """The expected in the characters that the recogniser chose for the same sounds: a rare name is no fault."""
    base = list(printed)
    for first, second, cost in aligned(expected, heard):
        if first is not None and second is not None and cost <= SURELY_ALIKE:
            base[first] = (heard[second].text, printed[first][1])
    return base


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(word + tail for word, tail in pieces).rstrip()


def _unit_scores(ask: Callable[[str], Sequence[float]], pieces: Sequence[Piece]) -> list[float]:
    """The log probability of each piece, with the marks behind it."""
    likely = ask(_text(pieces))
    scores, at = [], 0
    for word, tail in pieces:
        end = at + len(word) + len(tail)
        scores.append(sum(likely[at:end]))
        at = end
    return scores


def _candidates(
    expected: Expectation, base: Sequence[Piece], score: Sequence[float], heard: Sequence[Sequence[Unit]]
) -> Iterator[tuple[Hypothesis, list[Piece]]]:
    following = [*score[1:], 0.0]
    loss = {word: -sum(score[word[0] : word[1]]) - following[word[1] - 1] for word in expected.words}
    for word in sorted(loss, key=lambda each: -loss[each])[:MOST_MISSING]:
        if loss[word] > LEAST_LOSS and len(expected.words) > 1:
            yield _changed("missing", expected, base, word, ())
    surprise = {word: -following[word[1] - 1] for word in expected.words}
    surprise |= {word: MUCH for word in surprise if word[1] == len(base)}
    for word in sorted(surprise, key=lambda each: -surprise[each])[:MOST_DOUBLED]:
        if surprise[word] > LEAST_SURPRISE:
            once = tuple(piece[0] for piece in base[word[0] : word[1]])
            yield _changed("doubled", expected, base, word, once * 2)
            if (mark := base[word[1] - 1][1]).strip():
                # Behind a mark there is a pause, and the recogniser writes what is said after it as said anew.
                yield _changed("doubled", expected, base, word, (*once[:-1], once[-1] + mark, *once))
    seen = set()
    for each in heard:
        apart = differences(expected.units, each)
        for difference in (*apart, *merged(apart)):
            instead = tuple(unit.text for unit in each[slice(*difference.heard)])
            if difference.severity >= LEAST_SEVERITY and (difference.expected, instead) not in seen:
                seen.add((difference.expected, instead))
                yield _changed("otherwise", expected, base, difference.expected, instead, difference)


def _changed(
    what: What,
    expected: Expectation,
    base: Sequence[Piece],
    where: tuple[int, int],
    instead: tuple[str, ...],
    difference: Difference | None = None,
) -> tuple[Hypothesis, list[Piece]]:
    start, end = where
    spaced = " " if any(" " in tail for _, tail in base) else ""
    tail = base[end - 1][1] if end else ""
    between = [(word, spaced) for word in instead]
    pieces = [*base[:start], *between, *base[end:]]
    last = start + len(between) - 1
    if end > start and 0 <= last < len(pieces):
        pieces[last] = (pieces[last][0], tail if between else _either(pieces[last][1], tail))
    severity = difference.severity if difference else GAP * (end - start)
    hypothesis = Hypothesis(what=what, expected=where, heard=spaced.join(instead), severity=severity, gain=0.0)
    return hypothesis, pieces


def _either(before: str, behind: str) -> str:
    """The marks that stay where a word between them is left out."""
    return behind if behind.strip() else before
