"""What is seen of each block of a page, and what it is worth: whether it belongs to the article.

`outline.tsv` holds what each sight is worth; `benchmarks/outline_fit.py` fits it. Sights are weighed twice: each block
by itself, then with what was found of the blocks around it, since an article is one run of text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from math import log1p

from narrator.article.mainpart import Outline, prose
from narrator.article.pieces import Piece
from narrator.model import BlockKind

Sights = dict[str, float]
"""Each 0 or 1, or a number of that order."""

_NAME = re.compile(r"[a-z]{2,20}")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDS_SENTENCE = re.compile(r"[。！？!?.…;:：；][”’»」』）)\"'\]]{0,3}$")
_WORD = re.compile(r"[\u3400-\u9fff]{2}|[^\W\d_\u3400-\u9fff]+|\d+")
_LABEL = re.compile(r"\s{0,4}([^:：\s][^:：]{0,24})[:：]\s?\S")
_COMMA = re.compile("[,，、;；]")
_BEFORE_COLON = re.compile(r"^\W{0,3}[^:：]{2,30}[:：]\s")
_HIGHEST_NAMES = 5
"""How many elements upwards a name still says something of a block."""
_NO_NAMES = frozenset(("div", "id", "class"))


def judged(
    outline: Outline, pieces: Sequence[Piece], nodes: Sequence[int], *, named: bool, made: bool = False
) -> list[Piece]:
    """The pieces; those outside the article say why they are not spoken.

    Args:
        nodes: The element of the outline that each piece stands in.
        named: The page's head gives a title; else the heading right above the article is one, and kept.
        made: The page was made of another document: only lines of links and what stands around the text can go.
    """
    seen, reasons = sights(outline, pieces, nodes)
    first = [weighed(each, _worth("first")) for each in seen]
    containers = [outline.container(node) for node in nodes]
    kept = [weighed(around, _worth("second")) >= 0 for around in surroundings(first, containers, seen)]
    if made:
        kept = [keep or (each["between"] > 0 and each["links"] < 0.5) for keep, each in zip(kept, seen, strict=True)]
    if not named and (heading := _heading_above(pieces, kept)) is not None:
        kept[heading] = True
    return [
        piece if keep or piece.why else replace(piece, why=why or "navigation")
        for piece, keep, why in zip(pieces, kept, reasons, strict=True)
    ]


def _heading_above(pieces: Sequence[Piece], kept: Sequence[bool]) -> int | None:
    first = next((at for at, keep in enumerate(kept) if keep and len(pieces[at].text) >= 20), 0)
    headings = [at for at in range(first) if pieces[at].kind is BlockKind.HEADING and not pieces[at].links]
    headings = headings or [at for at in range(max(0, first - 3), first) if _is_bold(pieces[at])]
    return headings[-1] if headings and not any(piece.level == 1 for piece in pieces) else None


def _is_bold(piece: Piece) -> bool:
    bold = sum(span.end - span.start for span in piece.bold)
    return not piece.links and 4 <= len(piece.text.strip()) <= bold / 0.9


def weighed(seen: Sights, worth: dict[str, float]) -> float:
    """The logarithm of the odds that a block belongs to the article."""
    return worth.get("always", 0.0) + sum(worth[name] * value for name, value in seen.items() if name in worth)


@cache
def _worth(stage: str) -> dict[str, float]:
    lines = (files("narrator.article") / "outline.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: float(worth) for of, name, worth in rows if of == stage}


def sights(outline: Outline, pieces: Sequence[Piece], nodes: Sequence[int]) -> tuple[list[Sights], list[str | None]]:
    """What is seen of each block by itself, and what the elements around it are by their names."""
    own = [0.0] * len(outline.parents)
    everything, linked = list(own), list(own)
    for piece, node in zip(pieces, nodes, strict=True):
        own[node] += prose(piece) if piece.why is None else 0.0
        everything[node] += len(piece.text)
        linked[node] += piece.links
    mass = outline.summed(own)
    everything, linked = outline.summed(everything), outline.summed(linked)
    reasons = outline.furniture(mass)
    free = [0.0 if why else each for each, why in zip(own, reasons, strict=True)]
    inside = outline.within(outline.main(outline.summed(free)))
    long = [at for at, piece in enumerate(pieces) if inside[nodes[at]] and prose(piece) >= 80]
    start, end = (long[0], long[-1]) if long else (0, len(pieces) - 1)
    count = defaultdict[str, int](int)
    for piece in pieces:
        count[piece.text] += 1
    own_box = [0.0] * len(own)
    boxes = [outline.container(node) for node in nodes]
    for piece, box in zip(pieces, boxes, strict=True):
        own_box[box] += prose(piece)
    fullest = max(own_box, default=0.0)
    labels = [_label(piece.text) for piece in pieces]
    recurring = {each for each, number in Counter(labels).items() if each and number >= 3}
    links = [piece.links / max(1, len(piece.text)) for piece in pieces]
    names = [_names(outline, node) for node in range(len(outline.parents))]
    out = []
    for at, (piece, node) in enumerate(zip(pieces, nodes, strict=True)):
        box = boxes[at]
        seen = dict(_own_sights(piece))
        why = reasons[node]
        seen |= {
            f"is {why}": 1.0,
            f"in {outline.tags[box]}": 1.0,
            f"set {outline.tags[node]}": 1.0,
            "in main": float(inside[node]),
            "links of box": linked[box] / max(1.0, everything[box]),
            "prose of box": min(1.0, mass[box] / max(1.0, mass[0])),
            "length of box": log1p(everything[box]) / 8,
            "prose share": own[node] / max(1.0, mass[0]),
            "before": float(at < start),
            "behind": float(at > end),
            "far before": min(1.0, max(0, start - at) / 20),
            "far behind": min(1.0, max(0, at - end) / 20),
            "box of the text": float(own_box[box] >= fullest > 0),
            "prose in the same box": own_box[box] / max(1.0, fullest),
            "links above": sum(links[max(0, at - 3) : at]) / 3,
            "links below": sum(links[at + 1 : at + 4]) / 3,
            "heads links": float(len(piece.text) < 60 and links[at] < 0.5 and sum(links[at + 1 : at + 3]) > 1.6),
            "speaks": float(labels[at] in recurring and links[at] < 0.5),
            "repeated": float(count[piece.text] > 1),
            "main and links of box": inside[node] * linked[box] / max(1.0, everything[box]),
            "main and behind": float(inside[node] and at > end),
            "main and before": float(inside[node] and at < start),
            "between": float(inside[node] and start <= at <= end),
            "between without name": float(why is None and inside[node] and start <= at <= end),
            "between as prose": float(inside[node] and start <= at <= end and prose(piece) >= 40),
        }
        seen |= dict.fromkeys(_names_around(outline, node, names), 1.0)
        seen |= dict.fromkeys(_edges(piece.text), 1.0)
        out.append(seen)
    return out, [reasons[node] for node in nodes]


def _own_sights(piece: Piece) -> Iterator[tuple[str, float]]:
    text = piece.text.strip()
    links = piece.links / max(1, len(text))
    yield "links", links
    yield "all links", float(links > 0.9)
    yield "some links", float(0 < links <= 0.9)
    yield "length", log1p(len(text)) / 6
    yield "short", float(len(text) < 25)
    yield "very short", float(len(text) < 8)
    yield "long", float(len(text) > 150)
    yield "ends sentence", float(_ENDS_SENTENCE.search(text) is not None)
    yield "asks", float(text[-1:] in "?？")
    yield "commas", min(1.0, len(_COMMA.findall(text)) / 4)
    yield "starts with label", float(_BEFORE_COLON.match(text) is not None)
    yield "links behind label", float(links > 0.4 and _BEFORE_COLON.match(text) is not None)
    yield f"kind {piece.kind.value}", 1.0
    yield f"heading {piece.level}", float(piece.level > 0)
    yield "heading of links", float(piece.kind is BlockKind.HEADING and links > 0.5)


def _names(outline: Outline, node: int) -> list[str]:
    return _NAME.findall(_CAMEL.sub(" ", outline.hints[node]).lower())[:12]


def _names_around(outline: Outline, node: int, names: Sequence[list[str]]) -> Iterator[str]:
    for height in range(_HIGHEST_NAMES):
        if node <= 0:
            return
        for name in names[node]:
            if name not in _NO_NAMES:
                yield f"called {name}"
                if height < 2:
                    yield f"near {name}"
        if height:
            yield f"within {outline.tags[node]}"
        node = outline.parents[node]


def _label(text: str) -> str:
    """What stands before a colon at the start of a block, as a speaker's name does."""
    found = _LABEL.match(text)
    return found.group(1) if found else ""


