"""What is said, in pieces that each have phonemes and a place in the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narrator.model import Mark, Span


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of speech that a model takes as numbers."""

    words: tuple[Span, ...]
    """The words of the spoken form that it says, in order; none for a pause."""
    ids: tuple[int, ...]


def numbers(names: Sequence[str], id_map: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    """The model's numbers for these phonemes.

    Raises:
        KeyError: the model has no such phoneme.
    """
    return tuple(number for name in names for number in id_map[name])


def marks(units: Sequence[Unit], samples_of_ids: Sequence[int]) -> tuple[Mark, ...]:
    """When each word is heard: the time of its units; words that share a unit share its time by their length.

    Args:
        samples_of_ids: How long each number of all units takes, in samples.
    """
    found: list[Mark] = []
    at = done = 0
    for unit in units:
        end = at + sum(samples_of_ids[done : done + len(unit.ids)])
        done += len(unit.ids)
        whole = sum(word.end - word.start for word in unit.words)
        passed = 0
        for word in unit.words:
            start = at + (end - at) * passed // whole
            passed += word.end - word.start
            until = at + (end - at) * passed // whole
            if found and found[-1].spoken == word:
                found[-1] = Mark(spoken=word, start=found[-1].start, end=until)
            else:
                found.append(Mark(spoken=word, start=start, end=until))
        at = end
    return tuple(found)
