"""What covers and the pictures of links may weigh, and the note in a drawn one that says which text is on it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from narrator.standards.printable import one_line

COVER_BYTES: Final = 512 * 1024
"""Apps and directories leave heavier covers out, or load them late."""
BANNER_PX: Final = (1200, 630)
"""What `og:image` is shown as (The Open Graph protocol; 1.91:1)."""
BANNER_BYTES: Final = 300_000
"""Messengers fetch no picture of a link that is heavier."""

_SAYS, _LACKS = "Drawn text: ", "Not drawn: "


@dataclass(frozen=True, slots=True)
class DrawnText:
    """What a drawn picture says."""

    headline: str
    """What is drawn large."""
    undrawn: str
    """Characters that no font had."""

    def comment(self) -> bytes:
        """As it is kept in the picture's comment."""
        return f"{_SAYS}{self.headline}\n{_LACKS}{self.undrawn}".encode()


def drawn_text(comment: object) -> DrawnText | None:
    """What the picture with that comment says; None where the comment is no such note."""
    if not isinstance(comment, bytes):
        return None
    first, _, second = comment.decode(errors="replace").partition("\n")
    if not (first.startswith(_SAYS) and second.startswith(_LACKS)):
        return None
    return DrawnText(first.removeprefix(_SAYS), second.removeprefix(_LACKS))


def letters(text: str) -> str:
    """What a text says, without ornaments: two texts that have the same letters say the same."""
    plain = one_line(unicodedata.normalize("NFC", text))
    kept = (char for char in plain if unicodedata.category(char)[0] in "LMN")
    return "".join(
        char for char in kept if not "\ufe00" <= char <= "\ufe0f" and not "\U000e0100" <= char <= "\U000e01ef"
    )
