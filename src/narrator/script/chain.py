"""The whole page explained at least cost: a linear-chain conditional random field over its blocks.

Each block is in one state; a state costs what its signs say against it, and a step from one state to the next what such
steps cost on labelled pages. The cheapest path through the page is found with Viterbi's algorithm; how likely each
block's state and each whole turn is, with the forward-backward algorithm (Lafferty, McCallum and Pereira 2001). The
weights stand in `tables/blocks.tsv` and `tables/steps.tsv`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from narrator.script.fitted import BIAS, Signs, table

Numbers = npt.NDArray[np.float64]


class Role(StrEnum):
    """What a block is."""

    LABELLED = "labelled"
    """Begins a turn with a label."""
    QUESTION = "question"
    """Begins a turn of whoever asks, without a label."""
    ANSWER = "answer"
    CONTINUES = "continues"
    """Another paragraph of the turn before it."""
    HEADING = "heading"
    NARRATION = "narration"
    NOTHING = "nothing"
    """Not said."""


class State(NamedTuple):
    """What a block is, and where: before anybody has spoken, in the talk, or when all is said."""

    role: Role
    part: str

    def __str__(self) -> str:
        return f"{self.role}, {self.part}"


_APART = (Role.NARRATION, Role.HEADING, Role.NOTHING)
STATES = tuple(
    [State(role, "before") for role in _APART]
    + [State(role, "talk") for role in Role]
    + [State(role, "after") for role in _APART]
)
NUMBER = {state: number for number, state in enumerate(STATES)}
STARTS = frozenset(NUMBER[State(role, "talk")] for role in (Role.LABELLED, Role.QUESTION, Role.ANSWER))
CONTINUES = NUMBER[State(Role.CONTINUES, "talk")]
ORDER = ("before", "talk", "after")
NEVER = -1e9


def can_follow(before: State, after: State) -> bool:
    """Whether one state may come behind the other: nobody goes on who has not begun, and the end is the end."""
    if ORDER.index(after.part) < ORDER.index(before.part):
        return False
    if before.part == "before" and after.part == "after":
        return False
    entering = before.part == "before" and after.part == "talk"
    return not entering or after.role in (Role.LABELLED, Role.QUESTION, Role.ANSWER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The fitted weights."""

    signs: Mapping[str, Numbers]
    """Sign → what it is worth for each state."""
    steps: Numbers
    """From each state to each."""
    first: Numbers
    last: Numbers


@cache
def fitted() -> Model:
    """The weights that ship with narrator."""
    columns = [table("blocks.tsv", str(state)) for state in STATES]
    signs = {sign for column in columns for sign in column}
    steps = [table("steps.tsv", str(state)) for state in STATES]
    return Model(
        signs={sign: np.array([column.get(sign, 0.0) for column in columns]) for sign in signs},
        steps=np.array([[column.get(str(before), 0.0) for column in steps] for before in STATES]) + _FORBIDDEN,
        first=np.array([column.get("the first block", 0.0) for column in steps]) + _FORBIDDEN_FIRST,
        last=np.array([table("steps.tsv", "the last block").get(str(state), 0.0) for state in STATES]),
    )


