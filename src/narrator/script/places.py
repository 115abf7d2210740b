"""What each block of the page is, once the labels are known: the beginning of a turn, its continuation, "
"narration, or nothing said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from narrator.model import Block, BlockKind
from narrator.script.candidates import STAMP
from narrator.script.implied import Implied, is_bold
from narrator.script.labels import Label
from narrator.script.speech import ends_sentence
from narrator.script.words import CAPTIONS_ON_SCREEN, NOTES

LONGEST_HEADING = 45
"""Characters of a bold or bare line that is a heading."""


class Place(Enum):
    """What a block is in the script."""

    TURN = auto()
    """Begins with a label."""
    QUESTION = auto()
    ANSWER = auto()
    CONTINUES = auto()
    """Another paragraph of the turn before it."""
    HEADING = auto()
    NARRATION = auto()
    SHOWN = auto()
    """A caption on the screen, with its label."""
    NOT_SPOKEN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A block, and what it is."""

    block: Block
    place: Place
    label: Label | None = None
    why: str | None = None
    """Why it is not spoken."""


_CHINESE_NUMBER = r"[一二三四五六七八九十]{1,3}"
_NUMBERED_HEAD = re.compile(
    rf"(?:{_CHINESE_NUMBER}[、.．]|[（(]{_CHINESE_NUMBER}[）)]|第{_CHINESE_NUMBER}(?:部分|章|节|節|篇|幕)|(?:part|chapter|section)\s\d{{1,2}}|[■◆●▌▎])",
    re.IGNORECASE,
)
_PART_OF_ITS_OWN = re.compile(
    r"[【\[■◆●]?\s?(?:采访|採訪|记者|記者|编辑|主持人)?(?:手记|手記|后记|後記|编后|编后语|編後|结语|結語|尾声|尾聲|札记|感言|侧记|花絮|对话背景|人物名片|名片|人物档案|嘉宾简介|人物简介|作者简介)\s?[】\]]?\s?[:：]?"
)
"""Parts that are no longer the conversation."""
_BARE_NUMBER = re.compile(r"[\s\-—·.#(（\[]{0,4}\d{1,2}[\s\-—·.)）\]]{0,4}")
_IN_BRACKETS = re.compile(r"[（(\[【〔].*[）)\]】〕]", re.DOTALL)
_PROCEEDINGS = re.compile(r"[\u3400-\u9fff]{2,10}\s?[（(]\d{1,2}[时時点點]\d{1,2}分[）)]")
"""`休息（10時3分）`: what the record of a session notes between the speeches."""
_CLOSING_BRACKETS = re.compile(
    r"[（(\[【]\s?(?:完|全文完|本文完|end|fin|the end|本文(?:根据|由|为|系|作者|首发|原载)|根据|作者[系为]|文中|"
    r"整理自|转载|未完待续|待续).{0,80}[）)\]】]",
    re.IGNORECASE,
)


def placed(
    blocks: Sequence[Block], labels: Mapping[int, Label], implied: Mapping[int, Implied], declared: frozenset[int]
) -> list[Placed]:
    """Every block with its place, in order."""
    replies = _forum_replies(blocks, labels)
    starts = sorted(set(labels) | set(implied))
    last = starts[-1] if starts else -1
    speaking: int | None = None
    stamped = sum(label.candidate.stamped for label in labels.values()) > 0.5 * len(labels)
    bold_labels = sum(is_bold(blocks[index]) for index in labels) > 0.3 * len(labels) if labels else False
    headed = False
    out: list[Placed] = []
    for index, block in enumerate(blocks):
        label = labels.get(index)
        if block.why_not_spoken is not None:
            out.append(Placed(block=block, place=Place.NOT_SPOKEN, why=block.why_not_spoken))
            continue
        if index in declared:
            out.append(Placed(block=block, place=Place.NOT_SPOKEN, why="who takes part"))
            continue
        if index in replies:
            out.append(Placed(block=block, place=Place.NOT_SPOKEN, why="forum reply"))
            continue
        if label is not None:
            shown = label.key in CAPTIONS_ON_SCREEN
            speaking, headed = (None if shown else index), False
            out.append(Placed(block=block, place=Place.SHOWN if shown else Place.TURN, label=label))
            continue
        if index in implied:
            speaking, headed = index, False
            out.append(
                Placed(block=block, place=Place.QUESTION if implied[index] is Implied.QUESTION else Place.ANSWER)
            )
            continue
        if _BARE_NUMBER.fullmatch(block.text):
            out.append(Placed(block=block, place=Place.NOT_SPOKEN, why="number"))
            continue
        if (stamp := STAMP.match(block.text[:60])) and stamp.end() == len(block.text):
            out.append(Placed(block=block, place=Place.NOT_SPOKEN, why="time stamp"))
            continue
        place = _without_label(index, block, blocks, labels, starts, bold_labels=bold_labels)
        if place is Place.NOT_SPOKEN:
            out.append(Placed(block=block, place=place, why="notice"))
            continue
        if place is Place.HEADING:
            headed = True
        elif place is Place.CONTINUES and (
            speaking is None or _no_more_of(speaking, index, blocks, last, headed=headed, stamped=stamped)
        ):
            place = Place.NARRATION
            if speaking is not None and index > last:
                speaking = None
        out.append(Placed(block=block, place=place))
    return out


