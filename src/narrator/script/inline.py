"""Labels inside a paragraph: pages that lost their line breaks print several turns in one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from narrator.errors import ScriptError
from narrator.messages import tr
from narrator.model import Article, Block, Span
from narrator.script.label_marks import Mark
from narrator.script.label_words import ANSWERS, ASKERS, GUESTS, HOSTS, folded, is_person, is_role
from narrator.script.openings import openings
from narrator.script.places import Place, Placed

MOST_TURNS = 30_000
"""Inside paragraphs; no conversation has as many."""

_INSIDE = re.compile(
    r"(?<=[。！？!?…”」』）)])[\s\u3000]{0,8}(?P<name>[^\s。！？!?；;，,：:“”「」（）()]{1,10})[：:](?=\s?\S)"
)


def split_at_labels(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, cut where a label stands in the middle of one; offsets stay true."""
    known = Counter(
        each.key
        for index, block in enumerate(blocks)
        for each in openings(index, block)
        if each.mark in (Mark.COLON, Mark.NUMBER)
    )
    inside: Counter[str] = Counter()
    for block in blocks:
        if block.why_not_spoken is None:
            inside.update(folded(match["name"]) for match in _INSIDE.finditer(block.text))
    names = {name for name, count in inside.items() if _is_label(name, known[name], count)}
    if any(is_role(name) for name in names):
        names |= {name for name, count in inside.items() if count + known[name] >= 2 and is_person(name)}
    count = sum(inside[name] for name in names)
    if count < 2:
        return tuple(blocks)
    if count > MOST_TURNS:
        raise ScriptError(
            tr("more than {most_turns:,} turns on one page", most_turns=MOST_TURNS), hint=tr("cut the page into parts")
        )
    out: list[Block] = []
    for block in blocks:
        out += _cut(block, names) if block.why_not_spoken is None else [block]
    return tuple(out)


def _is_label(name: str, at_start: int, inside: int) -> bool:
    if name in HOSTS | GUESTS | ASKERS | ANSWERS or is_role(name):
        return at_start + inside >= 2
    return at_start >= 1 and inside >= 1 and is_person(name)


def _cut(block: Block, names: set[str]) -> list[Block]:
    at = [0]
    for match in _INSIDE.finditer(block.text):
        said = block.text[at[-1] : match.start("name")]
        if folded(match["name"]) in names and any(map(str.isalnum, said)):  # a stray mark is nobody's turn
            at.append(match.start("name"))
    if len(at) == 1:
        return [block]
    parts = []
    for start, end in zip(at, [*at[1:], len(block.text)], strict=True):
        text = block.text[start:end].rstrip()
        parts.append(
            Block(
                at=block.at + start,
                text=text,
                kind=block.kind,
                level=block.level,
                bold=_within(block.bold, start, start + len(text)),
                italic=_within(block.italic, start, start + len(text)),
                look=block.look,
                asides=_within(block.asides, start, start + len(text)),
                depth=block.depth,
                line=block.line,
            )
        )
    return parts


def _within(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    inside = (Span(max(span.start, start) - start, min(span.end, end) - start) for span in spans)
    return tuple(span for span in inside if span.start < span.end)


def rejoined(places: Sequence[Placed], article: Article) -> list[Placed]:
    """The places, with what was cut for a label that is none joined to what it was cut from."""
    whole = {block.at for block in article.blocks}
    out: list[Placed] = []
    for each in places:
        before = out[-1] if out else None
        cut = before is not None and each.block.at not in whole and each.label is None
        if before is None or not cut or before.place is Place.NOT_SPOKEN or not _goes_on(before, each):
            out.append(each)
            continue
        text = article.text[before.block.at : each.block.at + len(each.block.text)]
        by = each.block.at - before.block.at
        block = replace(
            before.block,
            text=text,
            bold=before.block.bold + _moved(each.block.bold, by),
            italic=before.block.italic + _moved(each.block.italic, by),
            asides=before.block.asides + _moved(each.block.asides, by),
        )
        out[-1] = replace(before, block=block, chance=min(before.chance, each.chance))
    return out


def _goes_on(before: Placed, each: Placed) -> bool:
    apart = (Place.NARRATION, Place.HEADING)
    return each.place is Place.CONTINUES or (each.place in apart and before.place in apart)


def _moved(spans: Sequence[Span], by: int) -> tuple[Span, ...]:
    return tuple(Span(span.start + by, span.end + by) for span in spans)
