"""What a small neural network thinks of each polyphone: g2pM's weights, run on many sentences at once.

g2pM is a one-layer bidirectional LSTM (https://arxiv.org/abs/2004.03136, Apache-2.0). The package runs one
sentence at a time in double precision and gives no probability; this runs a batch and does.
"""

from __future__ import annotations

import importlib.util
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from narrator.spoken.mandarin.recurrent import run
from narrator.standards.pinyin import numbered


@dataclass(frozen=True, slots=True)
class Guess:
    """The network's reading of one hanzi."""

    syllable: str
    probability: float
    shares: Mapping[str, float]
    """The probability of each reading."""


LONGEST = 400
"""Characters looked at in one go; the rest of a longer text gets no guess."""

BATCH = 16
"""Sentences of like length run together."""


class Network:
    """The weights, and the way from sentences to guesses."""

    def __init__(self, folder: Path) -> None:
        import numpy as np

        self._np = np
        characters = _load(folder / "char2idx.pkl")
        classes = _load(folder / "class2idx.pkl")
        weights = _load(folder / "np_ckpt.pkl")
        self._index = characters
        self._unknown = characters["<UNK>"]
        self._first, self._last = characters["시"], characters["끝"]
        syllables = [numbered(each) for each in classes]
        self.readings: dict[str, tuple[str, ...]] = {
            char: tuple(dict.fromkeys(map(numbered, each)))
            for char, each in _load(folder / "digest_cedict.pkl").items()
            if len(each) > 1
        }
        ids: dict[str, int] = {}
        for syllable, number in zip(syllables, classes.values(), strict=True):
            ids.setdefault(syllable, number)
        self._ids = ids
        self._embedding = weights["embedding.weight"]
        ways = ("", "_reverse")
        self._into = np.stack([weights[f"lstm.weight_ih_l0{way}"].T for way in ways])
        self._across = np.stack([weights[f"lstm.weight_hh_l0{way}"].T for way in ways])
        self._bias = np.stack([weights[f"lstm.bias_ih_l0{way}"] + weights[f"lstm.bias_hh_l0{way}"] for way in ways])
        self._hidden = (weights["logit_layer.0.weight"].T.copy(), weights["logit_layer.0.bias"])
        self._output = (weights["logit_layer.2.weight"].T.copy(), weights["logit_layer.2.bias"])

    def guesses(self, texts: Sequence[str]) -> list[dict[int, Guess]]:
        """For each text, what the polyphones in it are, by position."""
        found: list[dict[int, Guess]] = [{} for _ in texts]
        # the longest first: what is still running at any step is then the first so many rows
        order = sorted(
            (number for number, text in enumerate(texts) if any(char in self.readings for char in text)),
            key=lambda number: -len(texts[number]),
        )
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            for number, guess in zip(batch, self._batch([texts[each][:LONGEST] for each in batch]), strict=True):
                found[number] = guess
        return found

    def _batch(self, texts: Sequence[str]) -> list[dict[int, Guess]]:
        np = self._np
        rows = [[self._first, *(self._index.get(char, self._unknown) for char in text), self._last] for text in texts]
        longest = max(map(len, rows))
        lengths = np.array([len(row) for row in rows])
        ids = np.zeros((len(rows), longest), dtype=np.int64)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
        places = np.arange(longest)[None, :]
        backwards = np.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)
        inputs = self._embedding[np.stack([ids, np.take_along_axis(ids, backwards, 1)])]
        forward, reverse = run(np, inputs, lengths, self._into, self._across, self._bias)
        reverse = np.take_along_axis(reverse, backwards[:, :, None], 1)
        states = np.concatenate([forward, reverse], axis=2)
        where = [(n, at) for n, text in enumerate(texts) for at, char in enumerate(text) if char in self.readings]
        picked = states[[n for n, _ in where], [at + 1 for _, at in where]]
        hidden = np.maximum(picked @ self._hidden[0] + self._hidden[1], 0)
        logits = hidden @ self._output[0] + self._output[1]
        found: list[dict[int, Guess]] = [{} for _ in texts]
        for (n, at), scores in zip(where, logits, strict=True):
            options = [each for each in self.readings[texts[n][at]] if each in self._ids]
            if not options:
                continue
            own = np.array([scores[self._ids[each]] for each in options])
            odds = np.exp(own - own.max())
            best = int(odds.argmax())
            shares = odds / odds.sum()
            found[n][at] = Guess(options[best], float(shares[best]), dict(zip(options, shares.tolist(), strict=True)))
        return found


def _load(path: Path) -> Any:
    with path.open("rb") as file:
        return pickle.load(file)  # noqa: S301 (weights of an installed package, as much code as the package is)


@lru_cache(maxsize=1)
def network() -> Network:
    """The network, loaded once."""
    # finding the package without importing it: its module opens files that it never closes
    spec = importlib.util.find_spec("g2pM")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("g2pM", name="g2pM")
    return Network(Path(next(iter(spec.submodule_search_locations))))
