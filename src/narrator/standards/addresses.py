"""Web addresses and e-mail addresses (RFC 3986, RFC 5322; no more of them than publishing needs)."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from narrator.standards.printable import printable

WEB_ADDRESS = r"https?://[^\s/]+\S*"
"""As a pattern: what a person may write for an address."""
EMAIL = r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+"
"""As a pattern: what a person may write for an e-mail address."""

_SAFE = "%:@!$&'()*+,;=~-._"


def is_web_address(text: str) -> bool:
    """Whether somebody meant an http(s) address by it."""
    return re.fullmatch(WEB_ADDRESS, text) is not None


def prefix_fault(prefix: str) -> str | None:
    """What is wrong with an address that is put before those of MP3s, to count downloads; None where nothing is."""
    address = web_address(prefix)
    if address is None or address.rstrip("/") != prefix.rstrip("/"):
        return f"{prefix!r} is no address in ASCII"
    if not address.startswith("https://"):
        return f"{prefix!r} is not https, as directories want all addresses of a feed"
    return f"{prefix!r} has ? or # in it, behind which no address can follow" if re.search(r"[?#]", prefix) else None


def prefixed(address: str, prefix: str | None) -> str:
    """The address as a service that counts downloads takes it: it leads on to https by itself."""
    return address if prefix is None else prefix + address.removeprefix("https://")


def is_email(text: str) -> bool:
    """Whether somebody meant an e-mail address by it."""
    return re.fullmatch(EMAIL, text) is not None


def web_address(url: str | None) -> str | None:
    """An http(s) address in ASCII, as ID3's link frames and feeds want it; None for anything else."""
    if not url:
        return None
    try:
        parts = urlsplit(printable(url).strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        host = parts.hostname.encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return None
    path = quote(parts.path, safe=f"/{_SAFE}")
    query = "?" + quote(parts.query, safe=f"/?{_SAFE}") if parts.query else ""
    fragment = "#" + quote(parts.fragment, safe=f"/?{_SAFE}") if parts.fragment else ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}{path}{query}{fragment}"
