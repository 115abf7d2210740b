"""Finds who says what on a page, and reads and writes the editable script.

inline → openings → labels (declared) → places (traits, chain) → people (hosts, genders) →
assemble (stage) → chapters → doubts; what each sign is worth stands in tables/, written by benchmarks/fit_turns.py
"""

from narrator.script.editable import is_editable
from narrator.script.editable_read import from_text
from narrator.script.editable_write import to_text
from narrator.script.hand_pauses import without_pauses
from narrator.script.parse import parse

__all__ = ["from_text", "is_editable", "parse", "to_text", "without_pauses"]
