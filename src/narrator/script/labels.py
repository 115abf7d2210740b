"""Which labels have earned their place: all evidence for and against a label is weighed here.

A label is worth a turn when it recurs, alternates with others, is followed by speech, says what somebody is,
has the shape of a name, or is a name the page declares or mentions; and not when it is a word such as 比如, a
year, a key with a value behind it, or the beginning of a headline.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from narrator.model import Block, BlockKind, Span
from narrator.script.candidates import Candidate, Form, base_name, candidate
from narrator.script.declared import Declared, declared_names
from narrator.script.speech import asks, ends_sentence, liveliness
from narrator.script.words import (
    ANSWERS,
    ASKERS,
    CAPTIONS_ON_SCREEN,
    HOSTS,
    NOBODY,
    NOTES,
    SURNAMES,
    TITLE_END,
    folded,
    initials,
    is_kana_name,
    is_person,
    is_role,
    names_in,
)

ENOUGH = 3.0
"""Weight from which a label is one."""

ENOUGH_IN_DIALOGUE = 2.0
"""The same for a label that occurs once or twice among many that are sure."""

DOUBTFUL = 3.6
"""Below it, the turn is shown with its doubt."""


_DOT = re.compile(r"[ ·•・‧]")
"""Parts the names of a person."""

_SLIP = re.compile(r"\s*([^\s；;：:，,。！？!?]{2,20})\s?[；;]\s?(?=\S)")

_WEAK = frozenset((Form.ALONE, Form.BOLD, Form.GAP))
"""Forms that need company: without a colon or brackets, much of a page looks like them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label that was accepted, where it stands."""

    candidate: Candidate
    key: str
    """Of the speaker it stands for: equal for all labels of one person."""
    doubt: str | None = None


@dataclass(slots=True)
class _Case:
    """Everything known about one name as a label."""

    key: str
    found: list[Candidate] = field(default_factory=list)
    reasons: dict[str, float] = field(default_factory=dict)

    @property
    def weight(self) -> float:
        return sum(self.reasons.values())

    @property
    def name(self) -> str:
        return self.found[0].name


def accepted(blocks: Sequence[Block]) -> tuple[dict[int, Label], Declared]:
    """The labels of the page by the block they begin, and what the page declares about its people."""
    found, declared, cases, said = _weighed(blocks)
    sure = {key for key, case in cases.items() if case.weight >= ENOUGH}
    _weigh_company(cases, sure)
    _weigh_answers(cases, sure, found, said)
    sure = {key for key, case in cases.items() if case.weight >= ENOUGH}
    keys = _merged(cases, sure)
    usual = _usual_forms(cases, keys)
    labels: dict[int, Label] = {}
    for key, (speaker, doubt) in keys.items():
        for each in cases[key].found:
            if each.form in usual and _stands_here(each, cases[key], said):
                labels[each.block] = Label(candidate=each, key=speaker, doubt=doubt)
    if not _is_dialogue(labels, said):
        return {}, declared
    return labels | _slips(blocks, labels), declared


def _slips(blocks: Sequence[Block], labels: Mapping[int, Label]) -> dict[int, Label]:
    """`王立；馆长说得对。`: a semicolon where the name has its colon everywhere else."""
    known = {
        label.candidate.printed: label
        for label in labels.values()
        if label.candidate.form is Form.COLON and len(label.candidate.printed) >= 2
    }
    found: dict[int, Label] = {}
    for index, block in enumerate(blocks):
        if index in labels or block.why_not_spoken is not None or not (slip := _SLIP.match(block.text)):
            continue
        if (label := known.get(slip.group(1))) is not None:
            said = block.text[slip.end() :]
            each = replace(label.candidate, block=index, label=Span(0, slip.end()), said=said, stamped=False)
            found[index] = Label(candidate=each, key=label.key, doubt=f"“{slip.group().strip()}” has no colon")
    return found


def _weighed(
    blocks: Sequence[Block],
) -> tuple[dict[int, Candidate], Declared, dict[str, _Case], dict[int, str]]:
    """Every candidate, what the page declares, the evidence for each name, and what is said behind each."""
    found = _with_short_names({index: each for index, block in enumerate(blocks) if (each := candidate(index, block))})
    declared = declared_names(blocks, found)
    for index in declared.lines:
        found.pop(index, None)
    said = {index: _said(index, each, blocks, found) for index, each in found.items()}
    cases: dict[str, _Case] = {}
    for each in found.values():
        cases.setdefault(each.key, _Case(each.key)).found.append(each)
    mentions = _text_without_labels(blocks, found)
    for case in cases.values():
        _weigh(case, declared, said, mentions, blocks)
    _weigh_initials(cases)
    _weigh_alternation(cases, found)
    return found, declared, cases, said


def _with_short_names(found: dict[int, Candidate]) -> dict[int, Candidate]:
    """`老船长周海生` is 周海生, where both are labels: what stands before the name is who he is."""
    short = {
        each.name
        for each in found.values()
        if 2 <= len(each.name) <= 4 and is_person(each.name) and each.form not in _WEAK
    }
    whole = {
        each.name for each in found.values() if " " in each.name and each.form not in _WEAK and is_person(each.name)
    }
    whole |= {
        each.name
        for each in found.values()
        if _DOT.search(each.name) and each.form not in _WEAK and is_person(each.name)
    }
    full: dict[str, set[str]] = {}
    for person in whole:
        for word in _DOT.split(person):
            full.setdefault(word, set()).add(person)
    out = dict(found)
    for index, each in found.items():
        if each.form not in _WEAK and (base := base_name(each.name)) is not None and is_role(base):
            out[index] = replace(each, name=base)  # 记者问 is 记者
            continue
        if len(names := full.get(each.name, set())) == 1 and not is_role(each.name):
            out[index] = replace(each, name=next(iter(names)))  # LEE is KIM LEE
            continue
        name = next(
            (
                each.name[-length:]
                for length in (4, 3, 2)
                if len(each.name) > length + 1 and each.name[-length:] in short and not _DOT.search(each.name)
            ),
            None,
        )
        if name is not None and not each.name.isascii() and len(names_in(each.name)) == 1:
            out[index] = replace(each, name=name, before=f"{each.before}{each.name[: -len(name)]}".strip())
    return out


def _said(index: int, each: Candidate, blocks: Sequence[Block], found: Mapping[int, Candidate]) -> str:
    """What follows the label: on its line, or, for a label alone on its line, on the next."""
    if each.said:
        return each.said
    for at in range(index + 1, min(index + 4, len(blocks))):
        if blocks[at].why_not_spoken is not None:
            continue
        following = found.get(at)
        if following is not None and following.form not in (Form.ALONE, Form.GAP, Form.NUMBERED, Form.BOLD):
            return ""
        return blocks[at].text if blocks[at].kind is not BlockKind.HEADING else ""
    return ""


def _text_without_labels(blocks: Sequence[Block], found: Mapping[int, Candidate]) -> str:
    """The page's own words, in which a person may be mentioned."""
    parts = []
    length = 0
    for index, block in enumerate(blocks):
        each = found.get(index)
        text = block.text[each.label.end :] if each and each.form is not Form.ALONE else "" if each else block.text
        parts.append(text[:2000])
        length += len(parts[-1])
        if length > 60_000:
            break
    return "\n".join(parts)


