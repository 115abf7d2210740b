"""Running the desk until Ctrl-C (world)."""

from __future__ import annotations

import contextlib
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from narrator.desk.app import Desk, desk_app
from narrator.desk.calls import Narrator
from narrator.desk.drafts import Drafts
from narrator.desk.guard import Guard
from narrator.desk.making import Makings
from narrator.errors import MissingExtra
from narrator.messages import tr
from narrator.standards.local_server import listen

HOST = "127.0.0.1"


def run_desk(
    narrator: Narrator,
    drafts: Path,
    *,
    port: int,
    address: str | None = None,
    open_browser: bool = True,
    ready: Callable[[str], None],
) -> None:
    """Serve the desk on this machine until Ctrl-C.

    Args:
        drafts: the folder of drafts.
        port: 0 takes a free one.
        address: by which browsers reach it, where another server stands in front; None: this machine's own.
        ready: called once with the address to open, which carries the token.
    """
    try:
        import uvicorn
    except ImportError as missing:
        raise MissingExtra("serve", tr("narrator desk")) from missing
    makings = Makings(narrator)
    app = desk_app(Desk(Drafts(drafts, narrator), makings, narrator))
    with listen(HOST, port) as listening:
        own = f"http://{HOST}:{listening.getsockname()[1]}/"
        guard = Guard(desk=app, address=address or own)
        ready(guard.key)
        if open_browser:
            webbrowser.open(guard.key)

        class Server(uvicorn.Server):
            def handle_exit(self, sig: int, frame: FrameType | None) -> None:
                makings.stop_all()  # first, so that nobody waits for its progress any more
                super().handle_exit(sig, frame)

        config = uvicorn.Config(guard, log_level="warning", lifespan="off", timeout_graceful_shutdown=2)
        with contextlib.suppress(KeyboardInterrupt):  # how it ends
            Server(config).run(sockets=[listening])
