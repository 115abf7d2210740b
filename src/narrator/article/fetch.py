"""Reads a page from a file, from standard input or from the web. The only file of the room that touches the world."""

from __future__ import annotations

import ipaddress
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from narrator.article.extract import LARGEST, extract
from narrator.errors import InputError
from narrator.messages import Message, tr
from narrator.model import Article
from narrator.standards.proxies import Proxy, proxy_for

if TYPE_CHECKING:
    from http.client import HTTPConnection, HTTPResponse

TIME_LIMIT_S = 30.0
"""For the whole page, redirects included; a server that drips one byte a second gets no more."""
CONNECT_LIMIT_S = 10.0
MOST_REDIRECTS = 5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_HEADERS = {
    "User-Agent": "narrator (reads interview pages aloud)",
    "Accept": "text/html,application/xhtml+xml,text/plain,text/markdown,application/pdf,*/*;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


def read(
    source: str,
    *,
    stdin: bytes | None = None,
    page: Fetched | None = None,
    language: str | None = None,
    allow_private: bool = False,
) -> Article:
    """What the page says, in order, and what of it is not speech.

    Args:
        source: A path, an http(s) URL, or `-` for standard input.
        stdin: What standard input holds, where it was read already.
        page: What the URL gave, where it was fetched already.
        language: BCP 47; None: found out from the text.
        allow_private: Let a URL name this machine or the local network.
    Raises:
        InputError: The page cannot be read, or there is nothing on it.
    """
    if source == "-":
        data = sys.stdin.buffer.read(LARGEST + 1) if stdin is None else stdin
        return extract(data, name="-", language=language)
    if "://" in source[:16]:
        page = page or fetched(source, allow_private=allow_private)
        return extract(page.data, name=source, url=page.url, content_type=page.content_type, language=language)
    return extract(_file(source), name=source, language=language)


def _file(source: str) -> bytes:
    hint = tr("give a file, an http(s) URL, or - for standard input")
    try:
        path = Path(source)
        if path.is_dir():
            raise InputError(tr("{source}: this is a folder", source=source), hint=tr("give the page in it"))
        if path.exists() and not path.is_file():
            raise InputError(tr("{source}: this is no file", source=source), hint=hint)
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise InputError(tr("{source}: no such file", source=source), hint=hint) from error
    except (OSError, ValueError) as error:
        raise InputError(
            tr("{source}: cannot be read ({error})", source=source, error=error),
            hint=tr("check the name, and who may read it"),
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a URL gave."""

    data: bytes
    url: str
    """Where the page was found, after redirects."""
    content_type: str | None
    validator: str = ""
    """The header by which the server can tell later whether the page has changed, such as `If-None-Match: "a1"`."""
    unchanged: bool = False
    """Whether the server says that it is as the validator says; then there is no data."""


def fetched(url: str, *, allow_private: bool = False, validator: str = "") -> Fetched:
    """The page at the URL, within limits of time and size.

    Args:
        validator: of an earlier answer; the page is sent only if it has changed since.

    Every address on the way is checked before it is connected to, and the connection goes to the address that was
    checked, so that a name cannot turn into another address in between. Where the environment names a proxy
    (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY), it looks the name up and connects, by rules of its own; what is
    known here to be private is refused all the same.

    Raises:
        NarratorError: The environment names a proxy that is none, or that needs an extra.
        InputError: It cannot be fetched, or lies where a page has no business to send narrator.
    """
    deadline = time.monotonic() + TIME_LIMIT_S
    at = url
    for _ in range(MOST_REDIRECTS + 1):
        parts = _checked(at, url)
        proxy = proxy_for(at)
        addresses, port = _addresses(parts, url, allow_private=allow_private, proxy=proxy)
        way = _Way(addresses=addresses, port=port, proxy=proxy, validator=validator)
        with _response(parts, way, url, deadline) as response:
            if response.status in _REDIRECTS and (place := response.getheader("Location")):
                # http.client reads headers as Latin-1; servers send UTF-8.
                at = urljoin(at, place.encode("latin-1").decode("utf-8", "replace"))
                continue
            if response.status == 304 and validator:
                return Fetched(data=b"", url=at, content_type=None, validator=validator, unchanged=True)
            if response.status == 407 and proxy:
                raise _proxy_wants_a_password(url, proxy)
            if response.status != 200:
                raise InputError(
                    tr(
                        "{url}: the server answers {status} {reason}{proxy}",
                        url=url,
                        status=response.status,
                        reason=response.reason,
                        proxy=_through(proxy),
                    ),
                    hint=tr("open it in a browser; save the page and give the file"),
                )
            content_type = response.getheader("Content-Type")
            _refuse_media(content_type, url)
            data = _body(response, url, deadline)
            return Fetched(data=data, url=at, content_type=content_type, validator=_validator(response))
    raise InputError(
        tr("{url}: more than {most_redirects} redirects", url=url, most_redirects=MOST_REDIRECTS),
        hint=tr("open it in a browser; save the page and give the file"),
    )


def _checked(at: str, url: str) -> SplitResult:
    try:
        parts = urlsplit(at)
        port = parts.port
    except ValueError as error:
        raise InputError(
            tr("{url}: this is no address ({error})", url=url, error=error), hint=tr("check the URL")
        ) from error
    if parts.scheme not in ("http", "https"):
        raise InputError(
            tr("{url}: {scheme} is not fetched", url=url, scheme=parts.scheme or "this"),
            hint=tr("only http and https are; save the page and give the file"),
        )
    if not parts.hostname or parts.username or parts.password or port == 0 or any(ord(char) < 33 for char in at):
        raise InputError(tr("{url}: this is no address of a page", url=url), hint=tr("check the URL"))
    return parts


def _addresses(parts: SplitResult, url: str, *, allow_private: bool, proxy: Proxy | None) -> tuple[list[str], int]:
    """The addresses of the host, all of which may be connected to, and the port.

    Behind a proxy, names of the outer net may mean nothing; then there are no addresses.
    """
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(_ascii_host(parts), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        if proxy is not None and isinstance(error, OSError) and "." in host.strip("."):
            return [], port
        raise InputError(
            tr("{url}: {host} is not found", url=url, host=host), hint=tr("check the URL and the connection to the net")
        ) from error
    addresses = [str(each[4][0]) for each in found]
    if not allow_private and not all(_is_public(address) for address in addresses):
        raise InputError(
            tr("{url}: {host} is this machine or the local network", url=url, host=host),
            hint=tr("allow it (`--allow-private`), or save the page and give the file"),
        )
    return list(dict.fromkeys(addresses)), port


_NOT_PUBLIC = tuple(
    # What older Pythons take for global: addresses that hold another address, and those kept for protocols.
    ipaddress.ip_network(network)
    for network in ("::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "fec0::/10", "192.0.0.0/24")
)


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if any(ip.version == network.version and ip in network for network in _NOT_PUBLIC):
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How to get to the server."""

    addresses: Sequence[str]
    """Of the host; they were checked."""
    port: int
    proxy: Proxy | None
    validator: str
    """Of an earlier answer, as `Fetched` has it; empty where there is none."""


@contextmanager
def _response(parts: SplitResult, way: _Way, url: str, deadline: float) -> Iterator[HTTPResponse]:
    """The server's answer; whatever goes wrong on the way, or takes too long, is an InputError."""
    from http.client import HTTPException

    connection = _connection(parts, way, deadline)
    sockets: list[socket.socket] = []
    watchdog = threading.Timer(max(0.1, deadline - time.monotonic()), _hang_up, (sockets,))
    watchdog.daemon = True
    watchdog.start()
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe='=&%/:@!$()*+,;?~-._')}" if parts.query else ""
    )
    try:
        connection.connect()
        sockets.append(connection.sock)  # kept: http.client forgets it where the server closes behind the page
        headers = dict(_HEADERS)
        name, _, value = way.validator.partition(": ")
        if value:
            headers[name] = value
        if way.proxy and not way.proxy.is_socks and parts.scheme == "http":
            # RFC 9112, 3.2.2: to a proxy, the whole address
            host = f"[{parts.hostname}]" if ":" in _ascii_host(parts) else _ascii_host(parts)
            path, headers = f"http://{host}:{way.port}{path}", headers | way.proxy.headers()
        connection.request("GET", path, headers=headers)
        with connection.getresponse() as response:
            yield response
    except InputError:
        raise
    except (OSError, HTTPException, ValueError) as error:
        if time.monotonic() >= deadline:
            raise InputError(
                tr("{url}: took longer than {time_limit_s:.0f} s", url=url, time_limit_s=TIME_LIMIT_S),
                hint=tr("try again, or save the page and give the file"),
            ) from error
        if way.proxy and "connection failed: 407" in str(
            error
        ):  # http.client says so where it is told while connecting
            raise _proxy_wants_a_password(url, way.proxy) from error
        raise InputError(
            tr("{url}: cannot be fetched{proxy} ({error})", url=url, proxy=_through(way.proxy), error=error),
            hint=tr("open it in a browser; save the page and give the file"),
        ) from error
    finally:
        watchdog.cancel()
        connection.close()