_FORBIDDEN = np.array([[0.0 if can_follow(one, other) else NEVER for other in STATES] for one in STATES])
_FORBIDDEN_FIRST = np.array(
    [0.0 if state.part == "before" or NUMBER[state] in STARTS else NEVER for state in STATES]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The likeliest states of the page's blocks."""

    states: tuple[State, ...]
    chances: Numbers
    """Of each block's state, from 0 to 1."""
    turns: Mapping[int, float]
    """The block a turn begins with → how likely it is that the turn begins and ends just there."""


def explained(
    signs: Sequence[Signs],
    may_be_label: Sequence[bool],
    aside: Sequence[bool],
    model: Model,
    *,
    surely: Sequence[int] = (),
) -> Explanation:
    """The likeliest states.

    Args:
        may_be_label: Whether the block has an opening at all.
        aside: Whether it is known already that the block is not said.
        surely: Blocks that begin a turn with a label, because the file says so.
    """
    costs = emissions(signs, may_be_label, aside, model)
    labelled = NUMBER[State(Role.LABELLED, "talk")]
    for at in surely:
        costs[at] = NEVER
        costs[at, labelled] = 0.0
    path = _viterbi(costs, model)
    forward, backward, total = passes(costs, model)
    chances = np.exp(forward + backward - total)
    states = tuple(STATES[number] for number in path)
    return Explanation(
        states=states,
        chances=chances[np.arange(len(path)), path],
        turns=_turns(path, costs, forward, backward, total, model),
    )


def emissions(signs: Sequence[Signs], may_be_label: Sequence[bool], aside: Sequence[bool], model: Model) -> Numbers:
    """What each state is worth for each block."""
    general = model.signs.get(BIAS, np.zeros(len(STATES)))
    out = np.zeros((len(signs), len(STATES)))
    labelled = NUMBER[State(Role.LABELLED, "talk")]
    nothing = [number for number, state in enumerate(STATES) if state.role is Role.NOTHING]
    for at, own in enumerate(signs):
        if aside[at]:
            out[at] = NEVER
            out[at, nothing] = 0.0
            continue
        row = general.copy()
        for sign, strength in own.items():
            worth = model.signs.get(sign)
            if worth is not None:
                row += strength * worth
        out[at] = row
        if not may_be_label[at]:
            out[at, labelled] = NEVER
    return out


def _viterbi(costs: Numbers, model: Model) -> list[int]:
    score = costs[0] + model.first
    back = np.zeros(costs.shape, dtype=np.int64)
    for at in range(1, len(costs)):
        ways = score[:, None] + model.steps
        back[at] = ways.argmax(axis=0)
        score = ways[back[at], np.arange(len(STATES))] + costs[at]
    path = [int((score + model.last).argmax())]
    for at in range(len(costs) - 1, 0, -1):
        path.append(int(back[at, path[-1]]))
    return path[::-1]


def passes(costs: Numbers, model: Model) -> tuple[Numbers, Numbers, float]:
    """Forward and backward log sums for each block and state, and that of all paths."""
    forward = np.empty(costs.shape)
    backward = np.empty(costs.shape)
    forward[0] = costs[0] + model.first
    for at in range(1, len(costs)):
        forward[at] = _log_sum(forward[at - 1][:, None] + model.steps, 0) + costs[at]
    backward[-1] = model.last
    for at in range(len(costs) - 2, -1, -1):
        backward[at] = _log_sum(model.steps + (costs[at + 1] + backward[at + 1])[None, :], 1)
    return forward, backward, float(_log_sum((forward[-1] + model.last)[None, :], 1)[0])


def _log_sum(values: Numbers, axis: int) -> Numbers:
    most = values.max(axis=axis)
    summed: Any = np.exp(values - np.expand_dims(most, axis)).sum(axis=axis)
    return np.asarray(most + np.log(summed))


def _turns(
    path: Sequence[int], costs: Numbers, forward: Numbers, backward: Numbers, total: float, model: Model
) -> dict[int, float]:
    """How likely each turn is as a whole: its beginning, every block in it, and its end."""
    out: dict[int, float] = {}
    for start, state in enumerate(path):
        if state not in STARTS:
            continue
        score = forward[start, state]
        last = start
        for at in range(start + 1, len(path)):
            if path[at] in STARTS or STATES[path[at]].part == "after":
                break
            if STATES[path[at]].role is Role.HEADING:
                break
            score += model.steps[path[at - 1], path[at]] + costs[at, path[at]]
            last = at
        end = path[last]
        ways = backward[last, end]
        if last + 1 < len(path):
            following = model.steps[end] + costs[last + 1] + backward[last + 1]
            ways = _log_sum(np.delete(following, CONTINUES)[None, :], 1)[0]
        out[start] = float(np.exp(min(0.0, score + ways - total)))
    return out
