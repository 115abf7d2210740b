"""How likely each turn is right, and what an editor should look at before the script is spoken.

What speaks for and against a turn, and a page, was fitted on pages that the other weights had not seen
(`benchmarks/fit_turns.py`, `tables/doubts.tsv`, `tables/pages.tsv`). A page that is likely right stays quiet; on
any other, a turn below `SURE` carries a doubt, in the words of what speaks most against it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrator.messages import tr
from narrator.model import Role, Speaker, Turn
from narrator.script.fitted import Signs, logistic, table
from narrator.script.label_marks import Mark
from narrator.script.label_words import is_person, is_role
from narrator.script.places import Place, Placed
from narrator.script.spoken_style import asks, has_question

SURE = 0.93
"""Probability of being right below which a turn carries a doubt, on a page that may be wrong."""
PAGE_SURE = 0.45
"""Probability that every turn of a page is right from which nothing on it is doubted."""
_STARTS = (Place.TURN, Place.QUESTION, Place.ANSWER)
_APART = (Place.NARRATION, Place.HEADING, Place.NOT_SPOKEN)
_STEPS = (0.5, 0.75, 0.9, 0.97, 0.99, 0.998)


def turn_signs(
    turns: Sequence[Turn], made_of: Sequence[Sequence[int]], places: Sequence[Placed], speakers: Mapping[str, Speaker]
) -> list[Signs]:
    """What speaks for and against each turn; narration has no signs."""
    of_page = dict.fromkeys(_of_page(turns, places, speakers), 1.0)
    count = Counter(turn.speaker for turn in turns if turn.speaker)
    spoken = [number for number, turn in enumerate(turns) if turn.speaker]
    usual: defaultdict[str, list[int]] = defaultdict(list)
    for turn in turns:
        if turn.speaker:
            usual[turn.speaker].append(len(_text(turn)))
    out: list[Signs] = []
    for number, turn in enumerate(turns):
        if turn.speaker is None:
            out.append({})
            continue
        signs = dict.fromkeys(_of_turn(number, turns, made_of[number], places), 1.0)
        signs |= dict.fromkeys(_of_speaker(turn, speakers[turn.speaker], count[turn.speaker]), 1.0)
        if number == spoken[0]:
            signs["the first turn"] = 1.0
        if number == spoken[-1]:
            signs["the last turn"] = 1.0
        lengths = sorted(usual[turn.speaker])
        if len(lengths) > 3 and len(_text(turn)) > 3 * lengths[len(lengths) // 2] + 200:
            signs["much longer than the speaker's others"] = 1.0
        out.append(signs | of_page)
    return out


def _of_turn(number: int, turns: Sequence[Turn], made_of: Sequence[int], places: Sequence[Placed]) -> Iterator[str]:
    turn = turns[number]
    blocks = [places[at] for at in made_of]
    begins = places[made_of[0]] if made_of else None
    yield f"begins as {begins.place.name.lower() if begins else 'nothing'}"
    yield from _at_least("the whole turn", begins.whole if begins else 1.0)
    yield from _at_least("each of its paragraphs", min((each.chance for each in blocks), default=1.0))
    last = made_of[-1] if made_of else 0
    following = next((each for each in places[last + 1 :] if each.block.why_not_spoken is None), None)
    if following is not None:
        yield from _at_least("what follows it", following.chance)
        yield f"{following.place.name.lower()} follows"
    if begins is not None and begins.label is not None:
        yield from _at_least("its label", begins.label.probability)
        if begins.label.opening.mark not in (Mark.COLON, Mark.VOICE, Mark.TERM, Mark.NUMBER):
            yield "its label has no colon"
        if begins.label.doubt or turn.doubt:
            yield "its label is odd"
    yield from _inside(turn, blocks)
    before = next((turns[at] for at in range(number - 1, -1, -1) if turns[at].speaker), None)
    if before is not None:
        yield from _behind(before, turn)
    if number and turns[number - 1].speaker is None:
        yield "comes behind narration"


def _inside(turn: Turn, blocks: Sequence[Placed]) -> Iterator[str]:
    """What stands inside a turn that may be somebody else's."""
    texts = [paragraph.text for paragraph in turn.paragraphs]
    if any(asks(text) for text in texts[1:]) or any(asks(text) for text in texts[:-1]):
        yield "a paragraph in it asks"
    if len(texts) > 4:
        yield "has more than four paragraphs"
    elif len(texts) > 1:
        yield "has several paragraphs"
    if any(each.label is None and each.block.bold and len(each.block.text) < 60 for each in blocks[1:]):
        yield "a short paragraph in it has bold print"


