"""Fit what makes a reading doubtful: tables/reading_doubts.tsv and tables/hardness.tsv (5 min, needs PyTorch).

    python benchmarks/fit_reading_doubts.py --g2pl FOLDER --cpp FOLDER
    python benchmarks/fit_reading_doubts.py --measure SPLIT [--news SENTENCES.txt]   # what the tables do; fits nothing

A weight counts on sentences that no source was fitted on: g2pL's dev split; of CPP's dev split each fifth, read by a
judge that was fitted without it, where our network knows the character only the fifth that it was not trained on. Of
CPP, SPLIT (the path without `.sent`) may be the test split, which nothing is fitted on.
"""

from __future__ import annotations

import argparse
import collections
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from labelled_readings import Labelled, own, public
from narrator.spoken.folding import fold, simplify
from narrator.spoken.mandarin import polyphones, reading_doubts
from narrator.spoken.mandarin.g2pm import network
from narrator.spoken.mandarin.judge import Judge
from narrator.spoken.mandarin.polyphones import Weighed, weigh
from narrator.spoken.mandarin.reading_doubts import all_signs, heard
from narrator.spoken.mandarin.recurrent import recurrent
from narrator.spoken.mandarin.segmentation import tokens

TABLES = Path(__file__).parent.parent / "src/narrator/spoken/mandarin/tables"
FOLDS = 5
STRENGTH = 1.0
"""Of the ridge that keeps weights small."""
AT_ONCE = 500

Case = tuple[str, dict[str, float], bool]
"""A character, the signs, whether its reading was wrong."""


def weighed(texts: Sequence[str]) -> Iterator[tuple[str, Weighed]]:
    """Each text as it is read, and the decision."""
    for first in range(0, len(texts), AT_ONCE):
        plains = [simplify(fold(text)) for text in texts[first : first + AT_ONCE]]
        words = [tokens(plain) for plain in plains]
        for each in zip(plains, words, network().guesses(plains), recurrent().opinions(plains, words), strict=True):
            yield each[0], weigh(*each, {}, {})


def cases(rows: Sequence[Labelled]) -> list[Case]:
    found = []
    for (plain, decision), (_, at, label) in zip(weighed([row[0] for row in rows]), rows, strict=True):
        signs = all_signs(plain, decision.chosen, decision.sources).get(at)
        if signs is not None:
            found.append((plain[at], signs, heard(decision.chosen.syllables[at], label)))
    return found


def write_hardness(rows: Sequence[Labelled]) -> None:
    """How often each character is read otherwise than it usually is, a little above nought where it never was."""
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for text, at, label in rows:
        counts[simplify(text)[at]][label] += 1
    lines = ["# How often a character is read otherwise than usually, of labelled sentences"]
    for char, found in sorted(counts.items()):
        whole = sum(found.values())
        lines.append(f"{char}\t{(whole - max(found.values()) + 0.3) / (whole + 1):.3f}")
    (TABLES / "hardness.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    reading_doubts._hardness.cache_clear()


def judges(g2pl: Path, cpp: list[Labelled], folder: Path) -> Iterator[Judge]:
    """A judge for each fifth of CPP's dev split, fitted without it."""
    import fit_readings

    always = fit_readings.examples(public(g2pl / "train") + public(g2pl / "test"))
    always += fit_readings.examples(own()) * fit_readings.OWN_COUNT
    sometimes = [fit_readings.examples(cpp[number::FOLDS]) for number in range(FOLDS)]
    for number in range(FOLDS):
        train = always + [each for other in range(FOLDS) if other != number for each in sometimes[other]]
        model, table = fit_readings.fitted(train)
        fit_readings.write(model, table, folder / f"{number}.npz")
        yield Judge(folder / f"{number}.npz")


def gathered(g2pl: Path, cpp: list[Labelled]) -> list[Case]:
    """Labels of a fold say nothing of its hardness: a fold's is counted on the others."""
    found: list[Case] = []
    train = public(g2pl / "train")
    with tempfile.TemporaryDirectory() as folder:
        for number, judge in enumerate(judges(g2pl, cpp, Path(folder))):
            write_hardness(train + [row for place, row in enumerate(cpp) if place % FOLDS != number])
            polyphones.judge = lambda judge=judge: judge
            left_out = cases(cpp[number::FOLDS])
            found += [each for each in left_out if number == 0 or "always, rare" in each[1]]
            if number == 0:
                found += [each for each in cases(public(g2pl / "dev")) if "always" in each[1]]
            print(f"fold {number}: {len(found)} readings, {sum(each[2] for each in found)} wrong")
    write_hardness(train + cpp)
    return found


def fit(found: list[Case]) -> dict[str, float]:
    """Logistic regression by Newton's method."""
    names = sorted({name for _, signs, _ in found for name in signs})
    column = {name: number for number, name in enumerate(names)}
    seen = np.zeros((len(found), len(names)))
    for row, (_, signs, _) in enumerate(found):
        for name, value in signs.items():
            seen[row, column[name]] = value
    wanted = np.array([float(was_wrong) for _, _, was_wrong in found])
    weights = np.zeros(len(names))
    for _ in range(40):
        chance = 1 / (1 + np.exp(-seen @ weights))
        slope = seen.T @ (chance - wanted) + STRENGTH * weights
        bend = (seen * (chance * (1 - chance))[:, None]).T @ seen + STRENGTH * np.eye(len(names))
        weights -= np.linalg.solve(bend, slope)
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def measure(split: Path, news: Path | None) -> None:
    found = cases(public(split))
    sentences = news.read_text(encoding="utf-8").splitlines() if news else []
    most = [
        max(map(reading_doubts.wrong, all_signs(plain, each.chosen, each.sources).values()), default=0.0)
        for plain, each in weighed(sentences)
    ]
    print(f"{'from':>6}{'wrong found, %':>16}{'of them wrong, %':>18}{'news sentences, %':>19}")
    for least in (0.15, 0.2, 0.25, 0.3, 0.35, reading_doubts.UNSURE, 0.5):
        doubted = [was_wrong for _, signs, was_wrong in found if reading_doubts.wrong(signs) >= least]
        share = sum(doubted) / max(1, sum(each[2] for each in found))
        right = sum(doubted) / max(1, len(doubted))
        of_news = sum(each >= least for each in most) / max(1, len(most))
        print(f"{least:>6}{100 * share:>16.1f}{100 * right:>18.1f}{100 * of_news:>19.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--g2pl", type=Path, metavar="FOLDER")
    parser.add_argument("--cpp", type=Path, metavar="FOLDER")
    parser.add_argument("--measure", type=Path, metavar="SPLIT")
    parser.add_argument("--news", type=Path, metavar="SENTENCES.txt")
    options = parser.parse_args()
    if options.g2pl and options.cpp:
        weights = fit(gathered(options.g2pl, public(options.cpp / "dev")))
        lines = ["# What a sign adds to the log odds that a reading is wrong"]
        lines += [f"{name}\t{weight}" for name, weight in weights.items()]
        (TABLES / "reading_doubts.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if options.measure:
        measure(options.measure, options.news)


if __name__ == "__main__":
    main()
