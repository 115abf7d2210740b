"""Finds who says what on a page, and reads and writes the editable script.

inline → labels (declared, candidates) → implied → places → people → assemble (stage) → chapters → doubts
"""

from narrator.script.parse import parse

__all__ = ["parse"]
