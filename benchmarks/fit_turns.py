"""Fits what the signs of labels, blocks and turns are worth, on labelled pages; prints the tables, or scores by turns.

    python benchmarks/fit_turns.py FOLDER…                  what doubts are worth on pages that are left out in turn
    python benchmarks/fit_turns.py FOLDER… --left-out DIR   … and each page as it is read then: DIR/<page>.json
    python benchmarks/fit_turns.py FOLDER… --write          … and new tables in src/narrator/script/tables/

FOLDER holds labelled pages (see labelled.py). Needs SciPy beside narrator. Logistic regressions for labels and doubts,
a linear-chain conditional random field for the blocks, both with an L2 prior.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from labelled import Page as Laid
from labelled import folders, laid_over, page_of, plain
from made_pages import written
from narrator.article import read
from narrator.model import Block
from narrator.script import chain, doubts, fitted, label_signs, labels
from narrator.script.chain import NEVER, NUMBER, STATES, Role, State
from narrator.script.fitted import BIAS, Signs
from narrator.script.hosts import lead_signs
from narrator.script.inline import split_at_labels
from narrator.script.label_marks import Opening
from narrator.script.label_words import folded
from narrator.script.parse import Draft, drafted
from narrator.script.people import words_of_all
from narrator.script.places import set_aside
from narrator.script.recurring import with_lines_that_come_back
from narrator.script.traits import signs_of_blocks
from turns import turns as read_turns

TABLES = Path(__file__).parent.parent / "src/narrator/script/tables"
APART = (Role.NARRATION, Role.HEADING, Role.NOTHING)


@dataclass(slots=True)
class Sample:
    """A labelled page, ready for fitting."""

    name: str
    path: Path
    blocks: Sequence[Block]
    laid: Laid
    page: label_signs.Page
    openings: list[Signs]
    truths: list[float]
    weight: float = 1.0
    chances: list[float] = field(default_factory=list)
    """Of its openings, from weights that did not see the page."""
    signs: list[Signs] = field(default_factory=list)
    may_be: list[bool] = field(default_factory=list)
    aside: list[bool] = field(default_factory=list)
    allowed: list[frozenset[int]] = field(default_factory=list)


def prepared(folder: Path, weight: float = 1.0) -> Sample:
    """The page, its openings, and which of them are labels."""
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    blocks = split_at_labels(with_lines_that_come_back(read(str(page_of(folder))).blocks))
    laid = laid_over(folder.name, expected, blocks)
    page = labels.examined(blocks)
    truths = [float(_is_label(laid, each)) for each in page.found]
    return Sample(folder.name, page_of(folder), blocks, laid, page, [*label_signs.signs_of(page)], truths, weight)


def _is_label(laid: Laid, each: Opening) -> bool:
    """Whether a turn begins behind the opening, or goes on under the same name."""
    words = _words_at(laid, each.block, each.label.end, each.said)
    said = laid.said_at(words)
    if said is None:
        return False
    return said.start == words or (said.speaker is not None and laid.is_named(said.speaker, (each.name, each.printed)))


def _words_at(laid: Laid, block: int, end: int, said: str) -> int:
    """Where the words behind an opening begin, in letters."""
    if said:
        return laid.within(block, end)
    following = block + 1
    while following < len(laid.blocks) and laid.blocks[following].why_not_spoken is not None:
        following += 1
    return laid.starts[following]


# ------------------------------------------------------------------------------------------------ labels


def regression(
    rows: Sequence[Signs], truths: Sequence[float], weights: Sequence[float], prior: float
) -> dict[str, float]:
    """Logistic regression with an L2 prior; the weight of each sign, in log odds."""
    names = {BIAS: 0}
    for row in rows:
        for sign in row:
            names.setdefault(sign, len(names))
    places = [
        (at, names[sign], strength) for at, row in enumerate(rows) for sign, strength in {BIAS: 1.0, **row}.items()
    ]
    across, down, values = zip(*places, strict=True)
    matrix = csr_matrix((values, (across, down)), shape=(len(rows), len(names)))
    wanted, importance = np.array(truths), np.array(weights)

    def loss(worth: np.ndarray) -> tuple[float, np.ndarray]:
        odds = matrix @ worth
        missed = np.logaddexp(0, odds) - wanted * odds
        off = importance * (1 / (1 + np.exp(-odds)) - wanted)
        kept = worth.copy()
        kept[0] *= 0.01
        return float((importance * missed).sum() + prior * (kept @ worth) / 2), matrix.T @ off + prior * kept

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {name: round(float(found[at]), 3) for name, at in names.items() if abs(found[at]) >= 0.0005}


def fitted_labels(samples: Sequence[Sample], prior: float = 1.0) -> tuple[dict[str, float], dict[str, float]]:
    """What each sign of a label is worth, alone and in company."""
    rows = [signs for sample in samples for signs in sample.openings]
    truths = [truth for sample in samples for truth in sample.truths]
    weights = [_importance(sample) for sample in samples for _ in sample.truths]
    alone = regression(rows, truths, weights, prior)
    more = [
        signs
        for sample in samples
        for signs in label_signs.company(sample.page, [fitted.logistic(own, alone) for own in sample.openings])
    ]
    return alone, regression([one | two for one, two in zip(rows, more, strict=True)], truths, weights, prior)


def _importance(sample: Sample) -> float:
    """Long pages count more than short ones, but not by their length."""
    return sample.weight * min(1.0, (60 / max(len(sample.truths), 1)) ** 0.5)


def label_chances(sample: Sample, weights: tuple[Mapping[str, float], Mapping[str, float]]) -> list[float]:
    """The probability of each opening to be a label."""
    alone = [fitted.logistic(own, weights[0]) for own in sample.openings]
    more = label_signs.company(sample.page, alone)
    return [fitted.logistic(own | other, weights[1]) for own, other in zip(sample.openings, more, strict=True)]


# ------------------------------------------------------------------------------------------------ blocks


def lay_states(sample: Sample) -> None:
    """Which states each block may be in, by the page's labels."""
    best = labels.best_of(sample.page, sample.chances)
    aside = set_aside(sample.blocks, best, sample.page.declared.lines)
    sample.signs = [*signs_of_blocks(sample.blocks, best, aside)]
    sample.may_be = [index in best for index in range(len(sample.blocks))]
    sample.aside = [block.why_not_spoken is not None or index in aside for index, block in enumerate(sample.blocks)]
    sample.allowed = [_allowed(sample, index, best) for index in range(len(sample.blocks))]