def _behind(before: Turn, turn: Turn) -> Iterator[str]:
    """What the turn before it says of a turn."""
    if before.speaker == turn.speaker:
        yield "the same speaker spoke before"
    if asks(_text(before)) and asks(_text(turn)):
        yield "a question follows a question"
    elif asks(_text(before)):
        yield "comes behind a question"


def _of_speaker(turn: Turn, speaker: Speaker, count: int) -> Iterator[str]:
    yield (
        "the speaker has one turn"
        if count == 1
        else "the speaker has two turns"
        if count == 2
        else "the speaker has many"
    )
    if not is_person(speaker.name) and not is_role(speaker.name):
        yield "the speaker's name is neither a name nor a role"
    text = _text(turn)
    if speaker.role is Role.HOST and not has_question(text):
        yield "the host asks nothing"
    if speaker.role is not Role.HOST and asks(text):
        yield "a guest asks"


def _of_page(turns: Sequence[Turn], places: Sequence[Placed], speakers: Mapping[str, Speaker]) -> Iterator[str]:
    content = [each for each in places if each.block.why_not_spoken is None]
    starts = [each.whole for each in content if each.place in _STARTS]
    yield from _at_least("page: its paragraphs on the average", sum(e.chance for e in content) / max(len(content), 1))
    yield from _at_least("page: its turns on the average", sum(starts) / len(starts) if starts else 0.0)
    kinds = {each.place for each in content}
    if Place.QUESTION in kinds or Place.ANSWER in kinds:
        yield "page: some turns have no label" if Place.TURN in kinds else "page: no turn has a label"
    voices = {turn.speaker for turn in turns if turn.speaker}
    yield f"page: {'one voice' if len(voices) == 1 else 'two voices' if len(voices) == 2 else 'more voices'}"
    if not any(speakers[name].role is Role.HOST for name in voices if name):
        yield "page: nobody is the host"
    inside = sum(asks(p.text) for turn in turns if turn.speaker for p in turn.paragraphs[:-1])
    if inside >= 2:
        yield "page: questions stand inside turns"
    if sum(asks(p.text) for turn in turns if not turn.speaker for p in turn.paragraphs) >= 3:
        yield "page: the narrator asks"
    marks = {each.label.opening.mark for each in content if each.label and each.place is Place.TURN}
    if len(marks) > 1:
        yield "page: labels of several makes"
    unused = sum(each.label is None and 0.2 < each.chance < 0.8 for each in content)
    if unused > 2:
        yield "page: several paragraphs are unclear"


def _at_least(what: str, chance: float) -> Iterator[str]:
    for step in _STEPS:
        if chance >= step:
            yield f"{what}: {step}"


def page_signs(
    turns: Sequence[Turn], places: Sequence[Placed], speakers: Mapping[str, Speaker], chances: Sequence[float]
) -> Signs:
    """What tells whether every turn of the page is right.

    Args:
        chances: Of each turn that somebody speaks, to be right.
    """
    signs = dict.fromkeys(_of_page(turns, places, speakers), 1.0)
    signs |= dict.fromkeys(_at_least("page: its least sure turn", min(chances, default=0.5)), 1.0)
    expected = sum(1 - chance for chance in chances)
    signs |= _above("page: wrong turns expected", expected, (0.1, 0.3, 1, 3))
    signs |= _above("page: share of wrong turns expected", expected / max(len(chances), 1), (0.03, 0.06, 0.1, 0.2, 0.3))
    signs |= _above("page: turns", len(chances), (5, 10, 20, 40))
    if not chances:
        signs["page: nobody speaks"] = 1.0
        asked = sum(asks(each.block.text) for each in places if each.block.why_not_spoken is None)
        if asked >= 2:
            signs["page: nobody speaks, but questions stand on it"] = 1.0
    return signs | _of_talk([each for each in places if each.block.why_not_spoken is None])


def _of_talk(content: Sequence[Placed]) -> Signs:
    """How clear the page is between the first who speaks and the last."""
    starts = [at for at, each in enumerate(content) if each.place in _STARTS]
    if not starts:
        return {}
    talk = content[starts[0] : starts[-1] + 1]
    labels = [each.label.probability for each in talk if each.label is not None]
    steps = (0.1, 0.3, 0.5, 0.7, 0.9, 0.97)
    return (
        _above(
            "page: unclear paragraphs expected in the talk",
            sum(1 - each.chance for each in talk),
            (0.1, 0.3, 1, 2, 4, 8),
        )
        | _above("page: its least sure beginning", min(content[at].whole for at in starts), steps)
        | _above("page: its least sure label", min(labels, default=0.0), steps)
        | _above("page: paragraphs in the talk that nobody says", sum(each.place in _APART for each in talk), (1, 3, 8))
    )


