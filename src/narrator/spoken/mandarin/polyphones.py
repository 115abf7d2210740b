"""Which of its readings each hanzi has, where it stands: all opinions gathered, one decision, and its doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, log

from narrator.spoken.mandarin.dictionary import characters
from narrator.spoken.mandarin.g2pm import Guess
from narrator.spoken.mandarin.grammar import by_grammar
from narrator.spoken.mandarin.judge import judge
from narrator.spoken.mandarin.lattice import Chosen, choose
from narrator.spoken.mandarin.names import surname_readings
from narrator.spoken.mandarin.reading_doubts import Sources, doubts
from narrator.spoken.mandarin.segmentation import Token

GRAMMAR = 12.0
SURNAME = 13.0
"""How much a rule's word counts, in nats."""

RECURRENT = 0.5
"""How much our own network's logarithm counts beside the judge's."""

UNNAMED = -6.0
"""The network's logarithm for a reading it does not have."""

DEMANDED = 1000.0
"""What an editor asks for is no opinion."""

LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Pronounced:
    """The syllables of a text by position, and where they are not sure."""

    syllables: dict[int, str]
    words: tuple[Token, ...]
    doubts: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A decision, and what it came from."""

    chosen: Chosen
    sources: Sources
    surnames: dict[int, str]
    decided: frozenset[int]
    """Where nobody's opinion counts: a construction, a Traditional character, an editor decides."""


def pronounce(
    plain: str,
    words: tuple[Token, ...],
    guesses: Mapping[int, Guess],
    thought: Mapping[int, Mapping[str, float]],
    forced: Mapping[int, str],
    told: Mapping[int, str],
) -> Pronounced:
    """The reading of every hanzi of `plain`, in dictionary tones.

    Args:
        forced: what somebody demands.
        told: what a Traditional character tells before it is folded.
    """
    weighed = weigh(plain, words, guesses, thought, forced, told)
    syllables = weighed.chosen.syllables
    unsure = doubts(plain, weighed.chosen, weighed.sources).items()
    found = {at: why for at, why in unsure if at not in weighed.decided}
    found |= {at: f"no reading is known for {plain[at]}" for at, said in syllables.items() if said == "5"}
    found |= {
        at: f"{plain[at]} read as the surname {said}"
        for at, said in weighed.surnames.items()
        if at not in forced and characters(plain[at])[:1] != (said,)
    }
    return Pronounced(syllables, _tokens(plain, words, weighed.chosen.words), found)


def weigh(
    plain: str,
    words: tuple[Token, ...],
    guesses: Mapping[int, Guess],
    thought: Mapping[int, Mapping[str, float]],
    forced: Mapping[int, str],
    told: Mapping[int, str],
) -> Weighed:
    """The decision, with all that speaks for it."""
    opinions = judge().opinions(plain, words, guesses)
    sources = Sources(
        judge=_probabilities(opinions),
        g2pm={at: guess.shares for at, guess in guesses.items()},
        recurrent=_probabilities(thought),
    )
    for at, guess in guesses.items():
        if at not in opinions:
            opinions[at] = {each: log(max(share, LEAST)) for each, share in guess.shares.items()}
    for at, opinion in thought.items():
        own = opinions.get(at, {})
        least = min(own.values(), default=0.0)
        opinions[at] = balanced(
            {each: own.get(each, least) + RECURRENT * value for each, value in opinion.items()}
            | {each: value + RECURRENT * UNNAMED for each, value in own.items() if each not in opinion}
        )
    surnames = surname_readings(plain, words)
    constructed = by_grammar(plain)
    for strength, source in ((GRAMMAR, constructed), (SURNAME, surnames), (SURNAME, told), (DEMANDED, forced)):
        for at, syllable in source.items():
            own = opinions.setdefault(at, {})
            own[syllable] = max(own.get(syllable, log(LEAST)), log(LEAST)) + strength
    decided = frozenset((*constructed, *told, *forced))
    return Weighed(choose(plain, words, opinions), sources, surnames, decided)


def _probabilities(opinions: Mapping[int, Mapping[str, float]]) -> dict[int, dict[str, float]]:
    return {at: {each: exp(value) for each, value in opinion.items()} for at, opinion in opinions.items()}


def balanced(opinion: Mapping[str, float]) -> dict[str, float]:
    """Logarithms whose probabilities sum to one."""
    top = max(opinion.values())
    whole = top + log(sum(exp(value - top) for value in opinion.values()))
    return {each: value - whole for each, value in opinion.items()}


def _tokens(plain: str, words: tuple[Token, ...], spans: tuple[tuple[int, int], ...]) -> tuple[Token, ...]:
    """The words of the best way, with the segmenter's part of speech where it cut the same word."""
    parts = {(word.start, word.end): word.part for word in words}
    latin = [word for word in words if word.part == "eng"]
    hanzi = [Token(plain[start:end], start, parts.get((start, end), "x")) for start, end in spans]
    return tuple(sorted((*latin, *hanzi), key=lambda word: word.start))
