"""What an opening of a block is: a place that looks like a label, and the mark that sets it off."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from narrator.model import Span
from narrator.script.label_words import folded


class Mark(StrEnum):
    """What sets a label off from what is said."""

    COLON = "a colon"
    BRACKETS = "brackets"
    SIGN = "a bar, a slash or an arrow"
    DASH = "a dash between spaces"
    GAP = "a wide space"
    SPACE = "a space"
    STOP = "a full stop"
    TIME = "a time"
    QUOTE = "the opening of a quotation"
    LOOK = "bold or italic print"
    NUMBER = "a number or nothing behind Q"
    ALONE = "a line of its own"
    ALONE_COLON = "a line of its own and a colon"
    TERM = "a term of a list"
    VOICE = "the file itself"
    CHANGE = ">>"
    SPEECH_DASH = "a dash that stands for a name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A place that looks like a label."""

    block: int
    """Index into the blocks."""
    printed: str
    """The label as printed, without brackets and colon."""
    name: str
    """Without what stands in brackets behind it or as a title before it."""
    before: str = ""
    """What stands before the name in the label: a role or a title."""
    note: str = ""
    """What stands in brackets behind the name."""
    mark: Mark
    shape: str = ""
    """How it is set, with N for the name: `《N》：`; equal for labels of one make."""
    label: Span
    """Of the block's text: all that is not said."""
    said: str
    """What follows it in the block."""
    stamped: bool = False
    """A time stands beside it."""

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return folded(self.name) or self.name


WEAK = frozenset((Mark.ALONE, Mark.LOOK, Mark.GAP, Mark.SPACE, Mark.DASH, Mark.SIGN, Mark.QUOTE, Mark.STOP))
"""Marks that need company: without a colon or brackets, much of a page looks like them."""