def _above(what: str, value: float, steps: Sequence[float]) -> Signs:
    return {f"{what}: {step}": 1.0 for step in steps if value >= step}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """What an editor should look at."""

    turns: list[str | None]
    """For each turn why it is not sure, or None."""
    warnings: tuple[str, ...]
    """What belongs to no single turn."""


def doubted(
    turns: Sequence[Turn], signs: Sequence[Signs], places: Sequence[Placed], speakers: Mapping[str, Speaker]
) -> Doubts:
    """Which turns are not sure, and what is odd about the page as a whole."""
    worth = table("doubts.tsv", "right")
    chances = {number: logistic(signs[number], worth) for number, turn in enumerate(turns) if turn.speaker}
    of_page = page_signs(turns, places, speakers, [*chances.values()])
    quiet = logistic(of_page, table("pages.tsv", "right")) >= PAGE_SURE
    reasons = [
        turn.doubt
        or (
            _reason(signs[number], worth, turn.speaker)
            if turn.speaker and not quiet and chances[number] < SURE
            else None
        )
        for number, turn in enumerate(turns)
    ]
    found = [*_swapped(turns, speakers), *_missing_side(turns, speakers)]
    if not found and not quiet and not any(reasons):
        found.append("it is not sure that everybody on this page was found: look through the turns once")
    return Doubts(turns=reasons, warnings=tuple(found))


_REASONS = (
    ("a paragraph in it asks", tr("a question stands inside this turn: perhaps two people speak")),
    ("its label has no colon", tr("the name before it is set off by no colon")),
    ("its label is odd", tr("the name before it is unusual")),
    ("the speaker has one turn", tr("“{speaker}” speaks only once")),
    ("a guest asks", tr("“{speaker}” asks here: perhaps it is somebody else's")),
    ("the host asks nothing", tr("“{speaker}” asks nothing here")),
    ("the last turn", tr("it is not sure where the last turn ends")),
    ("a short paragraph in it has bold print", tr("a bold line stands inside this turn: perhaps a heading")),
    ("the same speaker spoke before", tr("“{speaker}” speaks twice in a row")),
    ("begins as question", tr("no label says who asks this")),
    ("begins as answer", tr("no label says who answers this")),
)  # fmt: skip


def _reason(signs: Signs, worth: Mapping[str, float], speaker: str) -> str:
    """What speaks most against the turn, in words."""
    against = sorted((worth.get(sign, 0.0), text) for sign, text in _REASONS if sign in signs)
    if against and against[0][0] < 0:
        return tr(against[0][1], speaker=speaker)
    return tr("it is not sure where this turn begins or ends")


def _missing_side(turns: Sequence[Turn], speakers: Mapping[str, Speaker]) -> Iterator[str]:
    """One voice for a page full of questions, or several questions with their answers in one turn."""
    voices = {turn.speaker for turn in turns if turn.speaker}
    asked = sum(asks(paragraph.text) for turn in turns for paragraph in turn.paragraphs)
    if len(voices) == 1 and asked >= 3:
        yield tr(
            "{asked} paragraphs ask, and only “{voices}” speaks: the other side may be missing",
            asked=asked,
            voices=next(iter(voices)),
        )
    elif not voices and asked >= 3:
        yield tr("{asked} paragraphs ask, and nobody was found who speaks: all of it is narration", asked=asked)
    for turn in turns:
        inside = [asks(paragraph.text) for paragraph in turn.paragraphs]
        answered = sum(one and not other for one, other in pairwise(inside))
        if turn.speaker and answered >= 2:
            yield tr(
                "line {line}: “{speaker}” asks and answers {count} times in one turn: a side may be missing",
                line=turn.line or "?",
                speaker=turn.speaker,
                count=answered,
            )
            return


def _swapped(turns: Sequence[Turn], speakers: Mapping[str, Speaker]) -> list[str]:
    """From some turn on, the guest asks and the host answers at length."""
    pairs = []
    for before, after in pairwise(turns):
        if before.speaker is None or after.speaker is None or before.speaker == after.speaker:
            continue
        roles = (speakers[before.speaker].role, speakers[after.speaker].role)
        if roles == (Role.GUEST, Role.HOST):
            asked, answered = _text(before), _text(after)
            if asks(asked) and not asks(answered) and len(answered) > 1.5 * len(asked):
                pairs.append(before)
    if len(pairs) < 2:
        return []
    return [
        tr(
            "questions and answers seem to be swapped from line {line} on: {speaker} asks {count} times and is "
            "answered",
            line=pairs[0].line or "?",
            speaker=pairs[0].speaker,
            count=len(pairs),
        )
    ]


def _text(turn: Turn) -> str:
    return "".join(paragraph.text for paragraph in turn.paragraphs)