def _weigh(case: _Case, declared: Declared, said: Mapping[int, str], mentions: str, blocks: Sequence[Block]) -> None:
    """The evidence that a label carries by itself."""
    reasons, found, name = case.reasons, case.found, case.name
    count = len(found)
    speech = [liveliness(said[each.block]) for each in found]
    mean = sum(speech) / count
    forms = {each.form for each in found}
    bare = folded(name)
    if Form.VOICE in forms:
        reasons["the caption file says so"] = 5.0
        return
    reasons["speech follows"] = 2.0 * mean - 0.5
    if declared.knows(case.key):
        reasons["the page declares it"] = 2.5
    if is_role(name):
        reasons["says what somebody is"] = 2.2
    elif is_person(name):
        reasons["has the shape of a name"] = 1.5
    elif is_kana_name(name) and Form.TERM in forms | {Form.GAP}:
        reasons["has the shape of a name"] = 1.0
    elif len(name) == 1 and name in SURNAMES and count > 1:
        reasons["is a surname"] = 1.2
    if any(each.before or (each.note and TITLE_END.search(each.note)) for each in found):
        reasons["a title stands beside it"] = 0.8
    if len(bare) >= 2 and not is_role(name) and name in mentions:
        reasons["the page mentions it"] = 0.8
    if count >= 2:
        reasons["recurs"] = 1.0 if count == 2 else 1.5
    stamped = sum(each.form is not Form.ALONE and each.stamped for each in found)
    if stamped:
        reasons["a time stands beside it"] = 1.5 if count > 1 and stamped > 0.6 * count else 0.8
    if any(_covers_bold(each, blocks) for each in found) and count > 1:
        reasons["is printed in bold"] = 0.6
    _weigh_against(case, mean, stamped, said)


