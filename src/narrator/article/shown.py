"""What a page shows: hidden text is not said unless it is the page, and the article keeps its heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narrator.article.pieces import Piece
from narrator.model import BlockKind

_LITTLE = 400
"""Characters: a page that shows less, and hides more, waits for its script."""
_LONGEST_WAIT = 30
"""Characters of a line that tells readers to wait."""


def with_hidden(found: Sequence[Piece]) -> list[Piece]:
    """What is hidden is not said, unless it is the page: some stay hidden until their script has run."""
    hidden = sum(len(each.text) for each in found if each.why == "hidden" and not each.links)
    shown = sum(len(each.text) for each in found if each.why != "hidden")
    if hidden > 1.5 * shown or (hidden > shown and shown < _LITTLE):
        return [replace(each, why=None if each.why == "hidden" else _why_beside_hidden(each)) for each in found]
    return list(found)


def _why_beside_hidden(piece: Piece) -> str | None:
    waits = piece.kind is not BlockKind.HEADING and len(piece.text) < _LONGEST_WAIT
    return piece.why or ("navigation" if waits else None)


def headed(found: Sequence[Piece], seen: Sequence[Piece]) -> list[Piece]:
    """The pieces of a page whose head gives no title: the first-level heading above its article belongs to it.

    Args:
        seen: The same pieces before any was taken for furniture.
    """
    out = list(found)
    first = next((at for at, piece in enumerate(out) if piece.why is None), len(out))
    ones = [at for at, piece in enumerate(out) if piece.level == 1 and not piece.links and seen[at].why is None]
    above = [at for at in ones if at < first]
    if above and all(out[at].why is not None for at in ones):
        out[above[-1]] = replace(out[above[-1]], why=None)
    return out
