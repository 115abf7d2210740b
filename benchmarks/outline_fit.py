"""Fits what each sight of a block is worth for telling the article, and writes src/narrator/article/outline.tsv.

    python benchmarks/outline_fit.py FOLDER [INTERVIEWS]

FOLDER is `tests` of github.com/adbar/trafilatura; only the half that `benchmarks/outline.py` calls `fitted` is used.
INTERVIEWS is a folder of labelled interviews (`*/input.html` with `expected.json`): blocks between the first and last
words of a turn belong to the article. Logistic regression with a penalty on the squares, by NumPy.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from lxml import etree

from narrator.article import evidence, webpage
from narrator.article.characters import decoded
from outline import half_of, page_of

TARGET = Path(__file__).parent.parent / "src/narrator/article/outline.tsv"
PAGES_OF_A_NAME = 5
"""A class on fewer pages than this says nothing about others."""
PENALTY = 5.0
INTERVIEW_WEIGHT = 0.4
"""Of each block, against one of a page that has a handful of labels."""


class Page:
    """Sights of each block, which blocks are labelled, and how."""

    def __init__(self, html: bytes, weight: float) -> None:
        text = decoded(html, name="page")
        parser = etree.HTMLParser(recover=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True)
        root = etree.fromstring(text.encode(), parser)
        walk = webpage.walked(root, name="page")
        self.pieces = walk.pieces
        self.seen, self.reasons = evidence.sights(walk.outline, walk.pieces, walk.nodes)
        self.boxes = [walk.outline.container(node) for node in walk.nodes]
        self.labels: dict[int, bool] = {}
        self.weight = weight


def plain(text: str) -> str:
    """One space for each run of white space."""
    return " ".join(text.split())


def labelled(page: Page, inside: list[str], outside: list[str]) -> Page:
    """The page with the labels of the set: a passage names the blocks it stands in."""
    texts = [plain(piece.text) for piece in page.pieces]
    for passage in outside:
        page.labels |= {at: False for at, text in enumerate(texts) if plain(passage) in text}
    for passage in inside:
        found = [at for at, text in enumerate(texts) if plain(passage) in text]
        best = [at for at in found if page.seen[at]["in main"]] or found
        page.labels |= dict.fromkeys(best[-1:] if len(passage) > 40 else best, True)
    return page


def interview(folder: Path) -> Page:
    """A labelled interview."""
    page = Page((folder / "input.html").read_bytes(), INTERVIEW_WEIGHT)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    texts = ["".join(piece.text.split()) for piece in page.pieces]
    at = 0
    for turn in expected["turns"]:
        starts, ends = ("".join(str(turn[key]).split()) for key in ("starts", "ends"))
        first = next((index for index in range(at, len(texts)) if starts in texts[index]), None)
        if first is None:
            continue
        last = next((index for index in range(first, min(len(texts), first + 30)) if ends in texts[index]), first)
        page.labels |= dict.fromkeys(range(first, last + 1), True)
        at = last
    for printed in expected.get("not_spoken", []):
        words = "".join(str(printed).split())
        for index, text in enumerate(texts):
            if words in text and index not in page.labels and len(text) < 4 * len(words):
                page.labels[index] = False
    return page


def fitted(rows: list[dict[str, float]], truth: np.ndarray, weight: np.ndarray, penalty: float) -> dict[str, float]:
    """What each sight is worth: Newton's method on the penalised likelihood."""
    names = ["always", *sorted({name for row in rows for name in row})]
    place = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    table[:, 0] = 1
    for at, row in enumerate(rows):
        for name, value in row.items():
            table[at, place[name]] = value
    worth = np.zeros(len(names))
    ridge = np.full(len(names), penalty)
    ridge[0] = 0.01
    for _ in range(12):
        chance = 1 / (1 + np.exp(-(table @ worth)))
        slope = table.T @ (weight * (truth - chance)) - ridge * worth
        curve = (table.T * (weight * chance * (1 - chance) + 1e-9)) @ table + np.diag(ridge)
        worth += np.linalg.solve(curve, slope)
    return dict(zip(names, worth, strict=True))


def known(pages: list[Page]) -> set[str]:
    """The sights that enough pages show."""
    seen = Counter(name for page in pages for name in {name for at in page.labels for name in page.seen[at]})
    return {name for name, number in seen.items() if number >= PAGES_OF_A_NAME}


def rows_of(pages: list[Page], sights: list[list[dict[str, float]]], names: set[str] | None):
    """The labelled blocks: sights, truth, weights."""
    rows, truth, weight = [], [], []
    for page, seen in zip(pages, sights, strict=True):
        for at, is_article in page.labels.items():
            rows.append({name: value for name, value in seen[at].items() if names is None or name in names})
            truth.append(float(is_article))
            weight.append(page.weight)
    return rows, np.array(truth), np.array(weight)


def first_stage(pages: list[Page]) -> dict[str, float]:
    """What a block's own sights are worth."""
    names = known(pages)
    return fitted(*rows_of(pages, [page.seen for page in pages], names), PENALTY)


def main() -> None:
    """Fit both stages and write the table."""
    folder = Path(sys.argv[1])
    labels = json.loads((folder / "evaldata.json").read_text(encoding="utf-8"))
    pages = []
    for url, label in sorted(labels.items()):
        html = page_of(folder, label["file"])
        if half_of(url) == "fitted" and b"\0" not in html:
            pages.append(labelled(Page(html, 1.0), label["with"], label["without"]))
    if len(sys.argv) > 2:
        pages += [interview(path.parent) for path in sorted(Path(sys.argv[2]).glob("*/input.html"))]
    around: list[list[dict[str, float]]] = [[] for _ in pages]
    for fold in range(4):  # the second stage learns from pages that the first has not seen
        worth = first_stage([page for at, page in enumerate(pages) if at % 4 != fold])
        for at in range(fold, len(pages), 4):
            page = pages[at]
            first = [evidence.weighed(seen, worth) for seen in page.seen]
            around[at] = evidence.surroundings(first, page.boxes, page.seen)
    first = first_stage(pages)
    second = fitted(*rows_of(pages, around, None), 0.5)
    lines = [f"first\t{name}\t{value:.3f}" for name, value in sorted(first.items()) if abs(value) >= 0.02]
    lines += [f"second\t{name}\t{value:.3f}" for name, value in sorted(second.items())]
    note = (
        "# What each sight of a block says for (+) or against (-) its being in the article: benchmarks/outline_fit.py"
    )
    TARGET.write_text("\n".join([note, *lines]) + "\n", encoding="utf-8")
    print(f"{len(pages)} pages, {sum(len(page.labels) for page in pages)} labelled blocks, {len(lines)} numbers")


if __name__ == "__main__":
    main()
