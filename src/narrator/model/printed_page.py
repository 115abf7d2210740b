"""What a page says: its text, and its blocks in order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text, half-open, in characters."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]


class BlockKind(StrEnum):
    """What a block of the page is, as far as its markup says."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    LIST_ITEM = "list item"
    TERM = "term"
    """`<dt>`: in an interview, who speaks or what is asked."""
    CAPTION = "caption"
    CUE = "cue"
    """One cue of a caption file (WebVTT, SRT)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, heading or line of the page, as printed."""

    at: int
    """Offset in `Article.text`, in characters."""
    text: str
    """Equal to `Article.text[at : at + len(text)]`; no line break inside."""
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    """Of a heading, 1 to 6; else 0."""
    bold: tuple[Span, ...] = ()
    """What is printed in bold, as spans of `text`, in order."""
    italic: tuple[Span, ...] = ()
    """What is printed in italics, as spans of `text`, in order."""
    look: str = ""
    """How the block is set as far as the markup tells (elements, classes, colour, size, indent): equal for blocks
    that are set in the same way, and empty where the format tells nothing."""
    speaker: str | None = None
    """Who speaks, where the format itself says so (`<v 王勇健>` in WebVTT)."""
    why_not_spoken: str | None = None
    """Why the reader took it for no content (`navigation`, `metadata`, …); None for content."""
    asides: tuple[Span, ...] = ()
    """Footnote marks and the like: printed but never read, as spans of `text`, in order."""
    depth: int = 0
    """How many lists and quotations it stands in."""
    line: int = 0
    """Line of the source it starts on, from 1; 0 where the source has no lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Where an episode stands in its show, as far as somebody said; both count from 1."""

    season: int | None = None
    episode: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page says, in order, and what of it is not speech."""

    text: str
    """The whole printed text: the blocks joined, and nothing but white space between them."""
    blocks: tuple[Block, ...]
    source: str
    """The name the user gave: a path, a URL, or `-`."""
    title: str | None = None
    url: str | None = None
    published: str | None = None
    """ISO 8601 date, or date and time, as far as the page gives it; None when it does not."""
    publisher: str | None = None
    """Who published it, as printed (信息来源:市国资委)."""
    language: str = "zh-CN"
    """BCP 47."""
    numbers: Numbers = Numbers()
    """As the front matter says."""
