"""Where a reading may be wrong: what each source thought of it, weighed by logistic regression.

The weights (tables/reading_doubts.tsv) and how often a character is read otherwise than usual (tables/hardness.tsv)
are fitted on labelled sentences that no source has seen, see benchmarks/fit_reading_doubts.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from narrator.messages import tr
from narrator.spoken.mandarin.dictionary import characters, phrase
from narrator.spoken.mandarin.lattice import Chosen
from narrator.standards.chinese_words import lexicon
from narrator.standards.tsv import rows

UNSURE = 0.45
"""A reading that is wrong with this probability is worth a look (docs/explanation/reading.md: how many that is)."""

LONG_WORD = 4
"""Hanzi. Idioms are seldom read wrongly."""

Thought = Mapping[int, Mapping[str, float]]
"""Probabilities of the readings, by position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What each source thought of a text, apart from the others; none need speak of every hanzi."""

    judge: Thought
    g2pm: Thought
    recurrent: Thought


def doubts(plain: str, chosen: Chosen, sources: Sources) -> dict[int, str]:
    """Why each unsure reading is unsure, by position."""
    found = {}
    for at, signs in all_signs(plain, chosen, sources).items():
        if wrong(signs) < UNSURE:
            continue
        if other := _other(plain[at], chosen.syllables[at], chosen.shares[at]):
            start, end = next(span for span in chosen.words if span[0] <= at < span[1])
            found[at] = _why(plain[at], plain[start:end], chosen.syllables[at], other)
    return found


def _why(char: str, word: str, said: str, other: str) -> str:
    if word == char:
        return tr("{char} read {said}, may be {other}", char=char, said=said, other=other)
    return tr("{char} in {word} read {said}, may be {other}", char=char, word=word, said=said, other=other)


def wrong(signs: Mapping[str, float]) -> float:
    """The probability that a listener would hear another syllable than the right one."""
    weights = _weights()
    return 1 / (1 + exp(-sum(weights.get(sign, 0.0) * strength for sign, strength in signs.items())))


def all_signs(plain: str, chosen: Chosen, sources: Sources) -> dict[int, dict[str, float]]:
    """What speaks for and against each reading that could be another, by position."""
    return {
        at: _signs(plain[start:end], _hardness()[plain[at]], chosen, at, sources)
        for start, end in chosen.words
        for at in range(start, end)
        if plain[at] in _hardness()
    }


def _signs(word: str, hardness: float, chosen: Chosen, at: int, sources: Sources) -> dict[str, float]:
    said = chosen.syllables[at]
    known = word in lexicon() or (len(word) > 1 and phrase(word) is not None)
    thought = {
        name: _odds(_share(said, of.get(at)))
        for name, of in (("judge", sources.judge), ("g2pm", sources.g2pm), ("recurrent", sources.recurrent))
        if of.get(at)
    } | {"all": _odds(_share(said, chosen.shares[at])), "hardness": _odds(hardness)}
    signs = {
        "always": 1.0,
        "in the lexicon": float(word in lexicon()),
        "in a dictionary": float(known and word not in lexicon()),
        "alone": float(len(word) == 1),
        "long word": float(len(word) >= LONG_WORD),
        **thought,
    }
    if not known:
        signs |= {f"{name}, no word": value for name, value in thought.items()}
        signs["new word"] = float(len(word) > 1)
    # what a character's own network has learnt changes what everything else is worth
    return signs if at in sources.recurrent else {f"{name}, rare": value for name, value in signs.items()}


def _share(said: str, thought: Mapping[str, float] | None) -> float:
    """The probability of what sounds like `said`, of 1."""
    whole = sum((thought or {}).values()) or 1.0
    return sum(share for each, share in (thought or {}).items() if not heard(each, said)) / whole


def _odds(share: float) -> float:
    share = min(max(share, 1e-5), 1 - 1e-5)
    return log(share / (1 - share))


def heard(one: str, other: str) -> bool:
    """Whether a listener notices the difference: another syllable, or another full tone."""
    return one != other and (one[:-1] != other[:-1] or "5" not in (one[-1], other[-1]))


def _other(char: str, said: str, shares: Mapping[str, float]) -> str:
    """What it may be instead; empty where there is nothing else."""
    others = [each for each in sorted(shares, key=lambda each: -shares[each]) if heard(each, said)]
    return next(iter(others or [each for each in characters(char) if heard(each, said)]), "")


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    return {sign: float(weight) for sign, weight in rows("narrator.spoken.mandarin", "tables/reading_doubts.tsv")}


@lru_cache(maxsize=1)
def _hardness() -> dict[str, float]:
    return {char: float(share) for char, share in rows("narrator.spoken.mandarin", "tables/hardness.tsv")}
