"""The player where things are not ideal: networks that break, old browsers, small frames, other writing directions."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flaky_server import FlakyServer, flaky
from narrator.model import Manifest
from narrator.player import snippet
from narrator.preview import server as serve
from player_browser import serving
from web_episode import SHOW, interview, write_site

TIME = "document.querySelector('narrator-player').currentTime"
STATE = "document.querySelector('narrator-player').state"
OUTAGE_S = 3

OLD_SAFARI = """
window.CSSStyleSheet = class { constructor() { throw new TypeError("Illegal constructor"); } };
delete ShadowRoot.prototype.adoptedStyleSheets;
delete Document.prototype.adoptedStyleSheets;
delete HTMLDialogElement.prototype.showModal;
delete HTMLDialogElement.prototype.close;
delete Element.prototype.replaceChildren;
delete Element.prototype.checkVisibility;
delete Array.prototype.at;
for (const name of ["ResizeObserver", "IntersectionObserver", "Highlight", "structuredClone"]) delete window[name];
Object.defineProperty(CSS, "highlights", { value: undefined });
"""
"""What Safari lacked before 16.4 and earlier, as far as a page can take it away."""

NO_ELEMENTS = "Object.defineProperty(window, 'customElements', { value: undefined })"

ARABIC = (
    ("المضيفة", "مساء الخير. من يقرأ في المكتبة بعد منتصف الليل؟"),
    ("سلمى", "كثيرون! جاء 127 زائرا في الأسبوع الأول. منهم ممرضات وطلاب."),
    ("المضيفة", "شكرا جزيلا لك."),
)


@pytest.fixture
def window(browser: Any) -> Iterator[Any]:
    """A window in which the network may complain, but no script."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    context.set_default_timeout(10_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def until(page: Any, expression: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(50)


def heard(page: Any, server: FlakyServer, manifest: Manifest) -> None:
    """Opens the page on a slow network and begins to listen."""
    page.goto(f"{server.address}{manifest.episode.slug}/")
    page.wait_for_selector(".ready")
    page.get_by_role("button", name="播放", exact=True).click()
    until(page, f"{TIME} > 1 && {STATE} === 'playing'")


def page_with(folder: Path, lines: str, *, head: str = "", attributes: str = 'lang="en"') -> str:
    """Somebody's page with the lines in it; gives its name."""
    page = (
        f"<!doctype html><html {attributes}><head><meta charset=utf-8><link rel=icon href='data:,'><title>News</title>"
    )
    (folder / "page.html").write_text(f"{page}{head}</head><body><h1>News</h1>{lines}<p>End</p></body></html>", "utf-8")
    return "page.html"


# ------------------------------------------------------------------------------------------------ the network


@pytest.mark.parametrize("mood", ["drops", "refuses", "stalls"])
def test_sound_goes_on_where_it_was_when_the_network_is_back(
    window: Any, output: Path, long: Manifest, mood: Any
) -> None:
    with flaky(output, bytes_per_second=10_000) as server:
        heard(window, server, long)
        server.mood = mood
        until(window, f"['waiting', 'broken'].includes({STATE})")
        left_at = window.evaluate(TIME)
        assert window.get_by_role("button", name="暂停").count() == 0
        assert window.get_by_role("status").inner_text() != ""
        window.wait_for_timeout(OUTAGE_S * 1000)
        server.mood = "well"
        until(window, f"{STATE} === 'playing' && {TIME} > {left_at} + 1")
        assert window.evaluate(TIME) < left_at + 5
        assert window.get_by_role("button", name="暂停").is_visible()
        assert window.get_by_role("status").inner_text() == ""
        window.goto("about:blank")


def test_press_of_play_tries_again_at_once(window: Any, output: Path, long: Manifest) -> None:
    with flaky(output, bytes_per_second=10_000) as server:
        heard(window, server, long)
        server.mood = "refuses"
        until(window, f"{STATE} === 'broken'")
        left_at = window.evaluate(TIME)
        asked = len(server.asked)
        window.get_by_role("button", name="播放", exact=True).click()
        until(window, f"{STATE} === 'broken'")
        assert len(server.asked) > asked
        server.mood = "well"
        window.get_by_role("button", name="播放", exact=True).click()
        until(window, f"{STATE} === 'playing' && {TIME} > {left_at}")
        window.goto("about:blank")


