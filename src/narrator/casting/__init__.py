"""Sentence → Utterance: who speaks in which voice."""

from narrator.casting.assign import assign

__all__ = ["assign"]
