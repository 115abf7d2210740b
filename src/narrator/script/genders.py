"""Whether a person is a woman or a man, as far as the page tells: by a title, a word of the label, or pronouns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from narrator.model import Gender
from narrator.script.first_names import MEN, WOMEN
from narrator.script.label_words import SURNAMES, is_role

_FEMALE_WORDS = re.compile(
    r"(?:女士|小姐|太太|夫人|女性|女声|女聲|阿姨|奶奶|妈妈|媽媽|母亲|母親|大姐|大妈|嫂|婶|嬸|姐|妹|女儿|妻子|女|ちゃん)$|^(?:Ms|Mrs|Miss|Lady|Dame|Madame|Mme|Frau|Señora|Sra|Doña|Sister)\b|"
    r"(?:orin|erin|gastin|rice|euse|adora|edora|idora|utora|ista mujer|woman)$",
    re.IGNORECASE,
)
_MALE_WORDS = re.compile(
    r"(?:先生|男性|男声|男聲|爷爷|爺爺|爸爸|父亲|父親|大叔|叔|大爷|大爺|伯|哥|丈夫|儿子|男)$|^(?:Mr|Sir|Lord|Monsieur|Herr|Señor|Don|Brother)\b|"
    r"(?:utor|\bman|chairman|spokesman)$",
    re.IGNORECASE,
)
_FEMALE_BEHIND = re.compile(r"\s?(?:女士|小姐|夫人|太太)|[，,（(]\s?女(?![儿生])")
_MALE_BEHIND = re.compile(r"\s?先生|[，,（(]\s?男")
_FEMALE_BEFORE = re.compile(
    r"(?:\b(?:Ms|Mrs|Miss|Lady|Dame|Madame|Mme|Frau|Señora|Doctora|Professorin|actress|spokeswoman|chairwoman)\.?\s|女(?:士|作家|演员|导演|博士|教授))$"
)
_MALE_BEFORE = re.compile(r"(?:\b(?:Mr|Sir|Lord|Monsieur|Herr|Señor|spokesman|chairman|actor)\.?\s)$")
_PRONOUN = re.compile(
    r"(?P<female>她(?!们|們))|(?P<male>(?<![其吉排利])他(?!们|們|人|国|國|山|日|乡|鄉))|\b(?P<she>she|her|hers|elle|ella)\b|\b(?P<he>he|his|him)\b|(?P<kanojo>彼女)|(?P<kare>彼(?!女|ら))|"
    r"(?P<er>\b[Ee]r\b(?=\s(?:ist|hat|war|wurde|lebt|arbeitet|studierte)))|(?P<sie>\b[Ss]ie\b(?=\s(?:ist|hat|war|wurde|lebt|arbeitet|studierte)))",
    re.IGNORECASE,
)
_WOMEN = ("female", "she", "kanojo", "sie")
_SENTENCE_END = re.compile(r"[。！？!?\n]|\.\s")
_NEAR_IN_HANZI = 60
_NEAR_IN_LETTERS = 180
"""Characters behind a name in which a pronoun still means it."""
_OTHER_PERSON = re.compile(r"\b[A-Z][a-zà-ÿ]+\s[A-Z][a-zà-ÿ]+")


_OF_ONESELF = ("我是", "我叫", "I'm ", "I am ", "name is ")
_GENDERS: tuple[Gender, ...] = ("female", "male")
_ENOUGH = 1.0
"""Votes from which the page tells: a title, a usual first name, one pronoun right behind the name, two of the lead."""
_OF_TITLE = 3.0
_OF_FIRST_NAME = 3.0
_OF_LEAD = 0.5
_MOST_OF_PRONOUNS = 3.0


def gender_of(
    names: Sequence[str], text: str, notes: Iterable[str], others: Sequence[str], lead: str | None = ""
) -> Gender | None:
    """What the page says; None where it does not, or contradicts itself.

    Args:
        names: All names and labels of the person.
        text: The page's text without labels, a paragraph a line.
        notes: What stands in brackets behind the labels.
        others: Names of other people who speak.
        lead: What the page says of the one person whom it interviews; None of who asks, whom no pronoun means.
    """
    told = _in_words(names, notes)
    if told is not None:
        return told
    titles, pronouns = _votes(names, text, others)
    votes: dict[Gender, float] = {}
    for gender, first_names in zip(_GENDERS, (WOMEN, MEN), strict=True):
        called = any(name.split()[0].casefold() in first_names for name in names if name.split())
        votes[gender] = _OF_TITLE * titles[gender] + _OF_FIRST_NAME * called
    if lead is not None:
        near = sum(pronouns.values())
        lines = [line for line in lead.splitlines() if not any(name in line for name in others if len(name) > 1)]
        of_lead = Counter(_whose(match) for line in lines for match in _PRONOUN.finditer(line))
        for gender in _GENDERS:
            votes[gender] += _MOST_OF_PRONOUNS * pronouns[gender] / max(near, _MOST_OF_PRONOUNS)
            votes[gender] += min(_MOST_OF_PRONOUNS, _OF_LEAD * of_lead[gender])
    (likelier, most), (_, least) = sorted(((each, votes[each]) for each in _GENDERS), key=lambda pair: -pair[1])
    return likelier if most >= _ENOUGH and most > 2 * least else None


def _in_words(names: Sequence[str], notes: Iterable[str]) -> Gender | None:
    """What a label says itself, or what stands in brackets behind it."""
    for note in notes:
        if re.search(r"(?:^|[，,、\s])女(?:$|[，,、\s])|^(?:Ms|Mrs|Miss)\b", note):
            return "female"
        if re.search(r"(?:^|[，,、\s])男(?:$|[，,、\s])|^Mr\b", note):
            return "male"
    for name in names:
        if _FEMALE_WORDS.search(name):
            return "female"
        if _MALE_WORDS.search(name) and not name[:1].islower():
            return "male"
    return None


def _whose(pronoun: re.Match[str]) -> Gender:
    return "female" if pronoun.lastgroup in _WOMEN else "male"


def _votes(names: Sequence[str], text: str, others: Sequence[str]) -> tuple[Counter[Gender], Counter[Gender]]:
    """How many titles beside the name and how many pronouns behind it speak for a woman, and for a man."""
    titles, pronouns = Counter[Gender](), Counter[Gender]()
    strangers = [name for name in others if len(name) > 1 and name not in names]
    for name in _meant(names):
        for match in list(re.finditer(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", text))[:60]:
            behind = text[match.end() : match.end() + 6]
            before = text[max(0, match.start() - 14) : match.start()]
            titles["female"] += bool(_FEMALE_BEHIND.match(behind)) + bool(_FEMALE_BEFORE.search(before))
            titles["male"] += bool(_MALE_BEHIND.match(behind)) + bool(_MALE_BEFORE.search(before))
            near = _NEAR_IN_LETTERS if name.isascii() else _NEAR_IN_HANZI
            window = text[match.end() : match.end() + near].split("\n", maxsplit=1)[0]
            pronoun = _PRONOUN.search(window)
            if pronoun is None or before.endswith(_OF_ONESELF):
                continue
            sentence = _SENTENCE_END.split(text[max(0, match.start() - 200) : match.start()])[-1]
            around = f"{sentence}\0{window[: pronoun.start()]}"
            if any(each in around for each in strangers) or (name.isascii() and _OTHER_PERSON.search(around)):
                continue  # she may be somebody else
            pronouns[_whose(pronoun)] += 1
    return titles, pronouns


def _meant(names: Sequence[str]) -> list[str]:
    """The names by which a text may call the person: in full, and by a long enough last name."""
    out = [name for name in names if len(name) >= 2 and not is_role(name)]
    for name in names:
        words = name.split()
        if len(words) > 1 and name.isascii() and len(words[-1]) > 3:
            out += [words[-1], words[-1].title()] if name.isupper() else [words[-1]]
            if name.isupper():
                out.append(name.title())
    out += [
        f"{name[0]}" + title
        for name in names
        if name[:1] in SURNAMES and 2 <= len(name) <= 4
        for title in ("先生", "女士")
    ]
    return list(dict.fromkeys(out))
