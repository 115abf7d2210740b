"""A text for voices that eSpeak NG's phonemes are made for, and which phonemes are which words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from narrator.model import Reading, Span
from narrator_piper.units import Unit, numbers

BEGIN, END, PAD = "^", "$", "_"
CLAUSE_ENDS = frozenset(",.;:?!，。；：？！、")
_LETTER = re.compile(r"[^\W\d_]")


def text_units(
    reading: Reading, phonemes: Sequence[Sequence[str]], id_map: Mapping[str, Sequence[int]]
) -> tuple[Unit, ...]:
    """The phonemes in units, each with the words that it says.

    A unit is a word, or the words that are run together (on the); clauses keep them from drifting apart.

    Args:
        phonemes: Sentence by sentence, words parted by spaces.

    Raises:
        KeyError: the model has no such phoneme.
    """
    said = _clauses([phoneme for sentence in phonemes for phoneme in (*sentence, " ")])
    written = _written_clauses(reading)
    if len(said) != len(written):
        said = [[word for clause in said for word in clause]]
        written = [list(reading.words)]
    units = [Unit((), numbers([BEGIN, PAD], id_map))]
    for words, spans in zip(said, written, strict=True):
        for word, its_spans in _matched(words, spans):
            ends = next((at for at, name in enumerate(word) if name in CLAUSE_ENDS), len(word))
            units.append(Unit(tuple(its_spans), _padded(word[:ends], id_map)))
            if ends < len(word):
                units.append(Unit((), _padded(word[ends:], id_map)))
    return (*units, Unit((), numbers([END], id_map)))


def _matched(words: Sequence[Sequence[str]], spans: Sequence[Span]) -> list[tuple[list[str], Sequence[Span]]]:
    """Spoken words with the written words that each is: where two are run into one, those whose lengths fit best."""
    if not words or not spans:
        return [([name for word in words for name in word], spans)] if words else []
    said, written = [len(word) for word in words], [span.end - span.start for span in spans]
    if len(words) <= len(spans):
        return [(list(words[n]), spans[start:end]) for n, (start, end) in enumerate(_shares(said, written))]
    groups = _shares(written, said)
    return [
        ([name for word in words[start:end] for name in word], spans[n : n + 1])
        for n, (start, end) in enumerate(groups)
    ]


def _shares(few: Sequence[int], many: Sequence[int]) -> list[tuple[int, int]]:
    """How the many are shared out to the few, in order and at least one to each, as their lengths fit best."""
    scale = sum(many) / sum(few)
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    for n, length in enumerate(few):
        reached: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        ends = range(n + 1, len(many) - (len(few) - n - 1) + 1)
        for end in ends:
            if n == len(few) - 1 and end != len(many):
                continue
            reached[end] = min(
                (cost + (sum(many[start:end]) - length * scale) ** 2, [*shares, (start, end)])
                for start, (cost, shares) in best.items()
                if start < end
            )
        best = reached
    return best[len(many)][1]


def _padded(phonemes: Sequence[str], id_map: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    return numbers([name for phoneme in phonemes for name in (phoneme, PAD)], id_map)


def _clauses(phonemes: Sequence[str]) -> list[list[list[str]]]:
    """Clauses of words of phonemes; the marks and the space behind a word belong to it."""
    clauses: list[list[list[str]]] = [[]]
    word: list[str] = []
    ended = False
    for phoneme in phonemes:
        begins = any(_LETTER.match(character) for character in phoneme)
        if begins and word and word[-1] in (*CLAUSE_ENDS, " ") and any(map(_LETTER.match, "".join(word))):
            clauses[-1].append(word)
            word = []
            if ended:
                clauses.append([])
            ended = False
        ended = ended or phoneme in CLAUSE_ENDS
        word.append(phoneme)
    if any(map(_LETTER.match, "".join(word))):
        clauses[-1].append(word)
    return [clause for clause in clauses if clause]


def _written_clauses(reading: Reading) -> list[list[Span]]:
    clauses: list[list[Span]] = []
    at = 0
    for word in reading.words:
        if not clauses or any(mark in CLAUSE_ENDS for mark in reading.spoken[at : word.start]):
            clauses.append([])
        clauses[-1].append(word)
        at = word.end
    return clauses
