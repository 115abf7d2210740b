"""Sentences with the reading of one character each: how the public sets write them, and how our own do."""

from __future__ import annotations

import re
from pathlib import Path

from narrator.standards.pinyin import numbered

MARK = "▁"
OWN = Path(__file__).parent / "reading_sentences.txt"

Labelled = tuple[str, int, str]
"""A sentence, a place in it, the syllable there."""


def public(split: Path) -> list[Labelled]:
    """`split.sent` and `split.lb`, as CPP (g2pM) and g2pL keep them: ▁ on both sides of the character."""
    sentences = Path(f"{split}.sent").read_text(encoding="utf-8").splitlines()
    labels = Path(f"{split}.lb").read_text(encoding="utf-8").split()
    return [
        (sentence.replace(MARK, ""), sentence.index(MARK), numbered(label))
        for sentence, label in zip(sentences, labels, strict=True)
    ]


def own() -> list[Labelled]:
    """`他入行[hang2]才两年`: each bracket belongs to the character before it."""
    found: list[Labelled] = []
    for line in OWN.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        plain, marks = "", []
        for piece in re.finditer(r"(.)(?:\[([a-z]+\d)\])?", line):
            if piece[2]:
                marks.append((len(plain), piece[2]))
            plain += piece[1]
        found += [(plain, at, syllable) for at, syllable in marks]
    return found
