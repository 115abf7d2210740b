"""The feed's address opened by a person: a page, with XSLT and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from episode_samples import SHOW, episode, recording
from narrator.model import LabelSettings
from narrator.pipeline.publish import feed, publish
from narrator.preview import server
from player_browser import ARGUMENTS, chromium, serving

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
pytestmark = pytest.mark.skipif(chromium() is None, reason="needs Chromium")


@pytest.mark.parametrize("without", [(), ("--disable-features=XSLT",)], ids=["XSLT", "CSS alone"])
def test_feed_is_a_page_and_not_its_source(tmp_path: Path, without: tuple[str, ...]) -> None:
    one = episode()
    publish(one, recording(one), tmp_path, show=SHOW, label=LabelSettings())
    feed(tmp_path, show=SHOW)
    with serving(server.app(tmp_path)) as address, playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, *without])
        page = browser.new_page()
        page.goto(f"{address}feed.xml")
        shown = page.evaluate("(document.body ?? document.documentElement).innerText ?? ''") or page.evaluate(
            """[...document.querySelectorAll('*')].filter((each) => !each.children.length
                 && getComputedStyle(each).display !== 'none' && each.getClientRects().length)
                 .map((each) => each.textContent).join('\\n')"""
        )
        browser.close()
    assert SHOW.title in shown
    assert one.title in shown
    assert "<rss" not in shown
    assert "ai-content" not in shown
    assert "episodic" not in shown
