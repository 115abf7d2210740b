"""Pages that ask one person after the other: a line with a name says who gives the answers below it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from narrator.script.first_names import MEN, WOMEN
from narrator.script.label_words import TITLE_END, is_person, parts, without_brackets
from narrator.script.neighbours import make_of
from narrator.script.places import Place, Placed

LONGEST_LINE = 60
_BETWEEN = re.compile(r"(?P<before>[^:：。！？!?]{2,40})[:：]\s*(?P<name>[^:：。！？!?，,]{2,24})")
_IMPLIED = (Place.QUESTION, Place.ANSWER)


def one_after_the_other(places: Sequence[Placed]) -> tuple[list[Placed], Mapping[int, str]]:
    """The places, with the lines that name somebody as headings; and for each such line whom it names.

    Such lines are set in one way, name different people, and have questions and answers without labels below them.
    """
    by_make: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for at, each in enumerate(places):
        if each.place is not Place.TURN and each.block.why_not_spoken is None and (name := _named(each.block.text)):
            by_make[make_of(each.block) if ":" not in each.block.text and "：" not in each.block.text else ":"][at] = (
                name
            )
    lines = {at: name for group in by_make.values() if _has_answers(group, places) for at, name in group.items()}
    return [
        replace(each, place=Place.HEADING, why=None) if at in lines else each for at, each in enumerate(places)
    ], lines


def _named(text: str) -> str | None:
    """`首席设计师：Ann Bell` → `Ann Bell`; a line that is a name and nothing else is that name."""
    if len(text) > LONGEST_LINE:
        return None
    bare = without_brackets(text).strip()
    match = _BETWEEN.fullmatch(bare)
    if match and TITLE_END.search(without_brackets(match["before"])) and is_person(match["name"]):
        return match["name"].strip()
    before, name = parts(bare)
    if not is_person(name) or (name.isascii() and not before and name.split()[0].casefold() not in WOMEN | MEN):
        return None
    return name


def _has_answers(lines: Mapping[int, str], places: Sequence[Placed]) -> bool:
    """Whether each line has answers without labels below it, and no labelled turn."""
    if len(set(lines.values())) < 2:
        return False
    ends = [*sorted(lines)[1:], len(places)]
    parts_of_page = [places[start:end] for start, end in zip(sorted(lines), ends, strict=True)]
    answered = [sum(each.place in _IMPLIED for each in part) for part in parts_of_page]
    labelled = sum(each.place is Place.TURN for part in parts_of_page for each in part)
    return min(answered) >= 2 and 4 * labelled <= sum(answered)
