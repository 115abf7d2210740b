"""The feed's address opened by a person: a page, with XSLT and without."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from episode_samples import SHOW, episode, recording
from narrator.model import LabelSettings
from narrator.pipeline.publish import feed, publish
from narrator.preview import server
from player_browser import ARGUMENTS, chromium, serving

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
pytestmark = pytest.mark.skipif(chromium() is None, reason="needs Chromium")


def text_of(address: str, switches: tuple[str, ...]) -> str:
    """What a person sees at the address, in a browser started with these switches."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, *switches])
        page = browser.new_page()
        page.goto(address)
        shown = page.evaluate("(document.body ?? document.documentElement).innerText ?? ''") or page.evaluate(
            """[...document.querySelectorAll('*')].filter((each) => !each.children.length
                 && getComputedStyle(each).display !== 'none' && each.getClientRects().length)
                 .map((each) => each.textContent).join('\\n')"""
        )
        browser.close()
    return str(shown)


@pytest.mark.parametrize("without", [(), ("--disable-features=XSLT",)], ids=["XSLT", "CSS alone"])
def test_feed_is_a_page_and_not_its_source(tmp_path: Path, without: tuple[str, ...]) -> None:
    one = episode()
    publish(one, recording(one), tmp_path, show=SHOW, label=LabelSettings())
    feed(tmp_path, show=SHOW)
    with serving(server.app(tmp_path)) as address, ThreadPoolExecutor(1) as alone:
        # In a thread of its own: other tests of this process may have a browser open, whose loop runs in this one.
        shown = alone.submit(text_of, f"{address}feed.xml", without).result()
    assert SHOW.title in shown
    assert one.title in shown
    assert "<rss" not in shown
    assert "ai-content" not in shown
    assert "episodic" not in shown
