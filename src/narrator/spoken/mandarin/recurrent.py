"""Our own network's opinion of each polyphone: characters and words of the whole sentence, read both ways.

A bidirectional LSTM over characters and the segmenter's words, trained by benchmarks/train_network.py; here it runs
on many sentences at once, with NumPy alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from narrator.spoken.mandarin.segmentation import Token
from narrator.standards.hanzi import HANZI

Opinion = dict[str, float]
"""The logarithm of each reading's probability."""

BATCH = 16
"""Sentences of like length run together."""
LONGEST = 400
"""Characters looked at; the rest of a longer text gets no opinion."""
EDGE, UNKNOWN, FIRST = 1, 2, 3
"""Numbers of what is no character, of a rare one, of the first in the list."""
NOT_A_WORD = "w"


def places_in_words(plain: str, words: Sequence[Token], parts: Sequence[str]) -> list[int]:
    """For each character a number: the part of speech of its word, and its place in it (alone, first, inside, last)."""
    number = {part: at for at, part in enumerate(parts)}
    tags = [number[NOT_A_WORD] * 4] * len(plain)
    for word in words:
        part = number.get(word.part, number.get(word.part[:1], number["x"]))
        for at in range(word.start, word.end):
            place = 0 if len(word.text) == 1 else 1 if at == word.start else 3 if at == word.end - 1 else 2
            tags[at] = part * 4 + place
    return tags


class Recurrent:
    """The weights, and the way from sentences to opinions."""

    def __init__(self) -> None:
        import numpy as np

        self._np = np
        with files("narrator.spoken.mandarin").joinpath("tables", "network.npz").open("rb") as file:
            kept = np.load(file)
            described = json.loads(bytes(kept["settings"]))
            weights = {name: kept[name].astype(np.float32) for name in kept.files if name != "settings"}
        self._index = {char: number for number, char in enumerate(described["characters"], FIRST)}
        self._parts: list[str] = described["parts"]
        self._classes: dict[str, tuple[list[str], slice]] = {}
        first = 0
        for char, readings in described["readings"].items():
            self._classes[char] = (readings, slice(first, first + len(readings)))
            first += len(readings)
        self._characters, self._tags = weights["ce_weight"], weights["te_weight"]
        ways = ("", "_reverse")
        self._into = np.stack([weights[f"l_weight_ih_l0{way}"].T for way in ways])
        self._across = np.stack([weights[f"l_weight_hh_l0{way}"].T for way in ways])
        self._bias = np.stack([weights[f"l_bias_ih_l0{way}"] + weights[f"l_bias_hh_l0{way}"] for way in ways])
        self._hidden = (weights["h_weight"].T.copy(), weights["h_bias"])
        self._output, self._output_bias = weights["o_weight"], weights["b_weight"][:, 0]

    def opinions(self, texts: Sequence[str], words: Sequence[Sequence[Token]]) -> list[dict[int, Opinion]]:
        """For each text, what is thought of the polyphones in it, by position."""
        found: list[dict[int, Opinion]] = [{} for _ in texts]
        # the longest first: what is still running at any step is then the first so many rows
        order = sorted((n for n, text in enumerate(texts) if HANZI.search(text)), key=lambda n: -len(texts[n]))
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            thought = self._batch([texts[each][:LONGEST] for each in batch], [words[each] for each in batch])
            for number, opinions in zip(batch, thought, strict=True):
                found[number] = opinions
        return found

    def _batch(self, texts: Sequence[str], words: Sequence[Sequence[Token]]) -> list[dict[int, Opinion]]:
        np = self._np
        lengths = np.array([len(text) + 2 for text in texts])
        ids = np.zeros((len(texts), lengths.max()), dtype=np.int64)
        tags = np.zeros_like(ids)
        for row, (text, own) in enumerate(zip(texts, words, strict=True)):
            ids[row, : len(text) + 2] = [EDGE, *(self._index.get(char, UNKNOWN) for char in text), EDGE]
            inside = [word for word in own if word.end <= len(text)]
            tags[row, 1 : len(text) + 1] = places_in_words(text, inside, self._parts)
        states = self._both_ways(ids, tags, lengths)
        where = [(row, at) for row, text in enumerate(texts) for at, char in enumerate(text) if char in self._classes]
        found: list[dict[int, Opinion]] = [{} for _ in texts]
        if not where:
            return found
        row, at = np.array([each[0] for each in where]), np.array([each[1] + 1 for each in where])
        around = [self._characters[ids[row, at + step]] for step in (0, -1, 1)]
        hidden = np.maximum(np.concatenate([states[row, at], *around], axis=1) @ self._hidden[0] + self._hidden[1], 0)
        for (number, place), state in zip(where, hidden, strict=True):
            readings, classes = self._classes[texts[number][place]]
            scores = self._output[classes] @ state + self._output_bias[classes]
            scores -= scores.max()
            scores -= np.log(np.exp(scores).sum())
            found[number][place] = dict(zip(readings, scores.tolist(), strict=True))
        return found

    def _both_ways(self, ids: Any, tags: Any, lengths: Any) -> Any:
        np = self._np
        places = np.arange(ids.shape[1])[None, :]
        backwards = np.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)
        inputs = np.concatenate([self._characters[ids], self._tags[tags]], axis=2)
        turned = np.take_along_axis(inputs, backwards[:, :, None], 1)
        forward, reverse = run(np, np.stack([inputs, turned]), lengths, self._into, self._across, self._bias)
        return np.concatenate([forward, np.take_along_axis(reverse, backwards[:, :, None], 1)], axis=2)


def run(np: Any, inputs: Any, lengths: Any, into: Any, across: Any, bias: Any) -> Any:
    """Both directions of an LSTM over a batch, the longest row first; gates in PyTorch's order i, f, g, o.

    Gate by gate, and few rows at once: products small enough that BLAS does not share them among threads, which
    costs more than it saves, and far more while other programs use the cores.
    """
    _, rows, steps, _ = inputs.shape
    size = across.shape[1]
    enters, crosses = (
        np.ascontiguousarray(each.reshape(2, -1, 4, size).transpose(0, 2, 1, 3)) for each in (into, across)
    )
    # by step, direction, row: each step reads one block of memory
    inputs = np.ascontiguousarray(inputs.transpose(2, 0, 1, 3))[:, :, None]
    bias = bias.reshape(2, 4, 1, size)
    running = (lengths[None, :] > np.arange(steps)[:, None]).sum(axis=1)
    h = np.zeros((2, rows, size), dtype=np.float32)
    c = np.zeros_like(h)
    states = np.zeros((2, rows, steps, size), dtype=np.float32)
    # a sigmoid by tanh, which never overflows: (1 + tanh(x / 2)) / 2
    halved = np.array([0.5, 0.5, 1.0, 0.5], dtype=np.float32)[None, :, None, None]
    for step, alive in enumerate(running):
        gates = np.tanh((inputs[step, :, :, :alive] @ enters + h[:, None, :alive] @ crosses + bias) * halved)
        opened = gates * 0.5 + 0.5
        c = opened[:, 1] * c[:, :alive] + opened[:, 0] * gates[:, 2]
        h = opened[:, 3] * np.tanh(c)
        states[:, :alive, step] = h
    return states


@lru_cache(maxsize=1)
def recurrent() -> Recurrent:
    """The network, loaded once."""
    return Recurrent()
