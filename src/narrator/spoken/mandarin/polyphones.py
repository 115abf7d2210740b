"""Which of its readings each hanzi has, where it stands: all opinions gathered, one decision, and its doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, log

from narrator.messages import tr
from narrator.spoken.mandarin.dictionary import characters
from narrator.spoken.mandarin.g2pm import Guess
from narrator.spoken.mandarin.grammar import by_grammar
from narrator.spoken.mandarin.judge import judge
from narrator.spoken.mandarin.lattice import choose
from narrator.spoken.mandarin.names import surname_readings
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

UNSURE = 0.75
"""Below this probability a reading is worth a look: see docs/explanation/reading.md for how often it is then wrong."""

LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Pronounced:
    """The syllables of a text by position, and where they are not sure."""

    syllables: dict[int, str]
    words: tuple[Token, ...]
    doubts: dict[int, str] = field(default_factory=dict)


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
    opinions = judge().opinions(plain, words, guesses)
    weighed = frozenset(opinions)
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
    for strength, source in (
        (GRAMMAR, by_grammar(plain)),
        (SURNAME, surnames),
        (SURNAME, told),
        (DEMANDED, forced),
    ):
        for at, syllable in source.items():
            own = opinions.setdefault(at, {})
            own[syllable] = max(own.get(syllable, log(LEAST)), log(LEAST)) + strength
    chosen = choose(plain, words, opinions)
    doubts = {
        at: _why(plain[at], syllable, chosen.shares[at])
        for at, syllable in chosen.syllables.items()
        if at in weighed
        and at not in forced
        and chosen.shares[at].get(syllable, 0.0) < UNSURE
        and _heard(syllable, chosen.shares[at])
    }
    doubts.update(
        {
            at: tr("no reading is known for {hanzi}", hanzi=plain[at])
            for at, said in chosen.syllables.items()
            if said == "5"
        }
    )
    doubts.update(
        {
            at: tr("{hanzi} read as the surname {pinyin}", hanzi=plain[at], pinyin=said)
            for at, said in surnames.items()
            if at not in forced and characters(plain[at])[:1] != (said,)
        }
    )
    return Pronounced(chosen.syllables, _tokens(plain, words, chosen.words), doubts)


def balanced(opinion: Mapping[str, float]) -> dict[str, float]:
    """Logarithms whose probabilities sum to one."""
    top = max(opinion.values())
    whole = top + log(sum(exp(value - top) for value in opinion.values()))
    return {each: value - whole for each, value in opinion.items()}


def _heard(syllable: str, shares: Mapping[str, float]) -> bool:
    """Whether a listener would notice the other reading: another syllable, or another full tone."""
    other = _runner_up(syllable, shares)
    return bool(other) and (other[:-1] != syllable[:-1] or "5" not in (other[-1], syllable[-1]))


def _runner_up(syllable: str, shares: Mapping[str, float]) -> str:
    return max((each for each in shares if each != syllable), key=lambda each: shares[each], default="")


def _why(char: str, syllable: str, shares: Mapping[str, float]) -> str:
    return f"{char} read {syllable}, may be {_runner_up(syllable, shares)}"


def _tokens(plain: str, words: tuple[Token, ...], spans: tuple[tuple[int, int], ...]) -> tuple[Token, ...]:
    """The words of the best way, with the segmenter's part of speech where it cut the same word."""
    parts = {(word.start, word.end): word.part for word in words}
    latin = [word for word in words if word.part == "eng"]
    hanzi = [Token(plain[start:end], start, parts.get((start, end), "x")) for start, end in spans]
    return tuple(sorted((*latin, *hanzi), key=lambda word: word.start))
