"""Train the network that reads whole sentences: src/narrator/spoken/mandarin/tables/network.npz (21 min, PyTorch).

    python benchmarks/train_network.py --g2pl FOLDER --cpp FOLDER [--minutes 21]

The same sentences are learned from and left out as in fit_readings.py. Besides the one labelled character of a
sentence it learns from its other polyphones, weighing less: from the dictionary where the segmenter's word is in it,
and from g2pM's probabilities where no set has labels.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import nn

from labelled_readings import Labelled, own, public
from narrator.spoken.folding import fold, simplify
from narrator.spoken.mandarin.dictionary import characters, phrase
from narrator.spoken.mandarin.g2pm import network
from narrator.spoken.mandarin.recurrent import EDGE, FIRST, UNKNOWN, places_in_words
from narrator.spoken.mandarin.segmentation import tokens

TARGET = Path(__file__).parent.parent / "src/narrator/spoken/mandarin/tables/network.npz"
PARTS = [
    "n", "v", "a", "d", "r", "m", "q", "p", "c", "u", "y", "f", "t", "s",
    "x", "nr", "ns", "l", "i", "b", "z", "j", "e", "o", "uj", "uv", "ul", "ud",
    "uz", "ug", "zg", "g", "h", "k", "nz", "nt", "vn", "ad", "eng", "w",
]  # fmt: skip
OWN_COUNT, REACH, BATCH, RATE = 4, 60, 64, 3e-3
CHARACTER, TAG, STATE, HIDDEN, DROPPED = 96, 16, 128, 96, 0.3
WEAK = 0.2
"""How much a reading from dictionary or g2pM counts beside a label."""


class Target:
    """A place in a row, its character, the probability of each reading, and how much it counts."""

    def __init__(self, at: int, char: str, shares: dict[str, float], weight: float) -> None:
        self.at, self.char, self.shares, self.weight = at, char, shares, weight


Row = tuple[str, list[int], list[Target]]


def rows_of(labelled: list[Labelled], known: frozenset[str]) -> list[Row]:
    """Each sentence around its labelled character; `known` are the characters that the sets label."""
    plains = [simplify(fold(each[0])) for each in labelled]
    found = []
    for plain, (_, at, syllable), guesses in zip(plains, labelled, network().guesses(plains), strict=True):
        words = tokens(plain)
        tags = places_in_words(plain, words, PARTS)
        first, last = max(0, at - REACH), min(len(plain), at + REACH)
        targets = [Target(at, plain[at], {syllable: 1.0}, 1.0)]
        for word in words:
            said = phrase(word.text) if len(word.text) > 1 else None
            for offset, place in enumerate(range(word.start, word.end)):
                if place == at or not first <= place < last:
                    continue
                if said and len(characters(plain[place])) > 1:
                    targets.append(Target(place, plain[place], {said[offset]: 1.0}, WEAK))
                elif not said and place in guesses and plain[place] not in known:
                    targets.append(Target(place, plain[place], dict(guesses[place].shares), WEAK))
        for target in targets:
            target.at -= first
        found.append((plain[first:last], tags[first:last], targets))
    return found


class Reader(nn.Module):
    def __init__(self, characters_: int, classes: int) -> None:
        super().__init__()
        self.ce, self.te = nn.Embedding(characters_, CHARACTER), nn.Embedding(len(PARTS) * 4, TAG)
        self.l = nn.LSTM(CHARACTER + TAG, STATE, batch_first=True, bidirectional=True)
        self.h = nn.Linear(2 * STATE + 3 * CHARACTER, HIDDEN)
        self.o, self.b = nn.Embedding(classes, HIDDEN), nn.Embedding(classes, 1)
        self.d = nn.Dropout(DROPPED)
        nn.init.zeros_(self.b.weight)
        nn.init.normal_(self.o.weight, std=0.1)
        nn.init.normal_(self.ce.weight, std=0.3)

    def forward(self, ids, tags, lengths, row, at, options, outside):  # type: ignore[no-untyped-def]
        letters = self.ce(ids)
        entering = self.d(torch.cat([letters, self.te(tags)], 2))
        packed = nn.utils.rnn.pack_padded_sequence(entering, lengths, batch_first=True, enforce_sorted=False)
        states, _ = nn.utils.rnn.pad_packed_sequence(self.l(packed)[0], batch_first=True)
        around = [states[row, at], letters[row, at], letters[row, at - 1], letters[row, at + 1]]
        hidden = self.d(torch.relu(self.h(torch.cat([self.d(each) for each in around], 1))))
        return (self.o(options) * hidden[:, None]).sum(2) + self.b(options)[:, :, 0] + outside


class Numbers:
    """Which number a character and a reading have."""

    def __init__(self, rows: list[Row]) -> None:
        letters = Counter(char for text, _, _ in rows for char in text)
        kept = [char for char, count in letters.most_common() if count >= 5]
        self.characters = {char: number for number, char in enumerate(kept, FIRST)}
        seen = Counter(
            (t.char, said) for _, _, ts in rows for t in ts for said, share in t.shares.items() if share > 0.01
        )
        self.readings: dict[str, dict[str, int]] = {}
        for number, (char, said) in enumerate(each for each, count in seen.items() if count >= 3):
            self.readings.setdefault(char, {})[said] = number
        self.classes = sum(map(len, self.readings.values()))
        self.width = max(map(len, self.readings.values()))

    def batch(self, rows: list[Row], *, labels_only: bool = False):  # type: ignore[no-untyped-def]
        longest = max(len(text) for text, _, _ in rows) + 2
        ids, tags = torch.zeros(len(rows), longest, dtype=torch.long), torch.zeros(len(rows), longest, dtype=torch.long)
        row, at, options, outside, wanted, weights = [], [], [], [], [], []
        for number, (text, own_tags, targets) in enumerate(rows):
            ids[number, : len(text) + 2] = torch.tensor([EDGE, *(self.characters.get(c, UNKNOWN) for c in text), EDGE])
            tags[number, 1 : len(text) + 1] = torch.tensor(own_tags)
            for target in targets[:1] if labels_only else targets:
                own_readings = self.readings.get(target.char, {})
                shares = [target.shares.get(said, 0.0) for said in own_readings]
                if sum(shares) < 0.5 or (len(own_readings) < 2 and target.weight < 1):
                    continue
                spare = self.width - len(shares)
                row.append(number)
                at.append(target.at + 1)
                options.append([*own_readings.values(), *[0] * spare])
                outside.append([0.0] * len(shares) + [-1e4] * spare)
                wanted.append([share / sum(shares) for share in shares] + [0.0] * spare)
                weights.append(target.weight)
        lengths = torch.tensor([len(text) + 2 for text, _, _ in rows])
        places = (ids, tags, lengths, torch.tensor(row), torch.tensor(at), torch.tensor(options), torch.tensor(outside))
        return places, torch.tensor(wanted), torch.tensor(weights)


def right(model: Reader, numbers: Numbers, rows: list[Row]) -> float:
    model.eval()
    hits = 0
    with torch.no_grad():
        for first in range(0, len(rows), 256):
            places, wanted, _ = numbers.batch(rows[first : first + 256], labels_only=True)
            hits += int((model(*places).argmax(1) == wanted.argmax(1)).sum())
    model.train()
    return hits / len(rows)


def write(model: Reader, numbers: Numbers, known: frozenset[str]) -> None:
    """Half precision; only what is read of the characters that the sets label often."""
    weights = {name.replace(".", "_"): each.numpy().astype(np.float16) for name, each in model.state_dict().items()}
    kept = {char: readings for char, readings in numbers.readings.items() if char in known}
    classes = np.array([number for readings in kept.values() for number in readings.values()])
    weights["o_weight"], weights["b_weight"] = weights["o_weight"][classes], weights["b_weight"][classes]
    described = {
        "characters": "".join(numbers.characters),
        "readings": {char: list(readings) for char, readings in kept.items()},
        "parts": PARTS,
    }
    np.savez_compressed(
        TARGET, settings=np.frombuffer(json.dumps(described, ensure_ascii=False).encode(), np.uint8), **weights
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--g2pl", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--cpp", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--minutes", type=float, default=21)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    cpp, g2pl = public(options.cpp / "dev"), public(options.g2pl / "train")
    known = frozenset(text[at] for text, at, _ in g2pl)
    labelled = g2pl + public(options.g2pl / "test") + [each for n, each in enumerate(cpp) if n % 5] + own() * OWN_COUNT
    train = rows_of(labelled, known)
    left_out = {
        "g2pL dev": rows_of(public(options.g2pl / "dev"), known),
        "CPP dev, every fifth": rows_of(cpp[::5], known),
    }
    numbers = Numbers(train)
    model = Reader(len(numbers.characters) + FIRST, numbers.classes)
    optimiser = torch.optim.Adam(model.parameters(), lr=RATE)
    began, whole = time.monotonic(), options.minutes * 60
    while (done := (time.monotonic() - began) / whole) < 1:
        order = np.argsort([len(text) + np.random.rand() * 8 for text, _, _ in train])
        batches = [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
        np.random.shuffle(batches)
        for chosen in batches:
            done = (time.monotonic() - began) / whole
            if done >= 1:
                break
            for group in optimiser.param_groups:
                group["lr"] = RATE * max(0.02, 1 - done)
            places, wanted, weights = numbers.batch([train[number] for number in chosen])
            loss = -(torch.log_softmax(model(*places), 1) * wanted).sum(1)
            optimiser.zero_grad()
            ((loss * weights).sum() / weights.sum()).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
        print(
            f"{done:.0%}", {name: f"{right(model, numbers, rows):.2%}" for name, rows in left_out.items()}, flush=True
        )
    write(model, numbers, known)


if __name__ == "__main__":
    main()
