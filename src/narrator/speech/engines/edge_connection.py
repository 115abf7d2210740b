"""How to get to the service: where it is, through which proxy, and whose certificates are trusted."""

from __future__ import annotations

import ssl
from typing import Any

import aiohttp
import edge_tts.communicate
import edge_tts.voices

from narrator.errors import EngineError
from narrator.messages import Message, tr
from narrator.speech.engines.http_route import connector
from narrator.standards.proxies import Proxy

CERTIFICATES_VARIABLE = "SSL_CERT_FILE"
"""Environment variable of OpenSSL: a PEM file of certificates to trust."""


def point_at(url: str) -> None:
    """Send edge-tts elsewhere. It appends `&…`, so the addresses end in a query."""
    base = url.rstrip("/")
    secure = base.startswith(("wss:", "https:"))
    rest = base.split("://", 1)[-1]
    edge_tts.communicate.WSS_URL = f"{'wss' if secure else 'ws'}://{rest}/edge/v1?from=narrator"  # type: ignore[attr-defined]
    edge_tts.voices.VOICE_LIST = f"{'https' if secure else 'http'}://{rest}/voices/list?from=narrator"  # type: ignore[attr-defined]


def trust_also(certificates: str) -> None:
    """Trust the certificates in the file too: edge-tts looks at none but its own, and company proxies have others.

    Raises:
        EngineError: the file cannot be read.
    """
    for module in (edge_tts.communicate, edge_tts.voices):
        context = getattr(module, "_SSL_CTX", None)
        try:
            if isinstance(context, ssl.SSLContext):
                context.load_verify_locations(certificates)
        except OSError as error:
            raise EngineError(
                tr(
                    "the certificates that {certificates_variable} names cannot be read: {certificates}",
                    certificates_variable=CERTIFICATES_VARIABLE,
                    certificates=certificates,
                ),
                hint=tr("name a PEM file"),
            ) from error


def connector_for(proxy: Proxy | None) -> aiohttp.BaseConnector | None:
    """What makes the connections; None: aiohttp's own, which goes through HTTP proxies.

    edge-tts lets aiohttp read the environment for itself, which knows some of the variables and no SOCKS. So
    whatever it finds there is forgotten: which proxy is used is decided once, by `proxy_for`.
    """
    return _Direct() if proxy is None else connector(proxy, _Forgetful)


class _Forgetful(aiohttp.BaseConnector):
    """A connector that does not do what the environment told aiohttp."""

    async def connect(self, req: aiohttp.ClientRequest, *others: Any, **named: Any) -> aiohttp.connector.Connection:
        """As asked, but without the proxy."""
        req.proxy = None
        return await super().connect(req, *others, **named)


class _Direct(_Forgetful, aiohttp.TCPConnector):
    """Straight to the server."""


def through(proxy: Proxy | None) -> Message:
    """Says that the proxy was in between, for a message."""
    return tr("") if proxy is None else tr(" through the proxy {proxy}", proxy=proxy)
