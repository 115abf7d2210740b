"""Surnames that are read otherwise than the same character elsewhere."""

from __future__ import annotations

import re

from narrator.spoken.tables import rows

from .words import Token

_READINGS = {name: tuple(reading.split()) for name, reading in rows("mandarin/tables/surnames.tsv")}
SURNAMES = {name: syllables[0] for name, syllables in _READINGS.items() if len(name) == 1}
COMPOUND = {name: syllables for name, syllables in _READINGS.items() if len(name) > 1}

AMBIGUOUS = frozenset("应那相车令查都种重占盛折种")
"""Common words by themselves: 那主任, 应院长 need more than a title behind them."""

TITLES = re.compile(
    r"(?:先生|女士|小姐|太太|夫人|老师|老板|教授|博士|医生|大夫|院士|同志|同学|师傅|律师|警官|法官|记者|导演|教练|校长|院长|"
    r"(?:副|总)?(?:经理|主任|书记|局长|处长|科长|部长|厅长|市长|县长|区长|镇长|村长|省长|州长|司长|队长|会长|董事长|董事|总裁|总监|主席|"
    r"秘书长|委员|所长|站长|行长|秘书|主编|工程师|总|工|董|队|局|处|科|院|校))"
)
CALLED = re.compile(r"(?:姓|老|小|叫)$")


def surname_readings(plain: str, words: tuple[Token, ...]) -> dict[int, str]:
    """The surnames of what the segmenter takes for names of people."""
    found: dict[int, str] = {}
    ends = {word.end for word in words}
    starts = {word.start for word in words}
    for at, char in enumerate(plain):
        if char not in SURNAMES:
            continue
        if plain[at - 1 : at] == "姓" and at in starts:
            found[at] = SURNAMES[char]
        elif at in starts and char not in AMBIGUOUS and (title := TITLES.match(plain, at + 1)):
            if title.end() in ends and len(title[0]) > 1 and at + 1 in starts | ends:
                found[at] = SURNAMES[char]
    for number, word in enumerate(words):
        following = words[number + 1] if number + 1 < len(words) else None
        given = following is not None and following.start == word.end and following.part in ("nr", "nrt", "nrfg")
        if len(word.text) == 1 and word.text in SURNAMES and (word.part == "nr" and given):
            found[word.start] = SURNAMES[word.text]
        elif word.part in ("nr", "nrfg") and len(word.text) in (2, 3) and word.text[0] in SURNAMES:
            found[word.start] = SURNAMES[word.text[0]]
        for surname, syllables in COMPOUND.items():
            if word.text.startswith(surname):
                found.update(zip(range(word.start, word.start + 2), syllables, strict=True))
    return found