def _states(roles: Sequence[Role], part: str) -> frozenset[int]:
    return frozenset(NUMBER[State(role, part)] for role in roles if State(role, part) in NUMBER)


EVERYTHING = frozenset(range(len(STATES)))


def _allowed(sample: Sample, index: int, best: Mapping[int, labels.Label]) -> frozenset[int]:
    laid = sample.laid
    start, end = laid.starts[index], laid.starts[index + 1]
    spoken = [said for said in laid.said if said.speaker is not None]
    first = min((said.start for said in spoken), default=10**9)
    final = max((said.end for said in spoken), default=-1)
    label = best.get(index)
    part = "before" if end <= first else "after" if start >= final else "talk"
    if label is not None and not sample.aside[index] and _is_label(laid, label.opening):
        return _states([Role.LABELLED], "talk")
    if sample.aside[index]:
        return _states([Role.NOTHING], part) or EVERYTHING
    if start == end:
        return _states([*APART, Role.CONTINUES], part)
    begins = next((said for said in spoken if start <= said.start < end), None)
    if begins is not None and begins.start != start:
        return EVERYTHING  # a turn begins in its middle: nothing is right
    label_before = _label_above(sample, index, best)
    if begins is not None:
        if label_before:
            return _states([Role.CONTINUES], "talk")
        return _states([_side(laid, begins.speaker)], "talk")
    whose = _whose(laid, start, end)
    inside = any(said.start <= start < said.end for said in spoken)
    if whose == "narrator":
        return _states([Role.NARRATION, Role.HEADING], part)
    if whose == "nobody":
        return _states([Role.NOTHING], part)
    if inside:
        return _states([Role.CONTINUES], "talk")
    if any(said.speaker is None and said.start < end and start < said.end for said in laid.said):
        return _states([Role.NARRATION], part)
    return _states(APART, part)


