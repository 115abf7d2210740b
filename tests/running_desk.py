"""The editor's desk on a free port, for tests and benchmarks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrator.pipeline.options import SoundOptions


@dataclass
class Running:
    """A desk that is open."""

    key: str
    """The address that opens it."""
    listening: str
    """Where it listens."""
    folder: Path
    makings: Any


@contextmanager
def desk(folder: Path, *, address: str | None = None, engine: str = "tone") -> Iterator[Running]:
    """The desk on a free port, its drafts and its output in the folder."""
    import uvicorn

    from narrator.desk.app import Desk, desk_app
    from narrator.desk.drafts import Drafts
    from narrator.desk.guard import Guard
    from narrator.desk.making import Makings
    from narrator.pipeline.desk_calls import DeskCalls, DeskOptions
    from narrator.standards.local_server import listen

    voices = folder / "voices.yaml"
    if not voices.exists():
        voices.write_text("engines: [espeak]  # ours\n", encoding="utf-8")
    options = DeskOptions(output=folder / "output", voices=voices, sound=SoundOptions(engine=engine))
    calls = DeskCalls(options)
    makings = Makings(calls)
    with listen("127.0.0.1", 0) as listening:
        own = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        guard = Guard(desk=desk_app(Desk(Drafts(folder / "drafts", calls), makings, calls)), address=address or own)
        config = uvicorn.Config(guard, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            threading.Event().wait(0.01)
        try:
            yield Running(key=guard.key, listening=own, folder=folder, makings=makings)
        finally:
            makings.stop_all()
            server.should_exit = True
            thread.join(10)
