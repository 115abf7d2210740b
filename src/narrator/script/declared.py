"""What a page declares about its people: abbreviations, legends, and lists of who takes part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from narrator.model import Block
from narrator.script.label_marks import Mark, Opening
from narrator.script.label_words import ASKERS, HOSTS, NOT_IN_NAMES, folded, is_kana_name, is_person, is_role

_ABBREVIATION = re.compile(
    r"(?P<full>[^\s，。、；：:,;（(）)“”\"「」]{1,30})\s?[（(]\s?(?:以?下文?(?:简|簡|合)?(?:称|稱)?|(?:简|簡)(?:称|稱)|以下|hereafter|hereinafter)\s?(?:为|為|作|は)?\s?[:：、,，]?\s?"
    r"[“\"「『‘'《]?(?P<short>[^）)”\"」』’'》]{1,12})[”\"」』’'》]?\s?[）)]",
    re.IGNORECASE,
)
_EQUATION = re.compile(
    r"[（(]?\s?(?P<short>[\w\u3400-\u9fff]{1,6})\s?[＝=]\s?(?P<full>[^，。、；：:,;（(）)＝=\n]{2,20})[）)]?"
)
_LEGEND_PAIR = re.compile(
    r"(?P<short>[^\s:：]{1,8})\s?[:：＝=]\s?(?P<full>[^:：＝=\n]{1,40}?)(?=[\s，,；;、/|]+[^\s:：]{1,8}\s?[:：＝=]|\s*$)"
)
_SENTENCE = re.compile(r"[。！？!?]")
_LINKING = re.compile(
    r"^.{0,20}?(?:由|与|與|和|及|对|對|跟|是|向|请|請|为|為|访|訪)(?=[^由与與和及对對跟是向请請为為访訪]{2,8}$)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Names that the page explains."""

    full: Mapping[str, str] = field(default_factory=dict)
    """Folded short form → the name it stands for, as printed."""
    lines: frozenset[int] = frozenset()
    """Blocks that only say who takes part."""

    def knows(self, key: str) -> bool:
        """Whether the page explains this label."""
        return key in self.full


def declared_names(blocks: Sequence[Block], found: Mapping[int, Opening]) -> Declared:
    """What the page declares; short forms count only where somebody is labelled with them."""
    keys = {each.key for each in found.values()}
    printed = Counter(each.printed for each in found.values())
    first = {each.key: index for index, each in sorted(found.items(), reverse=True)}
    full: dict[str, str] = {}
    lines: set[int] = set()
    for index, block in enumerate(blocks):
        if len(full) > 200:
            break
        text = block.text[:2000]
        for match in _ABBREVIATION.finditer(text):
            short, name = folded(match["short"]), _without_linking(match["full"])
            if short in keys:
                full.setdefault(short, name)
        if len(block.text) > 120 or _SENTENCE.search(block.text):
            continue
        pairs = _legend(block.text, keys)
        if pairs and (len(pairs) > 1 or _is_declaration(found.get(index), pairs, keys, printed, first)):
            lines.add(index)
            for short, name in pairs.items():
                full.setdefault(short, name)
    lines |= _terms(blocks, found, full)
    named = {short: name for short, name in full.items() if not NOT_IN_NAMES.search(name)}
    return Declared(full=named, lines=frozenset(lines))


def _without_linking(name: str) -> str:
    """`对冯璟烁` → `冯璟烁`: what stands before the name in its clause is left out."""
    cut = _LINKING.match(name)
    return name[cut.end() :] if cut and len(name) - cut.end() >= 2 else name


def _legend(text: str, keys: set[str]) -> dict[str, str]:
    """`问：记者　　赵：经理赵某某` → both; nothing, where it is no legend."""
    pairs = {}
    matches = list(_LEGEND_PAIR.finditer(text)) or list(_EQUATION.finditer(text))
    for match in matches:
        short, name = folded(match["short"]), match["full"].strip()
        if short in keys and (is_role(name) or is_person(name) or len(name) <= 20):
            pairs[short] = name
    covered = sum(match.end() - match.start() for match in matches)
    return pairs if pairs and covered >= 0.7 * len(text.strip()) and len(pairs) == len(matches) else {}


def _is_declaration(
    each: Opening | None,
    pairs: Mapping[str, str],
    keys: set[str],
    printed: Mapping[str, int],
    first: Mapping[str, int],
) -> bool:
    """`聞き手：山田` declares somebody; `问：山田` asks."""
    if each is None:
        return False
    (name,) = pairs.values()
    if not is_role(each.name) or each.key in ASKERS:
        return False
    if (
        each.key in HOSTS
        and is_person(name)
        and not name.isascii()
        and len(name) <= 4
        and first[each.key] == each.block
    ):
        return True  # 主持人：韩雪, and below 主持人：各位好！
    return (is_person(name) or folded(name) in keys) and printed[each.printed] == 1


def _terms(blocks: Sequence[Block], found: Mapping[int, Opening], full: dict[str, str]) -> set[int]:
    """`<dt>聞き手</dt><dd>山田</dd>` says who asks."""
    lines: set[int] = set()
    names = {each.key for each in found.values() if each.mark is Mark.TERM}
    for index, each in found.items():
        if each.mark is not Mark.TERM or not is_role(each.name) or index + 1 >= len(blocks):
            continue
        value = blocks[index + 1].text
        if (
            len(value) <= 30
            and not _SENTENCE.search(value)
            and (is_person(value) or is_kana_name(value) or folded(value) in names)
        ):
            lines |= {index, index + 1}
            full.setdefault(each.key, value)
    return lines
