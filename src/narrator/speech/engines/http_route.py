"""The way to a server: straight, or through a proxy of either kind, and what the proxy did wrong."""

from __future__ import annotations

import aiohttp

from narrator.errors import EngineBusy, EngineError, MissingExtra, NarratorError
from narrator.messages import tr
from narrator.standards.proxies import Proxy, proxy_for


def way_to(url: str, chosen: str | None) -> Proxy | None:
    """The proxy that a request goes through; None: straight to the server.

    Raises:
        EngineError: what is named as proxy is none.
    """
    try:
        return proxy_for(url, chosen)
    except NarratorError as error:
        raise EngineError(error.message, hint=error.hint) from error


def http_address(proxy: Proxy | None) -> str | None:
    """What aiohttp has to know of an HTTP proxy, password and all; None for the other ways."""
    return proxy.with_password if proxy is not None and not proxy.is_socks else None


def connector(proxy: Proxy | None, *manners: type) -> aiohttp.BaseConnector | None:
    """What connects through a SOCKS proxy, which looks names up itself; None for the other ways.

    Args:
        manners: Classes whose methods go before those of the library's connector.

    Raises:
        EngineError: `narrator[socks]` is not installed.
    """
    if proxy is None or not proxy.is_socks:
        return None
    try:
        import aiohttp_socks  # type: ignore[import-not-found,unused-ignore] # an extra
    except ImportError as error:
        missing = MissingExtra("socks", tr("the proxy {proxy}", proxy=proxy))
        raise EngineError(missing.message, hint=missing.hint) from error
    kind = aiohttp_socks.ProxyType.SOCKS4 if proxy.scheme.startswith("socks4") else aiohttp_socks.ProxyType.SOCKS5
    made: aiohttp.BaseConnector = type("Socks", (*manners, aiohttp_socks.ProxyConnector), {})(
        proxy_type=kind,
        host=proxy.host,
        port=proxy.port,
        username=proxy.user or None,
        password=proxy.password or None,
        rdns=True,
    )
    return made


def is_of_socks(error: BaseException) -> bool:
    """Whether the libraries for SOCKS raised it, whose errors are no kind of aiohttp's."""
    return type(error).__module__.startswith(("python_socks", "aiohttp_socks"))


def refused_by(proxy: Proxy, error: BaseException) -> EngineError | None:
    """What the proxy did wrong; None where it is not to blame."""
    named = tr("it is named by {named_by}", named_by=proxy.named_by)
    if isinstance(error, aiohttp.ClientResponseError) and error.status == 407:
        hint = tr("write http://USER:PASSWORD@HOST:PORT ({named})", named=named)
        return EngineError(
            tr("the proxy {proxy} wants a user and a password that it accepts (HTTP 407)", proxy=proxy), hint=hint
        )
    if isinstance(error, aiohttp.ClientHttpProxyError):
        hint = tr("ask whoever runs it to let the service through, or name another ({named})", named=named)
        kind = EngineError if error.status < 500 else EngineBusy
        return kind(f"the proxy {proxy} refused (HTTP {error.status})", hint=hint)
    of_socks = is_of_socks(error)
    if isinstance(error, aiohttp.ClientProxyConnectionError) or (of_socks and "Connection" in type(error).__name__):
        return EngineBusy(
            tr("no connection to the proxy {proxy}", proxy=proxy), hint=tr("is it running? {named}", named=named)
        )
    return (
        EngineBusy(tr("the proxy {proxy} refused ({error})", proxy=proxy, error=error), hint=named)
        if of_socks
        else None
    )
