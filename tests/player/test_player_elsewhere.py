"""The player in Firefox and in WebKitGTK: the promises that depend most on the browser, once each."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flaky_server import flaky
from narrator.model import Manifest
from narrator.player import snippet
from narrator.preview import server as serve
from other_browsers import Missing, Window, firefox, webkit
from player_browser import serving
from site_pages import wordpress
from web_episode import SHOW

PLAYER = "document.querySelector('narrator-player')"
PLAY = f"({PLAYER}.shadowRoot ?? document).querySelector('.play')"


@pytest.fixture(scope="module", params=[firefox, webkit])
def other(request: pytest.FixtureRequest) -> Iterator[Window]:
    opening = request.param()
    try:
        window = opening.__enter__()
    except Missing as missing:
        pytest.skip(str(missing))
    yield window
    opening.__exit__(None, None, None)


def until(other: Window, expression: str, seconds: float = 40) -> Any:
    deadline = time.monotonic() + seconds
    while not (value := other.run(f"return {expression}")):
        state = f"{PLAYER}?.state, {PLAYER}?.currentTime"
        assert time.monotonic() < deadline, (expression, other.run(f"return [{state}]"))
        time.sleep(0.1)
    return value


def opened(other: Window, address: str) -> None:
    other.go("about:blank")
    other.go(address)
    until(other, f"({PLAYER}.shadowRoot ?? document).querySelector('.ready') !== null")
    other.run("try { localStorage.clear() } catch { }")


def test_player_plays_and_lights_the_sentence(other: Window, address: str, mandarin: Manifest) -> None:
    opened(other, f"{address}{mandarin.episode.slug}/#t=6")
    other.press(PLAY)
    until(other, f"{PLAYER}.state === 'playing' && {PLAYER}.currentTime > 6.3")
    assert other.run("return document.querySelectorAll('.cue[aria-current]').length") == 1
    other.press(PLAY)
    until(other, f"{PLAYER}.state === 'paused'")


@pytest.mark.parametrize("mood", ["refuses", "drops"])
def test_sound_goes_on_after_an_outage(other: Window, output: Path, long: Manifest, mood: Any) -> None:
    with flaky(output, bytes_per_second=10_000) as server:
        opened(other, f"{server.address}{long.episode.slug}/")
        other.press(PLAY)
        until(other, f"{PLAYER}.state === 'playing' && {PLAYER}.currentTime > 0.5")
        server.mood = mood
        until(other, f"['waiting', 'broken'].includes({PLAYER}.state)")
        left_at = other.run(f"return {PLAYER}.currentTime")
        time.sleep(2)
        server.mood = "well"
        until(other, f"{PLAYER}.state === 'playing' && {PLAYER}.currentTime > {left_at} + 1")
        assert other.run(f"return {PLAYER}.currentTime") < left_at + 6
        other.go("about:blank")


def test_server_without_ranges_lets_one_jump(other: Window, output: Path, mandarin: Manifest) -> None:
    with flaky(output, ranges=False, bytes_per_second=400_000) as server:
        opened(other, f"{server.address}{mandarin.episode.slug}/")
        other.press(PLAY)
        until(other, f"{PLAYER}.state === 'playing'")
        other.run(f"{PLAYER}.currentTime = 25")
        until(other, f"{PLAYER}.state === 'playing' && {PLAYER}.currentTime > 25.2 && {PLAYER}.currentTime < 35")
        other.go("about:blank")


def test_bar_follows_the_sites_own_text(other: Window, tmp_path: Path, address: str, mandarin: Manifest) -> None:
    lines = snippet(mandarin, SHOW, "bar", article="#primary").replace("https://podcast.example/", address)
    (tmp_path / "page.html").write_text(wordpress().replace("<!--BAR-->", lines), encoding="utf-8")
    with serving(serve.app(tmp_path)) as site:
        opened(other, f"{site}page.html")
        other.press(PLAY)
        until(other, f"{PLAYER}.state === 'playing'")
        cue = mandarin.episode.cues[10]
        other.run(f"{PLAYER}.currentTime = {cue.start / mandarin.episode.rate_hz + 0.1}")
        lit = until(other, "[...(CSS.highlights.get('narrator-sentence') ?? [])].join('')")
        assert lit == cue.text
        until(other, f"{PLAYER}.shadowRoot.querySelector('.pinned') !== null")
        until(
            other,
            f"Math.abs({PLAYER}.shadowRoot.querySelector('.pinned').getBoundingClientRect().bottom - innerHeight) < 2",
        )
        other.go("about:blank")


def test_selected_article_is_the_article(other: Window, address: str, mandarin: Manifest) -> None:
    opened(other, f"{address}{mandarin.episode.slug}/")
    text = other.run(
        "getSelection().selectAllChildren(document.querySelector('.text')); return getSelection().toString()"
    )
    for chapter in mandarin.episode.chapters:
        assert text.count(chapter.title) == 1
    assert "0:0" not in text


@pytest.mark.parametrize(("width", "height"), [(300, 150), (320, 200), (600, 160), (1000, 120), (280, 80)])
def test_small_frames_hold_everything(
    other: Window, output: Path, address: str, mandarin: Manifest, width: int, height: int
) -> None:
    frame = f'<iframe src="{mandarin.episode.slug}/embed.html" width={width} height={height}></iframe>'
    (output / "frame.html").write_text(f"<!doctype html><meta charset=utf-8>{frame}", encoding="utf-8")
    other.go(f"{address}frame.html")
    until(other, "document.querySelector('iframe').contentDocument.querySelector('.ready') !== null")
    out_of_reach = other.run(
        "const { contentDocument: page, contentWindow: view } = document.querySelector('iframe');"
        "return [...page.querySelectorAll('button, select, input')].filter((each) => !each.closest('dialog'))"
        ".map((each) => [each.className, each.getBoundingClientRect()]).filter(([, box]) => box.width && "
        "(box.left < -1 || box.top < -1 || box.right > view.innerWidth + 1 || box.bottom > view.innerHeight + 1))"
        ".map(([name, box]) => [name, box.right, box.bottom])"
    )
    assert out_of_reach == []
