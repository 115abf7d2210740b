"""A web server of the unkind sort: it can stall, drop what is under way, refuse, and lack byte ranges."""

from __future__ import annotations

import mimetypes
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

Mood = Literal["well", "stalls", "drops", "refuses"]

SLICE_S = 0.05
"""Between two pieces of a sound: so small that a change of mood is felt at once."""


@dataclass
class FlakyServer:
    """A folder on a free port, in a mood that a test may change at any time."""

    folder: Path
    ranges: bool = True
    bytes_per_second: int = 24_000
    """Of the sound; a browser that has it all at once would miss nothing."""
    mood: Mood = "well"
    address: str = ""
    asked: list[str] = field(default_factory=list)
    """Each request for a sound, with its range."""

    @contextmanager
    def down(self, mood: Mood, seconds: float) -> Iterator[None]:
        """In the mood for a while."""
        self.mood = mood
        time.sleep(seconds)
        self.mood = "well"
        yield


@contextmanager
def flaky(folder: Path, **kind: Any) -> Iterator[FlakyServer]:
    """The server, running."""
    server = FlakyServer(folder, **kind)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            path = self.path.partition("?")[0].lstrip("/")
            file = folder / (f"{path}index.html" if path.endswith("/") or not path else path)
            if not file.is_file():
                self.send_error(404)
                return
            sound = file.suffix == ".mp3"
            with suppress(OSError):
                self.answer(file, sound=sound)

        def answer(self, file: Path, *, sound: bool) -> None:
            body = file.read_bytes()
            first, last = 0, len(body) - 1
            asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
            if sound:
                server.asked.append(self.headers.get("Range", ""))
                if self.moody():
                    return
            if asked and server.ranges:
                first, last = int(asked[1]), min(int(asked[2] or last), last)
            self.send_response(206 if asked and server.ranges else 200)
            self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Length", str(last - first + 1))
            if asked and server.ranges:
                self.send_header("Accept-Ranges", "bytes")
                self.send_header("Content-Range", f"bytes {first}-{last}/{len(body)}")
            self.end_headers()
            if not sound:
                self.wfile.write(body[first : last + 1])
                return
            piece = max(1, round(server.bytes_per_second * SLICE_S))
            for place in range(first, last + 1, piece):
                if self.moody():
                    return
                self.wfile.write(body[place : min(place + piece, last + 1)])
                time.sleep(SLICE_S)

        def moody(self) -> bool:
            """Whether the connection ends here; a stall holds it open, silent, and never ends well."""
            if server.mood == "refuses":
                with suppress(OSError):
                    self.wfile.write(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")
            elif server.mood == "stalls":
                deadline = time.monotonic() + 120
                while running and time.monotonic() < deadline:
                    time.sleep(SLICE_S)
            if server.mood != "well" or not running:
                self.close_connection = True
                with suppress(OSError):
                    self.connection.shutdown(2)
                return True
            return False

    running = True
    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    server.address = f"http://127.0.0.1:{listening.server_address[1]}/"
    try:
        yield server
    finally:
        running = False
        listening.shutdown()
        listening.server_close()
        thread.join(5)
