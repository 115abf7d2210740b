"""How lines begin: where short beginnings of one make recur, a pattern set them, and people may speak."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from narrator.article.pieces import Piece

_BEGINNING = re.compile(
    r"(?P<open>\W{0,4})(?P<name>\w{1,12}(?:[ ·]\w{1,12}){0,2}?)(?P<close>[^\w\s,，、。]{1,3}\s?|\s{2,})(?=\S)"
)


def with_recurring_beginnings(pieces: Sequence[Piece]) -> frozenset[int]:
    """The pieces, by number, that begin with a name in the make of others: two of the make at least recur."""
    makes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    found: dict[int, tuple[str, str]] = {}
    for at, piece in enumerate(pieces):
        match = _BEGINNING.match(piece.text[:40])
        if match is None or match["name"].isdigit():
            continue
        make, name = match["open"].strip() + "N" + match["close"].strip(), match["name"]
        makes[make][name] += 1
        found[at] = (make, name)
    out = set()
    for at, (make, name) in found.items():
        recurring = sum(count > 1 for count in makes[make].values())
        if makes[make][name] > 1 and recurring > 1 and len(makes[make]) <= 3 * recurring + 2:
            out.add(at)
    return frozenset(out)
