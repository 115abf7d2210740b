"""What each block of the page is: the beginning of a turn, its continuation, a heading, narration, or nothing said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from narrator.model import Block, BlockKind
from narrator.script.chain import Explanation, Role, explained, fitted
from narrator.script.label_marks import WEAK, Mark
from narrator.script.label_words import CAPTIONS_ON_SCREEN, asks_or_answers, folded, is_role
from narrator.script.labels import Label
from narrator.script.neighbours import LIKELY
from narrator.script.openings import SPEECH_DASH, STAMP
from narrator.script.spoken_style import asks, ends_sentence
from narrator.script.traits import BARE_NUMBER, CREDITS, END, INVITATION, signs_of_blocks

STRAY = 20
"""Characters up to which a line that ends without a mark is no sentence."""


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
    chance: float = 1.0
    """How likely it is that the block is this, from 0 to 1."""
    whole: float = 1.0
    """Where a turn begins: how likely it begins and ends as it does."""


_PLACES = {
    Role.LABELLED: Place.TURN,
    Role.QUESTION: Place.QUESTION,
    Role.ANSWER: Place.ANSWER,
    Role.CONTINUES: Place.CONTINUES,
    Role.HEADING: Place.HEADING,
    Role.NARRATION: Place.NARRATION,
    Role.NOTHING: Place.NOT_SPOKEN,
}


def placed(blocks: Sequence[Block], labels: Mapping[int, Label], declared: frozenset[int]) -> list[Placed]:
    """Every block with its place, in order."""
    if not blocks:
        return []
    aside = set_aside(blocks, labels, declared)
    signs = [*signs_of_blocks(blocks, labels, aside)]
    explanation = explained(
        signs,
        [index in labels for index in range(len(blocks))],
        [block.why_not_spoken is not None or index in aside for index, block in enumerate(blocks)],
        fitted(),
        surely=[index for index, label in labels.items() if label.opening.mark is Mark.VOICE and index not in aside],
    )
    out = [_placed(index, block, labels, aside, explanation) for index, block in enumerate(blocks)]
    out = _answered(_without_stray_lines(_in_one_way(out, labels, aside)))
    if not _is_conversation(out):
        told = (Place.TURN, Place.SHOWN, Place.QUESTION, Place.ANSWER, Place.CONTINUES)
        out = [replace(each, place=Place.NARRATION, label=None) if each.place in told else each for each in out]
    if any(each.place is not Place.NOT_SPOKEN for each in out):
        return out
    return [
        each if each.block.why_not_spoken is not None else replace(each, place=Place.NARRATION, why=None)
        for each in out
    ]  # whatever it is, it is all there is


_APART = (Place.NARRATION, Place.HEADING, Place.NOT_SPOKEN)


def _in_one_way(places: Sequence[Placed], labels: Mapping[int, Label], aside: Mapping[int, str]) -> list[Placed]:
    """A likely label that stands apart is one where the same name, set in the same way, begins a turn elsewhere."""
    accepted = {(each.label.key, each.label.opening.mark) for each in places if each.label is not None}
    out = list(places)
    for index, each in enumerate(places):
        label = labels.get(index)
        if label is None or index in aside or each.place not in _APART or each.block.why_not_spoken is not None:
            continue
        if label.probability <= LIKELY or label.opening.mark in WEAK or (label.key, label.opening.mark) not in accepted:
            continue
        place = Place.SHOWN if label.key in CAPTIONS_ON_SCREEN else Place.TURN
        out[index] = replace(each, place=place, label=label, why=None, chance=1 - each.chance, whole=1 - each.chance)
        below = next((at for at in range(index + 1, len(out)) if out[at].block.why_not_spoken is None), None)
        if not label.opening.said and below is not None and below not in aside and out[below].place in _APART:
            out[below] = replace(out[below], place=Place.CONTINUES, why=None)
    return out


def _without_stray_lines(places: Sequence[Placed]) -> list[Placed]:
    """Among labelled turns, a short line that is no sentence is nobody's: a recess, or a guest and what they are."""
    labelled = [each.label.opening for each in places if each.label is not None]
    implied = sum(each.place in (Place.QUESTION, Place.ANSWER) for each in places)
    clear = {each.key for each in labelled if each.mark not in WEAK}
    weak = Counter((each.key, each.mark) for each in labelled if each.mark in WEAK)
    out = []
    for each in places:
        words = each.block.text if each.label is None else each.label.opening.said
        stray = 0 < len(words) <= STRAY and not (ends_sentence(words) or asks(words))
        if each.place in (Place.QUESTION, Place.ANSWER):
            stray = stray and 2 * implied <= len(labelled)
        elif each.place is Place.TURN and each.label is not None and each.label.opening.mark is Mark.GAP:
            key = each.label.opening.key
            stray = stray and key in clear and weak[key, Mark.GAP] == 1
        else:
            stray = False
        out.append(replace(each, place=Place.NARRATION, label=None) if stray else each)
    return out


