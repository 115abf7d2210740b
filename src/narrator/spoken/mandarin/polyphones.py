"""Which of its readings each hanzi has, where it stands.

Who decides, in order: the editor and the lexicons; rules for the words grammar makes (为, 得, 地, 还 …);
a dictionary's phrase; the network for characters standing alone; the character's usual reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from narrator.spoken.plain import HANZI

from .dictionary import characters, lexicon, phrase
from .grammar import by_grammar
from .model import Guess
from .names import surname_readings
from .words import Token

LONGEST_PHRASE = 8


@dataclass(frozen=True, slots=True)
class Pronounced:
    """The syllables of a text by position, and where they are not sure."""

    syllables: dict[int, str]
    doubts: dict[int, str] = field(default_factory=dict)


SURE = 0.9
"""How sure the network has to be to overrule a phrase that spans words."""

CERTAIN = 0.9995
"""… and for the editor to hear of it when a phrase overrules the network."""

UNSURE = 0.6
"""Below this the network's choice is worth a look."""


def pronounce(
    plain: str, words: tuple[Token, ...], guesses: Mapping[int, Guess], forced: Mapping[int, str]
) -> Pronounced:
    """The reading of every hanzi of `plain`, in dictionary tones."""
    found: dict[int, str] = dict(forced)
    doubts: dict[int, str] = {}
    _take(found, _lexicon_readings(plain, words))
    surnames = surname_readings(plain, words)
    doubts.update({at: f"{plain[at]} read as the surname {surnames[at]}" for at in surnames if at not in found})
    _take(found, surnames)
    _take(found, by_grammar(plain, words))
    phrases = _phrases_of_words(words)
    for at, syllable in phrases.items():
        guess = guesses.get(at)
        if at not in found and guess and guess.probability > CERTAIN and _far_apart(guess.syllable, syllable):
            doubts[at] = f"{plain[at]} read {syllable}, may be {guess.syllable}"
    _take(found, phrases)
    across = _phrases_across(plain, words)
    for at, char in enumerate(plain):
        if at not in found and HANZI.match(char):
            found[at], doubt = _alone(char, guesses.get(at), across.get(at))
            if doubt:
                doubts[at] = doubt
    return Pronounced(found, doubts)


def _far_apart(one: str, other: str) -> bool:
    """Whether a listener would notice: another syllable, or another full tone."""
    return one[:-1] != other[:-1] or (one != other and "5" not in (one[-1], other[-1]))


def _alone(char: str, guess: Guess | None, across: str | None) -> tuple[str, str]:
    """The reading of a character that no word decides, and why it may be another."""
    if guess is not None and (across is None or guess.probability > SURE):
        if across not in (None, guess.syllable):
            return guess.syllable, f"{char} read {guess.syllable}, may be {across}"
        return guess.syllable, f"{char} read {guess.syllable}, has other readings" if guess.probability < UNSURE else ""
    options = characters(char)
    if across is not None:
        return across, ""
    if options:
        return options[0], ""
    return "5", f"no reading is known for {char}"


def _take(found: dict[int, str], readings: dict[int, str]) -> None:
    for at, syllable in readings.items():
        found.setdefault(at, syllable)


def _lexicon_readings(plain: str, words: tuple[Token, ...]) -> dict[int, str]:
    """The built-in lexicon where its words stand, longest first: as whole words, or inside one no dictionary has.

    似的 is a word, but not in 相似的; 大将 is one, but not in 大将军.
    """
    entries = lexicon()
    longest = max(map(len, entries), default=0)
    starts = {word.start for word in words}
    ends = {word.end for word in words}
    inside = {at for word in words if phrase(word.text) is None for at in range(word.start, word.end)}
    found: dict[int, str] = {}
    at = 0
    while at < len(plain):
        for length in range(min(longest, len(plain) - at), 0, -1):
            entry = entries.get(plain[at : at + length])
            if entry and (at in starts or at in inside) and (at + length in ends or at + length - 1 in inside):
                found.update(zip(range(at, at + length), entry, strict=True))
                at += length
                break
        else:
            at += 1
    return found


def _phrases_of_words(words: tuple[Token, ...]) -> dict[int, str]:
    """Words that are in a dictionary, whole or in parts."""
    found: dict[int, str] = {}
    for word in words:
        if word.part == "eng":
            continue
        at = 0
        while at < len(word.text):
            for end in range(len(word.text), at + 1, -1):
                if entry := phrase(word.text[at:end]):
                    for offset, syllable in enumerate(entry):
                        found[word.start + at + offset] = syllable
                    at = end
                    break
            else:
                at += 1
    return found


def _phrases_across(plain: str, words: tuple[Token, ...]) -> dict[int, str]:
    """Phrases that begin with one word and end with another."""
    starts = {word.start for word in words}
    ends = {word.end for word in words}
    found: dict[int, str] = {}
    at = 0
    while at < len(plain):
        if at in starts and HANZI.match(plain[at]):
            for end in range(min(len(plain), at + LONGEST_PHRASE), at + 1, -1):
                if end in ends and (entry := phrase(plain[at:end])):
                    for offset, syllable in enumerate(entry):
                        found[at + offset] = syllable
                    at = end - 1
                    break
        at += 1
    return found
