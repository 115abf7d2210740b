"""Sentence → Utterance: who speaks in which voice."""

from narrator.casting.assign import NARRATION, Assignment, Given, assign, assignment, candidates, member_of
from narrator.casting.keep import with_given

__all__ = ["NARRATION", "Assignment", "Given", "assign", "assignment", "candidates", "member_of", "with_given"]