def test_listener_can_stop_the_waiting(window: Any, output: Path, long: Manifest) -> None:
    with flaky(output, bytes_per_second=10_000) as server:
        heard(window, server, long)
        server.mood = "stalls"
        until(window, f"{STATE} === 'waiting'")
        window.get_by_role("button", name="停止载入").click()
        assert window.evaluate(STATE) == "paused"
        assert window.get_by_role("status").inner_text() == ""
        window.goto("about:blank")


def test_sound_that_never_came_is_loaded_by_a_press_of_play(window: Any, output: Path, mandarin: Manifest) -> None:
    with flaky(output, bytes_per_second=200_000) as server:
        server.mood = "refuses"
        window.goto(f"{server.address}{mandarin.episode.slug}/#t=8")
        window.wait_for_selector(".ready")
        window.get_by_role("status").get_by_text("按播放键再试").wait_for()
        server.mood = "well"
        window.get_by_role("button", name="播放", exact=True).click()
        until(window, f"{STATE} === 'playing' && {TIME} > 8.1 && {TIME} < 12")
        window.goto("about:blank")


@pytest.mark.parametrize("moment", ["", "#t=12"])
def test_server_without_ranges_lets_one_jump(window: Any, output: Path, mandarin: Manifest, moment: str) -> None:
    with flaky(output, ranges=False, bytes_per_second=400_000) as server:
        window.goto(f"{server.address}{mandarin.episode.slug}/{moment}")
        window.wait_for_selector(".ready")
        if moment:
            window.get_by_role("button", name="播放", exact=True).click()
            until(window, f"{STATE} === 'playing' && {TIME} > 12 && {TIME} < 16")
        window.locator(".cue").nth(9).click()
        start = mandarin.episode.cues[9].start / mandarin.episode.rate_hz
        until(window, f"{STATE} === 'playing' && {TIME} > {start} && {TIME} < {start} + 4")
        window.goto("about:blank")


def test_embedded_player_comes_when_its_server_is_back(window: Any, address: str, abroad: str) -> None:
    window.route("**/episode.json", lambda route: route.abort())
    window.goto(abroad)
    window.get_by_role("alert").wait_for()
    window.unroute("**/episode.json")
    window.get_by_role("button", name="Try again").click()
    window.wait_for_selector("narrator-player .ready")


# ------------------------------------------------------------------------------------------------ old browsers


@pytest.mark.parametrize("form", ["card", "bar"])
def test_old_safari_has_a_player_that_plays(
    window: Any, tmp_path: Path, address: str, mandarin: Manifest, form: Any
) -> None:
    lines = snippet(mandarin, SHOW, form).replace("https://podcast.example/", address)
    page_with(tmp_path, lines)
    window.add_init_script(OLD_SAFARI)
    with serving(serve.app(tmp_path)) as site:
        window.goto(f"{site}page.html")
        window.wait_for_selector("narrator-player .ready")
        box = window.locator("narrator-player").bounding_box()
        assert box["height"] >= (500 if form == "card" else 55)
        window.get_by_role("button", name="Play", exact=True).click()
        until(window, f"{TIME} > 0.3")
        window.get_by_role("button", name="More").click()
        window.get_by_role("button", name="Close").click()
        assert not window.get_by_role("dialog").is_visible()


@pytest.mark.parametrize("form", ["card", "bar"])
def test_browser_without_custom_elements_has_its_own_controls(
    window: Any, tmp_path: Path, address: str, mandarin: Manifest, form: Any
) -> None:
    lines = snippet(mandarin, SHOW, form).replace("https://podcast.example/", address)
    page_with(tmp_path, lines)
    window.add_init_script(NO_ELEMENTS)
    with serving(serve.app(tmp_path)) as site:
        window.goto(f"{site}page.html")
        assert window.locator("audio[controls]").bounding_box()["height"] > 20
        assert window.get_by_role("link", name=mandarin.episode.title).is_visible()


def test_element_with_a_link_alone_gets_controls_without_custom_elements(
    window: Any, tmp_path: Path, address: str, mandarin: Manifest
) -> None:
    page_with(
        tmp_path,
        f'<script src="{address}player.js"></script><narrator-player src="{address}{mandarin.episode.slug}/episode.json">'
        "<a href=x>Listen</a></narrator-player>",
    )
    window.add_init_script(NO_ELEMENTS)
    with serving(serve.app(tmp_path)) as site:
        window.goto(f"{site}page.html")
        window.locator("audio[controls]").wait_for()


def test_site_whose_policy_forbids_the_style_gets_plain_controls(window: Any, abroad: str) -> None:
    window.route("**/player.css", lambda route: route.abort())
    window.goto(abroad)
    window.locator("narrator-player .plain audio[controls]").wait_for()
    assert window.get_by_text("Read aloud by AI").is_visible()


