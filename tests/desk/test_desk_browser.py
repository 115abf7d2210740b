"""The desk in a real browser: from a pasted page to an episode, by mouse and by keys."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from desk_scripts import MARKET, THREE_FAULTS
from narrator.pipeline import PublishOptions, SoundOptions, findings_of, narrate
from narrator.published.output_folder import episode_folders
from player_browser import axe
from running_desk import Running

MOST_ACTIONS = 12


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATOR_LANG", "en")


def paste(window: Any, text: str) -> None:
    window.fill("#paste", text)
    window.click("form.paste button.main")
    window.wait_for_selector("[data-turn]")


def the_draft(running: Running) -> Path:
    (path,) = (running.folder / "drafts").glob("*.txt")
    return path


class Acting:
    """Acts in a window, and counts them."""

    def __init__(self, window: Any) -> None:
        self.window = window
        self.count = 0

    def click(self, selector: str) -> None:
        self.count += 1
        self.window.click(selector)

    def key(self, key: str) -> None:
        self.count += 1
        self.window.keyboard.press(key)

    def text(self, text: str) -> None:
        self.count += 1
        self.window.keyboard.insert_text(text)


def is_put_right(running: Running) -> Path:
    """The folder of the episode, if the three faults are mended and the check calls it fit."""
    saved = the_draft(running).read_text("utf-8")
    assert "阿芳：去年的{3/4|三月四号}，我一个人来的。" in saved
    assert "## 往后的打算" in saved
    assert "旁白：往后的打算" in saved
    assert "[?]" not in saved
    (made,) = episode_folders(running.folder / "output")
    findings = findings_of([made], voices=running.folder / "voices.yaml")
    assert [each.what for each in findings if each.level == "error"] == []
    return made


def is_what_the_command_line_makes(running: Running, made: Path) -> None:
    """Byte for byte."""
    again = running.folder / "again"
    narrate(
        str(the_draft(running)),
        sound=SoundOptions(engine="tone"),
        publishing=PublishOptions(output=again),
        voices=running.folder / "voices.yaml",
    )
    names = sorted(path.name for path in made.iterdir())
    assert names == sorted(path.name for path in (again / made.name).iterdir())
    for name in names:
        assert (made / name).read_bytes() == (again / made.name / name).read_bytes(), name


def test_three_faults_are_mended_and_the_episode_made_by_mouse(window: Any, running: Running) -> None:
    act = Acting(window)
    act.click("#paste")
    act.text(THREE_FAULTS)
    act.click("text=Open")
    window.wait_for_selector("ruby")
    act.click("text=Next doubt")
    act.click(".chip:has-text('阿芳')")
    window.wait_for_selector("text=No doubts left")
    act.click("ruby:has-text('3/4')")
    act.text("三月四号")
    act.click("text=Only here")
    window.wait_for_selector("ruby.own")
    act.click("[data-paragraph]:has-text('往后的打算')")
    act.click("aside >> text=A heading")
    window.wait_for_selector(".chapter-title")
    act.click("nav >> text=Make")
    act.click(".make button.main")
    window.wait_for_selector("text=Fit to publish")
    assert act.count <= MOST_ACTIONS
    assert window.frame_locator("iframe").locator("h1").inner_text() == "夜市的第一年"
    is_what_the_command_line_makes(running, is_put_right(running))


def test_three_faults_are_mended_and_the_episode_made_by_keys_alone(window: Any, running: Running) -> None:
    act = Acting(window)
    act.text(THREE_FAULTS)  # the field has the focus when the desk opens
    act.key("Control+Enter")
    window.wait_for_selector("ruby")
    window.wait_for_selector("[data-turn]:focus")
    act.key("n")
    window.wait_for_selector("#turn-1:focus")
    act.key("2")
    window.wait_for_selector("text=No doubts left")
    act.key("r")
    window.wait_for_selector("#reading:focus")
    act.text("三月四号")
    act.key("Enter")
    window.wait_for_selector("ruby.own")
    act.key("ArrowDown")
    act.key("ArrowLeft")
    act.key("g")
    window.wait_for_selector(".chapter-title")
    act.key("m")
    window.wait_for_selector(".make button.main:focus")
    act.key("Enter")
    window.wait_for_selector("text=Fit to publish")
    assert act.count <= MOST_ACTIONS
    is_put_right(running)


def test_every_act_is_saved_and_undone_to_the_first(window: Any, running: Running) -> None:
    paste(window, MARKET)
    draft = the_draft(running)
    first = draft.read_text("utf-8")
    window.click("#turn-4 .words")
    window.click("aside >> text=Narrator")
    window.wait_for_selector("#turn-4 .name:has-text('Narrator')")
    assert draft.read_text("utf-8") != first
    window.click("aside >> text=Join to the turn before")
    window.wait_for_selector("#turn-8", state="detached")
    window.click("aside >> text=Leave the turn out")
    window.wait_for_selector("#turn-7", state="detached")
    window.reload()
    window.wait_for_selector("[data-turn]")
    for _ in range(3):
        window.keyboard.press("Control+z")
    window.wait_for_selector("button[aria-label=Undo]:disabled")
    assert draft.read_text("utf-8") == first
    window.keyboard.press("Control+y")
    window.wait_for_selector("#turn-4 .name:has-text('Narrator')")


def test_a_label_inside_a_turn_becomes_a_speaker(window: Any, running: Running) -> None:
    paste(window, MARKET)
    window.wait_for_selector("ruby")
    window.click("[data-paragraph]:has-text('老周：我在这里')")
    window.click("aside >> text=New turn from here")
    window.wait_for_selector(".chip:has-text('老周')")
    assert "\n老周：我在这里修了十年的伞" in the_draft(running).read_text("utf-8")


def test_words_selected_with_the_mouse_are_left_out_and_said_again(window: Any, running: Running) -> None:
    paste(window, MARKET)
    window.wait_for_selector("ruby")
    window.evaluate(
        """() => {
          const node = document.querySelector("#turn-1 [data-paragraph]").firstChild;
          getSelection().setBaseAndExtent(node, 2, node, 4);
          node.parentElement.dispatchEvent(new MouseEvent("click", { bubbles: true }));
        }"""
    )
    window.wait_for_selector(".chosen:has-text('三月')")
    window.click("aside >> text=Leave out")
    window.wait_for_selector(".left.inline:has-text('三月')")
    assert "阿芳：去年[[not speech|三月]]。[[stage direction|（笑）]]" in the_draft(running).read_text("utf-8")
    window.click(".left.inline:has-text('三月')")
    window.click("dialog >> text=Say it")
    window.wait_for_selector("#turn-1 :text('去年三月。')")


def test_a_reading_for_everywhere_goes_into_the_voices_file(window: Any, running: Running) -> None:
    paste(window, MARKET)
    window.click("ruby:has-text('3/4')")
    window.fill("#reading", "四分之三车")
    window.click("text=Everywhere")
    window.wait_for_selector("rt:has-text('四分之三车')")
    assert "# ours" in (running.folder / "voices.yaml").read_text("utf-8")


def test_a_second_window_is_told_and_shown_what_the_first_one_did(window: Any, running: Running) -> None:
    paste(window, MARKET)
    other = window.context.new_page()
    other.goto(window.url)
    other.wait_for_selector("[data-turn]")
    window.click("aside >> text=Narrator")
    window.wait_for_selector("#turn-0 .name:has-text('Narrator')")
    other.click("#turn-1 .words")
    other.click("aside >> text=Narrator")
    other.wait_for_selector("[role=alert]:has-text('another window')")
    other.wait_for_selector("#turn-0 .name:has-text('Narrator')")
    assert other.inner_text("#turn-1 .name") == "阿芳"


def test_a_sentence_is_heard(window: Any, running: Running) -> None:
    paste(window, MARKET)
    window.wait_for_selector("ruby")
    with window.expect_response(re.compile("/sound")) as heard:
        window.click("aside >> text=Hear")
    assert heard.value.headers["content-type"] == "audio/wav"
    assert window.request.get(heard.value.url).body()[:4] == b"RIFF"


def test_strangers_pages_are_shown_as_text(window: Any, running: Running) -> None:
    evil = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    paste(window, MARKET.replace("后来重新装修了一次", evil).replace("开张", f"开张{evil}"))
    assert evil in window.inner_text(".turns")
    assert window.locator(".turns img, .turns script").count() == 0


def test_what_cannot_be_read_is_said_on_the_page(window: Any, running: Running) -> None:
    window.fill("#paste", "http://127.0.0.1:1/secret")
    window.click("form.paste button.main")
    assert window.inner_text("[role=alert]").strip() != ""


def test_a_file_becomes_a_draft(window: Any, running: Running, tmp_path: Path) -> None:
    page = tmp_path / "夜市.md"
    page.write_text(
        "# 夜市\n\n**记者：** 来了吗？\n\n**阿芳：** 来了，早就来了。\n\n**记者：** 好。\n", encoding="utf-8"
    )
    window.set_input_files("input[type=file]", str(page))
    window.wait_for_selector("[data-turn]")
    assert "source: 夜市.md" in the_draft(running).read_text("utf-8")


@pytest.mark.skipif(axe() is None, reason="needs axe-core (npm install axe-core)")
def test_the_desk_is_accessible_on_any_width_in_light_and_dark(window: Any, running: Running) -> None:
    where = axe()
    assert where
    source = where.read_text(encoding="utf-8")
    paste(window, MARKET)
    window.wait_for_selector("ruby")
    address = window.url
    shown: list[tuple[str, list[Any]]] = []

    narrow, usual, wide = (320, "light"), (1280, "dark"), (3840, "light")

    def look(what: str, *screens: tuple[int, str]) -> None:
        for width, scheme in screens:
            window.set_viewport_size({"width": width, "height": 800})
            window.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            judge(f"{what}, {width} px, {scheme}", width)

    def judge(what: str, width: int) -> None:
        window.evaluate(source)  # not as a script of the page, which its policy would refuse
        found = window.evaluate("() => axe.run(document, { resultTypes: ['violations'], iframes: false })")
        shown.append(
            (what, [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found["violations"]])
        )
        assert window.evaluate("document.documentElement.scrollWidth") <= width, what

    look("script", wide, usual, narrow)
    window.keyboard.press("r")
    window.wait_for_selector("dialog[open]")
    look("dialog", narrow)
    window.keyboard.press("Escape")
    window.goto(address.replace("/script", "/people"))
    window.wait_for_selector(".person")
    look("people", usual, narrow)
    window.goto(address.replace("/script", "/make"))
    window.click(".make button.main")
    window.wait_for_selector("#fit")
    look("make", usual, narrow)
    window.goto(address.partition("#")[0] + "#/")
    window.wait_for_selector(".rows")
    look("list", narrow)
    assert [each for each in shown if each[1]] == []


def test_a_voice_is_tried_and_kept_in_the_voices_file(window: Any, running: Running) -> None:
    paste(window, MARKET)
    window.goto(window.url.replace("/script", "/people"))
    person = window.locator(".person:has(h2:has-text('阿芳'))")
    person.locator("select[name=voice]").wait_for()
    person.locator("input[name=pitch]").fill("12")
    with window.expect_response(re.compile("/audition")) as heard:
        person.locator("text=Try it").click()
    assert heard.value.headers["content-type"] == "audio/wav"
    person.locator("text=Keep this voice").click()
    window.wait_for_selector(".person:has(h2:has-text('阿芳')) >> text=as the voices file says")
    kept = (running.folder / "voices.yaml").read_text("utf-8")
    assert "# ours" in kept
    assert "  阿芳:\n    tone: {voice:" in kept
    assert "pitch: +12Hz" in kept


def test_a_person_described_keeps_the_description_in_the_script(window: Any, running: Running) -> None:
    paste(window, MARKET)
    window.goto(window.url.replace("/script", "/people"))
    window.locator(".person:has(h2:has-text('阿芳')) select").first.select_option("host")
    window.wait_for_selector("button[aria-label=Undo]:enabled")
    assert "阿芳: {role: host}" in the_draft(running).read_text("utf-8")


def test_a_title_is_saved_while_the_editor_pauses(window: Any, running: Running) -> None:
    paste(window, MARKET)
    window.wait_for_selector("ruby")
    window.click("input.title")
    window.keyboard.press("End")
    window.keyboard.insert_text("，和第二年")
    window.wait_for_selector("button[aria-label=Undo]:enabled")
    assert "title: 夜市的第一年，和第二年" in the_draft(running).read_text("utf-8")
    assert window.locator("input.title:focus").input_value() == "夜市的第一年，和第二年"


DROP = """(text) => {
  const files = new DataTransfer();
  files.items.add(new File([text], "interview.txt", { type: "text/plain" }));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
}"""


def test_a_file_dropped_anywhere_on_the_list_becomes_a_draft(window: Any, running: Running) -> None:
    window.evaluate(DROP, "记者：来了吗？\n\n阿芳：来了，早就来了。\n\n记者：好。\n")
    window.wait_for_selector("[data-turn]")
    assert "source: interview.txt" in the_draft(running).read_text("utf-8")
