from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from narrator.pipeline.options import SoundOptions
from player_browser import ARGUMENTS, chromium


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


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    pytest.importorskip("starlette", reason="needs narrator[serve]")
    with desk(tmp_path) as here:
        yield here


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
    executable = chromium()
    if executable is None:
        pytest.skip("needs Chromium (apt-get install chromium, or $NARRATOR_CHROMIUM)")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def window(browser: Any, running: Running) -> Iterator[Any]:
    """The desk in a window, which fails the test on any error or breach of the page's policy."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(running.key)
    page.wait_for_selector("#paste")
    yield page
    context.close()
    refused = "the server responded with a status of"  # what the desk refuses is told on the page
    assert [each for each in complaints if refused not in each] == []