def _label_above(sample: Sample, index: int, best: Mapping[int, labels.Label]) -> bool:
    """Whether a label alone on its line stands right above."""
    at = index - 1
    while at >= 0 and sample.aside[at] and at not in best:
        at -= 1
    label = best.get(at)
    return label is not None and not label.opening.said and label.probability > 0.2


_ASK = frozenset(
    ("问", "問", "q", "记者", "記者", "提问", "提问者", "主持人", "聞き手", "网友", "听众", "观众", "读者")
)
_ANSWER = frozenset(("答", "a", "回答", "answer"))


def _side(laid: Laid, speaker: str | None) -> Role:
    """Whether who speaks without a label asks or answers: by role or name, or because somebody else is the answer."""
    called = {
        each["name"]: {name.casefold() for name in (each["name"], *each.get("aliases", ()))}
        for each in laid.expected["speakers"]
    }
    roles = {each["name"]: each.get("role") for each in laid.expected["speakers"]}
    own = called.get(speaker or "", set())
    if roles.get(speaker) == "host" or own & _ASK:
        return Role.QUESTION
    others_answer = any(names & _ANSWER for name, names in called.items() if name != speaker)
    return Role.QUESTION if others_answer and not own & _ANSWER and roles.get(speaker) != "guest" else Role.ANSWER


def _whose(laid: Laid, start: int, end: int) -> str | None:
    for first, last, whose in laid.apart:
        overlap = min(end, last) - max(start, first)
        if overlap >= 0.5 * (end - start) and overlap > 0:
            return whose
        if overlap == last - first and (end - start) <= 4 * overlap and whose == "nobody":
            return whose
    return None


@dataclass(slots=True)
class Batch:
    """Pages of about one length, as arrays: what each block shows, and which states it may have."""

    shows: csr_matrix
    shape: tuple[int, int]
    fixed: np.ndarray
    allowed: np.ndarray
    lengths: np.ndarray
    weights: np.ndarray


def batches(samples: Sequence[Sample], names: Mapping[str, int]) -> list[Batch]:
    """The pages, sorted by length so that little is padded."""
    ordered = sorted(samples, key=lambda sample: len(sample.blocks))
    groups: list[list[Sample]] = []
    for sample in ordered:
        if groups and len(sample.blocks) <= 1.25 * len(groups[-1][0].blocks) + 4:
            groups[-1].append(sample)
        else:
            groups.append([sample])
    return [_batch(group, names) for group in groups]


def _batch(samples: Sequence[Sample], names: Mapping[str, int]) -> Batch:
    longest, count, states = max(len(s.blocks) for s in samples), len(samples), len(STATES)
    fixed = np.zeros((longest, count, states))
    allowed = np.full((longest, count, states), NEVER)
    rows, columns, values = [], [], []
    nothing = [number for number, state in enumerate(STATES) if state.role is Role.NOTHING]
    labelled = NUMBER[State(Role.LABELLED, "talk")]
    for place, sample in enumerate(samples):
        for at, own in enumerate(sample.signs):
            allowed[at, place, list(sample.allowed[at])] = 0.0
            if sample.aside[at]:
                fixed[at, place] = NEVER
                fixed[at, place, nothing] = 0.0
                continue
            if not sample.may_be[at]:
                fixed[at, place, labelled] = NEVER
            for sign, strength in ((BIAS, 1.0), *own.items()):
                if sign in names:
                    rows.append(at * count + place)
                    columns.append(names[sign])
                    values.append(strength)
    return Batch(
        csr_matrix((values, (rows, columns)), shape=(longest * count, len(names))), (longest, count), fixed,
        allowed, np.array([len(s.blocks) for s in samples]), np.array([_page_weight(s) for s in samples]),
    )  # fmt: skip


def _page_weight(sample: Sample) -> float:
    return sample.weight * min(1.0, (80 / max(len(sample.blocks), 1)) ** 0.5)


