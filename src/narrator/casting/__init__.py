"""Sentence → Utterance: who speaks in which voice."""

from narrator.casting.assign import assign, candidates

__all__ = ["assign", "candidates"]
