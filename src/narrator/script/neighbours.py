"""The page as each of its blocks sees it: how blocks are set, what takes turns, and who surely begins where."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from narrator.model import Block, BlockKind
from narrator.script.label_words import HOSTS, is_role
from narrator.script.labels import Label
from narrator.script.spoken_style import asks, has_question

MOST_NAMES = 40
"""Names that are looked for in every paragraph."""
LIKELY = 0.5
"""Probability from which a label counts as one where its neighbours are looked at."""
LIST_START = re.compile(r"\s*(?:\d{1,2}\s?[.、．)）](?!\d)|[（(]\d{1,2}[)）]|[•·●▪◦\-*]\s)")


@dataclass(slots=True)
class Surroundings:
    """The page as a block sees it."""

    blocks: Sequence[Block]
    labels: Mapping[int, Label]
    content: list[int] = field(default_factory=list)
    """Blocks that are not set aside, in order."""
    anchors: list[int] = field(default_factory=list)
    """Places in `content` where somebody surely begins."""
    rhythm: bool = False
    """Unmarked questions and answers take turns."""
    sides: str = "no labels"
    looks: dict[str, tuple[int, float, float]] = field(default_factory=dict)
    """Look → how often, what share asks, how long on average."""
    body: str = ""
    """The look of most of the text."""
    named: frozenset[str] = frozenset()
    """Those who have labels, as far as they are persons."""
    spoke: list[str | None] = field(default_factory=list)
    """For each place in `content`, whose label was the last before it."""
    fronts: dict[str, tuple[int, float]] = field(default_factory=dict)
    """Make → how often, and what share of it stands right before a label."""
    fronted: float = 0.0
    """What share of the labels stands behind the make that most of them do."""
    asking: dict[str, str] = field(default_factory=dict)
    """Look → the look that answers it, where two looks take turns."""
    lines: Counter[str] = field(default_factory=Counter)
    elsewhere: str = ""

    def is_likely(self, index: int) -> bool:
        """Whether a likely label stands there."""
        label = self.labels.get(index)
        return label is not None and label.probability > LIKELY


def seen_around(blocks: Sequence[Block], labels: Mapping[int, Label], aside: Mapping[int, str]) -> Surroundings:
    """What there is to see of the page."""
    content = [index for index, block in enumerate(blocks) if block.why_not_spoken is None and index not in aside]
    around = Surroundings(blocks=blocks, labels=labels, content=content)
    around.sides = _sides(labels)
    by_look: defaultdict[str, list[Block]] = defaultdict(list)
    for index in content:
        if index not in labels or labels[index].probability < LIKELY:
            by_look[look_of(blocks[index])].append(blocks[index])
        around.lines[blocks[index].text] += 1
    for look, members in by_look.items():
        length = sum(len(block.text) for block in members)
        around.looks[look] = (len(members), sum(asks(b.text) for b in members) / len(members), length / len(members))
    weight = {look: count * length for look, (count, _, length) in around.looks.items()}
    around.body = max(weight, key=lambda look: weight[look], default="")
    names = Counter(label.opening.name for index, label in labels.items() if around.is_likely(index))
    around.named = frozenset(name for name, _ in names.most_common(MOST_NAMES) if len(name) >= 2 and not is_role(name))
    key: str | None = None
    for index in content:
        around.spoke.append(key)
        key = labels[index].key if around.is_likely(index) else key
    _see_fronts(around)
    around.asking = _looks_in_turn([look_of(blocks[index]) for index in content])
    around.rhythm = _has_rhythm(around)
    around.anchors = [at for at, index in enumerate(content) if _is_anchor(index, around)]
    around.elsewhere = "\n".join(blocks[index].text for index in content)[:200_000]
    return around


def make_of(block: Block) -> str:
    """How the block is set, and whether it begins as an item of a list does."""
    return f"{look_of(block)}|{'#' if LIST_START.match(block.text) else ''}"


def _see_fronts(around: Surroundings) -> None:
    """What stands before the labels: on many pages questions have none, but are all set in one way."""
    count, before = Counter[str](), Counter[str]()
    labels = 0
    for at, index in enumerate(around.content):
        if around.is_likely(index):
            labels += 1
            continue
        make = make_of(around.blocks[index])
        count[make] += 1
        before[make] += at + 1 < len(around.content) and around.is_likely(around.content[at + 1])
    around.fronts = {make: (number, before[make] / number) for make, number in count.items()}
    around.fronted = max(before.values(), default=0) / max(labels, 1)


def _looks_in_turn(looks: Sequence[str]) -> dict[str, str]:
    """Looks of one paragraph each that are followed by another look, and come behind that one."""
    count = Counter(looks)
    behind: defaultdict[str, Counter[str]] = defaultdict(Counter)
    ahead: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one, other in pairwise(looks):
        behind[one][other] += 1
        ahead[other][one] += 1
    found = {}
    for look, number in count.items():
        if number < 3:
            continue
        answer, times = behind[look].most_common(1)[0] if behind[look] else ("", 0)
        if answer != look and times >= 0.75 * number and ahead[look][answer] >= 0.6 * (number - 1):
            found[look] = answer
    return found


def _has_rhythm(around: Surroundings) -> bool:
    """Whether paragraphs that ask and paragraphs that do not take turns, with no label on one side at least."""
    if around.sides == "labels of both sides":
        return False
    asking = [asks(around.blocks[index].text) for index in around.content]
    places = [at for at, each in enumerate(asking) if each]
    answered = sum(at + 1 < len(asking) and not asking[at + 1] for at in places)
    inside = places[-1] - places[0] + 1 if places else 1
    return len(places) >= 4 and answered >= 0.75 * len(places) and 0.2 <= len(places) / inside <= 0.6


def _sides(labels: Mapping[int, Label]) -> str:
    """Which sides of the conversation the likely labels cover."""
    said: defaultdict[str, list[bool]] = defaultdict(list)
    for label in labels.values():
        if label.probability > LIKELY:
            said[label.key].append(has_question(label.opening.said[-200:]))
    if not said or sum(map(len, said.values())) < 2:
        return "no labels"
    asking = {key: key in HOSTS or key == "――" or sum(each) > 0.6 * len(each) for key, each in said.items()}
    if all(asking.values()):
        return "labels of questions only"
    if any(key in HOSTS or (asking[key] and len(said[key]) > 1) for key in said):
        return "labels of both sides"
    asked = sum(map(sum, said.values())) / sum(map(len, said.values()))
    return "labels that do not ask" if asked < 0.2 else "labels of both sides"


def look_of(block: Block) -> str:
    """How the block is set: equal for blocks that a reader sees as alike."""
    kind = "" if block.kind is BlockKind.PARAGRAPH else f"{block.kind}{block.level or ''}"
    return f"{kind}|{block.look}|{'bold' if is_bold(block) else ''}{'italic' if is_italic(block) else ''}"


def is_bold(block: Block) -> bool:
    """Whether the block is printed in bold as a whole."""
    return sum(span.end - span.start for span in block.bold) >= 0.85 * len(block.text)


def is_italic(block: Block) -> bool:
    """Whether the block is printed in italics as a whole."""
    return sum(span.end - span.start for span in block.italic) >= 0.85 * len(block.text)


def _is_anchor(index: int, around: Surroundings) -> bool:
    label = around.labels.get(index)
    if label is not None and label.probability > LIKELY:
        return True
    if around.sides == "labels of both sides" or not asks(around.blocks[index].text):
        return False
    count, share, _ = around.looks[look_of(around.blocks[index])]
    return around.rhythm or (count > 1 and share > 0.5 and look_of(around.blocks[index]) != around.body)
