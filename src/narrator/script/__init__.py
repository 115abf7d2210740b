"""Finds who says what on a page, and reads and writes the editable script.

inline → labels (declared, candidates) → implied → places → people → assemble (stage) → chapters → doubts
"""

from narrator.script.editable import from_text, is_editable, to_text
from narrator.script.parse import parse

__all__ = ["from_text", "is_editable", "parse", "to_text"]
