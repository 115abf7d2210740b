"""How likely each opening is a label: the evidence for and against it, in words, and what each piece is worth.

A label recurs, takes turns with others that are set in the same way, is followed by speech, says what somebody is, has
the shape of a name, or is a name the page declares or mentions; a word such as 比如, a year, a key with a value behind
it, or the beginning of a headline is none. What each sign is worth was fitted on labelled pages
(`benchmarks/fit_turns.py`) and stands in `tables/labels.tsv`. It is weighed twice: the second time with the company,
for a page sets its labels in one way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from narrator.model import Block, BlockKind, Span
from narrator.script.declared import Declared, declared_names
from narrator.script.fitted import logistic, table
from narrator.script.label_marks import WEAK, Mark, Opening
from narrator.script.label_signs import Page, company, signs_of
from narrator.script.label_words import (
    asks_or_answers,
    is_kana_name,
    is_person,
    is_role,
    names_in,
)
from narrator.script.openings import base_name, openings
from narrator.script.spoken_style import asks

LONGEST_IN_KANJI = 5
"""Characters of a Japanese name that has no kana."""
_KANA = re.compile("[\u3041-\u30ff]")
LEAST = 0.02
"""Probability of a label below which it is none."""

_DOT = re.compile(r"[ ·•・‧]")
"""Parts the names of a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """An opening, and how likely it is a label."""

    opening: Opening
    key: str
    """Of the speaker it stands for: equal for all labels of one person."""
    probability: float
    doubt: str | None = None


def likely_labels(blocks: Sequence[Block]) -> tuple[dict[int, Label], Declared]:
    """The likeliest label of each block that may begin with one, and what the page declares about its people."""
    page = examined(blocks)
    return best_of(page, weighed(page)), page.declared


def best_of(page: Page, chances: Sequence[float]) -> dict[int, Label]:
    """The likeliest label of each block, by how likely each of the page's openings is."""
    surest: dict[tuple[str, Mark], float] = {}
    for each, chance in zip(page.found, chances, strict=True):
        surest[each.key, each.mark] = max(chance, surest.get((each.key, each.mark), 0.0))
    best: dict[int, tuple[float, int]] = {}
    for at, (each, own) in enumerate(zip(page.found, chances, strict=True)):
        # a name that is a label in one place is likely to be one where it is set in the same way
        chance = max(own, 0.9 * surest[each.key, each.mark]) if each.mark not in WEAK and page.said[at] else own
        if _stands_alone_once(page, each):
            chance = min(chance, LEAST)
        if chance > best.get(each.block, (0.0, -1))[0]:
            best[each.block] = (chance, at)
    labels = {
        block: Label(
            opening=page.found[at],
            key=page.found[at].key,
            probability=1.0 if page.found[at].mark is Mark.VOICE else chance,
        )
        for block, (chance, at) in best.items()
        if chance > LEAST or page.found[at].mark is Mark.VOICE
    }
    return _slips(page.blocks, labels)


def _stands_alone_once(page: Page, each: Opening) -> bool:
    """Whether it is a line of its own that names nobody and never comes back: a heading."""
    if each.mark is not Mark.ALONE or len(page.groups[each.key, each.mark]) > 1 or each.stamped:
        return False
    name = each.name
    japanese = is_kana_name(name) and (_KANA.search(name) is not None or len(name) <= LONGEST_IN_KANJI)
    known = asks_or_answers(each.key) or page.declared.knows(each.key)
    return not (known or japanese or is_person(name) or is_role(name))


def examined(blocks: Sequence[Block]) -> Page:
    """The page's openings, grouped."""
    found = _with_short_names([each for index, block in enumerate(blocks) for each in openings(index, block)])
    first: dict[int, Opening] = {}
    for each in found:
        first.setdefault(each.block, each)
    declared = declared_names(blocks, first)
    dashed = [each for each in found if each.mark is Mark.SPEECH_DASH]
    unasked = {each.block for each in dashed} if dashed and not _dashes_ask(dashed) else frozenset()
    found = [
        each
        for each in found
        if each.block not in declared.lines and not (each.mark is Mark.SPEECH_DASH and each.block in unasked)
    ]
    page = Page(blocks=blocks, found=found, declared=declared)
    strong = {each.block for each in found if each.mark not in WEAK}
    for at, each in enumerate(found):
        page.said[at] = _said(each, blocks, strong)
        page.groups.setdefault((each.key, each.mark), []).append(at)
        page.shapes.setdefault(each.shape, []).append(at)
    page.mentions = _text_without_labels(blocks, first)
    return page


