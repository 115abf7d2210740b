"""Words and readings chosen together: all ways through a text as a lattice, the best of them, and how sure it is.

An edge is a word: one that the segmenter cut, one of a dictionary, or a single character. Every source gives its
opinion with a strength, in nats: the segmenter about where words begin and end, dictionaries and the lexicon about
the readings of a word, the judge, grammar and names about those of a character. The best path decides both; the sum
over all paths tells how sure each reading is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from narrator.spoken.mandarin.dictionary import characters, phrase
from narrator.spoken.mandarin.segmentation import Token
from narrator.standards.chinese_words import lexicon
from narrator.standards.hanzi import HANZI

LONGEST = 8
"""Hanzi of a dictionary's word looked for."""

CUT = 2.0
"""Against a word that begins or ends inside one of the segmenter's."""
JOIN = 1.5
"""Against a word that spans two of the segmenter's, for each joint."""
FROM_DICTIONARY = 2.5
FROM_LEXICON = 7.0
"""For each polyphone of a dictionary's word, of a word of the built-in lexicon."""
LEXICON_AT_LEAST = -6.0
"""However little others think of it: the lexicon is there for what they get wrong."""
UNHEARD = -2.5
"""For a dictionary's reading that no other source knows."""
ALWAYS_ALIKE = frozenset("一不")
"""Whose tones sandhi decides: no dictionary says anything about them."""
UNSTRESSED = -0.5
"""For a neutral tone where a source knows the full one, and the other way round."""
RARE = -5.0
"""For a reading other than the usual one, where no source but the table of characters speaks."""

