"""Lines that come back: names that the article took for furniture, and furniture that it took for speech."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from narrator.model import Block
from narrator.script.label_words import asks_or_answers, folded, is_kana_name, is_person, is_role
from narrator.script.openings import LONGEST_LABEL
from narrator.script.spoken_style import asks, ends_sentence

MANY_TIMES = 4
"""Times more that the head of a page stands behind an unfinished sentence than behind a finished one."""
_LINE = range(20, 80)
_CLOCK = re.compile(r"\d[:：]\d\d")
OFTEN = 2
"""Times that a line has to come back."""
_TAKEN_FOR_FURNITURE = ("navigation", "control", "page header or number", "picture caption", "credits", "repeated")
_WORDS = 8
"""Characters from which what follows can be what somebody says."""


def with_lines_that_come_back(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks; names before other words each time are given back to the conversation, heads of pages left out."""
    breaking: Counter[str] = Counter()
    for before, block in pairwise(blocks):
        if len(block.text) in _LINE and not (asks(block.text) or is_person(block.text) or _CLOCK.search(block.text)):
            breaking[block.text] += 1 if not ends_sentence(before.text) else -1
    return tuple(
        replace(block, why_not_spoken="page header or number")
        if block.why_not_spoken is None and breaking[block.text] >= MANY_TIMES
        else block
        for block in _with_recurring_labels(blocks)
    )


def _with_recurring_labels(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks; short lines that come back before other words each time are given back to the conversation."""
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for index, (block, behind) in enumerate(pairwise(blocks)):
        if (
            block.why_not_spoken in _TAKEN_FOR_FURNITURE
            and behind.why_not_spoken is None
            and _could_be_label(block.text)
        ):
            lines[folded(block.text)].append(index)
    said = {key: {blocks[index + 1].text for index in places} for key, places in lines.items()}
    found = {key: at for key, at in lines.items() if sum(len(text) >= _WORDS for text in said[key]) >= OFTEN}
    if not any(len(found) > 1 or asks_or_answers(key) or blocks[at[0]].text[-1] in ":：" for key, at in found.items()):
        return tuple(blocks)  # nothing, or a button
    back = {index for places in (lines if len(found) > 1 else found).values() for index in places}
    return tuple(replace(block, why_not_spoken=None) if index in back else block for index, block in enumerate(blocks))


def _could_be_label(text: str) -> bool:
    name = text.rstrip(" :：")
    if len(name) > LONGEST_LABEL or not name:
        return False
    return (
        asks_or_answers(folded(name))
        or name != text
        or is_role(name)
        or is_person(name)
        or is_kana_name(name.replace(" ", ""))
    )
