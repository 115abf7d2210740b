"""The user's lexicon and the editor's one-off readings."""

from __future__ import annotations

import pytest

from narrator.errors import CastError
from narrator.model import Override, Span
from narrator.spoken import verbalise_text
from narrator.standards.lexicon_entries import lexicon_faults


def test_lexicon_gives_pinyin() -> None:
    reading = verbalise_text("盖局长", lexicon={"盖": "ge3"})
    assert reading.pinyin == ("ge3", "ju2", "zhang3")


def test_lexicon_gives_plain_words() -> None:
    reading = verbalise_text("实行1+N模式", lexicon={"1+N": "一加若干"})
    assert reading.spoken == "实行一加若干模式"


def test_longest_entry_wins() -> None:
    reading = verbalise_text("重工重", lexicon={"重": "chong2", "重工": "zhong4 gong1"})
    assert reading.pinyin == ("zhong4", "gong1", "chong2")


def test_lexicon_wins_over_the_built_in_one() -> None:
    assert verbalise_text("重塑", lexicon={"重塑": "zhong4 su4"}).pinyin == ("zhong4", "su4")


def test_override_wins_over_the_lexicon() -> None:
    reading = verbalise_text("重重", lexicon={"重": "zhong4"}, overrides=[Override(span=Span(0, 1), reading="chong2")])
    assert reading.pinyin == ("chong2", "zhong4")


def test_override_gives_plain_words() -> None:
    reading = verbalise_text("共3%", overrides=[Override(span=Span(1, 3), reading="三个点")])
    assert reading.spoken == "共三个点"


def test_lexicon_word_in_latin_matches_whole_words_only() -> None:
    reading = verbalise_text("AI和MAIN", lexicon={"AI": "人工智能"})
    assert reading.spoken == "人工智能和MAIN"


def test_lexicon_written_in_simplified_matches_traditional_text() -> None:
    assert verbalise_text("國際", lexicon={"国际": "guo2 ji4"}).pinyin == ("guo2", "ji4")


def test_all_faults_of_a_lexicon_come_at_once() -> None:
    faults = lexicon_faults({"深重投": "shen1 zhong4", "重塑": "chong9 su4", "好": "hao3", "甲": " ", "A1": "yi1"})
    assert len(faults) == 4
    with pytest.raises(CastError) as raised:
        verbalise_text("好", lexicon={"深重投": "shen1 zhong4", "甲": " "})
    assert "深重投" in raised.value.message
    assert "甲" in raised.value.message
    assert raised.value.hint


def test_override_with_too_few_syllables_says_so() -> None:
    with pytest.raises(CastError, match="2 hanzi but 1"):
        verbalise_text("重塑", overrides=[Override(span=Span(0, 2), reading="chong2")])


def test_tone_marks_are_pinyin_too() -> None:
    assert verbalise_text("重塑", lexicon={"重塑": "chóng sù"}).pinyin == ("chong2", "su4")


def test_demanded_reading_is_respelled_with_a_homophone_of_one_reading() -> None:
    reading = verbalise_text("战线长、任务重", lexicon={"线长": "xian4 chang2"})
    assert len(reading.respelled) == len(reading.spoken)
    changed = [(a, b) for a, b in zip(reading.spoken, reading.respelled, strict=True) if a != b]
    assert [a for a, _ in changed] == ["长"]
    assert verbalise_text(changed[0][1]).pinyin == ("chang2",)


def test_nothing_is_respelled_where_nothing_is_demanded() -> None:
    assert verbalise_text("重塑形象").respelled == ""
    assert verbalise_text("好人", lexicon={"人": "ren2"}).respelled == ""


def test_demanded_dictionary_tones_change_in_speech_like_any_others() -> None:
    reading = verbalise_text("总体", lexicon={"总体": "zong3 ti3"})
    assert reading.pinyin == ("zong3", "ti3")
    assert reading.sandhi == ("zong2", "ti3")


def test_editor_decides_how_yi_is_said() -> None:
    reading = verbalise_text("一个", overrides=[Override(span=Span(0, 1), reading="yi1")])
    assert reading.sandhi == ("yi1", "ge4")
