"""Turns that no label marks: questions in bold or as headings, and the answers below them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum, auto

from narrator.model import Block, BlockKind
from narrator.script.candidates import Form
from narrator.script.labels import Label
from narrator.script.speech import asks
from narrator.script.words import ASKERS, HOSTS

LONGEST_QUESTION = 400
"""Characters of a question that no label marks."""

_LABELLED = re.compile(
    r"\s*[*_【\[]{0,3}[^\s:：。！？!?，,]{1,12}[】\]]?[*_]{0,2}\s?[:：]|[^\s\u3000]{1,8}\u3000|[（(\[【]"
)
"""Begins with what may be a label, or is a remark in brackets: no plain answer."""
_NUMBER = re.compile(r"\s*(?:\d{1,2}\s?[.、．)）]|[（(]\d{1,2}[)）]|Q\s?\d{1,2}\b)")
_TO_SOMEBODY = re.compile(r"[你您妳]|\byou(?:r|rs)?\b|あなた|さん", re.IGNORECASE)


class Implied(Enum):
    """What a block without a label is."""

    QUESTION = auto()
    ANSWER = auto()


def implied_turns(blocks: Sequence[Block], labels: Mapping[int, Label]) -> dict[int, Implied]:  # noqa: PLR0911
    """The blocks that begin a turn without a label."""
    keys = {label.key for label in labels.values()}
    forms = {label.candidate.form for label in labels.values()}
    if Form.VOICE in forms or Form.ARROW in forms:
        return {}
    askers = {key for key in keys if key in ASKERS or key in HOSTS or key == "――"}
    if keys and keys <= askers:
        return _answers(blocks, sorted(labels), labels)
    if askers:
        return {}
    questions = _questions(blocks, labels)
    if keys:
        direct = [index for index in questions if _next_content(blocks, index) in labels]
        if len(direct) >= 2 and len(direct) >= 0.5 * len(labels):
            return dict.fromkeys(direct, Implied.QUESTION)
        return {}
    found = _answers(blocks, questions, labels)
    if len(found) < 2:
        return {}
    return dict.fromkeys(questions, Implied.QUESTION) | found


def _questions(blocks: Sequence[Block], labels: Mapping[int, Label]) -> list[int]:
    """Bold paragraphs that ask; or headings, where nearly all of them ask somebody something."""
    free = [
        (index, block)
        for index, block in enumerate(blocks)
        if index not in labels and block.why_not_spoken is None and len(block.text) <= LONGEST_QUESTION
    ]
    bold = [index for index, block in free if block.kind is not BlockKind.HEADING and is_bold(block)]
    asking = [index for index in bold if asks(blocks[index].text)]
    if len(asking) >= 2 and len(asking) >= 0.5 * len(bold):
        found = set(asking)
        numbered = [
            index for index in bold if index not in found and index > asking[0] and _NUMBER.match(blocks[index].text)
        ]
        return sorted(asking + numbered)
    headings = [index for index, block in free if block.kind is BlockKind.HEADING]
    asking = [index for index in headings if asks(blocks[index].text)]
    to_somebody = sum(_TO_SOMEBODY.search(blocks[index].text) is not None for index in asking)
    if len(asking) >= 3 and len(asking) >= 0.6 * len(headings) and to_somebody >= 0.5 * len(asking):
        return asking
    return []


def _answers(blocks: Sequence[Block], questions: Sequence[int], labels: Mapping[int, Label]) -> dict[int, Implied]:
    """The paragraph behind each question, where most questions have one."""
    found: dict[int, Implied] = {}
    asked = set(questions)
    for index in questions:
        behind = _next_content(blocks, index)
        if behind is None or behind in labels or behind in asked:
            continue
        block = blocks[behind]
        if block.kind is not BlockKind.HEADING and not is_bold(block) and not _LABELLED.match(block.text):
            found[behind] = Implied.ANSWER
    return found if len(found) >= 0.5 * len(questions) else {}


def _next_content(blocks: Sequence[Block], index: int) -> int | None:
    return next(
        (at for at in range(index + 1, min(index + 20, len(blocks))) if blocks[at].why_not_spoken is None), None
    )


def is_bold(block: Block) -> bool:
    """Whether the block is printed in bold as a whole."""
    covered = sum(span.end - span.start for span in block.bold)
    return covered >= 0.85 * len(block.text)
