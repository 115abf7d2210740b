"""Pauses that an editor writes into the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrator.article import read
from narrator.model import Script
from narrator.script import from_text, parse, to_text
from narrator.script.hand_pauses import pause_marks

_HEAD = "---\nnarrator: 1\ntitle: 夜市\nspeakers:\n  记者: {role: host}\n  阿芳: {role: guest, gender: female}\n---\n"

LENGTHS_S = {
    "[停顿2秒]": 2.0,
    "[停顿 1.5 秒]": 1.5,
    "[pause 2s]": 2.0,
    "[pause 500ms]": 0.5,
    "[Pause: 2 seconds]": 2.0,
    "[2-second pause]": 2.0,
    "[pause half a second]": 0.5,
    "[pause 2,5 s]": 2.5,
    "[pause 2]": 2.0,
    "【停顿2秒】": 2.0,
    "［停顿２．５秒］": 2.5,
    "〔 停頓：三秒鐘 〕": 3.0,
    "[停顿半秒]": 0.5,
    "[停顿一秒半]": 1.5,
    "[停顿十二秒]": 12.0,
    "[停顿500毫秒]": 0.5,
    "[2秒停顿]": 2.0,
    "[静默2秒]": 2.0,
    "（停顿2秒）": 2.0,
    "(pause 2s)": 2.0,
    "[ポーズ2秒]": 2.0,
    "[停两秒]": 2.0,
    '<break time="750ms"/>': 0.75,
    "[停顿0秒]": 0.0,
    "[停顿]": 1.0,
    "[pause]": 1.0,
    "[停顿片刻]": 1.0,
    "[暂停]": 1.0,
}


@pytest.mark.parametrize(("written", "length_s"), LENGTHS_S.items())
def test_pause_is_as_long_as_it_says_and_a_second_where_it_does_not(written: str, length_s: float) -> None:
    (mark,) = pause_marks(f"各位好，{written}今天谈水。")
    assert (mark.pause_s, mark.doubt) == (pytest.approx(length_s), None)
    assert mark.span.of(f"各位好，{written}今天谈水。") == written


@pytest.mark.parametrize(
    ("written", "length_s"), [("[停顿200秒]", 30), ("[停顿-2秒]", 1), ("[pause 2.5.1s]", 1), ("[pause 500]", 1)]
)
def test_pause_that_cannot_be_meant_gets_a_length_and_a_doubt(written: str, length_s: float) -> None:
    (mark,) = pause_marks(written)
    assert mark.pause_s == length_s
    assert mark.doubt is not None
    assert written in mark.doubt


@pytest.mark.parametrize(
    "written",
    [
        "[1]",
        "[暂停办理]",
        "（停顿）",
        "[pause](https://a.example)",
        "（間5分）",
        "[空军]",
        "[break]",
        "[2秒]",
        "[stopwatch 2s]",
    ],
)
def test_other_brackets_are_no_pauses(written: str) -> None:
    assert pause_marks(written) == []


def page(tmp_path: Path, text: str) -> Script:
    file = tmp_path / "page.txt"
    file.write_text(text, encoding="utf-8")
    return parse(read(str(file)))


def said(script: Script) -> list[tuple[str | None, list[str]]]:
    return [(turn.speaker, [part.text for part in turn.paragraphs]) for turn in script.turns]


def pauses(script: Script) -> list[tuple[str, float]]:
    return [(each.text, each.pause_s) for each in script.not_spoken if each.pause_s is not None]


def test_pauses_on_a_page_are_kept_and_never_said(tmp_path: Path) -> None:
    text = (
        "水厂访谈\n\n主持人：各位好，[停顿2秒]今天谈水。[停顿 1.5 秒]\n\n【停顿3秒】\n\n"
        "[pause 500ms]陈工：好的[停顿1秒]，我们从头说起。\n\n主持人：谢谢。\n"
    )
    script = page(tmp_path, text)
    assert said(script) == [
        ("主持人", ["各位好，", "今天谈水。"]),
        ("陈工", ["好的", "我们从头说起。"]),
        ("主持人", ["谢谢。"]),
    ]
    assert pauses(script) == [
        ("[停顿2秒]", 2.0), ("[停顿 1.5 秒]", 1.5), ("【停顿3秒】", 3.0), ("[pause 500ms]", 0.5), ("[停顿1秒]", 1.0),
    ]  # fmt: skip


def test_pauses_around_paragraphs_do_not_change_who_speaks(tmp_path: Path) -> None:
    plain = "夜市访谈\n\n问：摊位有多少？\n\n大约两百个。\n\n问：冬天也开吗？\n\n开，只是人少。\n\n问：谢谢您。\n"
    paused = plain.replace("问：", "[停顿1秒]问：").replace("个。\n", "个。[停顿2秒]\n\n[停顿]\n")
    assert said(page(tmp_path, paused)) == said(page(tmp_path, plain))


def test_nothing_printed_is_lost_with_pauses(tmp_path: Path) -> None:
    text = "水厂访谈\n\n[停顿]\n\n主持人：各位，[停顿2秒][pause 1s]，今天【停顿】谈水。[停顿2秒]\n\n陈工：好。\n"
    script = page(tmp_path, text)
    parts = [(part.at, part.text) for turn in script.turns for part in turn.paragraphs]
    parts += [(each.at, each.text) for each in script.not_spoken]
    assert "".join("".join(part.split()) for _, part in sorted(parts)) == "".join(text.split())


def test_unclear_pause_is_told_once_and_survives_the_round_trip(tmp_path: Path) -> None:
    script = page(tmp_path, "谈话\n\n主持人：好。[停顿200秒]\n\n陈工：是。[停顿200秒]对。\n")
    (warning,) = [each for each in script.warnings if "停顿200秒" in each]
    assert from_text(to_text(script), "a.txt").warnings.count(warning) == 1


def test_pauses_survive_the_round_trip_through_the_editable_script(tmp_path: Path) -> None:
    text = (
        "夜市\n\n[停顿1秒]\n\n记者：[停顿2秒]好[停顿 1.5 秒]，是吗？[pause 2s]\n\n阿芳：是的。\n\n[停顿]\n\n还有[停顿3秒]人。\n\n"
        "记者：谢谢。[停顿2秒]\n"
    )
    script = page(tmp_path, text)
    again = from_text(to_text(script), "a.txt")
    assert said(again) == said(script)
    assert pauses(again) == pauses(script)
    assert to_text(again) == to_text(from_text(to_text(again), "a.txt"))
    assert [[part.continues for part in turn.paragraphs] for turn in again.turns] == [
        [part.continues for part in turn.paragraphs] for turn in script.turns
    ]


def test_editor_writes_pauses_anywhere_in_the_script() -> None:
    script = from_text(
        _HEAD
        + "[停顿1秒]\n\n## 开张[pause 2s]\n\n[停顿]阿芳：[停顿2秒]好[停顿3秒]，啊。\n\n> [停顿4秒]\n\n记者：是吗？[停顿5秒]\n",
        "a.txt",
    )
    assert said(script) == [("阿芳", ["好", "啊。"]), ("记者", ["是吗？"])]
    assert [length for _, length in pauses(script)] == [1, 2, 1, 2, 3, 4, 5]
    assert [chapter.title for chapter in script.chapters] == ["开张"]


def test_backslash_prints_a_pause_instead_of_keeping_it() -> None:
    script = from_text(_HEAD + "阿芳：写作\\[停顿2秒]就行。\n", "a.txt")
    assert said(script) == [("阿芳", ["写作[停顿2秒]就行。"])]
    assert said(from_text(to_text(script), "a.txt")) == said(script)


def test_title_shows_no_pause(tmp_path: Path) -> None:
    assert page(tmp_path, "# 水厂[停顿2秒]访谈\n\n主持人：好吗？\n\n陈工：好。\n").title == "水厂访谈"
