"""What an editor can write into the script, and what is said about mistakes."""

from __future__ import annotations

import pytest

from narrator.errors import ScriptError
from narrator.model import Override, Span
from narrator.script import from_text, is_editable, to_text

_HEAD = "---\nnarrator: 1\ntitle: 夜市\nspeakers:\n  记者: {role: host}\n  阿芳: {role: guest, gender: female}\n---\n"


def test_reading_in_braces_stands_for_one_place_and_prints_what_is_written() -> None:
    script = from_text(_HEAD + "阿芳：从{重|chong2}来，{3/4|四分之三}。\n", "a.txt")
    (paragraph,) = script.turns[0].paragraphs
    assert paragraph.text == "从重来，3/4。"
    assert paragraph.overrides == (
        Override(span=Span(1, 2), reading="chong2"),
        Override(span=Span(4, 7), reading="四分之三"),
    )


def test_backslash_prints_braces_brackets_and_labels() -> None:
    script = from_text(_HEAD + "阿芳：写作\\{a|b\\}和\\[[c]]。\n\n\\记者：是门职业。\n", "a.txt")
    assert [part.text for part in script.turns[0].paragraphs] == ["写作{a|b}和[[c]]。", "记者：是门职业。"]


def test_what_is_left_out_inside_a_sentence_keeps_its_reason() -> None:
    script = from_text(_HEAD + "阿芳：好[[stage direction|（笑）]]啊。\n", "a.txt")
    assert [(part.text, part.continues) for part in script.turns[0].paragraphs] == [("好", False), ("啊。", True)]
    assert ("（笑）", "stage direction") in [(each.text, each.why) for each in script.not_spoken]


def test_narration_has_a_word_of_its_own() -> None:
    script = from_text(_HEAD + "旁白：天黑了。\n\n阿芳：开张。\n", "a.txt")
    assert [turn.speaker for turn in script.turns] == [None, "阿芳"]


def test_deleting_the_line_of_a_doubt_settles_it() -> None:
    assert from_text(_HEAD + "> [?] 是他吗\n阿芳：是。\n", "a.txt").turns[0].doubt == "是他吗"
    assert from_text(_HEAD + "阿芳：是。\n", "a.txt").turns[0].doubt is None


def test_all_mistakes_are_named_at_once_with_their_lines() -> None:
    text = _HEAD.replace("title", "titel").replace("host", "boss") + "## 一\n\n## 二\n\n阿芳：{重\n\n记者：\n"
    with pytest.raises(ScriptError) as caught:
        from_text(text, "a.txt")
    message = caught.value.message
    assert "a.txt has 5 mistakes" in message
    for part in (
        "line 3: 'titel' is no key of a script; did you mean 'title'?",
        "role is host",
        "line 8: nobody speaks",
        "line 12:",
        "line 14: 记者 says nothing",
    ):
        assert part in message


@pytest.mark.parametrize(
    "text",
    ["", "---\nnarrator: 1\n", "---\nnarrator: 1\nx: [\n---\n", "---\nnarrator: 1\na: &a b\nc: *a\n---\n记者：好\n"],
)
def test_broken_front_matter_is_an_error_in_two_lines(text: str) -> None:
    with pytest.raises(ScriptError) as caught:
        from_text(text, "a.txt")
    assert caught.value.hint


def test_page_with_front_matter_is_no_editable_script() -> None:
    assert is_editable(_HEAD)
    assert not is_editable("---\ntitle: 夜市\n---\n记者：好。\n")


def test_unknown_name_before_a_colon_is_asked_about() -> None:
    script = from_text(_HEAD + "阿芳：开张。\n\n李强：我也来。\n", "a.txt")
    assert "李强" in script.warnings[0]


def test_warnings_about_the_whole_page_are_kept_in_its_script() -> None:
    script = from_text(_HEAD + "阿芳：开张。\n\n李强：我也来。\n", "a.txt")
    assert from_text(to_text(script), "a.txt").warnings == script.warnings