def _dashes_ask(dashed: Sequence[Opening]) -> bool:
    """Whether dashes stand for somebody who asks; 「——来了？」「——来了。」 is a dialogue, nobody's questions."""
    neighbours = any(one.block + 1 == other.block for one, other in pairwise(dashed))
    asked = sum(asks(each.said) for each in dashed)
    return len(dashed) >= 2 and asked > (1 / 2 if neighbours else 1 / 3) * len(dashed)


def weighed(page: Page) -> list[float]:
    """The probability of each opening to be a label."""
    worth_alone, worth_together = table("labels.tsv", "alone"), table("labels.tsv", "together")
    signs = [*signs_of(page)]
    alone = [logistic(each, worth_alone) for each in signs]
    return [logistic(each | more, worth_together) for each, more in zip(signs, company(page, alone), strict=True)]


def _with_short_names(found: list[Opening]) -> list[Opening]:
    """`老船长周海生` is 周海生, where both are labels: what stands before the name is who he is."""
    strong = [each for each in found if each.mark not in WEAK or each.mark is Mark.STOP]
    short = {each.name for each in strong if 2 <= len(each.name) <= 4 and is_person(each.name)}
    full: dict[str, set[str]] = {}
    for each in strong:
        if _DOT.search(each.name) and is_person(each.name):
            for word in _DOT.split(each.name):
                full.setdefault(word, set()).add(each.name)
    return [_shortened(each, short, full) for each in found]


def _shortened(each: Opening, short: set[str], full: Mapping[str, set[str]]) -> Opening:
    base = base_name(each.name)
    if base is not None and (is_role(base) or base in short):
        return replace(each, name=base)  # 记者问 is 记者
    if base is not None and each.printed.endswith(("提问", "提問", "回答", "答道", "追问")) and len(base) > 1:
        return replace(each, name=base)
    if len(names := full.get(each.name, set())) == 1 and not is_role(each.name):
        return replace(each, name=next(iter(names)))  # LEE is KIM LEE
    if each.name.isascii() or len(names_in(each.name)) > 1:
        return each
    for length in (4, 3, 2):
        name = each.name[-length:]
        if len(each.name) > length + 1 and name in short and not _DOT.search(each.name):
            return replace(each, name=name, before=f"{each.before}{each.name[:-length]}".strip())
    return each


def _said(each: Opening, blocks: Sequence[Block], strong: set[int]) -> str:
    """What follows the label: on its line, or, for a label alone on its line, on the next."""
    if each.said:
        return each.said
    for at in range(each.block + 1, min(each.block + 4, len(blocks))):
        if blocks[at].why_not_spoken is not None:
            continue
        if at in strong or blocks[at].kind is BlockKind.HEADING:
            return ""
        return blocks[at].text
    return ""


def _text_without_labels(blocks: Sequence[Block], first: Mapping[int, Opening]) -> str:
    """The page's own words, in which a person may be mentioned."""
    parts = []
    length = 0
    for index, block in enumerate(blocks):
        each = first.get(index)
        text = block.text if each is None else block.text[each.label.end :]
        parts.append(text[:2000])
        length += len(parts[-1])
        if length > 60_000:
            break
    return "\n".join(parts)


_SLIP = re.compile(r"\s*([^\s；;：:，,。！？!?]{2,20})\s?[；;]\s?(?=\S)")


def _slips(blocks: Sequence[Block], labels: dict[int, Label]) -> dict[int, Label]:
    """`王立；馆长说得对。`: a semicolon where the name has its colon everywhere else."""
    known = {
        label.opening.printed: label
        for label in labels.values()
        if label.opening.mark is Mark.COLON and len(label.opening.printed) >= 2 and label.probability > 0.5
    }
    for index, block in enumerate(blocks):
        if index in labels or block.why_not_spoken is not None or not (slip := _SLIP.match(block.text)):
            continue
        if (label := known.get(slip.group(1))) is not None:
            said = block.text[slip.end() :]
            each = replace(label.opening, block=index, label=Span(0, slip.end()), said=said, stamped=False)
            doubt = f"“{slip.group().strip()}” has no colon"
            labels[index] = Label(opening=each, key=label.key, probability=label.probability, doubt=doubt)
    return labels