def test_what_is_inside_shows_until_the_player_is_there(window: Any, abroad: str, mandarin: Manifest) -> None:
    window.route("**/episode.json", lambda route: None)
    window.goto(abroad)
    assert window.locator("narrator-player a").is_visible()
    window.goto("about:blank")


# ------------------------------------------------------------------------------------------------ small frames

REACH = """() => [...document.querySelectorAll("button, select, input, .label")].filter((each) => !each.closest("dialog"))
  .map((each) => [each.className, each.getBoundingClientRect()]).filter(([, box]) => box.width && box.height)
  .filter(([, box]) => box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
  .map(([name, box]) => [name, box.left, box.top, box.right, box.bottom])"""


@pytest.mark.parametrize(
    ("width", "height"),
    [(300, 150), (320, 200), (600, 160), (1000, 120), (280, 80), (200, 100), (400, 60), (200, 300), (500, 240)],
)
def test_everything_in_a_small_frame_is_in_reach(
    page: Any, address: str, mandarin: Manifest, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}{mandarin.episode.slug}/embed.html")
    page.wait_for_selector(".ready")
    assert page.evaluate(REACH) == []
    page.get_by_role("button", name="播放", exact=True).click()
    page.get_by_role("button", name="更多").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("link", name="打开节目页面").scroll_into_view_if_needed()
    box = sheet.get_by_role("link", name="打开节目页面").bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= height + 1
    if page.locator(".controls .speed").is_hidden():
        sheet.get_by_role("combobox", name="语速").select_option("1.5")
        assert page.evaluate("document.querySelector('audio').playbackRate") == pytest.approx(1.5)
    sheet.get_by_role("button", name="关闭").click()
    assert not sheet.is_visible()


# ---------------------------------------------------------------- keys, screen readers, copying, printing, direction


@pytest.mark.parametrize(
    "key", ["Shift+ArrowRight", "Shift+ArrowLeft", "Shift+Space", "Shift+L", "Alt+ArrowRight", "Control+l"]
)
def test_keys_with_modifiers_are_the_browsers(page: Any, address: str, mandarin: Manifest, key: str) -> None:
    page.goto(f"{address}{mandarin.episode.slug}/#t=5")
    page.wait_for_selector(".ready")
    page.keyboard.press(key)
    page.wait_for_timeout(100)
    assert page.evaluate(TIME) == pytest.approx(5, abs=0.05)
    assert page.evaluate(STATE) == "paused"


def test_seek_bar_is_silent_until_it_is_moved(page: Any, address: str, mandarin: Manifest) -> None:
    page.goto(f"{address}{mandarin.episode.slug}/")
    page.wait_for_selector(".ready")
    page.evaluate(
        "window.said = 0; new MutationObserver(() => { said += 1 }).observe(document.querySelector('.seek'), { attributes: true })"
    )
    page.keyboard.press("k")
    page.get_by_role("slider", name="播放进度").focus()
    before = page.evaluate("[document.querySelector('.seek').value, said]")
    until(page, f"{TIME} > 3.2")
    assert page.inner_text(".now") != "0:00"
    assert page.evaluate("[document.querySelector('.seek').value, said]") == before
    page.keyboard.press("ArrowRight")
    assert page.evaluate("Number(document.querySelector('.seek').value)") == pytest.approx(13.3, abs=1)
    page.keyboard.press("End")
    assert page.evaluate(TIME) == pytest.approx(mandarin.episode.length / mandarin.episode.rate_hz, abs=0.2)


@pytest.mark.parametrize("name", ["", "embed.html"])
def test_copied_article_is_the_article(browser: Any, address: str, mandarin: Manifest, name: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}{mandarin.episode.slug}/{name}")
    page.wait_for_selector(".ready")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()
    for cue in mandarin.episode.cues:
        assert copied.count(cue.text) >= 1
    article = copied[copied.index(mandarin.episode.cues[0].text) :]
    for chapter in mandarin.episode.chapters:
        if not name:
            article = article.partition("章节")[0]
        assert article.count(chapter.title) == 1
    assert "0:0" not in article
    assert "播放" not in copied


