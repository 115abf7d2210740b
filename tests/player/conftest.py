from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from narrator.model import Manifest
from narrator.player import snippet
from narrator.preview import server as serve
from player_browser import ARGUMENTS, chromium, serving
from web_episode import EN, SHOW, ZH, interview, write_site


@pytest.fixture(scope="session")
def mandarin() -> Manifest:
    return interview()


@pytest.fixture(scope="session")
def english() -> Manifest:
    return interview(EN, language="en", title="Who is in the library at two?", slug="2026-05-08-who-is-in-the-library")


@pytest.fixture(scope="session")
def long() -> Manifest:
    """Three hours would be too long to encode here; a hundred turns fill many screens."""
    return interview(ZH * 9, slug="2026-05-09-long", gap_s=0.1)


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory, mandarin: Manifest, english: Manifest, long: Manifest) -> Path:
    folder = tmp_path_factory.mktemp("output")
    write_site(folder, [mandarin, english, long])
    (folder / ".cache").mkdir()
    (folder / ".cache" / "clip.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def address(output: Path) -> Iterator[str]:
    pytest.importorskip("starlette", reason="needs narrator[serve]")
    pytest.importorskip("uvicorn", reason="needs narrator[serve]")
    with serving(serve.app(output)) as here:
        yield here


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
    executable = chromium()
    if executable is None:
        pytest.skip("needs Chromium (apt-get install chromium, or $NARRATOR_CHROMIUM)")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A window that fails the test on any error or breach of the page's policy."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    context.set_default_timeout(10_000)
    window = context.new_page()
    complaints: list[str] = []
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield window
    context.close()
    assert complaints == []


@pytest.fixture
def abroad(tmp_path: Path, address: str, mandarin: Manifest) -> Iterator[str]:
    """Somebody else's page, on another origin, with the two lines in it."""
    lines = snippet(mandarin, SHOW).replace("https://podcast.example/", address)
    style = "html { font-size: 10px } body { font: 14px serif; max-width: 700px; margin: 40px auto }"
    head = f'<meta charset="utf-8"><title>News</title><link rel="icon" href="data:,"><style>{style}</style>'
    page = f'<!doctype html><html lang="en">{head}<h1>News</h1>{lines}<p>End</p>'
    (tmp_path / "news.html").write_text(page, encoding="utf-8")
    with serving(serve.app(tmp_path)) as other:
        yield f"{other}news.html"
