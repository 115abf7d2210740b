"""What an editor does to a script: nothing printed is lost, and the file says what was done."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some

from desk_edits import edits_undone, some_edit
from desk_scripts import market, read, written
from narrator.desk.editing import edit_from, edited
from narrator.desk.parts import labels_of, places
from narrator.errors import ScriptError
from narrator.model import Script


def after(script: Script, *records: dict[str, Any]) -> Script:
    for record in records:
        script, _ = edited(script, edit_from(record), written=written, read=read)
    return script


def said(script: Script) -> list[tuple[str | None, str]]:
    return [(turn.speaker, "/".join(part.text for part in turn.paragraphs)) for turn in script.turns]


@pytest.fixture(name="market", scope="module")
def _market() -> Script:
    return market()


def test_a_turn_given_to_another_person_is_theirs_and_in_no_doubt(market: Script) -> None:
    turn = next(number for number, each in enumerate(market.turns) if each.doubt)
    changed = after(market, {"do": "give", "turn": turn, "to": "小林"})
    assert changed.turns[turn].speaker == "小林"
    assert changed.turns[turn].doubt is None
    assert changed.speakers[-1].name == "小林" or any(each.name == "小林" for each in changed.speakers)


def test_all_turns_of_a_label_are_given_at_once(market: Script) -> None:
    label = labels_of(market)
    turn = next(number for number, each in enumerate(market.turns) if each.speaker == "阿芳")
    alike = [number for number, each in label.items() if each == label[turn]]
    changed = after(market, {"do": "give", "turn": turn, "to": None, "everywhere": True})
    assert len(alike) > 1
    assert [number for number, each in enumerate(changed.turns) if each.speaker is None] == sorted(
        {*alike, *(number for number, each in enumerate(market.turns) if each.speaker is None)}
    )


def test_a_turn_split_at_a_printed_label_does_not_say_the_label(market: Script) -> None:
    turn, paragraph = next(
        (number, count)
        for number, each in enumerate(market.turns)
        for count, part in enumerate(each.paragraphs)
        if part.text.startswith("老周：")
    )
    changed = after(market, {"do": "split", "turn": turn, "paragraph": paragraph, "at": 0, "to": "老周"})
    assert changed.turns[turn + 1].speaker == "老周"
    assert changed.turns[turn + 1].paragraphs[0].text.startswith("我在这里")
    assert any(each.text == "老周：" for each in changed.not_spoken)


def test_a_turn_split_and_joined_says_the_same(market: Script) -> None:
    whole = "".join(text for _, text in said(market))
    split = after(market, {"do": "split", "turn": 1, "paragraph": 0, "at": 4, "to": "阿芳"})
    joined = after(split, {"do": "join", "turn": 2})
    assert len(split.turns) == len(market.turns) + 1
    assert "".join(text for _, text in said(joined)).replace("/", "") == whole.replace("/", "")


def test_a_passage_left_out_is_not_said_and_can_be_said_again(market: Script) -> None:
    text, rest = (part.text for part in market.turns[1].paragraphs)
    left = after(market, {"do": "leave out", "turn": 1, "paragraph": 0, "start": 1, "end": 3})
    assert "".join(part.text for part in left.turns[1].paragraphs) == text[0] + text[3:] + rest
    found = next(
        (place, [each for other, each in places(left) if other == place].index(entry))
        for place, entry in places(left)
        if place.turn == 1 and entry.text == text[1:3]
    )
    again = after(left, {"do": "speak", "turn": 1, "paragraph": found[0].paragraph, "entry": found[1]})
    assert said(again) == said(market)


def test_a_turn_left_out_leaves_its_chapter_to_the_next(market: Script) -> None:
    chapter = market.chapters[1]
    left = after(market, {"do": "leave out", "turn": chapter.turn})
    assert [each.title for each in left.chapters] == [each.title for each in market.chapters]


def test_a_heading_in_somebodys_mouth_begins_a_chapter(market: Script) -> None:
    turn, paragraph = next(
        (number, count)
        for number, each in enumerate(market.turns)
        for count, part in enumerate(each.paragraphs)
        if part.text == "往后的打算"
    )
    changed = after(market, {"do": "heading", "turn": turn, "paragraph": paragraph})
    heading = next(number for number, each in enumerate(changed.turns) if each.paragraphs[0].text == "往后的打算")
    assert changed.turns[heading].speaker is None
    assert ("往后的打算", heading) in [(each.title, each.turn) for each in changed.chapters]


def test_a_reading_holds_for_its_place_only(market: Script) -> None:
    turn = next(number for number, each in enumerate(market.turns) if "重新" in each.paragraphs[0].text)
    start = market.turns[turn].paragraphs[0].text.index("重")
    changed = after(
        market, {"do": "read", "turn": turn, "paragraph": 0, "start": start, "end": start + 1, "reading": "chong2"}
    )
    (override,) = changed.turns[turn].paragraphs[0].overrides
    assert (override.span.start, override.reading) == (start, "chong2")
    usual = after(
        changed, {"do": "read", "turn": turn, "paragraph": 0, "start": start, "end": start + 1, "reading": None}
    )
    assert said(usual) == said(market)
    assert usual.turns[turn].paragraphs[0].overrides == ()


def test_a_pause_by_hand_is_heard_and_taken_out_again(market: Script) -> None:
    changed = after(market, {"do": "pause", "turn": 0, "paragraph": 0, "at": 14, "seconds": 1.5})
    assert [each.pause_s for each in changed.not_spoken if each.pause_s] == [1.5]
    assert "林阿芳是夜市里第一个摆摊的人，[停顿1.5秒]" in written(changed)
    place, entry = next((place, each) for place, each in places(changed) if each.pause_s)
    number = [each for other, each in places(changed) if other == place].index(entry)
    gone = after(changed, {"do": "unpause", "turn": 0, "paragraph": place.paragraph, "entry": number})
    assert "停顿" not in written(gone)
    assert said(gone) == said(market)


def test_a_person_described_anew_keeps_their_turns(market: Script) -> None:
    changed = after(
        market, {"do": "describe", "name": "阿芳", "new_name": "林阿芳", "role": "host", "gender": "female"}
    )
    person = next(each for each in changed.speakers if each.name == "林阿芳")
    assert (person.role, person.gender) == ("host", "female")
    assert [each.speaker == "林阿芳" for each in changed.turns] == [each.speaker == "阿芳" for each in market.turns]


@pytest.mark.parametrize(
    "record",
    [
        {"do": "give", "turn": 999, "to": "阿芳"},
        {"do": "give", "turn": 0, "to": "两\n行"},
        {"do": "dance", "turn": 0},
        {"do": "split", "turn": 0, "paragraph": 0, "at": 0, "to": None},
        {"do": "read", "turn": 0, "paragraph": 0, "start": 3, "end": 3, "reading": "x"},
        {"do": "describe", "name": "没有这个人"},
        {"do": "state", "fact": "title", "value": "  "},
        [],
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(market: Script, record: Any) -> None:
    with pytest.raises(ScriptError):
        after(market, record)


def without_pauses(script: Script) -> str:
    """The printed text, without the marks of pauses."""
    text, at = "", 0
    for mark in sorted((each for each in script.not_spoken if each.pause_s), key=lambda each: each.at):
        text += script.text[at : mark.at]
        at = mark.at + len(mark.text)
    return "".join((text + script.text[at:]).split())


@settings(max_examples=12)
@given(seed=some.integers(0, 10**9))
def test_whatever_is_done_the_script_is_read_back_as_it_was_meant(seed: int) -> None:
    random, script = Random(seed), market()
    printed = without_pauses(script)
    for _ in range(15):
        try:
            script, text = edited(script, edit_from(some_edit(random, script)), written=written, read=read)
        except ScriptError:
            continue
        assert written(read(text)) == text
        assert without_pauses(script) == printed


@settings(max_examples=1, phases=[Phase.generate])
@given(seed=some.integers(0, 10**9))
def test_a_thousand_acts_undone_leave_the_script_as_it_was(seed: int) -> None:
    edits_undone(seed, acts=1000, edits_of_ten=1)
