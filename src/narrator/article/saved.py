"""Pages that browsers save as one file → the page in it: MHTML and Safari's webarchive."""

from __future__ import annotations

import plistlib
from email import message_from_bytes
from xml.parsers.expat import ExpatError

from narrator.errors import InputError

_HINT = "open it in a browser, and save the page as html"


def from_mhtml(data: bytes, *, name: str) -> tuple[bytes, str | None, str | None]:
    """The first page of the parts: its bytes, its encoding and its address, as far as they are given.

    Raises:
        InputError: None of the parts is a page.
    """
    message = message_from_bytes(data)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            address = message.get("Snapshot-Content-Location") or part.get("Content-Location")
            if isinstance(page, bytes) and page.strip():
                return page, part.get_content_charset(), _web(address)
    raise InputError(f"{name}: this MHTML file holds no page", hint=_HINT)


def from_webarchive(data: bytes, *, name: str) -> tuple[bytes, str | None, str | None]:
    """The main page of the archive: its bytes, its encoding and its address, as far as they are given.

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
        raise InputError(f"{name}: this is a property list, not a page", hint=_HINT) from error
    if not isinstance(page, bytes):
        raise InputError(f"{name}: this web archive holds no page", hint=_HINT)
    return page, str(main.get("WebResourceTextEncodingName") or "") or None, _web(main.get("WebResourceURL"))


def _web(address: object) -> str | None:
    text = str(address or "").strip()
    return text[:2000] if text.startswith(("http://", "https://")) else None
