"""How fast the editor's desk is, in a real browser: opening a long page, editing it, hearing a changed sentence.

    python benchmarks/desk.py [--characters 100000]
    python benchmarks/desk.py --edits 1000

Prints a line for each figure; needs narrator[test] and Chromium.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from desk_edits import edits_undone  # noqa: E402 - the tests' helpers
from player_browser import ARGUMENTS, chromium  # noqa: E402
from running_desk import desk  # noqa: E402

FRONT = """---
narrator: 1
title: 长谈
published: '2025-03-01'
language: zh-CN
narration: 旁白
speakers:
  记者: {role: host}
  阿芳: {role: guest}
---

"""
QUESTION = "记者：第{number}个问题，您还记得2024年的第{number}场雨吗？那时候街上有没有人？\n\n"
ANSWER = (
    "阿芳：记得，重新装修的那一年，雨下了3/4个晚上，连路灯都熄了。一条街上只有我一个人，"
    "收摊的时候鞋都湿透了，可是第二天早上太阳一出来，大家又都来了，好像什么也没有发生过。\n\n"
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--characters", type=int, default=100_000)
    options.add_argument("--edits", type=int, metavar="N", help="instead: N random edits, all undone")
    given = options.parse_args()
    if given.edits:
        timed(
            f"{given.edits} random edits, all undone; the script is what it was",
            lambda: edits_undone(1, given.edits, 10),
        )
        return
    wanted = given.characters
    script, number = FRONT, 0
    while len(script) < wanted:
        number += 1
        script += QUESTION.format(number=number) + ANSWER
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as folder,
        desk(Path(folder), engine="espeak") as here,
        sync_playwright() as driver,
    ):
        drafts = Path(folder) / "drafts"
        drafts.mkdir()
        (drafts / "long.txt").write_text(script, encoding="utf-8")
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(120_000)
        page.goto(here.key)
        print(f"{len(script)} characters, {2 * number} turns")
        opened(page, "open, the first time", here.key)
        opened(page, "open again", here.key)
        timed("the first readings", lambda: page.wait_for_selector("ruby"))
        timed("all readings", lambda: page.wait_for_load_state("networkidle"))
        pressed(page)
        edited(page, "2", "give a turn to somebody else")
        edited(page, "Control+z", "undo")
        heard(page)
        browser.close()


def timed(what: str, work: Any) -> None:
    began = time.perf_counter()
    work()
    print(f"{what}: {time.perf_counter() - began:.2f} s")


def opened(page: Any, what: str, key: str) -> None:
    page.goto(key)
    page.wait_for_selector(".rows a")
    timed(what, lambda: (page.click(".rows a"), page.wait_for_selector("[data-turn]:focus")))


PRESS = """async () => {
  const began = performance.now();
  const key = new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(key);
  await new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)));
  return performance.now() - began;
}"""


def pressed(page: Any) -> None:
    page.focus("[data-turn='0']")
    lags = sorted(page.evaluate(PRESS) for _ in range(20))
    print(f"a key, to the next picture: {lags[10]:.0f} ms, at worst {lags[-1]:.0f} ms")


def edited(page: Any, key: str, what: str) -> None:
    page.focus("[data-turn='0']")
    state = "enabled" if page.locator("button[aria-label=Undo]").is_disabled() else "disabled"

    def work() -> None:
        page.keyboard.press(key)
        page.wait_for_selector(f"button[aria-label=Undo]:{state}")

    timed(what, work)


def heard(page: Any) -> None:
    page.wait_for_selector("ruby:has-text('2024')")
    page.click("ruby:has-text('2024') >> nth=0")
    page.fill("#reading", "前年")
    page.click("dialog button.main")
    page.wait_for_selector("ruby.own")

    def work() -> None:
        with page.expect_response(lambda response: "/sound" in response.url) as answer:
            page.focus("[data-turn='0']")
            page.keyboard.press(" ")
        answer.value.finished()

    timed("hear a changed sentence, espeak", work)
    page.keyboard.press(" ")


if __name__ == "__main__":
    main()
