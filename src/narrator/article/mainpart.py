"""Which part of a page is the article: where most of its prose stands, and what the elements around say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from narrator.article.pieces import Piece
from narrator.model import BlockKind

MOST = 0.7
"""Share of the prose that the article's element must hold."""

_BY_TAG = {
    "nav": "navigation",
    "menu": "navigation",
    "aside": "navigation",
    "form": "navigation",
    "search": "navigation",
}
_BY_HINT = (
    (
        "comments",
        re.compile(
            r"(?:^|[\s_-])(?:comments?(?:-?list|-?area|s?)|comment-?box|replies|reply|pinglun|disqus|guestbook|respond)(?:$|[\s_-])",
            re.IGNORECASE,
        ),
    ),
    (
        "related links",
        re.compile(
            r"(?:^|[\s_-])(?:related|relate|recommend(?:ed|ations?)?|xgyd|xgwz|tuijian|hot-?news|hot-?list|rank(?:ing)?|more-?(?:news|articles|stories)|read-?next|read-?more|popular|prev-?next|post-?nav(?:igation)?|pager|pagination)(?:$|[\s_-])",
            re.IGNORECASE,
        ),
    ),
    ("footnote", re.compile(r"(?:^|[\s_-])(?:footnotes?|endnotes?|references|reflist)(?:$|[\s_-])", re.IGNORECASE)),
    (
        "navigation",
        re.compile(
            r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|crumb|location|position|weizhi|sidebar|side-?bar|sidenav|side|footer|foot|site-?footer|page-?footer|bottom|copyright|topbar|top-?bar|toolbar|tools?|masthead|site-?header|"
            r"share(?:-?bar|-?box|s|-?buttons?)?|sharing|social(?:-buttons|-links|-share)?|sns|bdsharebuttonbox|qrcode|qr-?code|ewm|erweima|subscribe|newsletter|signup|login|register|search(?:-?box|-?form)?|adv?|ads|advert(?:isement)?|banner|sponsor|promo|popup|modal|cookies?|skip-link|"
            r"tags?|tag-?list|taglist|rss|rss-subscribe|widget|player|audio-?player|print|font-?size|toc|table-of-contents)(?:$|[\s_-])",
            re.IGNORECASE,
        ),
    ),
    (
        "metadata",
        re.compile(
            r"(?:^|[\s_-])(?:meta|post-?meta|entry-?meta|article-?meta|post-?info|article-?info|info|byline|author|author-?info|show_author|source|pubtime|pub-?time|publish(?:ed|-?time|-?date)?|date|time|datetime|posted|created_on|editor|zebian|zrbj|bjname)(?:$|[\s_-])",
            re.IGNORECASE,
        ),
    ),
    (
        "picture caption",
        re.compile(
            r"(?:^|[\s_-])(?:caption|figcaption|wp-caption-text|img-?caption|image-?caption|pic-?info|img-?desc|pictext|tuzhu|photo-?credit|video-?info|video-?title|img_descr)(?:$|[\s_-])",
            re.IGNORECASE,
        ),
    ),
)
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
_LONGEST_META = 200
"""Characters: a longer piece in an element called `info` is text."""


@dataclass(slots=True)
class Outline:
    """The tree of the page's block elements, with how much prose stands in each."""

    parents: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    def enter(self, parent: int, tag: str, hints: str) -> int:
        """Note an element; its number."""
        self.parents.append(parent)
        self.tags.append(tag)
        self.hints.append(hints)
        return len(self.parents) - 1

    def judged(self, pieces: Sequence[Piece], nodes: Sequence[int], *, named: bool = True) -> list[Piece]:
        """The pieces; those outside the article, or in its furniture, say why they are not spoken.

        Args:
            named: The page's head gives a title; else the heading right above the article is one.
        """
        own = [0.0] * len(self.parents)
        for piece, node in zip(pieces, nodes, strict=True):
            own[node] += _prose(piece)
        everything = self._summed(own)
        total = everything[0] if everything else 0.0
        chrome = self._chrome(everything, total)
        for node, why in enumerate(chrome):
            if why is not None:
                own[node] = 0.0
        main = self._main(self._summed(own))
        inside = self._within(main)
        first, last = _range([at for at, node in enumerate(nodes) if inside[node] and chrome[node] is None])
        title = next(
            (at for at, piece in enumerate(pieces) if piece.kind is BlockKind.HEADING and piece.level == 1), -1
        )
        above = [
            at
            for at, piece in enumerate(pieces[: max(first, 0)])
            if piece.kind is BlockKind.HEADING and chrome[nodes[at]] is None and piece.links * 2 < len(piece.text)
        ]
        heading = above[-1] if above and not named and title < 0 else -1
        out = []
        for at, (piece, node) in enumerate(zip(pieces, nodes, strict=True)):
            why = chrome[node]
            if why is None and at < title and piece.links and piece.links >= 0.8 * len(piece.text):
                why = "navigation"
            if why == "metadata" and len(piece.text) > _LONGEST_META:
                why = None
            if why is None and not inside[node] and at != heading:
                why = None if self._belongs(piece, at, first, last) else "navigation"
            if why is None and not inside[node] and at > last:
                why = "navigation"
            if (
                why is None
                and piece.links >= 0.8 * len(piece.text)
                and piece.kind is BlockKind.LIST_ITEM
                and piece.links
            ):
                why = "link"
            out.append(replace(piece, why=why) if why else piece)
        return out

    def _summed(self, own: Sequence[float]) -> list[float]:
        """For each element, what stands in it and below it; children have higher numbers than their parents."""
        whole = list(own)
        for node in range(len(whole) - 1, 0, -1):
            if self.parents[node] >= 0:
                whole[self.parents[node]] += whole[node]
        return whole

    def _chrome(self, mass: Sequence[float], total: float) -> list[str | None]:
        """For each element, why it is no part of the article, if so; an element within one is none either."""
        out: list[str | None] = []
        for node, parent in enumerate(self.parents):
            inherited = out[parent] if parent >= 0 else None
            why = inherited
            if why is None and (node == 0 or mass[node] <= _CHROME_SHARE * total):
                why = _BY_TAG.get(self.tags[node])
                if why is None and self.tags[node] == "footer":
                    why = "navigation"
                if why is None and self.hints[node].strip():
                    why = next((reason for reason, hint in _BY_HINT if hint.search(self.hints[node])), None)
            out.append(why)
        return out

    def _main(self, mass: Sequence[float]) -> int:
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

    def _within(self, main: int) -> list[bool]:
        inside: list[bool] = []
        for node, parent in enumerate(self.parents):
            inside.append(node == main or (parent >= 0 and inside[parent]))
        return inside

    def _belongs(self, piece: Piece, at: int, first: int, last: int) -> bool:
        """A lead or a title may stand outside the element that holds the rest."""
        if piece.kind is BlockKind.HEADING and piece.level == 1:
            return True
        near = first - 8 <= at < first or first <= at <= last
        return (
            near
            and piece.links * 2 < len(piece.text)
            and len(piece.text) >= 40
            and _SENTENCE_MARK.search(piece.text) is not None
        )


def _prose(piece: Piece) -> float:
    """How much a piece counts as text of an article: characters outside links, of lines with punctuation."""
    text = len(piece.text) - piece.links
    if piece.links * 2 > len(piece.text):
        return 0.0
    return float(text) if _SENTENCE_MARK.search(piece.text) else 0.3 * text


def _range(inside: Sequence[int]) -> tuple[int, int]:
    return (inside[0], inside[-1]) if inside else (0, -1)
