"""Pages saved with everything on them (MHTML), and letters → the page in them."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage

from narrator.errors import InputError

_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
"""In this order: a letter may say the same twice."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A page out of its envelope."""

    content: bytes
    is_text: bool
    """Plain text, and no HTML."""
    charset: str | None
    """As the envelope says."""
    url: str | None
    """Where it was saved from."""


def page_in(data: bytes, *, name: str) -> Saved:
    """The first page of a web archive (RFC 2557) or letter.

    Raises:
        InputError: There is no page in it.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = [part for part in message.walk() if isinstance(part, EmailMessage)]
    for kind in _TYPES:
        for part in parts:
            content = part.get_payload(decode=True) if part.get_content_type() == kind else None
            if isinstance(content, bytes) and content.strip():
                return Saved(content, kind == "text/plain", part.get_content_charset(), _address(message, part))
    raise InputError(f"{name}: this web archive holds no page", hint="save the page as html")


def _address(message: EmailMessage, part: EmailMessage) -> str | None:
    found = (message.get("Snapshot-Content-Location"), part.get("Content-Location"))
    return next((str(each) for each in found if str(each).startswith(("http://", "https://"))), None)
