"""Numbers fitted on labelled pages: what each sign is worth. `benchmarks/fit_turns.py` writes the tables."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Signs = dict[str, float]
"""A sign, in words → how strongly it is there: 1, or a share."""

TABLES = files("narrator.script") / "tables"
BIAS = "in general"
"""The sign that is always there."""


@cache
def table(name: str, column: str) -> dict[str, float]:
    """A column of a fitted table: sign → weight, in log odds; what is not listed weighs nothing."""
    text = (TABLES / name).read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    return {row["sign"]: float(row[column]) for row in rows if row[column]}


def logistic(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The probability that the signs give, from 0 to 1."""
    total = weights.get(BIAS, 0.0) + sum(weights.get(sign, 0.0) * strength for sign, strength in signs.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
