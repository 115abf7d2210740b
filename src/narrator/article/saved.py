"""Pages that browsers save as one file, and letters → the page in them."""

from __future__ import annotations

import email
import email.policy
import plistlib
from dataclasses import dataclass
from email.message import EmailMessage
from xml.parsers.expat import ExpatError

from narrator.errors import InputError
from narrator.messages import tr

_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
"""In this order: a letter may say the same twice."""
_HINT = tr("open it in a browser, and save the page as html")


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


def from_message(data: bytes, *, name: str) -> Saved:
    """The first page of an MHTML file (RFC 2557) or a letter.

    Raises:
        InputError: There is no page in it.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = [part for part in message.walk() if isinstance(part, EmailMessage)]
    for kind in _TYPES:
        for part in parts:
            content = part.get_payload(decode=True) if part.get_content_type() == kind else None
            if isinstance(content, bytes) and content.strip():
                address = _web(message.get("Snapshot-Content-Location")) or _web(part.get("Content-Location"))
                return Saved(content, kind == "text/plain", part.get_content_charset(), address)
    raise InputError(tr("{name}: this MHTML file holds no page", name=name), hint=_HINT)


def from_webarchive(data: bytes, *, name: str) -> Saved:
    """The main page of Safari's web archive.

    Raises:
        InputError: It is another property list, or damaged.
    """
    try:
        main = plistlib.loads(data)["WebMainResource"]
        page = main["WebResourceData"]
    except (
        plistlib.InvalidFileException,
        ExpatError,
        LookupError,
        ValueError,
        TypeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise InputError(tr("{name}: this is a property list, not a page", name=name), hint=_HINT) from error
    if not isinstance(page, bytes):
        raise InputError(tr("{name}: this web archive holds no page", name=name), hint=_HINT)
    charset = str(main.get("WebResourceTextEncodingName") or "") or None
    return Saved(page, is_text=False, charset=charset, url=_web(main.get("WebResourceURL")))


def _web(address: object) -> str | None:
    text = str(address or "").strip()
    return text[:2000] if text.startswith(("http://", "https://")) else None
