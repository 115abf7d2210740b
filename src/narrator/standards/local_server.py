"""A web server for this machine: the socket it listens on, and the names it answers to."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from typing import Any, Final

from narrator.errors import OutputError
from narrator.messages import system_reason, tr

HERE: Final = ("localhost", "127.0.0.1", "[::1]")
"""The names by which this machine calls itself; with any other, somebody else's page is knocking (DNS rebinding)."""


def host_of(scope: Mapping[str, Any]) -> str:
    """The name the request was sent to, without the port."""
    name = next((value.decode("latin-1") for key, value in scope["headers"] if key == b"host"), "")
    return name.lower().partition("]")[0] + "]" if name.startswith("[") else name.lower().partition(":")[0]


def listen(host: str, port: int) -> socket.socket:
    """A socket that is ours already, so that a taken port is known before anything is promised."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name != "nt":  # where the option would let two programs share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()  # who comes before the server runs waits for it
    except OSError as refused:
        listening.close()
        raise OutputError(
            tr("cannot listen on {host}, port {port}: {reason}", host=host, port=port, reason=system_reason(refused)),
            hint=tr("choose another with --port (0 takes a free one)"),
        ) from refused
    return listening
