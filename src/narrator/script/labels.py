"""How likely each opening is a label: the evidence for and against it, in words, and what each piece is worth.

A label recurs, takes turns with others that are set in the same way, is followed by speech, says what somebody is, has
the shape of a name, or is a name the page declares or mentions; a word such as 比如, a year, a key with a value behind
it, or the beginning of a headline is none. What each sign is worth was fitted on labelled pages
(`benchmarks/fit_turns.py`) and stands in `tables/labels.tsv`. It is weighed twice: the second time with the company,
for a page sets its labels in one way.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from narrator.model import Block, BlockKind, Span
from narrator.script.declared import Declared, declared_names
from narrator.script.fitted import Signs, logistic, table
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
from narrator.script.openings import Mark, Opening, base_name, openings
from narrator.script.spoken_style import asks, ends_sentence, liveliness

LEAST = 0.02
"""Probability of a label below which it is none."""

_DOT = re.compile(r"[ ·•・‧]")
"""Parts the names of a person."""
WEAK = frozenset((Mark.ALONE, Mark.LOOK, Mark.GAP, Mark.SPACE, Mark.DASH, Mark.SIGN, Mark.QUOTE, Mark.STOP))
"""Marks that need company: without a colon or brackets, much of a page looks like them."""
_CLAUSE = re.compile(r"[的了是在我你您他她它这那就把被让很都也]|という|ている|から")
_NUMBERED_NAME = re.compile(r"(?:[A-Za-z]{1,10}|[\u3400-\u9fff\uac00-\ud7a3\u3041-\u30ff]{1,6})\s?\d{1,2}")
_PUBLICATION = re.compile(r"(?:刊|报|報|网|網|社|台|周刊|日报|杂志|雜誌|新闻|Magazine|Times|Post|News|Review|Journal)$")
_FIGURES = re.compile(r"\d{2,}|[%％¥$￥=+&]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """An opening, and how likely it is a label."""

    opening: Opening
    key: str
    """Of the speaker it stands for: equal for all labels of one person."""
    probability: float
    doubt: str | None = None


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
