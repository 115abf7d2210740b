"""Who may use the desk: whoever opened its address, from its own page, on the name it was told to answer to."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from narrator.standards.local_server import HERE, host_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREVIEW = "/preview/"
"""Where the output folder is; its pages bring their own policy, and are shown in a frame of the desk's."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
PREVIEW_POLICY = (
    "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
SAFE = ("GET", "HEAD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Lets requests through to the desk, or answers them itself."""

    desk: ASGIApp
    address: str
    """The desk's, as browsers see it: `http://127.0.0.1:8765/`."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def key(self) -> str:
        """The address that opens the desk for the browser that first opens it."""
        return f"{self.address}?{urlencode({'token': self.token})}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        from starlette.responses import PlainTextResponse, RedirectResponse

        if scope["type"] != "http":
            return None
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if not self._is_here(host_of(scope)):
            refusal = PlainTextResponse("The desk does not answer to this name.\n", 421)
            return await refusal(scope, receive, send)
        if scope["method"] not in SAFE and not self._is_own(headers):
            return await PlainTextResponse("Only the desk's own page may do this.\n", 403)(scope, receive, send)
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["path"] == "/" and given and self._knows(given):
            welcome = RedirectResponse(self.address, 303)
            welcome.set_cookie(
                self._cookie, self.token, httponly=True, samesite="strict", secure=self.address.startswith("https:")
            )
            return await welcome(scope, receive, _with_headers(send, POLICY))
        if not self._knows(self._shown(headers)):
            text = "Open the desk with the address that `narrator desk` printed.\n"
            return await PlainTextResponse(text, 401)(scope, receive, send)
        policy = PREVIEW_POLICY if scope["path"].startswith(PREVIEW) else POLICY
        return await self.desk(scope, receive, _with_headers(send, policy))

    @property
    def _cookie(self) -> str:
        """Browsers keep one set of cookies for all ports of a machine."""
        return f"narrator-desk-{urlsplit(self.address).port or 0}"

    def _is_here(self, host: str) -> bool:
        own = urlsplit(self.address).hostname or ""
        return host == (f"[{own}]" if ":" in own else own) or (own in ("127.0.0.1", "localhost") and host in HERE)

    def _is_own(self, headers: Mapping[str, str]) -> bool:
        """Whether the request was made by a page of the desk; browsers say from where it comes."""
        own = urlsplit(self.address)
        try:
            origin = urlsplit(headers.get("origin", ""))
            same = (origin.scheme, origin.port) == (own.scheme, own.port)
        except ValueError:  # no browser writes such an address
            return False
        host = origin.hostname or ""
        here = self._is_here(f"[{host}]" if ":" in host else host)
        return same and here and headers.get("sec-fetch-site", "same-origin") == "same-origin"

    def _knows(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.token.encode())

    def _shown(self, headers: Mapping[str, str]) -> str:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return ""
        return cookie.value if cookie else ""


def _with_headers(send: Send, policy: str) -> Send:
    async def described(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            headers.setdefault(b"cache-control", b"no-store")
            headers |= {
                b"content-security-policy": policy.encode(),
                b"x-content-type-options": b"nosniff",
                b"referrer-policy": b"no-referrer",
                b"cross-origin-opener-policy": b"same-origin",
                b"cross-origin-resource-policy": b"same-origin",
            }
            message = {**message, "headers": list(headers.items())}
        await send(message)

    return described