def _without_label(  # noqa: PLR0911
    index: int,
    block: Block,
    blocks: Sequence[Block],
    labels: Mapping[int, Label],
    starts: Sequence[int],
    *,
    bold_labels: bool,
) -> Place:
    text = block.text
    if block.kind is BlockKind.HEADING or (block.kind is BlockKind.TERM and not starts):
        return Place.HEADING
    if _CLOSING_BRACKETS.fullmatch(text):
        return Place.NOT_SPOKEN
    if _PART_OF_ITS_OWN.fullmatch(text):
        return Place.HEADING
    if _PROCEEDINGS.fullmatch(text) or NOTES.match(text) or (_IN_BRACKETS.fullmatch(text) and len(text) > 12):
        return Place.NARRATION
    if block.kind is BlockKind.QUOTE and not _around_is_quote(index, blocks, starts):
        return Place.NARRATION
    short = len(text) <= LONGEST_HEADING
    if short and is_bold(block) and not (bold_labels and _is_among_bold(index, blocks)):
        return Place.HEADING
    if short and _NUMBERED_HEAD.match(text) and not ends_sentence(text) and text[-1] not in "，,；;：:":
        return Place.HEADING
    if (
        short
        and len(text) <= 30
        and starts
        and index + 1 in labels
        and _is_bare(text)
        and index > 0
        and ends_sentence(blocks[index - 1].text)
    ):
        return Place.HEADING
    return Place.CONTINUES


def _is_among_bold(index: int, blocks: Sequence[Block]) -> bool:
    """Where whole questions are bold, a bold line below one may be more of it; a bold line by itself is a heading."""
    before = next((at for at in range(index - 1, -1, -1) if blocks[at].why_not_spoken is None), None)
    return before is None or is_bold(blocks[before]) or ends_sentence(blocks[index].text)


def _is_bare(text: str) -> bool:
    return not ends_sentence(text) and text[-1] not in "，,；;：:、）)”」》" and not re.search(r"[，,；;。]", text)


def _around_is_quote(index: int, blocks: Sequence[Block], starts: Sequence[int]) -> bool:
    """Whether the turn itself is printed as a quotation."""
    before = bisect_left(starts, index) - 1
    return before >= 0 and blocks[starts[before]].kind is BlockKind.QUOTE


def _no_more_of(speaking: int, index: int, blocks: Sequence[Block], last: int, *, headed: bool, stamped: bool) -> bool:
    """Whether a paragraph without a label is no longer the turn's: the list it stood in has ended, another part "
    "begins."""
    block = blocks[index]
    if block.depth < blocks[speaking].depth and index > last:
        return True
    if headed and index > last:
        return True
    return stamped and STAMP.match(block.text[:60]) is not None


def _forum_replies(blocks: Sequence[Block], labels: Mapping[int, Label]) -> set[int]:
    """On a forum, the posts behind the one with the interview are other people's."""
    posts: list[list[int]] = [[]]
    for index, block in enumerate(blocks):
        if block.why_not_spoken == "forum":
            if posts[-1]:
                posts.append([])
        else:
            posts[-1].append(index)
    if len(posts) < 2 or not any(block.why_not_spoken == "forum" for block in blocks):
        return set()
    spoken = [number for number, post in enumerate(posts) if any(index in labels for index in post)]
    if not spoken:
        long = [number for number, post in enumerate(posts) if sum(len(blocks[index].text) for index in post) > 200]
        spoken = long[:1] or [0]
    first, final = spoken[0], spoken[-1]
    return {
        index
        for number, post in enumerate(posts)
        if number > first and (number > final or number not in spoken)
        for index in post
    }