def _connection(parts: SplitResult, way: _Way, deadline: float) -> HTTPConnection:
    """A connection to the first of the checked addresses that answers, or through the proxy, under the host's name."""
    from http.client import HTTPConnection, HTTPSConnection

    host, proxy = _ascii_host(parts), way.proxy
    limit = max(0.1, min(CONNECT_LIMIT_S, deadline - time.monotonic()))

    def connect(*_: object, **__: object) -> socket.socket:
        if proxy is not None:
            return _to_proxy(proxy, host, way.port, limit)
        for address in way.addresses[:-1]:
            with suppress(OSError):
                return socket.create_connection((address, way.port), timeout=limit)
        return socket.create_connection((way.addresses[-1], way.port), timeout=limit)

    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    made = kind(host, way.port, timeout=limit)
    setattr(made, "_create_connection", connect)  # noqa: B010 - http.client's own hook; typeshed does not know it
    if proxy is not None and not proxy.is_socks and parts.scheme == "https":
        made.set_tunnel(host, way.port, headers=proxy.headers())
    return made


def _to_proxy(proxy: Proxy, host: str, port: int, limit: float) -> socket.socket:
    if proxy.is_socks:
        return proxy.socks_socket(host, port, limit)
    connected = socket.create_connection((proxy.host, proxy.port), timeout=limit)
    if proxy.scheme == "https":
        import ssl

        return ssl.create_default_context().wrap_socket(connected, server_hostname=proxy.host)
    return connected


