"""What the words around a polyphone say about it: weights fitted on labelled sentences, see benchmarks/fit_readings.py.

A log-linear model for each character: every clue adds its weight for each reading, the network's opinion adds its
own. The weights are kept by the clue's checksum, as bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any
from zlib import crc32

from narrator.spoken.mandarin.clues import clues
from narrator.spoken.mandarin.g2pm import Guess
from narrator.spoken.mandarin.segmentation import Token

Opinion = dict[str, float]
"""The logarithm of each reading's probability."""

LEAST = 1e-4
"""The least probability the network is believed to give."""


def key(char: str, clue: str) -> int:
    """The number under which the weights of a clue for a character are kept."""
    return crc32(f"{char}{clue}".encode())


class Judge:
    """The weights, and the way from a text to opinions."""

    def __init__(self, weights: Traversable | Path) -> None:
        import numpy as np

        self._np = np
        with weights.open("rb") as file:
            kept = np.load(file)
            self._keys, self._weights, settings = kept["keys"], kept["weights"], bytes(kept["settings"])
        described = json.loads(settings)
        self.readings: dict[str, list[str]] = described["readings"]
        self._scale: float = described["scale"]
        self._network: float = described["network"]

    def opinions(self, plain: str, words: Sequence[Token], guesses: Mapping[int, Guess]) -> dict[int, Opinion]:
        """What is thought of each polyphone of the text, by position."""
        np = self._np
        places: list[int] = []
        keys: list[int] = []
        owners: list[int] = []
        for number, word in enumerate(words):
            for at in range(word.start, word.end):
                char = plain[at]
                if char in self.readings:
                    own = {key(char, clue) for clue in clues(plain, words, number, at)}
                    keys += own
                    owners += [len(places)] * len(own)
                    places.append(at)
        if not places:
            return {}
        asked = np.array(keys, dtype=np.uint32)
        found = np.minimum(np.searchsorted(self._keys, asked), len(self._keys) - 1)
        known = self._keys[found] == asked
        sums = np.zeros((len(places), self._weights.shape[1]))
        np.add.at(sums, np.array(owners)[known], self._weights[found[known]].astype(np.float64))
        return {
            at: self._opinion(plain[at], row, guesses.get(at))
            for at, row in zip(places, sums * self._scale, strict=True)
        }

    def _opinion(self, char: str, sums: Any, guess: Guess | None) -> Opinion:
        np = self._np
        readings = self.readings[char]
        scores = sums[: len(readings)].copy()
        if guess is not None:
            shares = [max(guess.shares.get(each, LEAST), LEAST) for each in readings]
            scores += self._network * np.log(shares)
        scores -= scores.max()
        scores -= np.log(np.exp(scores).sum())
        return dict(zip(readings, scores.tolist(), strict=True))


@lru_cache(maxsize=1)
def judge() -> Judge:
    """The judge, loaded once."""
    return Judge(files("narrator.spoken.mandarin.tables").joinpath("weights.npz"))