def _weigh_against(case: _Case, mean: float, stamped: int, said: Mapping[int, str]) -> None:
    """The evidence that the word before the colon names nobody."""
    reasons, found, name = case.reasons, case.found, case.name
    count, bare = len(found), folded(name)
    forms = {each.form for each in found}
    if bare in NOBODY and not (mean > 0.7 and (count >= 3 or (count == 2 and is_role(name)))):
        reasons["is nobody's name"] = -4.0
    if bare in CAPTIONS_ON_SCREEN:
        reasons["is shown, not said"] = 1.0
    if NOTES.match(f"{name}:"):
        reasons["opens a note"] = -5.0
    if re.search(r"\d{2,}|[%％¥$￥=+&]", name) or name[:1] in "第《“\"'‘「『":
        reasons["is a number or a quotation"] = -2.5
    if len(name) > 16 and not is_person(name):
        reasons["is long"] = -1.5
    short = [value for value in (said[each.block] for each in found) if len(value) < 40 and not ends_sentence(value)]
    if len(short) > 0.6 * count and mean < 0.5 and stamped < 0.5 * count:
        reasons["a value follows, not speech"] = -1.5
    if forms == {Form.ALONE}:
        named = any(each.stamped for each in found) or (count > 1 and (is_role(name) or is_person(name)))
        reasons["only a short line"] = -0.8 if named else -1.6
    if forms <= {Form.BOLD, Form.GAP}:
        reasons["no colon"] = -1.0
    if forms == {Form.TERM} and count == 1:
        reasons["a term that does not recur"] = -1.0
    if Form.DASH in forms:
        questions = sum(asks(said[each.block]) for each in found)
        neighbours = sum(one.block + 1 == other.block for one, other in pairwise(found))
        share = 1 / 3 if not neighbours else 0.5  # 「——来了？」「——来了。」 is a dialogue in dashes, nobody's questions
        reasons["a dash that asks"] = 3.0 if count >= 3 and questions > share * count else -3.0
    if Form.ARROW in forms:
        reasons["a change of speaker"] = 3.0 if count >= 2 else -2.0


def _covers_bold(each: Candidate, blocks: Sequence[Block]) -> bool:
    block = blocks[each.block]
    return bool(block.bold) and block.bold[0].start <= each.label.start + 8 and block.bold[0].end >= each.label.end - 4


def _weigh_initials(cases: Mapping[str, _Case]) -> None:
    """`LF` behind `Laura Finch`: each makes the other likely."""
    short = {
        case.name: case
        for case in cases.values()
        if case.name.isascii() and case.name.isupper() and len(case.name) in (2, 3)
    }
    for case in cases.values() if short else ():
        if (other := short.get(initials(case.name))) is not None:
            other.reasons.pop("is nobody's name", None)
            case.reasons["its initials are a label"] = other.reasons["are the initials of a name"] = 1.5


def _weigh_alternation(cases: Mapping[str, _Case], found: Mapping[int, Candidate]) -> None:
    """Labels of a conversation take turns; keys of a list come in the same order again and again, or once."""
    likely = [
        each for _, each in sorted(found.items()) if cases[each.key].weight >= 0.8 and len(cases[each.key].found) > 1
    ]
    if len(likely) < 3:
        return
    changes: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    partners: defaultdict[str, set[str]] = defaultdict(set)
    for before, after in pairwise(likely):
        for one, other in ((before, after), (after, before)):
            seen[one.key] += 1
            changes[one.key] += one.key != other.key
            partners[one.key].add(other.key)
    for key in seen:
        if changes[key] >= 0.6 * seen[key]:
            cases[key].reasons["takes turns with others"] = 1.0


def _weigh_company(cases: Mapping[str, _Case], sure: set[str]) -> None:
    """Among sure labels, one more of the same make is likely to be another."""
    for key, case in cases.items():
        if key not in sure and sure and is_role(case.name) and any(each.form not in _WEAK for each in case.found):
            case.reasons["stands beside a sure label"] = 0.6
    if len(sure) < 2:
        return
    forms = {each.form for key in sure for each in cases[key].found}
    turns = sum(len(cases[key].found) for key in sure)
    for key, case in cases.items():
        if key not in sure and turns >= 4 and any(each.form in forms for each in case.found):
            case.reasons["looks like the others"] = 0.5


