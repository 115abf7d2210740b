from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from player_browser import ARGUMENTS, chromium
from running_desk import Running, desk


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
