"""Which proxy a request goes through, by the environment variables that all programs share.

`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in upper or lower case (lower case wins), as curl reads them:
https://everything.curl.dev/usingcurl/proxies/env.html. WebSockets go as their HTTP counterparts do,
unless `WSS_PROXY` or `WS_PROXY` says otherwise.
"""

from __future__ import annotations

import base64
import ipaddress
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, unquote, urlsplit

from narrator.errors import MissingExtra, NarratorError
from narrator.messages import tr

if TYPE_CHECKING:
    import socket

_PORTS = {"http": 8080, "https": 443, "socks4": 1080, "socks4a": 1080, "socks5": 1080, "socks5h": 1080}
_USUAL_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}
_ALIKE = {"ws": "http", "wss": "https"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A proxy, and who names it."""

    scheme: str
    """`http`, `https`, `socks4`, `socks4a`, `socks5` or `socks5h`."""
    host: str
    port: int
    user: str = ""
    password: str = ""
    named_by: str = ""
    """The variable or setting it comes from."""

    def __str__(self) -> str:
        """Its address, without the password."""
        user = f"{self.user}@" if self.user else ""
        return f"{self.scheme}://{user}{self._host}:{self.port}"

    def __repr__(self) -> str:
        """Without the password as well: it may land in a log."""
        return f"Proxy({self})"

    @property
    def is_socks(self) -> bool:
        """Whether it speaks SOCKS; else it speaks HTTP."""
        return self.scheme.startswith("socks")

    @property
    def with_password(self) -> str:
        """Its address as a library wants it; never for a message or a log."""
        secret = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@" if self.user or self.password else ""
        return f"{self.scheme}://{secret}{self._host}:{self.port}"

    @property
    def _host(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host

    def headers(self) -> dict[str, str]:
        """What an HTTP proxy wants to see of who asks (RFC 9110, 11.7.2)."""
        if not self.user and not self.password:
            return {}
        pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return {"Proxy-Authorization": f"Basic {pair}"}

    def socks_socket(self, host: str, port: int, timeout_s: float) -> socket.socket:
        """A connection to the host through the SOCKS proxy, which looks the name up.

        Raises:
            MissingExtra: `narrator[socks]` is not installed.
            OSError: the proxy cannot be reached, or refuses.
        """
        try:
            from python_socks import ProxyError, ProxyType  # type: ignore[import-not-found,unused-ignore]
            from python_socks.sync import Proxy as Socks  # type: ignore[import-not-found,unused-ignore]
        except ImportError as error:
            raise MissingExtra("socks", tr("the proxy {it}", it=self)) from error
        kind = ProxyType.SOCKS4 if self.scheme.startswith("socks4") else ProxyType.SOCKS5
        socks = Socks(kind, self.host, self.port, self.user or None, self.password or None, rdns=True)
        try:
            connected: socket.socket = socks.connect(host, port, timeout=timeout_s)
        except ProxyError as error:
            raise ConnectionRefusedError(f"the proxy {self} refused: {error}") from error
        return connected


def proxy_for(url: str, chosen: str | None = None, environment: Mapping[str, str] | None = None) -> Proxy | None:
    """The proxy for a request to the URL (http, https, ws or wss); None: straight to the server.

    Args:
        chosen: A proxy that the user names for this purpose; the environment does not count then.
        environment: None: that of the process.

    Raises:
        NarratorError: the proxy's address is no address.
    """
    if chosen and chosen.strip():
        return _parsed(chosen.strip(), "the settings")
    known = os.environ if environment is None else environment
    parts = urlsplit(url)
    if _is_excepted(parts, _value(known, "no_proxy")[1]):
        return None
    for name in dict.fromkeys(
        (f"{parts.scheme}_proxy", f"{_ALIKE.get(parts.scheme, parts.scheme)}_proxy", "all_proxy")
    ):
        variable, value = _value(known, name)
        if value:
            return _parsed(value, variable)
    return None


def _value(environment: Mapping[str, str], name: str) -> tuple[str, str]:
    """Which variable says it, and what. In a CGI script, HTTP_PROXY is a header of the request (httpoxy.org)."""
    if name in environment:
        return name, environment[name].strip()
    upper = name.upper()
    if upper == "HTTP_PROXY" and "REQUEST_METHOD" in environment:
        return upper, ""
    return upper, environment.get(upper, "").strip()


def _parsed(value: str, named_by: str) -> Proxy:
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        scheme = "socks5" if parts.scheme == "socks" else parts.scheme
        usual_port = _PORTS[scheme]
        if not parts.hostname:
            raise ValueError(tr("no host"))
        port = parts.port or usual_port
    except (ValueError, KeyError) as error:
        # The value is not repeated: it may hold a password.
        raise NarratorError(
            tr("the proxy named by {named_by} is no address of a proxy", named_by=named_by),
            hint=tr("write it as http://HOST:PORT or socks5://HOST:PORT"),
        ) from error
    return Proxy(
        scheme=scheme,
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        named_by=named_by,
    )


def _is_excepted(parts: SplitResult, no_proxy: str) -> bool:
    host = (parts.hostname or "").rstrip(".")
    port = parts.port or _USUAL_PORTS.get(parts.scheme)
    return any(_matches(entry, host, port) for entry in no_proxy.replace(",", " ").lower().split())


def _matches(entry: str, host: str, port: int | None) -> bool:
    if entry == "*":
        return True
    address = _address(host)
    if address is not None:
        return any(address in network for network in _networks(entry)) or entry in (
            f"{host}:{port}",
            f"[{host}]:{port}",
        )
    name, _, wanted_port = entry.partition(":")
    if wanted_port and wanted_port != str(port):
        return False
    name = name.removeprefix("*").strip(".")
    return bool(name) and (host == name or host.endswith(f".{name}"))


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _networks(entry: str) -> Iterator[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """The network that an entry names, if it names one: `10.0.0.0/8`, `10.1.2.3`, `[::1]`."""
    try:
        yield ipaddress.ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        return


__all__ = ["Proxy", "proxy_for"]
