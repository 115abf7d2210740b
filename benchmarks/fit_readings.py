"""Fit the weights of clues: src/narrator/spoken/mandarin/tables/weights.npz (10 s, needs PyTorch).

    python benchmarks/fit_readings.py --g2pl FOLDER --cpp FOLDER

FOLDERs hold train, dev and test splits (g2pL) and the dev split (CPP) as `.sent` and `.lb`. Left out of fitting:
g2pL's dev split and every fifth sentence of CPP's dev split; what they get is printed. CPP's test split is not opened.
"""

from __future__ import annotations

import argparse
import collections
import json
import math
from pathlib import Path

import numpy as np
import torch

from labelled_readings import Labelled, own, public
from narrator.spoken.folding import fold, simplify
from narrator.spoken.mandarin.clues import clues
from narrator.spoken.mandarin.g2pm import network
from narrator.spoken.mandarin.judge import LEAST, key
from narrator.spoken.mandarin.segmentation import tokens

TARGET = Path(__file__).parent.parent / "src/narrator/spoken/mandarin/tables/weights.npz"
OWN_COUNT = 10
"""How often each of our own sentences counts: there are few, of what the public sets have too seldom."""
EPOCHS, RATE, DECAY, BATCH = 8, 0.02, 1e-6, 4096
SMALLEST = 0.06
"""Weights below it are left out of the file."""

Example = tuple[str, str, list[str], dict[str, float]]
"""A character, its syllable, its clues, the network's probabilities."""


def examples(rows: list[Labelled]) -> list[Example]:
    plains = [simplify(fold(row[0])) for row in rows]
    found = []
    for plain, (_, at, syllable), guesses in zip(plains, rows, network().guesses(plains), strict=True):
        words = tokens(plain)
        number = next((n for n, word in enumerate(words) if word.start <= at < word.end), None)
        if number is not None:
            shares = dict(guesses[at].shares) if at in guesses else {}
            found.append((plain[at], syllable, sorted(set(clues(plain, words, number, at))), shares))
    return found


class Table:
    """Which row of the weights a clue has, which column a reading."""

    def __init__(self, train: list[Example]) -> None:
        self.readings: dict[str, dict[str, int]] = collections.defaultdict(dict)
        for char, syllable, _, shares in train:
            for each in (syllable, *shares):
                self.readings[char].setdefault(each, len(self.readings[char]))
        counts = collections.Counter((char, clue) for char, _, found, _ in train for clue in found)
        kept = (each for each, count in counts.items() if count >= 2)
        self.rows = {each: row for row, each in enumerate(kept)}
        self.width = max(map(len, self.readings.values()))

    def tensors(self, rows: list[Example]) -> tuple[list[list[int]], torch.Tensor, torch.Tensor]:
        known = [[self.rows[c, clue] for clue in found if (c, clue) in self.rows] for c, _, found, _ in rows]
        labels = torch.tensor([self.readings[char].get(syllable, -1) for char, syllable, _, _ in rows])
        network_says = torch.full((len(rows), self.width), -1e4)
        for number, (char, _, _, shares) in enumerate(rows):
            for each, column in self.readings[char].items():
                network_says[number, column] = math.log(max(shares.get(each, LEAST), LEAST)) if shares else 0.0
        return known, labels, network_says


class Model(torch.nn.Module):
    def __init__(self, rows: int, width: int) -> None:
        super().__init__()
        self.weights = torch.nn.EmbeddingBag(rows, width, mode="sum")
        torch.nn.init.zeros_(self.weights.weight)
        self.network = torch.nn.Parameter(torch.tensor(1.0))

    def forward(self, known: list[list[int]], network_says: torch.Tensor) -> torch.Tensor:
        offsets = np.cumsum([0, *(len(each) for each in known[:-1])])
        flat = torch.tensor([row for each in known for row in each], dtype=torch.long)
        outside = network_says <= -1e3
        scores = self.weights(flat, torch.from_numpy(offsets)) + self.network * network_says.masked_fill(outside, 0.0)
        return scores.masked_fill(outside, -1e4)


def right(model: Model, data: tuple[list[list[int]], torch.Tensor, torch.Tensor]) -> float:
    with torch.no_grad():
        return float((model(data[0], data[2]).argmax(1) == data[1]).float().mean())


def write(model: Model, table: Table, target: Path = TARGET) -> None:
    weights = model.weights.weight.detach().numpy()
    keys, rows = [], []
    for (char, clue), row in table.rows.items():
        count = len(table.readings[char])
        own_weights = np.zeros(table.width, dtype=np.float32)
        own_weights[:count] = weights[row, :count] - weights[row, :count].mean()
        if count > 1 and np.abs(own_weights).max() >= SMALLEST:
            keys.append(key(char, clue))
            rows.append(own_weights)
    order = np.argsort(np.array(keys, dtype=np.uint32))
    scale = float(np.abs(rows).max() / 127)
    described = {
        "readings": {char: list(each) for char, each in table.readings.items() if len(each) > 1},
        "scale": scale,
        "network": float(model.network.detach()),
    }
    np.savez_compressed(
        target,
        keys=np.array(keys, dtype=np.uint32)[order],
        weights=np.round(np.array(rows) / scale).astype(np.int8)[order],
        settings=np.frombuffer(json.dumps(described, ensure_ascii=False).encode(), np.uint8),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--g2pl", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--cpp", type=Path, required=True, metavar="FOLDER")
    options = parser.parse_args()
    cpp = public(options.cpp / "dev")
    train = examples(public(options.g2pl / "train") + public(options.g2pl / "test"))
    train += examples([row for number, row in enumerate(cpp) if number % 5])
    train += examples(own()) * OWN_COUNT
    model, table = fitted(train)
    for name, rows in (("g2pL dev", public(options.g2pl / "dev")), ("CPP dev, every fifth", cpp[::5])):
        print(f"{name}: {right(model, table.tensors(examples(rows))):.2%}")
    write(model, table)


def fitted(train: list[Example]) -> tuple[Model, Table]:
    """Weights that fit the examples; the same for the same examples."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    table = Table(train)
    data = table.tensors(train)
    model = Model(len(table.rows), table.width)
    optimiser = torch.optim.Adam(model.parameters(), lr=RATE)
    for _ in range(EPOCHS):
        for chunk in torch.randperm(len(train)).split(BATCH):
            scores = model([data[0][number] for number in chunk.tolist()], data[2][chunk])
            loss = torch.nn.functional.cross_entropy(scores, data[1][chunk])
            (loss + DECAY * (model.weights.weight**2).sum()).backward()
            optimiser.step()
            optimiser.zero_grad()
    return model, table


if __name__ == "__main__":
    main()
