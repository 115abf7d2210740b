"""What may stand in a published file: text without characters that break the formats."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters and non-characters: XML 1.0, section 2.2, forbids or discourages them, and WebVTT and ID3
readers stumble over them."""
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
"""Direction marks: inside a line that a program puts together they turn the rest of it around."""


def printable(text: str) -> str:
    """The text without control characters, lone surrogates and direction overrides; line breaks stay."""
    return _BIDI.sub("", _FORBIDDEN.sub("", text))


def xml_text(text: str) -> str:
    """The text with a replacement character wherever XML allows none of it; direction marks stay."""
    return _FORBIDDEN.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The text on one line: every run of white space is one space."""
    return " ".join(printable(text).split())


def within_bytes(text: str, limit: int) -> str:
    """As much of the text as fits into `limit` bytes of UTF-8, with an ellipsis where something was cut."""
    if len(text.encode()) <= limit:
        return text
    kept = text.encode()[: limit - len("…".encode())].decode(errors="ignore")
    return kept.rstrip() + "…"