def _answered(places: Sequence[Placed]) -> list[Placed]:
    """Behind a question that a dash opens stands its answer; such questions are one paragraph."""
    dashed = sum(each.label is not None and each.label.opening.mark is Mark.SPEECH_DASH for each in places)
    labelled = sum(each.label is not None for each in places)
    if dashed < 3 or dashed < labelled:
        return list(places)
    out: list[Placed] = []
    asked = False
    for each in places:
        if asked and each.place is Place.CONTINUES:
            out.append(replace(each, place=Place.ANSWER, whole=each.chance))
        else:
            out.append(each)
        if each.place is not Place.NOT_SPOKEN:
            asked = each.place is Place.TURN
    return out


def _is_conversation(places: Sequence[Placed]) -> bool:
    """One label makes no conversation, unless it says what somebody is and speech follows; nor does one question."""
    labels = [each.label for each in places if each.label is not None]
    if any(label.opening.mark in (Mark.VOICE, Mark.CHANGE) for label in labels):
        return True
    implied = [each for each in places if each.place in (Place.QUESTION, Place.ANSWER)]
    if not labels and sum(SPEECH_DASH.match(each.block.text) is not None for each in implied) > 0.5 * len(implied):
        return False  # people of a story, who speak in dashes
    asked = sum(each.place is Place.QUESTION for each in places)
    answered = sum(each.place is Place.ANSWER for each in places)
    if len(labels) + min(asked, 2) + min(answered, 2) >= 3 or (labels and asked + answered) or len(labels) == 2:
        return True
    if len(labels) != 1 or asked + answered:
        return asked >= 2
    name = folded(labels[0].opening.name)  # 问题： alone asks nobody
    return is_role(name) and not asks_or_answers(name) and len(labels[0].opening.said) > 20


def _placed(
    index: int, block: Block, labels: Mapping[int, Label], aside: Mapping[int, str], explanation: Explanation
) -> Placed:
    state, chance = explanation.states[index], float(explanation.chances[index])
    place, label = _PLACES[state.role], None
    if (
        place is Place.NOT_SPOKEN
        and block.kind is BlockKind.CUE
        and block.why_not_spoken is None
        and index not in aside
    ):
        place = Place.NARRATION  # captions print nothing but what is heard
    if place is Place.TURN:
        label = labels[index]
        if label.key in CAPTIONS_ON_SCREEN:
            place = Place.SHOWN
    if place is Place.NARRATION and block.kind is BlockKind.HEADING:
        place = Place.HEADING
    why = block.why_not_spoken or aside.get(index) or (_why(block) if place is Place.NOT_SPOKEN else None)
    return Placed(
        block=block, place=place, label=label, why=why, chance=chance, whole=explanation.turns.get(index, 1.0)
    )


def set_aside(blocks: Sequence[Block], labels: Mapping[int, Label], declared: frozenset[int]) -> dict[int, str]:
    """Blocks that are not said, whatever stands around them, and why."""
    out = dict.fromkeys(declared, "who takes part") | dict.fromkeys(_forum_replies(blocks, labels), "forum reply")
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING or index in out:
            continue
        if BARE_NUMBER.fullmatch(block.text):
            out[index] = "number"
        elif (stamp := STAMP.match(block.text[:60])) and stamp.end() == len(block.text):
            out[index] = "time stamp"
    return out


def _why(block: Block) -> str:
    """Why a block that nobody says is left out, in a word or two."""
    for pattern, why in ((END, "notice"), (CREDITS, "credits"), (INVITATION, "link")):
        if pattern.search(block.text[:400]):
            return why
    return "picture caption" if len(block.text) < 60 else "notice"


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
    likely = {index for index, label in labels.items() if label.probability > 0.5}
    spoken = [number for number, post in enumerate(posts) if any(index in likely for index in post)]
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
