"""The tree of a page's block elements: how much prose stands in each, and which of them holds the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from narrator.article.element_names import reason_of
from narrator.article.pieces import Piece

MOST = 0.7
"""Share of the prose that the article's element must hold."""

_LEAVES = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "dd",
        "dt",
        "td",
        "th",
        "blockquote",
        "pre",
        "figcaption",
        "caption",
    ]
)
_LISTS = frozenset(["dl", "ul", "ol", "table", "tbody", "tr", "blockquote"])
"""The questions and answers of a page may be one list; its lead and its end stand outside."""
_SENTENCE_MARK = re.compile(r"[。！？!?；…]|[.,;:](?:\s|$)|[，：:]")
_CHROME_SHARE = 0.4
"""Of the prose: an element that holds more is no chrome, whatever it is called."""


@dataclass(slots=True)
class Outline:
    """The elements of a page, each with a higher number than the one it stands in."""

    parents: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    def enter(self, parent: int, tag: str, hints: str) -> int:
        """Note an element; its number."""
        self.parents.append(parent)
        self.tags.append(tag)
        self.hints.append(hints)
        return len(self.parents) - 1

    def summed(self, own: Sequence[float]) -> list[float]:
        """For each element, what stands in it and below it."""
        whole = list(own)
        for node in range(len(whole) - 1, 0, -1):
            if self.parents[node] >= 0:
                whole[self.parents[node]] += whole[node]
        return whole

    def container(self, node: int) -> int:
        """The element itself, or the nearest around it that holds more than one line."""
        while self.tags[node] in _LEAVES and self.parents[node] >= 0:
            node = self.parents[node]
        return node

    def furniture(self, mass: Sequence[float]) -> list[str | None]:
        """For each element, what it is by its name, or by that of one around it, if no part of an article.

        Args:
            mass: The prose in each element, in characters.
        """
        out: list[str | None] = []
        for node, parent in enumerate(self.parents):
            why = out[parent] if parent >= 0 else None
            if why is None and (node == 0 or mass[node] <= _CHROME_SHARE * mass[0]):
                why = reason_of(self.tags[node], self.hints[node])
            out.append(why)
        return out

    def main(self, mass: Sequence[float]) -> int:
        """The smallest element that holds most of the prose."""
        children: dict[int, tuple[int, float]] = {}
        for node in range(1, len(self.parents)):
            parent = self.parents[node]
            if parent >= 0 and mass[node] > children.get(parent, (0, 0.0))[1]:
                children[parent] = (node, mass[node])
        current = 0
        while current in children:
            child, held = children[current]
            if (
                held < MOST * mass[0]
                or self.tags[child] in _LEAVES
                or (held < 0.9 * mass[current] and self.tags[current] in ("article", "main"))
            ):
                break
            current = child
        while self.tags[current] in _LISTS and self.parents[current] >= 0:
            current = self.parents[current]
        return current

    def within(self, main: int) -> list[bool]:
        """For each element, whether it stands in that one."""
        inside: list[bool] = []
        for node, parent in enumerate(self.parents):
            inside.append(node == main or (parent >= 0 and inside[parent]))
        return inside


def prose(piece: Piece) -> float:
    """How much a piece counts as text of an article: characters outside links, of lines with punctuation."""
    text = len(piece.text) - piece.links
    if piece.links * 2 > len(piece.text):
        return 0.0
    return float(text) if _SENTENCE_MARK.search(piece.text) else 0.3 * text
