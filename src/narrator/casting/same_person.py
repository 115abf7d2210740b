"""Whether somebody on a page is a person who was heard before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from narrator.model import KeptVoice, Speaker
from narrator.standards.hanzi import HANZI
from narrator.standards.person_names import ADDRESS_BEHIND, folded, simplified


def own_names(speaker: Speaker) -> frozenset[str]:
    """The person's names, folded: the name, and other names that are a person's and not a role's."""
    return frozenset(folded(name) for name in (speaker.name, *personal(speaker.aliases)) if name)


def personal(aliases: Iterable[str]) -> tuple[str, ...]:
    """Those of the aliases that are one person's alone: no role, no title, no surname, no initial."""
    return tuple(alias for alias in aliases if _is_personal(alias))


_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_NICKNAME = re.compile(r"[老小阿][\u3400-\u9fff]|[\u3400-\u9fff][总工处局董导哥姐]")
_DOTTED_NAME = re.compile(r"[\u3400-\u9fff]{1,8}(?:[·•・‧][\u3400-\u9fff]{1,10}){1,4}")
_LATIN_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[\w.'’-]+){1,4}")
_ROLE_OR_TITLE = re.compile(
    r"(?:主持|主播|记者|采访|访谈|嘉宾|受访|专家|学者|网友|观众|听众|读者|编辑|提问|回答|发言|旁白|解说|翻译|"
    r"主任|书记|局长|部长|厅长|处长|科长|院长|校长|会长|市长|省长|县长|区长|司长|署长|所长|站长|队长|馆长|行长|厂长|"
    r"董事|经理|总裁|总监|工程师|教授|研究员|讲师|博士|院士|导师|导演|演员|作家|律师|医生|医师|大夫|护士|老师|"
    r"先生|女士|小姐|同学|同志|主席|委员|议员|代表|大使|顾问|老板|司机|师傅|"
    r"host|guest|moderator|interviewer|interviewee|reporter|editor|speaker|audience|narrator|question|answer)",
    re.IGNORECASE,
)


def _is_personal(alias: str) -> bool:
    text = unicodedata.normalize("NFKC", alias).strip()
    if HANZI.search(text):
        text = simplified(text)
    if _NICKNAME.fullmatch(text) or _ROLE_OR_TITLE.search(ADDRESS_BEHIND.sub("", text)):
        return False
    return any(shape.fullmatch(text) for shape in (_HAN_NAME, _DOTTED_NAME, _LATIN_NAME))


def kept_of(speaker: Speaker, kept: Sequence[KeptVoice]) -> tuple[KeptVoice, ...]:
    """What the person was given before; nothing for a namesake whom the page says to be of the other gender.

    Who has the very name goes before those who only have it as another name.
    """
    names, name = own_names(speaker), folded(speaker.name)
    same = [each for each in kept if folded(each.name) == name]
    if not same:
        same = [each for each in kept if folded(each.name) in names or name in map(folded, each.aliases)]
        if len({folded(each.name) for each in same}) > 1:
            return ()  # two people are called so: which of them it is, nobody can say
    return tuple(each for each in same if not speaker.gender or each.gender in (None, speaker.gender))
