"""Surnames that are read otherwise than the same character elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.spoken.mandarin.segmentation import Token
from narrator.standards.tsv import rows

_READINGS = {name: tuple(reading.split()) for name, reading in rows("narrator.spoken", "mandarin/tables/surnames.tsv")}
SURNAMES = {name: syllables[0] for name, syllables in _READINGS.items() if len(name) == 1}
COMPOUND = {name: syllables for name, syllables in _READINGS.items() if len(name) > 1}

AMBIGUOUS = frozenset("令查盛")
"""Words by themselves: 令校长 is a name only where it begins a clause and something is said of it."""

SAYS = re.compile(r"[说问答讲表认介指回笑点告接补解谈，。：、！？]|$")

VERBS = frozenset("任查解曾")
"""Verbs and adverbs too: 任武钢集团副总经理 is no Mr Ren."""

TITLES = re.compile(
    r"(?:先生|女士|小姐|太太|夫人|老师|老板|教授|博士|医生|大夫|院士|同志|同学|师傅|律师|警官|法官|记者|导演|教练|校长|院长|"
    r"(?:副|总)?(?:经理|主任|书记|局长|处长|科长|部长|厅长|市长|县长|区长|镇长|村长|省长|州长|司长|队长|会长|董事长|董事|"
    r"总裁|总监|主席|秘书长|委员|所长|站长|行长|秘书|主编|工程师))"
)


def surname_readings(plain: str, words: Sequence[Token]) -> dict[int, str]:
    """The surnames in front of titles, behind 姓, and of what the segmenter takes for names."""
    found = _of_names(words)
    starts = {word.start for word in words}
    ends = {word.end for word in words}
    for at in starts:
        char = plain[at]
        if char not in SURNAMES:
            continue
        title = TITLES.match(plain, at + 1)
        if title and char in AMBIGUOUS and (plain[max(0, at - 1) : at].isalnum() or not SAYS.match(plain, title.end())):
            title = None
        titled = title is not None and title.end() in ends and at + 1 in starts | ends
        if titled or plain[max(0, at - 1) : at] == "姓":
            found[at] = SURNAMES[char]
    return found


def _of_names(words: Sequence[Token]) -> dict[int, str]:
    found: dict[int, str] = {}
    for number, word in enumerate(words):
        for surname, syllables in COMPOUND.items():
            if word.text.startswith(surname):
                found.update(zip(range(word.start, word.start + 2), syllables, strict=True))
        surname = word.text[0]
        if surname not in SURNAMES or word.part not in ("nr", "nrfg") or word.start in found:
            continue
        following = words[number + 1] if number + 1 < len(words) else None
        given = following is not None and following.start == word.end and following.part in ("nr", "nrt", "nrfg")
        if len(word.text) in (2, 3) or (given and len(word.text) == 1 and surname not in VERBS):
            found[word.start] = SURNAMES[surname]
    return found
