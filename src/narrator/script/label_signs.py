"""What speaks for and against an opening's being a label: its name, its mark, its company on the page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from narrator.model import Block, BlockKind
from narrator.script.declared import Declared
from narrator.script.fitted import Signs
from narrator.script.label_marks import WEAK, Mark, Opening
from narrator.script.label_words import (
    CAPTIONS_ON_SCREEN,
    HOSTS,
    NOBODY,
    NOTES,
    SURNAMES,
    TITLE_END,
    asks_or_answers,
    folded,
    initials,
    is_kana_name,
    is_person,
    is_role,
    names_in,
)
from narrator.script.spoken_style import asks, ends_sentence, liveliness

_CLAUSE = re.compile(r"[的了是在我你您他她它这那就把被让很都也]|という|ている|から")
_NUMBERED_NAME = re.compile(r"(?:[A-Za-z]{1,10}|[\u3400-\u9fff\uac00-\ud7a3\u3041-\u30ff]{1,6})\s?\d{1,2}")
_PUBLICATION = re.compile(r"(?:刊|报|報|网|網|社|台|周刊|日报|杂志|雜誌|新闻|Magazine|Times|Post|News|Review|Journal)$")
_FIGURES = re.compile(r"\d{2,}|[%％¥$￥=+&]")


@dataclass(slots=True)
class Page:
    """Everything on the page that bears on what is a label."""

    blocks: Sequence[Block]
    found: list[Opening]
    """In order of the blocks; several may stand at the beginning of one."""
    declared: Declared
    said: dict[int, str] = field(default_factory=dict)
    """By the opening's place in `found`: what follows it, on its line or on the next."""
    groups: dict[tuple[str, Mark], list[int]] = field(default_factory=dict)
    shapes: dict[str, list[int]] = field(default_factory=dict)
    mentions: str = ""


def signs_of(page: Page) -> Iterator[Signs]:
    """What speaks for and against each opening, itself and with those of its name and of its make."""
    of_group = {group: _signs_of_group(page, group, members) for group, members in page.groups.items()}
    of_shape = {shape: _signs_of_shape(page, members) for shape, members in page.shapes.items()}
    turns = _alternation(page)
    seen: set[int] = set()
    for at, each in enumerate(page.found):
        block = page.blocks[each.block]
        signs = of_group[each.key, each.mark] | of_shape[each.shape]
        signs["its own words are lively"] = liveliness(page.said[at])
        signs["takes turns with others"] = turns.get(at, 0.0)
        if not page.said[at]:
            signs["nothing follows"] = 1.0
        if each.block in seen:
            signs["another opening stands here"] = 1.0
        seen.add(each.block)
        if each.stamped:
            signs["a time stands beside it"] = 1.0
        if block.kind is not BlockKind.PARAGRAPH:
            signs[f"stands in a {block.kind}"] = 1.0
        if len(together := names_in(each.name)) > 1 and any(
            (folded(one), each.mark) in page.groups and folded(one) != each.key for one in together
        ):
            signs["names people who are labels themselves"] = 1.0
        if page.said[at][:1].islower():
            signs["the words go on in small letters"] = 1.0
        if _goes_on(page, each):
            signs["stands behind an unfinished sentence"] = 1.0
        strength = "own line" if not each.said else "weak mark" if each.mark in WEAK else "clear mark"
        yield signs | {f"{strength}: {sign}": value for sign, value in signs.items()}


def _signs_of_group(page: Page, group: tuple[str, Mark], members: Sequence[int]) -> Signs:
    """What the name tells, and all places where it stands with that mark."""
    key, mark = group
    found = [page.found[at] for at in members]
    count = len(found)
    often = "once" if count == 1 else "twice" if count == 2 else "three or four times" if count < 5 else "often"
    signs: Signs = {f"set off by {mark}": 1.0, f"stands there {often}": 1.0}
    signs |= dict.fromkeys(_signs_of_name(found[0].name, key, found[0].shape), 1.0)
    said = [page.said[at] for at in members]
    signs["speech follows"] = sum(map(liveliness, said)) / count
    signs["its words ask"] = sum(map(asks, said)) / count
    short = [value for value in said if len(value) < 40 and not ends_sentence(value)]
    signs["a value follows, not speech"] = len(short) / count
    if count > 1:
        signs["the same words follow again"] = 1 - (len(set(said)) - 1) / (count - 1)
    signs["comes behind a question"] = sum(_behind_question(page, each) for each in found) / count
    if page.declared.knows(key):
        signs["the page declares it"] = 1.0
    if any(each.before or (each.note and TITLE_END.search(each.note)) for each in found):
        signs["a title stands beside it"] = 1.0
    if len(key) >= 2 and not is_role(found[0].name) and found[0].name in page.mentions:
        signs["the page mentions it"] = 1.0
    if sum(_covers_set_off(each, page.blocks) for each in found) > 0.5 * count:
        signs["is printed in bold or italics"] = 1.0
    if mark in WEAK and any(other not in WEAK and other is not mark for (name, other) in page.groups if name == key):
        signs["stands elsewhere with a clear mark"] = 1.0
    return signs


def _signs_of_name(name: str, key: str, shape: str) -> Iterator[str]:
    """What the words before the mark are."""
    yield next(sign for sign, test in _NAMES if test(name, key, shape))
    for sign, holds in (
        ("is a single character", len(key) == 1),
        ("is nobody's name", key in NOBODY),
        ("is shown, not said", key in CAPTIONS_ON_SCREEN),
        ("opens a note", any(NOTES.match(f"{each}:") for each in (name, key))),
        ("holds figures", _FIGURES.search(name) is not None),
        ("is long", len(name) > 16),
        ("reads like a sentence", _is_clause(name)),
        ("begins with a small letter", name[:1].islower()),
    ):
        if holds:
            yield sign


