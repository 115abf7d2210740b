"""The bar on pages that have the text already: it finds it there, lights it, and leaves the page as it was."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from narrator.model import Manifest
from narrator.player import snippet
from narrator.preview import server as serve
from player_browser import LISTEN, axe, lags_ms, serving
from site_pages import DELETED, EDITED, blog, government, wordpress
from web_episode import SHOW, interview, write_site

TIME = "document.querySelector('narrator-player').currentTime"
LIT = "[...(CSS.highlights.get('narrator-{}') ?? [])].map((range) => range.toString()).join('')"
OLD = "delete CSS.highlights; delete window.Highlight; Object.defineProperty(CSS, 'highlights', { value: undefined })"

Open = Callable[..., Any]


@pytest.fixture
def sites(tmp_path: Path, address: str, mandarin: Manifest) -> Iterator[Callable[..., str]]:
    """Somebody else's server with a page that has the bar; gives the page's address."""
    with serving(serve.app(tmp_path)) as other:

        def put(page: str, article: str, **attributes: str) -> str:
            lines = snippet(mandarin, SHOW, "bar", article=article).replace("https://podcast.example/", address)
            more = "".join(f' {name}="{value}"' for name, value in attributes.items())
            lines = lines.replace('mode="bar"', f'mode="bar"{more}')
            (tmp_path / "page.html").write_text(page.replace("<!--BAR-->", lines), encoding="utf-8")
            return f"{other}page.html"

        yield put


def ready(page: Any, where: str) -> dict[str, Any]:
    """What the bar found, once it has."""
    page.add_init_script(
        "addEventListener('textmatch', ({ detail }) => { window.found = { ...detail, target: null } })"
    )
    page.goto(where)
    page.wait_for_selector("narrator-player .ready")
    page.wait_for_function("window.found")
    return dict(page.evaluate("window.found"))


def spoken(manifest: Manifest) -> list[str]:
    return [cue.text for cue in manifest.episode.cues if cue.kind != "notice"]


def middle_s(manifest: Manifest, text: str) -> float:
    cue = next(cue for cue in manifest.episode.cues if text in cue.text)
    return (cue.start + cue.end) / 2 / manifest.episode.rate_hz


def seek(page: Any, seconds: float) -> None:
    page.evaluate(f"document.querySelector('narrator-player').currentTime = {seconds}")


@pytest.mark.parametrize(
    ("make", "article"), [(government, "#zoom"), (wordpress, ".entry-content"), (wordpress, "#primary")]
)
def test_bar_finds_every_sentence_on_pages_of_any_make(
    page: Any, sites: Open, mandarin: Manifest, make: Callable[[], str], article: str
) -> None:
    found = ready(page, sites(make(), article))
    assert (found["matched"], found["edited"], found["missing"]) == (len(spoken(mandarin)), 0, 0)
    for text in spoken(mandarin)[::4]:
        seek(page, middle_s(mandarin, text))
        lit = page.evaluate(LIT.format("sentence"))
        assert "".join(lit.split()) == "".join(text.split())


def test_bar_lights_the_word_that_is_heard(page: Any, sites: Open, mandarin: Manifest) -> None:
    ready(page, sites(government(), "#zoom"))
    cue = mandarin.episode.cues[3]
    word = cue.words[4]
    seek(page, (word.start + word.end) / 2 / mandarin.episode.rate_hz)
    assert page.evaluate(LIT.format("word")) == word.text.strip("，。！？、：")


def test_light_in_the_sites_text_comes_with_the_sound(
    page: Any, output: Path, address: str, mandarin: Manifest
) -> None:
    lines = snippet(mandarin, SHOW, "bar", article="#primary").replace("https://podcast.example/", address)
    # On the sound's own server: elsewhere a browser lets no page listen to it.
    (output / "site.html").write_text(wordpress().replace("<!--BAR-->", lines), encoding="utf-8")
    medians = []
    for _ in range(3):  # the best of three: a busy machine stutters, a wrong clock is always wrong
        ready(page, f"{address}site.html")
        lags = lags_ms(page.evaluate(LISTEN, 6))
        assert len(lags) >= 2
        medians.append(abs(statistics.median(lags)))
        if medians[-1] <= 100:
            break
    assert min(medians) <= 100


def test_bar_leaves_out_what_was_put_between(page: Any, sites: Open, mandarin: Manifest) -> None:
    ready(page, sites(wordpress(), "#primary"))
    for text in ("地铁停了", "127人"):
        seek(page, middle_s(mandarin, text))
        lit = page.evaluate(LIT.format("sentence"))
        assert text in lit
        assert "广告" not in lit
        assert "[1]" not in lit


def test_bar_says_which_sentences_were_changed_and_lights_the_others(
    page: Any, sites: Open, mandarin: Manifest
) -> None:
    found = ready(page, sites(blog(), "#article"))
    assert (found["edited"], found["missing"]) == (1, 1)
    assert found["matched"] == len(spoken(mandarin)) - 2
    seek(page, middle_s(mandarin, EDITED[0]))
    assert page.evaluate(LIT.format("sentence")) == ""
    seek(page, middle_s(mandarin, "40个座位"))
    assert "40个座位" in page.evaluate(LIT.format("sentence"))
    page.get_by_role("button", name="更多").click()
    page.get_by_text("朗读之后改动的句子：2").click()
    assert page.get_by_role("dialog").get_by_text(DELETED).is_visible()
    page.keyboard.press("Escape")
    seek(page, middle_s(mandarin, "40个座位"))
    page.evaluate("document.querySelector('narrator-player').play()")
    seek(page, middle_s(mandarin, EDITED[0]))
    page.get_by_role("status").get_by_text("改过").wait_for()


def test_bar_on_another_text_says_so_and_still_plays(page: Any, sites: Open) -> None:
    other = (
        "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><!--BAR--><main>"
        + "完全不同的另一篇文章。" * 30
    )
    found = ready(page, sites(other, "main"))
    assert found["matched"] == 0
    page.get_by_role("button", name="播放", exact=True).click()
    page.wait_for_function(f"{TIME} > 0.3")
    page.get_by_role("status").get_by_text("不同").wait_for()


@pytest.mark.parametrize("old", [False, True])
def test_click_on_a_sentence_of_the_site_is_heard_from_there(
    page: Any, sites: Open, mandarin: Manifest, old: bool
) -> None:
    if old:
        page.add_init_script(OLD)
    ready(page, sites(wordpress(), ".entry-content"))
    page.get_by_text("那么多人，怎么安静得下来？").click()
    wanted = middle_s(mandarin, "那么多人")
    page.wait_for_function(f"{TIME} > {wanted - 1.5} && {TIME} < {wanted + 2}")
    page.wait_for_function("!document.querySelector('narrator-player').shadowRoot.querySelector('audio').paused")
    if old:
        page.locator("narrator-player .pane").first.wait_for()


def test_links_selections_and_the_sites_own_fields_are_left_alone(page: Any, sites: Open) -> None:
    ready(page, sites(wordpress(), "#primary"))
    page.evaluate("document.querySelector('.sharedaddy a').scrollIntoView()")
    page.get_by_text("分享到微信").first.click()
    box = page.get_by_text("那么多人，怎么安静得下来？").bounding_box()
    page.mouse.move(box["x"] + 90, box["y"] + 14)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 14, steps=4)
    page.mouse.up()
    assert page.evaluate("getSelection().toString().length") > 2
    page.mouse.click(box["x"] + 90, box["y"] + 14)  # the selection goes, and nothing else happens
    assert page.evaluate("getSelection().toString()") == ""
    page.locator("#search").click()
    page.keyboard.type("l k . >")
    assert page.locator("#search").input_value() == "l k . >"
    assert page.evaluate(TIME) == 0


@pytest.mark.parametrize("old", [False, True])
def test_bar_changes_nothing_of_the_page(page: Any, sites: Open, mandarin: Manifest, old: bool) -> None:
    if old:
        page.add_init_script(OLD)
    where = sites(wordpress(), "#primary")
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { window.changes = []; new MutationObserver((all) => { for (const { target, type } of all) "
        "if (!target.closest?.('narrator-player')) changes.push(type + target.nodeName) })"
        ".observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true }) })"
    )
    ready(page, where)
    for text in spoken(mandarin)[::5]:
        seek(page, middle_s(mandarin, text))
        page.wait_for_timeout(60)
    assert page.evaluate("window.changes") == []


def test_bar_stays_in_reach_while_the_page_scrolls_and_follows_the_voice(
    page: Any, sites: Open, mandarin: Manifest
) -> None:
    ready(page, sites(government(), "#zoom"))
    bar = page.locator("narrator-player .box")
    page.get_by_role("button", name="播放", exact=True).click()
    page.wait_for_function(f"{TIME} > 0.3")
    seek(page, middle_s(mandarin, "谢谢两位"))
    page.wait_for_function("scrollY > 300")
    page.wait_for_timeout(600)
    box = bar.bounding_box()
    assert 50 <= box["height"] <= 70
    assert box["y"] + box["height"] == pytest.approx(800, abs=1)
    page.mouse.move(500, 300)
    page.mouse.wheel(0, -5000)
    page.wait_for_function("scrollY < 100")
    page.wait_for_function("!document.querySelector('narrator-player').shadowRoot.querySelector('.pinned')")


def test_bar_finds_text_that_comes_later(page: Any, sites: Open, mandarin: Manifest) -> None:
    empty = "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><!--BAR--><main></main>"
    assert ready(page, sites(empty, "main"))["matched"] == 0
    page.evaluate(f"document.querySelector('main').textContent = {''.join(spoken(mandarin))!r}")
    page.wait_for_function(f"window.found.matched === {len(spoken(mandarin))}")


def test_bar_is_a_bar_in_a_frame(page: Any, tmp_path: Path, address: str, mandarin: Manifest) -> None:
    line = snippet(mandarin, SHOW, "iframe bar").replace("https://podcast.example/", address)
    page.set_content(f"<!doctype html><title>News</title><body style='margin:0'>{line}")
    frame = page.frame_locator("iframe")
    play = frame.get_by_role("button", name="播放", exact=True)
    box = play.bounding_box()
    assert 0 <= box["y"] <= 64 - box["height"]
    assert not frame.get_by_text("40个座位").is_visible()
    play.click()
    frame.get_by_role("button", name="暂停").wait_for()
    page.goto("about:blank")


@pytest.mark.parametrize("size", [(1000, 64), (300, 150), (280, 80)])
def test_small_frames_shut_nobody_out(browser: Any, address: str, mandarin: Manifest, size: tuple[int, int]) -> None:
    script = axe()
    if script is None:
        pytest.skip("needs axe-core (npm install axe-core; $NARRATOR_NODE_MODULES names its node_modules)")
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}{mandarin.episode.slug}/embed.html?mode=bar")
    page.wait_for_selector("narrator-player .ready")
    page.get_by_role("button", name="更多").click()
    page.evaluate(script.read_text(encoding="utf-8"))
    told = page.evaluate("() => axe.run('narrator-player')")
    context.close()
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in told["violations"]] == []


def test_bar_shuts_nobody_out(browser: Any, sites: Open) -> None:
    script = axe()
    if script is None:
        pytest.skip("needs axe-core (npm install axe-core; $NARRATOR_NODE_MODULES names its node_modules)")
    page = browser.new_context(viewport={"width": 1000, "height": 800}).new_page()
    ready(page, sites(wordpress(), "#primary"))
    page.evaluate(script.read_text(encoding="utf-8"))
    for width in (1000, 320):
        page.set_viewport_size({"width": width, "height": 800})
        told = page.evaluate("() => axe.run('narrator-player')")
        assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in told["violations"]] == []
        assert len(told["passes"]) > 10
    page.context.close()


STORY = (
    "<p>短。</p><p>对。</p>{ad}<p>对。</p><ruby>图<rt>tú</rt>书<rt>shū</rt>馆<rt>guǎn</rt></ruby>今天<b>开</b>门，“大家”都\u00ad来了。"
    "<p>He said: “It’s a fine ﬁle,” and left.</p><p>Ｎｏ．１２ is full width.</p>"
)


def test_short_sentences_ruby_ligatures_and_quotes_are_found(
    page: Any, sites: Open, output: Path, address: str
) -> None:
    turns = [("甲", "短。"), ("乙", "对。"), ("甲", "对。"), ("乙", '图书馆今天开门，"大家"都来了。'),
             ("甲", "He said: \"It's a fine file,\" and left."), ("乙", "No. 12 is full width.")]  # fmt: skip
    manifest = interview(turns, slug="odd")
    write_site(output, [manifest])
    lines = snippet(manifest, SHOW, "bar", article="#story").replace("https://podcast.example/", address)
    ad = f"<aside>{'广告占了很多很多地方。' * 20}</aside>"
    for between in ("", ad):
        text = f"<!doctype html><meta charset=utf-8><link rel=icon href='data:,'>{lines}<div id=story>{STORY.format(ad=between)}</div>"
        found = ready(page, sites(text, "#story"))
        spoken_cues = [state for state in found["cues"] if state != "none"]
        assert set(spoken_cues) == {"matched"}, found
        seek(page, middle_s(manifest, "图书馆"))
        assert "tú" not in page.evaluate(LIT.format("sentence"))


def test_bar_finds_an_article_that_is_made_anew(page: Any, sites: Open, mandarin: Manifest) -> None:
    late = "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><!--BAR--><div id=app></div>"
    ready(page, sites(late, "#story"))
    for _ in range(2):
        page.evaluate(
            f"document.querySelector('#app').innerHTML = '<div id=story>' + {''.join(spoken(mandarin))!r} + '</div>'"
        )
        seek(page, middle_s(mandarin, "40个座位"))
        seek(page, middle_s(mandarin, "地铁停了"))
        page.wait_for_function("[...(CSS.highlights.get('narrator-sentence') ?? [])].join('').includes('地铁')")
