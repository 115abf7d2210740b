"""The player in a real browser: what a listener does, and what they see and hear."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

import pytest

from narrator.model import Manifest
from narrator.preview import server as serve
from player_browser import LISTEN, axe, lags_ms, serving
from web_episode import RATE_HZ, write_site

TIME = "document.querySelector('narrator-player').currentTime"
PAUSED = "document.querySelector('audio').paused"


def opened(page: Any, address: str, manifest: Manifest, moment: str = "") -> Any:
    page.goto(f"{address}{manifest.episode.slug}/{moment}")
    page.wait_for_selector(".ready")
    until(page, "document.querySelector('audio').readyState > 0")
    return page


def until(page: Any, expression: str) -> None:
    """Waits from outside: playwright's own waiting evaluates strings in the page, which the page's policy forbids."""
    deadline = time.monotonic() + 10
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(20)


def start_s(manifest: Manifest, cue: int) -> float:
    return manifest.episode.cues[cue].start / manifest.episode.rate_hz


def lit(page: Any) -> str:
    return str(page.inner_text(".cue[aria-current]"))


def test_nothing_plays_by_itself(page: Any, address: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin, "#t=8")
    page.wait_for_timeout(300)
    assert page.evaluate(PAUSED)


def test_play_button_plays_and_pauses_and_says_which(page: Any, address: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin)
    page.get_by_role("button", name="播放").click()
    until(page, f"{TIME} > 0.5")
    assert page.locator(".cue[aria-current]").count() == 1
    page.get_by_role("button", name="暂停").click()
    assert page.evaluate(PAUSED)
    page.get_by_role("button", name="播放").wait_for()  # the browser tells of the pause a moment later


def test_clicked_sentence_is_heard_from_its_beginning(page: Any, address: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin)
    page.locator(".cue").nth(7).click()
    until(page, f"!{PAUSED}")
    assert start_s(mandarin, 7) <= page.evaluate(TIME) + 0.01 < start_s(mandarin, 7) + 1.5
    assert lit(page) == mandarin.episode.cues[7].text


def test_word_is_lit_inside_the_sentence_that_is_heard(page: Any, address: str, mandarin: Manifest) -> None:
    cue = mandarin.episode.cues[3]
    word = cue.words[4]
    opened(page, address, mandarin, f"#t={(word.start + word.end) / 2 / mandarin.episode.rate_hz:.3f}")
    assert page.inner_text(".cue[aria-current] > .on") == word.text
    assert lit(page) == cue.text


def test_selecting_text_does_not_start_the_sound(page: Any, address: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin)
    box = page.locator(".cue").nth(2).bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 10, steps=4)
    page.mouse.up()
    page.wait_for_timeout(200)
    assert page.evaluate("getSelection().toString().length") > 2
    assert page.evaluate(PAUSED)


def test_seek_bar_moves_sound_and_text(page: Any, address: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin)
    seek = page.get_by_role("slider", name="播放进度")
    box = seek.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    half = mandarin.episode.length / mandarin.episode.rate_hz / 2
    assert page.evaluate(TIME) == pytest.approx(half, abs=0.5)
    assert seek.get_attribute("aria-valuetext").startswith("0:")
    assert page.locator(".cue[aria-current]").count() == 1


@pytest.mark.parametrize(
    ("keys", "moved"),
    [(["ArrowRight"], 10), (["l", "l", "j"], 10), (["ArrowRight", "ArrowRight", "ArrowLeft"], 10)],
)
def test_keys_move_ten_seconds(page: Any, address: str, mandarin: Manifest, keys: list[str], moved: int) -> None:
    opened(page, address, mandarin)
    for key in keys:
        page.keyboard.press(key)
    assert page.evaluate(TIME) == pytest.approx(moved, abs=0.1)


def test_keys_go_by_sentence_chapter_and_speed(page: Any, address: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin)
    chapters = [chapter.start / mandarin.episode.rate_hz for chapter in mandarin.episode.chapters]
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.evaluate(TIME) == pytest.approx(chapters[1], abs=0.01)
    page.keyboard.press("p")
    assert page.evaluate(TIME) == pytest.approx(chapters[0], abs=0.01)
    page.keyboard.press(".")
    assert page.evaluate(TIME) == pytest.approx(
        next(cue.start / RATE_HZ for cue in mandarin.episode.cues if cue.start / RATE_HZ > chapters[0] + 0.1), abs=0.01
    )
    page.keyboard.press(">")
    assert page.evaluate("document.querySelector('audio').playbackRate") == pytest.approx(1.1)
    page.keyboard.press(" ")
    until(page, f"!{PAUSED}")


def test_shortcuts_are_shown_and_can_be_turned_off(page: Any, address: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin)
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="键盘快捷键")
    assert sheet.is_visible()
    sheet.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    assert not sheet.is_visible()
    page.keyboard.press("l")
    assert page.evaluate(TIME) == 0
    opened(page, address, mandarin)
    page.keyboard.press("l")
    assert page.evaluate(TIME) == 0


def test_everything_is_reached_with_the_tab_key(page: Any, address: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin)
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.className")
        )
    assert {"播放", "后退 10 秒", "前进 10 秒", "播放进度", "语速", "章节", "更多"} <= reached


@pytest.mark.parametrize("moment", ["#t=8.5", "#t=0:08.5", "#t=npt:8.5,20"])
def test_link_to_a_moment_begins_there(page: Any, address: str, mandarin: Manifest, moment: str) -> None:
    opened(page, address, mandarin, moment)
    assert page.evaluate(TIME) == pytest.approx(8.5, abs=0.01)
    assert page.locator(".cue[aria-current]").is_visible()


def test_chapter_link_plays_the_chapter(page: Any, address: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin)
    page.get_by_role("button", name="章节").click()
    chapter = mandarin.episode.chapters[2]
    page.get_by_role("dialog").get_by_text(chapter.title).click()
    until(page, f"!{PAUSED}")
    assert page.evaluate(TIME) == pytest.approx(chapter.start / mandarin.episode.rate_hz, abs=1)
    assert f"#t={chapter.start / mandarin.episode.rate_hz:.3f}".rstrip("0") in page.url


def test_position_and_speed_are_remembered_without_cookies(page: Any, address: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin)
    page.get_by_role("combobox", name="语速").select_option("1.5")
    page.locator(".cue").nth(9).click()
    page.wait_for_timeout(300)
    page.keyboard.press("k")
    left_at = page.evaluate(TIME)
    opened(page, address, mandarin)
    assert page.evaluate(TIME) == pytest.approx(left_at, abs=0.2)
    assert page.evaluate("document.querySelector('audio').playbackRate") == pytest.approx(1.5)
    page.get_by_role("button", name="从头听").click()
    assert page.evaluate(TIME) == 0
    assert page.context.cookies() == []


def test_link_to_a_moment_wins_over_what_is_remembered(page: Any, address: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin)
    page.locator(".cue").nth(9).click()
    page.keyboard.press("k")
    page.goto("about:blank")
    opened(page, address, mandarin, "#t=3")
    assert page.evaluate(TIME) == pytest.approx(3, abs=0.01)


def test_lock_screen_shows_title_and_controls(page: Any, address: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin)
    page.keyboard.press("k")
    until(page, "navigator.mediaSession.playbackState === 'playing'")
    assert page.evaluate("navigator.mediaSession.metadata.title") == mandarin.episode.title
    assert page.evaluate("navigator.mediaSession.metadata.album") == "人工智能朗读"


def test_text_follows_the_voice_and_gives_way_to_the_reader(page: Any, address: str, long: Manifest) -> None:
    opened(page, address, long)
    page.keyboard.press("n")
    for _ in range(6):
        page.keyboard.press("n")
    page.keyboard.press("k")
    page.wait_for_timeout(1300)
    assert page.evaluate("scrollY") > 300
    page.mouse.move(300, 300)
    page.mouse.wheel(0, 4000)
    page.get_by_role("button", name="回到正在朗读处").wait_for()
    away = page.evaluate("scrollY")
    page.wait_for_timeout(1500)
    assert page.evaluate("scrollY") == pytest.approx(away, abs=5)
    page.get_by_role("button", name="回到正在朗读处").click()
    page.wait_for_timeout(1300)
    assert page.evaluate("scrollY") < away
    assert page.locator(".cue[aria-current]").is_visible()


def test_reader_who_wants_less_motion_gets_none(browser: Any, address: str, long: Manifest) -> None:
    context = browser.new_context(viewport={"width": 800, "height": 600}, reduced_motion="reduce")
    page = opened(context.new_page(), address, long)
    for _ in range(5):
        page.keyboard.press("n")
    before = page.evaluate("scrollY")
    page.wait_for_timeout(400)
    assert before > 0
    assert page.evaluate("scrollY") == before
    context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("name", ["", "index.html", "embed.html"])
def test_no_width_scrolls_sideways_and_buttons_are_big_enough(
    page: Any, address: str, mandarin: Manifest, width: int, name: str
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{address}{mandarin.episode.slug}/{name}" if name else address)
    if name:
        page.wait_for_selector(".ready")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for button in page.query_selector_all("button, select, .seek"):
        box = button.bounding_box()
        if box is not None and box["width"]:
            assert min(box["width"], box["height"]) >= 24
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


def test_text_grows_to_twice_its_size_and_stays_so(page: Any, address: str, mandarin: Manifest) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    opened(page, address, mandarin)
    size = "parseFloat(getComputedStyle(document.querySelector('.said p')).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name="更多").click()
    for _ in range(6):
        page.get_by_role("button", name="大一号").click()
    assert page.evaluate(size) >= 2 * before
    opened(page, address, mandarin)
    assert page.evaluate(size) >= 2 * before
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_page_reads_and_plays_without_a_script(browser: Any, address: str, mandarin: Manifest) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{mandarin.episode.slug}/")
    assert page.get_by_role("heading", level=1).inner_text() == mandarin.episode.title
    for cue in mandarin.episode.cues:
        assert cue.text in page.inner_text("article")
    assert page.locator("audio[controls]").is_visible()
    page.get_by_role("link", name="从 0:06 开始听").click()
    assert "#t=" in page.url
    context.close()


def test_page_works_from_a_file(page: Any, output: Path, mandarin: Manifest) -> None:
    page.goto((output / mandarin.episode.slug / "index.html").as_uri())
    page.wait_for_selector(".ready")
    page.locator(".cue").nth(4).click()
    until(page, f"!{PAUSED} && {TIME} > {start_s(mandarin, 4)}")
    assert lit(page) == mandarin.episode.cues[4].text


def test_page_asks_for_its_own_files_only(page: Any, address: str, mandarin: Manifest) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, address, mandarin)
    page.keyboard.press("k")
    page.wait_for_timeout(300)
    assert {url.rpartition("/")[2] for url in asked} <= {
        "", "player.js", "player.css", "player.svg", f"{mandarin.episode.slug}.mp3",
    }  # fmt: skip
    assert all(url.startswith(address) for url in asked)


def test_nothing_moves_after_the_first_paint(page: Any, address: str, mandarin: Manifest) -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) "
        "window.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true })"
    )
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        opened(page, address, mandarin)
        page.wait_for_timeout(300)
        assert page.evaluate("window.shift") == 0


@pytest.mark.parametrize("framed", ["embed.html", None])
def test_embedded_player_plays_on_another_site(
    page: Any, address: str, abroad: str, mandarin: Manifest, framed: str | None
) -> None:
    page.goto(abroad if framed is None else f"{address}{mandarin.episode.slug}/{framed}")
    page.wait_for_selector("narrator-player .ready")
    page.locator(".cue").nth(5).click()
    moved = f"{TIME} > {start_s(mandarin, 5) + 0.2}"
    until(page, moved)
    assert lit(page) == mandarin.episode.cues[5].text
    label = "Read aloud by AI" if framed is None else "人工智能朗读"
    assert page.get_by_text(label).first.is_visible()
    assert page.get_by_role("link", name=mandarin.episode.title).is_visible()


def test_embedded_player_says_the_same_as_the_page(page: Any, address: str, abroad: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin)
    told = (
        "[...document.querySelector('narrator-player').{root}querySelectorAll('.turn')].map((turn) => "
        "[turn.className, turn.textContent.replace(/\\s+/g, ' '), turn.innerHTML.match(/data-start=\"[^\"]+/g).join()])"
    )
    written = page.evaluate(told.format(root=""))
    page.goto(abroad)
    page.wait_for_selector("narrator-player .ready")
    assert page.evaluate(told.format(root="shadowRoot.")) == written


def test_embedded_player_leaves_keys_and_address_to_its_host(page: Any, abroad: str) -> None:
    page.goto(abroad)
    page.wait_for_selector("narrator-player .ready")
    page.keyboard.press("l")
    assert page.evaluate(TIME) == 0
    page.get_by_role("button", name="Play").focus()
    page.keyboard.press("l")
    assert page.evaluate(TIME) == pytest.approx(10, abs=0.1)
    page.locator(".time").nth(1).click()
    assert "#" not in page.url


def test_embedded_player_without_its_episode_says_so(browser: Any, abroad: str) -> None:
    page = browser.new_page()
    page.route("**/episode.json", lambda route: route.fulfill(status=404))
    page.goto(abroad)
    page.get_by_role("alert").wait_for()
    assert page.get_by_role("alert").get_by_role("link").count() == 1
    page.close()


def test_preview_lists_a_new_episode_by_itself(
    page: Any, tmp_path: Path, mandarin: Manifest, english: Manifest
) -> None:
    with serving(serve.app(tmp_path)) as here:
        page.goto(here)
        assert "narrator make" in page.inner_text("body")
        write_site(tmp_path, [mandarin])
        page.get_by_role("link", name=mandarin.episode.title).wait_for()
        write_site(tmp_path, [mandarin, english])
        page.get_by_role("link", name=english.episode.title).wait_for()
        page.goto("about:blank")  # or the list asks a server for news that has just stopped


def test_removed_player_falls_silent_and_a_moved_one_goes_on(page: Any, address: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin)
    page.keyboard.press("k")
    until(page, f"{TIME} > 0.3")
    page.evaluate("document.body.append(document.querySelector('narrator-player'))")
    assert page.locator(".controls").count() == 1
    page.evaluate("window.kept = document.querySelector('narrator-player'); kept.remove()")
    until(page, "kept.querySelector('audio').paused")


def quietest_lag_ms(page: Any, seconds: float, at_least: int) -> float:
    """The median of the best of three listenings: a machine that does other things stutters, a wrong clock always."""
    medians = []
    for _ in range(3):
        page.reload()
        page.wait_for_selector(".ready")
        lags = lags_ms(page.evaluate(LISTEN, seconds))
        assert len(lags) >= at_least
        medians.append(abs(statistics.median(lags)))
        if medians[-1] <= 100:
            break
    return min(medians)


def test_highlight_comes_with_the_sound(page: Any, address: str, mandarin: Manifest) -> None:
    opened(page, address, mandarin, "#t=0")
    assert quietest_lag_ms(page, 6, at_least=3) <= 100


def test_highlight_comes_with_the_sound_after_a_jump(page: Any, address: str, long: Manifest) -> None:
    """A browser that seeks by guess would light one sentence and play another."""
    opened(page, address, long, f"#t={start_s(long, 150) - 0.35}")
    assert quietest_lag_ms(page, 3, at_least=1) <= 100


@pytest.mark.parametrize("what", ["page", "embed", "list", "english", "sheets", "abroad"])
def test_nobody_is_shut_out_by_light_or_in_the_dark(
    browser: Any, address: str, abroad: str, mandarin: Manifest, english: Manifest, what: str
) -> None:
    script = axe()
    if script is None:
        pytest.skip("needs axe-core (npm install axe-core; $NARRATOR_NODE_MODULES names its node_modules)")
    context = browser.new_context(viewport={"width": 1000, "height": 800}, bypass_csp=True)
    page = context.new_page()
    slug = (english if what == "english" else mandarin).episode.slug
    here = {"list": address, "embed": f"{address}{slug}/embed.html", "abroad": abroad}
    page.goto(here.get(what, f"{address}{slug}/#t=8"))
    if what != "list":
        page.wait_for_selector("narrator-player .ready")
        page.locator(".cue").nth(3).click()
        page.wait_for_selector(".cue > .on")
    if what == "sheets":
        page.keyboard.press("?")
    page.evaluate(script.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
    by_light = page.evaluate("(tags) => axe.run({ runOnly: tags })", tags)
    page.emulate_media(color_scheme="dark")
    in_the_dark = page.evaluate("() => axe.run({ runOnly: { type: 'rule', values: ['color-contrast'] } })")
    context.close()
    assert len(by_light["passes"]) > 15
    found = by_light["violations"] + in_the_dark["violations"]
    told = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found]
    # The host's page is a heading and a sentence: its landmarks are not the player's.
    assert [each for each in told if what != "abroad" or each[0] not in ("region", "landmark-one-main")] == []