def _edges(text: str) -> Iterator[str]:
    """The first word of a block, and the only one or two; of Chinese the first characters."""
    words = _WORD.findall(text[:60].lower())
    if words:
        yield f"starts {words[0]}"
        yield f"starts {' '.join(words[:2])}"


def surroundings(first: Sequence[float], boxes: Sequence[int], seen: Sequence[Sights]) -> list[Sights]:
    """What was found of each block and of its neighbours."""
    calm = [max(-4.0, min(4.0, each)) for each in first]
    total, number = defaultdict[int, float](float), defaultdict[int, int](int)
    for box, each in zip(boxes, calm, strict=True):
        total[box] += each
        number[box] += 1
    out = []
    for at, (box, each) in enumerate(zip(boxes, calm, strict=True)):
        above, below = calm[max(0, at - 3) : at], calm[at + 1 : at + 4]
        others = (total[box] - each) / (number[box] - 1) if number[box] > 1 else 0.0
        out.append(
            {
                "itself": each / 4,
                "box": others / 4,
                "above": sum(above) / 12,
                "below": sum(below) / 12,
                "next above": (above[-1] if above else 0.0) / 4,
                "next below": (below[0] if below else 0.0) / 4,
                "lowest beside": min(above[-1:] + below[:1], default=0.0) / 4,
                "between": seen[at]["between"],
                "in main": seen[at]["in main"],
                "short": seen[at]["short"],
            }
        )
    return out
