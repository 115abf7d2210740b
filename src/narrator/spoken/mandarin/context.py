"""What stands around a character: its word, the words beside it, its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .words import Token

_CLAUSE_END = re.compile(r"[，。；：！？、,;:!?（）()“”\"]")
LONGEST_CLAUSE = 60
"""Characters looked back at."""


@dataclass(frozen=True, slots=True)
class Context:
    """One character of a text, as a grammatical rule sees it."""

    plain: str
    at: int
    words: Sequence[Token]
    number: int
    """Index of the character's word."""

    @property
    def word(self) -> Token:
        """The word it is part of."""
        return self.words[self.number]

    @property
    def alone(self) -> bool:
        """Whether the character is a word by itself."""
        return len(self.word.text) == 1

    @property
    def ends_word(self) -> bool:
        return self.word.end == self.at + 1

    @property
    def before(self) -> Token | None:
        """The word before, if nothing lies between."""
        if self.number and self.words[self.number - 1].end == self.word.start:
            return self.words[self.number - 1]
        return None

    @property
    def behind(self) -> Token | None:
        """The word behind, if nothing lies between."""
        if self.number + 1 < len(self.words) and self.words[self.number + 1].start == self.word.end:
            return self.words[self.number + 1]
        return None

    def char(self, step: int) -> str:
        """The character so many places away; empty where there is none."""
        place = self.at + step
        return self.plain[place] if 0 <= place < len(self.plain) else ""

    @property
    def left(self) -> str:
        """The clause up to the character."""
        return _CLAUSE_END.split(self.plain[max(0, self.at - LONGEST_CLAUSE) : self.at])[-1]

    @property
    def right(self) -> str:
        """The clause behind the character."""
        end = _CLAUSE_END.search(self.plain, self.at + 1)
        return self.plain[self.at + 1 : end.start() if end else len(self.plain)]


def is_part(word: Token | None, *parts: str) -> bool:
    """Whether a word is one of these parts of speech, as jieba tags begin."""
    return word is not None and word.part.startswith(parts)


def is_one_of(word: Token | None, *texts: str) -> bool:
    """Whether a word is one of these."""
    return word is not None and word.text in texts