def _sums(
    scores: np.ndarray, steps: np.ndarray, first: np.ndarray, last: np.ndarray, lengths: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Log sums of all paths, how often each state is taken, how often each step, and at the ends."""
    longest, count, states = scores.shape
    forward = np.empty_like(scores)
    forward[0] = scores[0] + first
    for at in range(1, longest):
        ways = forward[at - 1][:, :, None] + steps
        most = ways.max(axis=1)
        forward[at] = most + np.log(np.exp(ways - most[:, None, :]).sum(axis=1)) + scores[at]
    ends = forward[lengths - 1, np.arange(count)] + last
    most = ends.max(axis=1)
    total = most + np.log(np.exp(ends - most[:, None]).sum(axis=1))
    backward = np.zeros_like(scores)
    taken = np.zeros((count, states, states))
    for at in range(longest - 1, -1, -1):
        final = lengths - 1 == at
        if at + 1 < longest:
            ways = steps + (scores[at + 1] + backward[at + 1])[:, None, :]
            most = ways.max(axis=2)
            backward[at] = most + np.log(np.exp(ways - most[:, :, None]).sum(axis=2))
            going = lengths - 1 > at
            chance = np.exp(np.minimum(0, forward[at][:, :, None] + ways - total[:, None, None]))
            taken += chance * going[:, None, None]
        backward[at][final] = last
    states_taken = np.exp(np.minimum(0, forward + backward - total[None, :, None]))
    states_taken *= (np.arange(longest)[:, None] < lengths[None, :])[:, :, None]
    return total, states_taken, taken, forward


ROLES = [*Role]
_OF_ROLE = np.array([[1.0 if state.role is role else 0.0 for state in STATES] for role in ROLES])


def fitted_chain(samples: Sequence[Sample], prior: float = 2.0, iterations: int = 70) -> chain.Model:
    """The field's weights: what a sign is worth for a role, and beyond it for a state."""
    pages = Counter(sign for sample in samples for sign in {sign for own in sample.signs for sign in own})
    names = {BIAS: 0}
    for sign, count in pages.items():
        if count >= 3:
            names.setdefault(sign, len(names))
    parts = batches(samples, names)
    states, roles, signs = len(STATES), len(ROLES), len(names)
    sizes = (signs * roles, signs * states, states * states, states, states)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        by_role, by_state, steps, first, last = _parts(flat, sizes, signs)
        worth = by_role @ _OF_ROLE + by_state
        all_steps, all_first = steps + chain._FORBIDDEN, first + chain._FORBIDDEN_FIRST
        value = (
            prior
            * ((by_role**2).sum() + 2 * (by_state**2).sum() + (steps**2).sum() + (first**2).sum() + (last**2).sum())
            / 2
        )
        slope, slope_steps = np.zeros_like(worth), np.zeros_like(steps)
        slope_first, slope_last = np.zeros(states), np.zeros(states)
        for part in parts:
            longest, count = part.shape
            scores = (part.shows @ worth).reshape(longest, count, states) + part.fixed
            free = _sums(scores, all_steps, all_first, last, part.lengths)
            held = _sums(scores + part.allowed, all_steps, all_first, last, part.lengths)
            possible = held[0] > NEVER / 2
            weight = part.weights * possible
            value += float((weight * (free[0] - np.where(possible, held[0], free[0]))).sum())
            off = (free[1] - held[1]) * weight[None, :, None]
            slope += part.shows.T @ off.reshape(-1, states)
            slope_steps += ((free[2] - held[2]) * weight[:, None, None]).sum(axis=0)
            slope_first += off[0].sum(axis=0)
            slope_last += off[part.lengths - 1, np.arange(count)].sum(axis=0)
        return value, np.concatenate([
            (slope @ _OF_ROLE.T + prior * by_role).ravel(), (slope + 2 * prior * by_state).ravel(),
            (slope_steps + prior * steps).ravel(), slope_first + prior * first, slope_last + prior * last,
        ])  # fmt: skip

    found = minimize(loss, np.zeros(sum(sizes)), jac=True, method="L-BFGS-B", options={"maxiter": iterations}).x
    by_role, by_state, steps, first, last = _parts(found, sizes, signs)
    worth = by_role @ _OF_ROLE + by_state
    return chain.Model(
        signs={name: worth[at] for name, at in names.items()},
        steps=steps + chain._FORBIDDEN, first=first + chain._FORBIDDEN_FIRST, last=last,
    )  # fmt: skip


def _parts(flat: np.ndarray, sizes: Sequence[int], signs: int) -> tuple[np.ndarray, ...]:
    cut = np.split(flat, np.cumsum(sizes)[:-1])
    states = len(STATES)
    return cut[0].reshape(signs, -1), cut[1].reshape(signs, states), cut[2].reshape(states, states), cut[3], cut[4]


# ------------------------------------------------------------------------------------------------ tables


def write_tables(folder: Path, of_labels: tuple[Mapping[str, float], Mapping[str, float]], model: chain.Model) -> None:
    """The tables as narrator reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    signs = sorted(of_labels[0].keys() | of_labels[1].keys(), key=lambda sign: -abs(of_labels[1].get(sign, 0)))
    _write(
        folder / "labels.tsv",
        ["sign", "alone", "together"],
        ([sign, *(f"{weights[sign]:.3f}" if sign in weights else "" for weights in of_labels)] for sign in signs),
    )
    heads = [str(state) for state in STATES]
    rows = sorted(model.signs, key=lambda sign: -float(np.abs(model.signs[sign]).max()))
    _write(
        folder / "blocks.tsv",
        ["sign", *heads],
        ([sign, *(_short(value) for value in model.signs[sign])] for sign in rows),
    )
    steps = [["the first block", *(_short(value) for value in model.first), ""]]
    steps += [
        [str(state), *(_short(value) for value in model.steps[at]), _short(model.last[at])]
        for at, state in enumerate(STATES)
    ]
    _write(folder / "steps.tsv", ["sign", *heads, "the last block"], steps)


def _short(value: float) -> str:
    return "" if value < NEVER / 2 or abs(value) < 0.005 else f"{value:.2f}"


def _write(path: Path, heads: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)


@contextmanager
def tables_in(folder: Path) -> Iterator[None]:
    """narrator reads its tables from another folder."""
    kept = fitted.TABLES
    fitted.TABLES = folder
    for cached in (fitted.table, chain.fitted):
        cached.cache_clear()
    try:
        yield
    finally:
        fitted.TABLES = kept
        for cached in (fitted.table, chain.fitted):
            cached.cache_clear()


# ------------------------------------------------------------------------------------------------ the whole


def in_folds(samples: Sequence[Sample], count: int) -> list[tuple[list[Sample], list[Sample]]]:
    """Pages to fit on, and pages left out; made-up pages are only fitted on."""
    real = [sample for sample in samples if sample.weight == 1.0]
    random.Random(7).shuffle(real)
    out = []
    for fold in range(count):
        left = real[fold::count]
        names = {sample.name for sample in left}
        out.append(([sample for sample in samples if sample.name not in names], left))
    return out


@dataclass(slots=True)
class Left:
    """A page that was read with weights that did not see it."""

    sample: Sample
    draft: Draft
    read: dict[str, Any]
    signs: list[Signs]
    right: list[bool]
    """Of each turn: whether the turns of one speaker that it belongs to are just what one speaker says."""
    whole: bool
    """Whether all turns are right and none is missing."""
    chances: list[float] = field(default_factory=list)


def _left_out(
    folder: Path, usable: Sequence[Sample], fold: int, known: Sequence[Sample], left: Sequence[Sample]
) -> list[Left]:
    """Read the pages that are left out with weights that did not see them."""
    names = {sample.name for sample in known}
    tables = folder / f"tables-{fold}"
    write_tables(tables, fitted_labels(known), fitted_chain([sample for sample in usable if sample.name in names]))
    for name, column in (("doubts.tsv", "right"), ("pages.tsv", "right"), ("hosts.tsv", "leads")):
        _write(tables / name, ["sign", column], [])
    shutil.copy(TABLES / "hosts.tsv", tables)
    out = []
    with tables_in(tables):
        for sample in left:
            draft = drafted(read(str(sample.path)))
            right, whole = _right(draft, sample.laid)
            out.append(Left(sample, draft, read_turns(str(sample.path)) | {"fold": fold}, draft.signs, right, whole))
    return out


def _right(draft: Draft, laid: Laid) -> tuple[list[bool], bool]:
    """Which turns are right, neighbours of one speaker taken together, and whether the page is."""
    runs: list[tuple[str, list[int]]] = []
    for number, turn in enumerate(draft.assembly.turns):
        if turn.speaker is None:
            continue
        if runs and runs[-1][0] == turn.speaker:
            runs[-1][1].append(number)
        else:
            runs.append((turn.speaker, [number]))
    wanted: list[tuple[str, str, str]] = []
    for turn in laid.expected["turns"]:
        if turn.get("narrator") or turn["speaker"] is None:
            continue
        if wanted and wanted[-1][0] == turn["speaker"]:
            wanted[-1] = (*wanted[-1][:2], plain(turn["ends"]))
        else:
            wanted.append((turn["speaker"], plain(turn["starts"]), plain(turn["ends"])))
    right = [False] * len(draft.assembly.turns)
    left = list(wanted)
    for speaker, members in runs:
        text = plain("\n".join(p.text for number in members for p in draft.assembly.turns[number].paragraphs))
        found = next(
            (
                w
                for w in left
                if text.startswith(w[1]) and text.endswith(w[2]) and laid.is_named(w[0], _names(draft, speaker))
            ),
            None,
        )
        if found is not None:
            left.remove(found)
            for number in members:
                right[number] = True
    return right, not left and all(right[number] for _, members in runs for number in members)


def _names(draft: Draft, speaker: str) -> list[str]:
    return [speaker, re.sub(r"[（(\[【][^)）\]】]*[)）\]】]", "", speaker)]


def fitted_doubts(pages: Sequence[Left], prior: float = 30.0) -> dict[str, float]:
    """What speaks for and against a turn's being right."""
    rows = [
        (own, right, page)
        for page in pages
        for own, right, turn in zip(page.signs, page.right, page.draft.assembly.turns, strict=True)
        if turn.speaker
    ]
    weights = [min(1.0, 20 / max(1, len(page.right))) for _, _, page in rows]
    return regression([own for own, _, _ in rows], [float(right) for _, right, _ in rows], weights, prior)


def fitted_pages(pages: Sequence[Left], prior: float = 10.0) -> dict[str, float]:
    """What tells whether a page is right as a whole."""
    rows = [_page_row(page) for page in pages]
    return regression(rows, [float(page.whole) for page in pages], [1.0] * len(pages), prior)


def _page_row(page: Left) -> Signs:
    return doubts.page_signs(page.draft.assembly.turns, page.draft.places, page.draft.speakers, page.chances)


def fitted_hosts(pages: Sequence[Left], prior: float = 1.0) -> dict[str, float]:
    """What speaks for and against somebody's leading, of people whose role is labelled."""
    rows: list[Signs] = []
    truths: list[float] = []
    for page in pages:
        roles = {each["name"]: each.get("role") for each in page.sample.laid.expected["speakers"]}
        names = {name: [speaker.name, *speaker.aliases] for name, speaker in page.draft.speakers.items()}
        owner_of = {folded(alias): name for name, aliases in names.items() for alias in aliases}
        owner_of |= {
            each.label.key: owner_of.get(each.label.key, each.label.key) for each in page.draft.places if each.label
        }
        words = words_of_all(page.draft.places, owner_of)
        said = {name: turns for name, turns in words.said.items() if turns}
        known = {name: names.get(name, [name]) for name in said}
        for name, signs in lead_signs(said, known, words.order, words.text[:60_000]).items():
            role = next((roles[wanted] for wanted in roles if page.sample.laid.is_named(wanted, known[name])), None)
            if role in ("host", "guest"):
                rows.append(signs)
                truths.append(float(role == "host"))
    return regression(rows, truths, [1.0] * len(rows), prior)


def doubts_in_folds(pages: list[Left], count: int) -> None:
    """Doubts of each page from numbers that did not see it; prints what they are worth at several thresholds."""
    random.Random(3).shuffle(pages)
    parts = [
        (pages[fold::count], [page for at, page in enumerate(pages) if at % count != fold]) for fold in range(count)
    ]
    for left, known in parts:
        worth = fitted_doubts(known)
        for page in left:
            page.chances = [
                fitted.logistic(own, worth)
                for own, turn in zip(page.signs, page.draft.assembly.turns, strict=True)
                if turn.speaker
            ]
    of_page: dict[str, float] = {}
    for left, known in parts:
        worth = fitted_pages(known)
        of_page |= {page.sample.name: fitted.logistic(_page_row(page), worth) for page in left}
    print(
        "page quiet from, turn sure at: wrong turns doubted, right of those without; faulty pages that warn, right quiet"
    )
    for page_least in (0.4, 0.45, 0.5, 0.55, 0.6):
        for least in (0.85, 0.9, 0.93, 0.95):
            print(f"  {page_least:.2f} {least:.2f}: {_worth_of(pages, of_page, least, page_least)}")
    for page in pages:
        quiet = of_page[page.sample.name] >= doubts.PAGE_SURE
        spoken = iter(page.chances)
        for turn in page.read["turns"]:
            sure = not turn["speaker"] or next(spoken) >= doubts.SURE or quiet
            turn["doubt"] = None if sure else "doubtful"
        if not quiet and not any(turn["doubt"] for turn in page.read["turns"]):
            page.read["warnings"].append("look through it")


def _worth_of(pages: Sequence[Left], of_page: Mapping[str, float], least: float, page_least: float) -> str:
    """What the two limits are worth, in the figures of the table."""
    found = []
    for page in pages:
        sure = of_page[page.sample.name] >= page_least
        found.append((page.whole, not sure, [not sure and chance < least for chance in page.chances], _of_speech(page)))
    turns = [pair for _, _, marks, right in found for pair in zip(marks, right, strict=True)]
    return "; ".join((
        ", ".join((_share([mark for mark, right in turns if not right]), _share([right for mark, right in turns if not mark]))),
        ", ".join((_share([warned for whole, warned, _, _ in found if not whole]), _share([not warned for whole, warned, _, _ in found if whole]))),
    ))  # fmt: skip


def _share(holding: Sequence[bool]) -> str:
    return f"{sum(holding)}/{len(holding)} {sum(holding) / max(1, len(holding)):.3f}"


def _of_speech(page: Left) -> list[bool]:
    return [right for right, turn in zip(page.right, page.draft.assembly.turns, strict=True) if turn.speaker]


def main() -> None:
    """Fit, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--left-out", type=Path, help="write how each page is read with weights that did not see it")
    parser.add_argument("--made", type=int, default=400, help="made-up pages to fit on, too  [default: 400]")
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--write", action="store_true", help="replace the tables that ship with narrator")
    options = parser.parse_args()
    samples = [prepared(folder) for folder in folders(options.folders)]
    with TemporaryDirectory() as place:
        samples += [prepared(folder, 0.25) for folder in written(Path(place), options.made)]
        _run(samples, options, Path(place))


def _run(samples: list[Sample], options: argparse.Namespace, place: Path) -> None:
    folds = in_folds(samples, options.folds)
    for known, left in folds:
        weights = fitted_labels(known)
        for sample in left:
            sample.chances = label_chances(sample, weights)
    of_labels = fitted_labels(samples)
    for sample in samples:
        sample.chances = sample.chances or label_chances(sample, of_labels)
        lay_states(sample)
    usable = [sample for sample in samples if sample.laid.lost <= 0.1 * len(sample.laid.expected["turns"])]
    print(f"{len(samples)} pages, {len(usable)} of them for the blocks")
    folder = options.left_out or place / "left-out"
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as pool:
        found = pool.map(partial(_left_out, folder, usable), range(len(folds)), *zip(*folds, strict=True))
        pages = [page for part in found for page in part]
    doubts_in_folds(pages, 10)
    for page in pages:
        (folder / f"{page.sample.name}.json").write_text(json.dumps(page.read, ensure_ascii=False), encoding="utf-8")
    if options.write:
        write_tables(TABLES, of_labels, fitted_chain(usable))
        for name, column, worth in (
            ("doubts.tsv", "right", fitted_doubts(pages)),
            ("pages.tsv", "right", fitted_pages(pages)),
            ("hosts.tsv", "leads", fitted_hosts(pages)),
        ):
            rows = sorted(worth.items(), key=lambda item: -abs(item[1]))
            _write(TABLES / name, ["sign", column], [[sign, f"{value:.3f}"] for sign, value in rows])


if __name__ == "__main__":
    main()