Opinions = Mapping[int, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Edge:
    """One word of one way through the text."""

    start: int
    end: int
    readings: tuple[str, ...] | None
    """None: whatever is thought of each character."""
    score: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best way: its words, the syllable of each hanzi, and how probable each syllable is."""

    words: tuple[tuple[int, int], ...]
    syllables: dict[int, str]
    shares: dict[int, dict[str, float]]


def choose(plain: str, words: Sequence[Token], opinions: Opinions) -> Chosen:
    """The best way through every run of hanzi."""
    runs: list[list[Token]] = []
    for word in words:
        if not HANZI.match(word.text):
            continue
        if runs and runs[-1][-1].end == word.start:
            runs[-1].append(word)
        else:
            runs.append([word])
    spans: list[tuple[int, int]] = []
    syllables: dict[int, str] = {}
    shares: dict[int, dict[str, float]] = {}
    for run in runs:
        _through(plain, run, opinions, spans, syllables, shares)
    return Chosen(tuple(spans), syllables, shares)


def views(char: str, opinion: Mapping[str, float] | None) -> dict[str, float]:
    """What is thought of one hanzi, from the table of characters where nobody else speaks."""
    # above nought only where a rule or somebody demands it
    if char in lexicon() and not (opinion and max(opinion.values()) > 0):
        return {lexicon()[char][0]: 0.0}
    if opinion:
        return dict(opinion)
    options = characters(char) or ("5",)
    return {each: 0.0 if number == 0 else RARE for number, each in enumerate(options)}


def _thought(view: Mapping[str, float], syllable: str) -> float:
    if syllable in view:
        return view[syllable]
    alike = [value for each, value in view.items() if each[:-1] == syllable[:-1] and "5" in (each[-1], syllable[-1])]
    return max(alike) + UNSTRESSED if alike else UNHEARD


def _edges(plain: str, run: Sequence[Token], view: Mapping[int, Mapping[str, float]]) -> dict[int, list[Edge]]:
    """The edges by where they end."""
    first, last = run[0].start, run[-1].end
    bounds = {word.start for word in run} | {last}
    found: dict[int, list[Edge]] = {}

    def add(start: int, end: int, readings: tuple[str, ...] | None, strength: float, floor: float = -20.0) -> None:
        score = -CUT * ((start not in bounds) + (end not in bounds))
        score -= JOIN * sum(1 for at in range(start + 1, end) if at in bounds)
        for offset, syllable in enumerate(readings or ()):
            own = view[start + offset]
            speaks = (len(own) > 1 or syllable not in own) and plain[start + offset] not in ALWAYS_ALIKE
            score += max(_thought(own, syllable), floor) + (strength if speaks else 0.0)
        found.setdefault(end, []).append(Edge(start, end, readings, score))

    entries = lexicon()
    for start in range(first, last):
        add(start, start + 1, None, 0.0)
        for end in range(start + 2, min(last, start + LONGEST) + 1):
            text = plain[start:end]
            if entry := entries.get(text):
                add(start, end, entry, FROM_LEXICON, LEXICON_AT_LEAST)
            elif (start in bounds or end in bounds) and (entry := phrase(text)):
                add(start, end, entry, FROM_DICTIONARY)
    for word in run:
        if word.end - word.start > 1 and not phrase(word.text):
            add(word.start, word.end, None, 0.0)
    return found


def _through(
    plain: str,
    run: Sequence[Token],
    opinions: Opinions,
    spans: list[tuple[int, int]],
    syllables: dict[int, str],
    shares: dict[int, dict[str, float]],
) -> None:
    first, last = run[0].start, run[-1].end
    view = {at: views(plain[at], opinions.get(at)) for at in range(first, last)}
    best_of = {at: max(own, key=own.__getitem__) for at, own in view.items()}
    edges = _edges(plain, run, view)
    loose = {at: _sum(list(own.values())) for at, own in view.items()}

    def weight(edge: Edge, *, best: bool) -> float:
        if edge.readings is not None:
            return edge.score
        inside = range(edge.start, edge.end)
        return edge.score + sum(view[at][best_of[at]] if best else loose[at] for at in inside)

    best: dict[int, tuple[float, Edge | None]] = {first: (0.0, None)}
    ahead: dict[int, float] = {first: 0.0}
    for end in range(first + 1, last + 1):
        best[end] = max(
            ((best[edge.start][0] + weight(edge, best=True), edge) for edge in edges[end]), key=lambda each: each[0]
        )
        ahead[end] = _sum([ahead[edge.start] + weight(edge, best=False) for edge in edges[end]])
    back: dict[int, float] = dict.fromkeys(range(first, last), float("-inf"))
    back[last] = 0.0
    for end in range(last, first, -1):
        for edge in edges[end]:
            back[edge.start] = _sum([back[edge.start], back[end] + weight(edge, best=False)])
    for end, ending in edges.items():
        for edge in ending:
            share = exp(ahead[edge.start] + weight(edge, best=False) + back[end] - ahead[last])
            _spread(edge, share, view, loose, shares)
    at, path = last, []
    while at > first:
        last_word = best[at][1]
        if last_word is None:
            break
        path.append(last_word)
        at = last_word.start
    for step in reversed(path):
        spans.append((step.start, step.end))
        for offset, place in enumerate(range(step.start, step.end)):
            syllables[place] = step.readings[offset] if step.readings else best_of[place]


def _spread(
    edge: Edge,
    share: float,
    view: Mapping[int, Mapping[str, float]],
    loose: Mapping[int, float],
    shares: dict[int, dict[str, float]],
) -> None:
    for offset, at in enumerate(range(edge.start, edge.end)):
        own = shares.setdefault(at, {})
        if edge.readings is not None:
            syllable = edge.readings[offset]
            own[syllable] = own.get(syllable, 0.0) + share
        else:
            for syllable, value in view[at].items():
                own[syllable] = own.get(syllable, 0.0) + share * exp(value - loose[at])


def _sum(values: Sequence[float]) -> float:
    """The logarithm of a sum of exponentials."""
    top = max(values)
    return top if top == float("-inf") else top + log(sum(exp(each - top) for each in values))
