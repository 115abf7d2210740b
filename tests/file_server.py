"""A real HTTP server with a few files, which misbehaves on purpose."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Fault(Enum):
    """What the server does wrong with one request."""

    BREAKS_OFF = auto()
    """Half of what is left, then the connection is closed."""
    IGNORES_RANGE = auto()
    WRONG_BYTES = auto()
    WRONG_LENGTH = auto()
    """A page about something else."""
    TOO_LONG = auto()
    """Without a length, and with bytes that do not belong to it."""
    UNAVAILABLE = auto()
    NOT_FOUND = auto()


class FileServer:
    """Serves bytes by name on this machine until it is left."""

    def __init__(self, files: dict[str, bytes], faults: Iterable[Fault | None] = ()) -> None:
        self.files = files
        self.faults = iter(faults)
        self.asked: list[tuple[str, str | None]] = []
        """Path and Range header of each request."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> FileServer:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(server: FileServer) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            server.asked.append((self.path, wanted))
            fault = next(server.faults, None)
            content = server.files.get(self.path.strip("/"), b"")
            if fault is Fault.UNAVAILABLE or fault is Fault.NOT_FOUND or not content:
                self._answer(503 if fault is Fault.UNAVAILABLE else 404, b"")
                return
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
            if fault is Fault.IGNORES_RANGE:
                start = 0
            if fault is Fault.WRONG_BYTES:
                content = bytes(len(content))
            if fault is Fault.WRONG_LENGTH:
                self._answer(200, b"<html>please sign in</html>")
                return
            extra = {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"} if start else {}
            self._answer(206 if start else 200, content[start:], fault, extra)

        def _answer(self, code: int, body: bytes, fault: Fault | None = None, extra: dict[str, str] = {}) -> None:  # noqa: B006
            self.send_response(code)
            for name, value in extra.items():
                self.send_header(name, value)
            if fault is Fault.TOO_LONG:
                self.send_header("Connection", "close")
                body += b"more"
            else:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if fault is Fault.BREAKS_OFF else body)
            if fault in (Fault.BREAKS_OFF, Fault.TOO_LONG):
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