def _ascii_host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _through(proxy: Proxy | None) -> Message:
    return tr(" through the proxy {proxy}", proxy=proxy) if proxy else tr("")


def _proxy_wants_a_password(url: str, proxy: Proxy) -> InputError:
    return InputError(
        tr("{url}: the proxy {proxy} wants a user and a password that it accepts (407)", url=url, proxy=proxy),
        hint=tr("write http://USER:PASSWORD@HOST:PORT (it is named by {named_by})", named_by=proxy.named_by),
    )


def _hang_up(sockets: Sequence[socket.socket]) -> None:
    for each in sockets:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def _validator(response: HTTPResponse) -> str:
    # RFC 9110, section 13.1.
    for header, condition in (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")):
        if value := response.getheader(header):
            return f"{condition}: {value}"
    return ""


def _refuse_media(content_type: str | None, url: str) -> None:
    kind = (content_type or "").split("/")[0].strip().lower()
    if kind in ("audio", "video", "image", "font"):
        raise InputError(
            tr("{url}: this is {kind}, not a page", url=url, kind=kind), hint=tr("give the address of the page")
        )


def _body(response: HTTPResponse, url: str, deadline: float) -> bytes:
    parts: list[bytes] = []
    length = 0
    while part := response.read1(65536):
        parts.append(part)
        length += len(part)
        if length > LARGEST:
            raise InputError(
                tr("{url}: larger than {largest} MB", url=url, largest=LARGEST // 1_000_000), hint=tr("is it a page?")
            )
        if time.monotonic() > deadline:
            raise InputError(
                tr("{url}: took longer than {time_limit_s:.0f} s", url=url, time_limit_s=TIME_LIMIT_S),
                hint=tr("try again, or save the page and give the file"),
            )
    data = b"".join(parts)
    return (
        _unpacked(data, url)
        if response.getheader("Content-Encoding", "").lower() in ("gzip", "x-gzip", "deflate")
        else data
    )


def _unpacked(data: bytes, url: str) -> bytes:
    """Servers that pack although asked not to; no more is unpacked than a page may hold."""
    import zlib

    try:
        packed = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        text = packed.decompress(data, LARGEST + 1)
    except zlib.error as error:
        raise InputError(
            tr("{url}: what the server sent is damaged", url=url),
            hint=tr("try again, or save the page and give the file"),
        ) from error
    if len(text) > LARGEST:
        raise InputError(
            tr("{url}: larger than {largest} MB", url=url, largest=LARGEST // 1_000_000), hint=tr("is it a page?")
        )
    return text
