"""Real proxies on this machine: HTTP (CONNECT, and whole addresses) and SOCKS5, which ask for a password or refuse."""

from __future__ import annotations

import base64
import re
import select
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self
from urllib.parse import urlsplit


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has gone is no fault."""


class _Proxy:
    """Runs while it is entered.

    Args:
        user: `name:password` that it asks for; None: anybody may use it.
        refuses: HTTP status, or SOCKS reply, with which it refuses everything.
    """

    scheme = ""

    def __init__(self, *, user: str | None = None, refuses: int | None = None) -> None:
        self.user = user
        self.refuses = refuses
        self.asked: list[str] = []
        """What it was asked to connect to: `host:port`, in order."""
        proxy = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                proxy.serve(self.request)

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=lambda: self._server.serve_forever(0.02), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """With the user and the password that it wants."""
        user = f"{self.user}@" if self.user else ""
        return f"{self.scheme}://{user}127.0.0.1:{self.port}"

    @property
    def anonymous_url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def serve(self, client: socket.socket) -> None:
        raise NotImplementedError


class HttpProxy(_Proxy):
    """Tunnels on CONNECT, and passes on requests for whole addresses, upgrades to WebSockets among them."""

    scheme = "http"

    def serve(self, client: socket.socket) -> None:
        head = _head(client)
        method, target, version = head.split("\r\n", 1)[0].split(" ")
        wanted = re.search(r"(?im)^proxy-authorization: basic (\S+)", head)
        if self.user and (not wanted or base64.b64decode(wanted[1]).decode() != self.user):
            client.sendall(b"HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n")
            return
        if self.refuses:
            client.sendall(f"HTTP/1.1 {self.refuses} No\r\nContent-Length: 0\r\n\r\n".encode())
            return
        parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
        self.asked.append(f"{parts.hostname}:{parts.port}")
        with socket.create_connection((parts.hostname or "", parts.port or 80)) as server:
            if method == "CONNECT":
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
                rest = re.sub(r"(?im)^proxy-.*\r\n", "", head.split("\r\n", 1)[1])
                server.sendall(f"{method} {path} {version}\r\n{rest}".encode())
            _join(client, server)


class SocksProxy(_Proxy):
    """SOCKS5 (RFC 1928), with user and password (RFC 1929) where it asks for them."""

    scheme = "socks5"

    def serve(self, client: socket.socket) -> None:
        offered = _exactly(client, _exactly(client, 2)[1])
        method = 2 if self.user else 0
        if method not in offered:
            client.sendall(b"\x05\xff")
            return
        client.sendall(bytes((5, method)))
        if self.user:
            name = _exactly(client, _exactly(client, 2)[1])
            password = _exactly(client, _exactly(client, 1)[0])
            right = f"{name.decode()}:{password.decode()}" == self.user
            client.sendall(b"\x01\x00" if right else b"\x01\x01")
            if not right:
                return
        kind = _exactly(client, 4)[3]
        host = socket.inet_ntoa(_exactly(client, 4)) if kind == 1 else _exactly(client, _exactly(client, 1)[0]).decode()
        port = int.from_bytes(_exactly(client, 2), "big")
        if self.refuses:
            client.sendall(bytes((5, self.refuses, 0, 1, 0, 0, 0, 0, 0, 0)))
            return
        self.asked.append(f"{host}:{port}")
        with socket.create_connection((host, port)) as server:
            client.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
            _join(client, server)


def _head(client: socket.socket) -> str:
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        data += _exactly(client, 1)
    return data.decode("latin-1")


def _exactly(client: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = client.recv(count - len(data))
        if not part:
            raise ConnectionError
        data += part
    return data


def _join(one: socket.socket, other: socket.socket) -> None:
    """Pass on whatever comes until either side closes."""
    ends = {one: other, other: one}
    while True:
        for ready in select.select(list(ends), [], [])[0]:
            data = ready.recv(65536)
            if not data:
                return
            ends[ready].sendall(data)


@contextmanager
def nobody_listens() -> Iterator[int]:
    """A port of this machine at which nothing answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]
