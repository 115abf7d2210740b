"""Sentence → Utterance: voices.yaml, and who speaks in which voice."""

from narrator.casting.assign import assign
from narrator.casting.voices import load_cast

__all__ = ["assign", "load_cast"]
