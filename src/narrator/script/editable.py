"""The editable script: a Script as text to correct by hand. Its grammar is in docs/reference/script.md.

    ---
    narrator: 1
    title: …
    speakers:
      主持人: {role: host}
    narration: 旁白
    ---

    ## A chapter

    > [why] text that is printed and not spoken
    > [?] why the next turn is in doubt; delete the line to settle it
    > [=] the label as the page prints it, where it is not the name and a colon
    主持人：what is said, {重|chong2} with a reading, [[stage direction|（笑）]] with a bit left out

    another paragraph of the same turn

A backslash takes the meaning from the character behind it.
"""

from __future__ import annotations

import re

from narrator.script.editable_read import from_text
from narrator.script.editable_write import to_text

_MARK = re.compile(r"\ufeff?\s{0,40}---[ \t]*\r?\n(?:#[^\n]{0,200}\n){0,5}narrator[ \t]*:")


def is_editable(text: str) -> bool:
    """Whether the text is an editable script, and not a page."""
    return _MARK.match(text) is not None


__all__ = ["from_text", "is_editable", "to_text"]