@pytest.mark.parametrize("what", ["", "embed.html", "abroad"])
def test_print_has_all_of_the_article(
    page: Any, address: str, abroad: str, long: Manifest, mandarin: Manifest, what: str
) -> None:
    page.goto(abroad if what == "abroad" else f"{address}{long.episode.slug}/{what}")
    page.wait_for_selector("narrator-player .ready")
    page.emulate_media(media="print")
    cut = page.evaluate(
        """() => { const root = document.querySelector("narrator-player").shadowRoot ?? document;
        const text = root.querySelector(".text"); const last = [...text.querySelectorAll(".cue")].pop();
        return [text.scrollHeight - text.clientHeight, last.getBoundingClientRect().bottom + scrollY
          - document.documentElement.scrollHeight, getComputedStyle(root.querySelector(".dock")).display]; }"""
    )
    assert cut[0] <= 1
    assert cut[1] <= 1
    assert cut[2] == "none"


def test_direction_of_the_text_is_its_own(page: Any, tmp_path: Path) -> None:
    arabic = interview(ARABIC, language="ar", title="من يقرأ بعد منتصف الليل؟", slug="arabic")
    chinese = interview()
    write_site(tmp_path, [arabic, chinese])
    direction = (
        "(() => { const root = document.querySelector('narrator-player').shadowRoot ?? document; return ['.text', '.dock']"
        ".map((each) => getComputedStyle(root.querySelector(each)).direction) })()"
    )
    with serving(serve.app(tmp_path)) as site:
        for manifest, host, expected in ((arabic, "ltr", ["rtl", "ltr"]), (chinese, "rtl", ["ltr", "ltr"])):
            lines = snippet(manifest, SHOW).replace("https://podcast.example/", site)
            page_with(tmp_path, lines, attributes=f'lang="en" dir="{host}"')
            for name in ("page.html", f"{manifest.episode.slug}/index.html", f"{manifest.episode.slug}/embed.html"):
                page.goto(site + name)
                page.wait_for_selector("narrator-player .ready")
                assert page.evaluate(direction) == expected
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_links_to_moments_lead_to_the_episode(page: Any, address: str, abroad: str, mandarin: Manifest) -> None:
    page.goto(abroad)
    page.wait_for_selector("narrator-player .ready")
    episode = f"{address}{mandarin.episode.slug}/index.html#t="
    assert page.locator(".time").nth(1).evaluate("(link) => link.href").startswith(episode)
    page.goto(f"{address}{mandarin.episode.slug}/embed.html")
    page.wait_for_selector("narrator-player .ready")
    for link in page.query_selector_all(".time[href], .chapters a"):
        assert link.evaluate("(link) => link.href").startswith(episode)


def test_lock_screen_of_an_embedded_player_has_artist_and_picture(
    page: Any, address: str, abroad: str, mandarin: Manifest
) -> None:
    def with_cover(route: Any) -> None:
        episode = route.fetch().json()
        episode["files"]["cover"] = "cover.jpg"
        route.fulfill(body=json.dumps(episode), headers={"Access-Control-Allow-Origin": "*"})

    page.route("**/episode.json", with_cover)
    page.route("**/cover.jpg", lambda route: route.fulfill(status=200, content_type="image/jpeg", body=b""))
    page.goto(abroad)
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, "navigator.mediaSession.playbackState === 'playing'")
    shown = page.evaluate(
        "(({ title, artist, artwork }) => [title, artist, artwork[0].src])(navigator.mediaSession.metadata)"
    )
    assert shown == [mandarin.episode.title, "夜读编辑部", f"{address}{mandarin.episode.slug}/cover.jpg"]


@pytest.mark.parametrize("attributes", ['text="none"', 'for="#story"'])
def test_card_prints_no_article_where_there_is_one(
    page: Any, tmp_path: Path, address: str, mandarin: Manifest, attributes: str
) -> None:
    lines = snippet(mandarin, SHOW).replace("https://podcast.example/", address)
    text = "".join(cue.text for cue in mandarin.episode.cues)
    page_with(
        tmp_path, lines.replace("<narrator-player", f"<narrator-player {attributes}") + f"<div id=story>{text}</div>"
    )
    with serving(serve.app(tmp_path)) as site:
        page.goto(f"{site}page.html")
        page.wait_for_selector("narrator-player .ready")
        assert page.locator("narrator-player .text").count() == 0
        assert page.locator("narrator-player").bounding_box()["height"] < 260
        assert page.get_by_role("link", name=mandarin.episode.title).is_visible()
        page.evaluate(f"{TIME} = 6")
        lit = page.evaluate("[...(CSS.highlights.get('narrator-sentence') ?? [])].length")
        assert lit == (1 if "for" in attributes else 0)
