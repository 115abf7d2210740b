"""Expected and heard, side by side: where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrator.listening.units import Unit, unit_distance

GAP = 0.62
"""Cost of a unit that only one side has; two of them cost more than one unlike unit, so that what was replaced is
told as replaced."""
SURELY_ALIKE = 0.16
"""Below it two units count as the same: equal but for the tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A stretch that sounds otherwise than it should."""

    expected: tuple[int, int]
    """Which units of the expected, half-open; empty where something is heard in addition."""
    heard: tuple[int, int]
    """Which units of the heard, half-open; empty where something is not heard."""
    severity: float
    """Sum of the costs: about the number of syllables that differ."""


Pairs = tuple[tuple[int | None, int | None, float], ...]


def aligned(expected: Sequence[Unit], heard: Sequence[Unit]) -> Pairs:
    """The cheapest way to go through both: index of each side (None where it has nothing), and the cost."""
    rows, columns = len(expected), len(heard)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows + 1):
        for column in range(columns + 1):
            if row or column:
                best[row][column] = min(_steps(best, expected, heard, row, column))[0]
    pairs: list[tuple[int | None, int | None, float]] = []
    row, column = rows, columns
    while row or column:
        _, order = min(_steps(best, expected, heard, row, column))
        cost = GAP
        if order == 0:
            row, column = row - 1, column - 1
            cost = best[row + 1][column + 1] - best[row][column]
            pairs.append((row, column, cost))
        elif order == 1:
            row -= 1
            pairs.append((row, None, cost))
        else:
            column -= 1
            pairs.append((None, column, cost))
    return tuple(reversed(pairs))


def _steps(
    best: Sequence[Sequence[float]], expected: Sequence[Unit], heard: Sequence[Unit], row: int, column: int
) -> list[tuple[float, int]]:
    steps = []
    if row and column:
        steps.append((best[row - 1][column - 1] + unit_distance(expected[row - 1], heard[column - 1]), 0))
    if row:
        steps.append((best[row - 1][column] + GAP, 1))
    if column:
        steps.append((best[row][column - 1] + GAP, 2))
    return steps


def differences(expected: Sequence[Unit], heard: Sequence[Unit]) -> tuple[Difference, ...]:
    """Where they differ by more than a tone, in order; what touches is one difference."""
    found: list[Difference] = []
    run: list[tuple[int | None, int | None, float]] = []
    row = column = 0
    for first, second, cost in (*aligned(expected, heard), (None, None, 0.0)):
        if cost > SURELY_ALIKE:
            run.append((first, second, cost))
        elif run:
            rows = sum(1 for each in run if each[0] is not None)
            columns = sum(1 for each in run if each[1] is not None)
            found.append(
                Difference(
                    expected=(row, row + rows),
                    heard=(column, column + columns),
                    severity=sum(each[2] for each in run),
                )
            )
            row, column = row + rows, column + columns
            run = []
        if cost <= SURELY_ALIKE:
            row += first is not None
            column += second is not None
    return tuple(found)


MOST_BETWEEN = 1
"""Units that sound alike between two differences which may be one: who swallows a word blurs its neighbours."""


def merged(apart: Sequence[Difference]) -> tuple[Difference, ...]:
    """Neighbouring differences as one."""
    return tuple(
        Difference(
            expected=(one.expected[0], other.expected[1]),
            heard=(one.heard[0], other.heard[1]),
            severity=one.severity + other.severity,
        )
        for one, other in pairwise(apart)
        if other.expected[0] - one.expected[1] <= MOST_BETWEEN
    )
