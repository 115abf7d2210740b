"""Every printed character is said by somebody or left out for a reason, exactly once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from narrator.article import extract
from narrator.errors import NarratorError
from narrator.model import Script
from narrator.script import from_text, is_editable, parse, to_text

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("interview*"))

_NAMES = st.sampled_from(
    [
        "主持人",
        "王伟",
        "记者",
        "答",
        "问",
        "Q",
        "A",
        "Ann Bell",
        "【李强】",
        "[何静]",
        "比如",
        "2015年",
        "来源",
        "**阿芳**",
        "――",
        ">> TOM",
    ]
)
_WORDS = st.text(alphabet="好的吗您我们，。？！：:（）()笑[]{}|\\【】“”*#>-—　 aQ1.;\n\u200b\u202e\x07", max_size=40)
_LINE = st.one_of(
    st.builds(
        lambda name, colon, words: f"{name}{colon}{words}", _NAMES, st.sampled_from(["：", ":", "", "： "]), _WORDS
    ),
    _WORDS,
    st.sampled_from(
        [
            "## 标题",
            "---",
            "（笑）",
            "> 引文",
            "- 一",
            "相关稿件:",
            "发布时间：2024-01-02",
            "1楼 发表于 2011-1-2 只看该作者",
            "",
            "00:01 ",
        ]
    ),
)
_PAGES = st.lists(_LINE, min_size=1, max_size=12).map("\n".join)
_KINDS = st.sampled_from(["a.txt", "a.md", "a.html"])


def _script(page: str, name: str) -> Script | None:
    try:
        return parse(extract(page.encode(), name=name))
    except NarratorError as error:
        assert error.message  # noqa: PT017
        assert error.hint  # noqa: PT017
        return None


def _covered_once(script: Script) -> None:
    pieces = [(each.at, each.text) for each in script.not_spoken]
    pieces += [(part.at, part.text) for turn in script.turns for part in turn.paragraphs]
    end = 0
    for at, text in sorted(pieces):
        assert text
        assert script.text[at : at + len(text)] == text
        assert at >= end
        assert not script.text[end:at].strip()
        end = at + len(text)
    assert not script.text[end:].strip()


@settings(max_examples=150, deadline=None)
@given(page=_PAGES, name=_KINDS)
def test_every_printed_character_is_said_or_left_out_once(page: str, name: str) -> None:
    if script := _script(page, name):
        _covered_once(script)
        assert {turn.speaker for turn in script.turns} - {None} == {speaker.name for speaker in script.speakers}
        assert all(turn.paragraphs for turn in script.turns)
        assert all(0 <= chapter.turn < len(script.turns) for chapter in script.chapters)


def _heard_and_shown(script: Script) -> tuple[object, ...]:
    """All of a script but where it stands: what the editable script must bring back."""
    return (
        (script.title, script.source, script.url, script.published, script.publisher, script.language),
        script.speakers,
        script.chapters,
        script.warnings,
        [
            (turn.speaker, turn.doubt, [(part.text, part.continues, part.overrides) for part in turn.paragraphs])
            for turn in script.turns
        ],
        [(each.text, each.why) for each in script.not_spoken],
    )


@settings(max_examples=150, deadline=None)
@given(page=_PAGES, name=_KINDS)
@example(page="记者：:\n主持人：吗\n记者：", name="a.txt")
@example(page="记者：:\n主持人：吗\n记者：", name="a.md")
@example(page="记者：:\n主持人：吗\n记者：", name="a.html")
@example(page="主持人：[\n[笑)", name="a.html")
@example(page="记者：好吗？\n苏{重|chong2}文：好的，谢谢。\n记者：忙吗？\n苏{重|chong2}文：很忙。\n", name="a.txt")
@example(page="问：好吗？\n} role: 王|伟 {：好的，谢谢。\n问：忙吗？\n} role: 王|伟 {：很忙。\n", name="a.txt")
@example(page="narra\\tion:旁白\n记者：好吗？\nnarra\\tion:好的。\n记者：忙吗？\nnarra\\tion:很忙。\n", name="a.txt")
def test_editable_script_brings_back_every_page(page: str, name: str) -> None:
    script = _script(page, name)
    if script is None:
        return
    text = to_text(script)
    back = from_text(text, name)
    _covered_once(back)
    assert _heard_and_shown(back) == _heard_and_shown(script)
    assert from_text(to_text(back), name) == back


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_survive_the_editable_script_and_make_reads_it(path: Path) -> None:
    script = parse(extract(path.read_bytes(), name=path.name))
    _covered_once(script)
    text = to_text(script)
    assert is_editable(text)
    again = parse(extract(text.encode(), name="edited.txt"))
    assert _heard_and_shown(again) == _heard_and_shown(script)


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_footnotes_of_markdown_are_kept_and_not_spoken(name: str) -> None:
    page = (
        "# 书房\n\n**记者：** 开了几年？\n\n**林小满：** 三年[^1]了，都喜欢来[^借书]。\n\n"
        "[^1]: 采访时间为2月。\n[^借书]: 每人每次\n两本。\n"
    )
    script = parse(extract(page.encode(), name=name))
    _covered_once(script)
    left_out = [(each.why, each.text) for each in script.not_spoken]
    assert ("footnote mark", "[^1]") in left_out
    assert ("footnote", "[^1]: 采访时间为2月。") in left_out
    assert "两本" in script.text
    heard = "".join(part.text for turn in script.turns for part in turn.paragraphs)
    assert "^" not in heard
    assert "采访时间" not in heard
    assert "三年了，都喜欢来" in heard


_FIGURES = "<table><tr><td>年份</td><td>人数</td></tr><tr><td>2026</td><td>5.6万</td></tr></table>"
_TALK_IN_CELLS = (
    "<table><tr><td>记者</td><td>开了几年？</td></tr><tr><td>林小满</td><td>3年了。</td></tr>"
    "<tr><td>记者</td><td>有多少书？</td></tr><tr><td>林小满</td><td>2万册。</td></tr></table>"
)


def test_table_of_figures_is_not_put_into_the_mouth_of_the_last_speaker() -> None:
    talk = "<p>记者：开了几年？</p><p>林小满：三年了，人越来越多。</p><p>记者：有多少？</p><p>林小满：看这张表。</p>"
    script = parse(extract(f"<h1>书房</h1>{talk}{_FIGURES}".encode(), name="a.html"))
    _covered_once(script)
    assert script.turns[-1].paragraphs[-1].text == "看这张表。"
    assert [each.text for each in script.not_spoken if each.why == "table"] == ["年份", "人数", "2026", "5.6万"]


def test_dialogue_in_the_cells_of_a_table_is_spoken() -> None:
    script = parse(extract(f"<h1>书房</h1>{_TALK_IN_CELLS}".encode(), name="a.html"))
    assert [turn.speaker for turn in script.turns] == ["记者", "林小满", "记者", "林小满"]