def _weigh_answers(
    cases: Mapping[str, _Case], sure: set[str], found: Mapping[int, Candidate], said: Mapping[int, str]
) -> None:
    """What comes right behind a question, in the form of a label, answers it."""
    usual = {each.form for key in sure for each in cases[key].found}
    order = [
        each
        for _, each in sorted(found.items())
        if each.form in usual or each.form not in _WEAK or (each.form is Form.GAP and len(cases[each.key].found) >= 3)
    ]
    order = [each for each in order if not _is_nobody(cases[each.key])]
    asked: Counter[str] = Counter()
    for before, after in pairwise(order):
        if before.key in sure and before.key != after.key and (before.key in HOSTS or asks(said[before.block])):
            asked[after.key] += 1
    for key, count in asked.items():
        if key not in sure and count >= 0.5 * len(cases[key].found):
            cases[key].reasons["answers a question"] = 1.3


def _usual_forms(cases: Mapping[str, _Case], keys: Iterable[str]) -> set[Form]:
    """The forms this page uses: where labels have colons, a bold name at the start of a paragraph is none."""
    forms = Counter(each.form for key in keys for each in cases[key].found)
    set_off = sum(count for form, count in forms.items() if form not in _WEAK)
    return {form for form, count in forms.items() if form not in _WEAK or count > 0.25 * set_off}


def _merged(cases: Mapping[str, _Case], sure: set[str]) -> dict[str, tuple[str, str | None]]:
    """Each accepted name → the speaker it stands for, and why that is not sure."""
    out: dict[str, tuple[str, str | None]] = {key: (key, None) for key in sure}
    for key, case in cases.items():
        if key in sure:
            continue
        base = base_name(case.name)
        if base and folded(base) in sure:
            out[key] = (folded(base), None)
        elif any(folded(name) in sure for name in names_in(case.name)):
            out[key] = (key, None)
        elif (close := _misspelt(case, cases, sure)) is not None:
            out[key] = (close, f"“{case.name}” looks like a misspelling of “{cases[close].name}”")
        elif len(sure) >= 2 and case.weight >= ENOUGH_IN_DIALOGUE and not _is_nobody(case):
            out[key] = (key, f"“{case.name}” stands before a turn only {_times(len(case.found))}")
    for key in sorted(sure):
        case = cases[key]
        if len(case.found) <= 2 and (close := _misspelt(case, cases, sure - {key})) is not None:
            if len(cases[close].found) >= 2 * len(case.found):
                out[key] = (close, f"“{case.name}” looks like a misspelling of “{cases[close].name}”")
        elif (base := base_name(case.name)) and folded(base) in sure:
            out[key] = (folded(base), None)
    return out


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count} times"


def _is_nobody(case: _Case) -> bool:
    return "is nobody's name" in case.reasons or "opens a note" in case.reasons


def _misspelt(case: _Case, cases: Mapping[str, _Case], sure: set[str]) -> str | None:
    """The sure name that differs in one character, if exactly one does."""
    if len(case.key) < 3 or len(case.found) > 2:
        return None
    close = [
        key for key in sure if key != case.key and _one_apart(case.key, key) and len(cases[key].found) > len(case.found)
    ]
    return close[0] if len(close) == 1 else None


def _one_apart(one: str, other: str) -> bool:
    if min(len(one), len(other)) < (3 if not one.isascii() else 5):
        return False
    if len(one) == len(other):
        different = [at for at in range(len(one)) if one[at] != other[at]]
        if len(different) == 1:
            return not one[different[0]].isdigit()
        return (
            len(different) == 2
            and one[different[0]] == other[different[1]]
            and one[different[1]] == other[different[0]]
        )
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _stands_here(each: Candidate, case: _Case, said: Mapping[int, str]) -> bool:
    """Whether this place is a label, now that the name is known to be one."""
    if each.form is Form.GAP and not ends_sentence(each.said) and any(x.form not in _WEAK for x in case.found):
        return False  # `王立　书店店主` in the list of guests, `王立：` where he speaks
    if not said[each.block] and each.form is not Form.ARROW:
        return False
    if each.form is Form.ALONE and len(case.found) == 1:
        return False
    return not (each.form is Form.BOLD and each.said[:1] in "，。、的")


def _is_dialogue(labels: Mapping[int, Label], said: Mapping[int, str]) -> bool:
    """One label does not make a conversation, unless it says what somebody is and speech follows."""
    if not labels:
        return False
    if any(label.candidate.form is Form.VOICE for label in labels.values()):
        return True
    if len(labels) >= 2:
        return True
    (index, label) = next(iter(labels.items()))
    name = folded(label.candidate.name)  # 问题： alone asks nobody
    return is_role(name) and name not in ASKERS | ANSWERS and len(said[index]) > 20