def _is_clause(name: str) -> bool:
    small = name.isascii() and sum(word.islower() for word in name.split()) >= 2
    return small or (_CLAUSE.search(name) is not None and not is_person(name))


_NAMES: tuple[tuple[str, Callable[[str, str, str], bool]], ...] = (
    ("stands for a question or an answer", lambda name, key, shape: asks_or_answers(key)),
    ("says that somebody asks", lambda name, key, shape: key in HOSTS),
    ("says what somebody is", lambda name, key, shape: is_role(name)),
    ("is a name in capitals", lambda name, key, shape: is_person(name) and name.isupper()),
    ("has the shape of a name, in small letters or hanzi", lambda name, key, shape: is_person(name)),
    ("is a surname", lambda name, key, shape: len(name) == 1 and name in SURNAMES),
    ("is a word and a number", lambda name, key, shape: _NUMBERED_NAME.fullmatch(name) is not None),
    ("could be a Japanese name", lambda name, key, shape: is_kana_name(name)),
    (
        "is a publication",
        lambda name, key, shape: shape.startswith("《") or _PUBLICATION.search(name) is not None,
    ),
    ("is one to three capitals", lambda name, key, shape: name.isascii() and len(name) <= 3 and name.isupper()),
    ("is another word", lambda name, key, shape: True),
)
"""The first that holds."""


def _goes_on(page: Page, each: Opening) -> bool:
    """Whether the paragraph before it breaks off, as hard-wrapped lines do."""
    before = page.blocks[each.block - 1].text if each.block else ""
    return len(before) > 30 and not ends_sentence(before) and before[-1] not in ":：”」』）)"


def _behind_question(page: Page, each: Opening) -> bool:
    before = next((at for at in range(each.block - 1, -1, -1) if page.blocks[at].why_not_spoken is None), None)
    return before is not None and asks(page.blocks[before].text)


def _covers_set_off(each: Opening, blocks: Sequence[Block]) -> bool:
    block = blocks[each.block]
    return any(
        span.start <= each.label.start + 8 and each.label.end - 4 <= span.end < len(block.text) + (each.said == "")
        for span in (*block.bold[:1], *block.italic[:1])
    )


def _signs_of_shape(page: Page, members: Sequence[int]) -> Signs:
    """How regular the openings of one make are."""
    counts = Counter(page.found[at].key for at in members)
    recurring = sum(count > 1 for count in counts.values())
    first, last = page.found[members[0]].block, page.found[members[-1]].block
    inside = sum(page.blocks[at].why_not_spoken is None for at in range(first, last + 1))
    signs: Signs = {
        f"{'no' if not recurring else 'one' if recurring == 1 else 'two or more'} of its make recurs": 1.0,
        "its make opens this share of the paragraphs": len(members) / max(inside, 1) if len(members) > 2 else 0.0,
        "share of its make that recurs": sum(n for n in counts.values() if n > 1) / len(members),
    }
    if len(counts) > 12 and recurring < 0.3 * len(counts):
        signs["its make is of many words"] = 1.0
    return signs


def _alternation(page: Page) -> dict[int, float]:
    """Labels of a conversation take turns; keys of a list come in the same order again and again, or once."""
    out: dict[int, float] = {}
    for members in page.shapes.values():
        recurring = Counter(page.found[at].key for at in members)
        likely = [at for at in members if recurring[page.found[at].key] > 1]
        if len(likely) < 3:
            continue
        seen: Counter[str] = Counter()
        changes: Counter[str] = Counter()
        for before, after in pairwise(likely):
            for one, other in ((before, after), (after, before)):
                seen[page.found[one].key] += 1
                changes[page.found[one].key] += page.found[one].key != page.found[other].key
        for at in likely:
            out[at] = changes[page.found[at].key] / seen[page.found[at].key]
    return out


def company(page: Page, chances: Sequence[float]) -> Iterator[Signs]:
    """What is known of the other labels, once each has been weighed alone."""
    sure: defaultdict[str, dict[str, float]] = defaultdict(dict)
    mass: defaultdict[str, float] = defaultdict(float)
    names: defaultdict[str, float] = defaultdict(float)
    best: dict[int, float] = {}
    for each, chance in zip(page.found, chances, strict=True):
        sure[each.shape][each.key] = max(chance, sure[each.shape].get(each.key, 0.0))
        mass[each.shape] += chance
        for name in {each.key, *(folded(one) for one in names_in(each.name))}:
            names[name] += chance
        best[each.block] = max(chance, best.get(each.block, 0.0))
    everything = sum(mass.values()) or 1.0
    whose = {initials(name): name for each in page.found if (name := each.name) and " " in name}
    for each, chance in zip(page.found, chances, strict=True):
        others = sum(value for key, value in sure[each.shape].items() if key != each.key)
        signs: Signs = {
            "alone": chance,
            "others of its make are labels": min(others, 3.0) / 3,
            "share of the page's labels that are of its make": mass[each.shape] / everything,
            "the page has labels": min(everything, 6.0) / 6,
            "another reading of this place is likelier": float(best[each.block] > chance),
            "its name is a label elsewhere": min(names[each.key] - chance, 2.0) / 2,
        }
        strength = "weak mark" if each.mark in WEAK else "clear mark"
        signs |= {f"{strength}: {sign}": value for sign, value in signs.items()}
        if each.name in whose and names[folded(whose[each.name])] > 0.3:
            signs["are the initials of a name"] = 1.0
        yield signs
