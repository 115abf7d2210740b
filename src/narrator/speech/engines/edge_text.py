"""What is sent to the service: nothing it chokes on, and not too much at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from narrator.model import Span
from narrator.speech.marks import is_pronounceable

MOST_CHARACTERS = 400
"""In one request. Users report that up to 500 are safe; edge-tts itself would cut at 4,096 bytes, anywhere."""

_ENDS = (re.compile(r".*[。！？!?；;\n]['\"”’」』）)]*", re.DOTALL), re.compile(r".*[，、：,:—…\s]", re.DOTALL))
"""Where to cut, best first: behind a sentence, behind a clause."""


def sendable(text: str) -> str:
    """The text with a space for each character that XML or UTF-8 cannot carry; as long as before."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Cn") and c != "\n" else c for c in text)


def pieces(text: str) -> Iterator[str]:
    """The text in pieces worth a request; only what cannot be pronounced is left out.

    Joined, they have every letter and digit of the text, in order.
    """
    return (span.of(text) for span in piece_spans(text))


def piece_spans(text: str) -> Iterator[Span]:
    """Where the pieces of the text are that are worth a request."""
    start = 0
    while start < len(text):
        window = text[start : start + MOST_CHARACTERS]
        end = len(text) if start + MOST_CHARACTERS >= len(text) else start + _end(window)
        if is_pronounceable(text[start:end]):
            yield Span(start, end)
        start = end


def _end(window: str) -> int:
    for pattern in _ENDS:
        if (match := pattern.match(window)) and is_pronounceable(match.group()):
            return match.end()
    # Never between a letter and its accents.
    end = len(window)
    while end > 1 and unicodedata.combining(window[end - 1]):
        end -= 1
    return end
