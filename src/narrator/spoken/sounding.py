"""A word of a language other than Mandarin, and how it sounds."""

from __future__ import annotations

from dataclasses import dataclass

from narrator.model import Span


@dataclass(frozen=True, slots=True)
class SoundingWord:
    """A word and its sound."""

    span: Span
    """Of the spoken form."""
    sound: str
    """In the letters of its language; empty where nobody knows."""
