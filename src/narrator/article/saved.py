"""Pages saved with everything on them: web archives (MHTML) → the page in them."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from narrator.errors import InputError


def page_in(data: bytes, *, name: str) -> tuple[bytes, str]:
    """The first page of a web archive (RFC 2557), and its type as it says itself.

    Raises:
        InputError: There is no page in it.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and isinstance(part, EmailMessage):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                charset = part.get_content_charset()
                return content, "text/html" + (f"; charset={charset}" if charset else "")
    raise InputError(f"{name}: this web archive holds no page", hint="save the page as html")
