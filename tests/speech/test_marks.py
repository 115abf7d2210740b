from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from narrator.model import Span
from narrator.speech.engines.edge_text import MOST_CHARACTERS, pieces, sendable
from narrator.speech.engines.tone import ToneEngine
from narrator.speech.marks import (
    Boundary,
    align,
    estimated,
    is_pronounceable,
    length_in_syllables,
    rescaled,
    unheard,
)
from narrator.speech.syllable_count import syllables
from speech_utterances import reading, utterance

HANZI_TEXT = st.text(st.sampled_from("一二老街石桌，。！“”… aB3"), min_size=1, max_size=60)
ANY_TEXT = st.text(max_size=80)


def words(*texts: str) -> list[Boundary]:
    return [Boundary(text=text, start=1000 * k, end=1000 * k + 900) for k, text in enumerate(texts)]


def marked(text: str, *said: str) -> list[str]:
    return [mark.spoken.of(text) for mark in align(text, words(*said))]


def test_words_are_found_in_order_even_when_they_recur() -> None:
    text = "老街老，老街美"
    assert [m.spoken for m in align(text, words("老街", "老", "老街", "美"))] == [
        Span(0, 2),
        Span(2, 3),
        Span(4, 6),
        Span(6, 7),
    ]


def test_case_width_and_punctuation_do_not_matter() -> None:
    assert marked("ＡＩ，Don't panic!", "ai", "dont", "Panic") == ["ＡＩ", "Don't", "panic"]


def test_number_that_the_engine_words_is_still_marked() -> None:
    text = "增长5%，很快"
    assert marked(text, "增长", "百分之五", "很快") == ["增长", "5", "很快"]
    assert unheard(text, align(text, words("增长", "百分之五", "很快"))) == ()


def test_what_no_word_answers_to_is_unheard() -> None:
    text = "老街的石桌"
    assert [gap.of(text) for gap in unheard(text, align(text, words("老街", "石桌")))] == ["的"]
    assert [gap.of(text) for gap in unheard(text, align(text, words("老街")))] == ["的石桌"]
    assert [gap.of(text) for gap in unheard(text, ())] == ["老街的石桌"]


def test_one_word_does_not_answer_to_a_whole_clause() -> None:
    text = "甲乙丙丁戊己庚辛壬癸"
    assert unheard(text, align(text, words("子")))


def test_word_that_was_not_sent_is_dropped() -> None:
    assert marked("老街", "老街", "广告") == ["老街"]


def test_overlapping_reports_are_put_right() -> None:
    said = [Boundary(text="老街", start=0, end=1500), Boundary(text="石桌", start=1000, end=2000)]
    assert [(m.start, m.end) for m in align("老街石桌", said)] == [(0, 1000), (1000, 2000)]


@given(HANZI_TEXT, st.data())
def test_every_word_of_a_faithful_report_gets_its_place(text: str, data: st.DataObject) -> None:
    cuts = sorted({0, len(text), *data.draw(st.lists(st.integers(0, len(text)), max_size=8))})
    said = [text[a:b] for a, b in pairwise(cuts) if is_pronounceable(text[a:b])]
    marks = align(text, words(*said))
    assert unheard(text, marks) == ()
    assert len(marks) == len(said)


@given(ANY_TEXT, st.lists(st.text(max_size=10), max_size=10))
def test_marks_never_overlap_whatever_is_reported(text: str, said: list[str]) -> None:
    marks = align(text, words(*said))
    for before, after in pairwise(marks):
        assert before.spoken.end <= after.spoken.start
        assert before.start < before.end <= after.start


@given(HANZI_TEXT)
def test_estimated_marks_cover_every_word_and_the_whole_time(text: str) -> None:
    marks = estimated(reading(text), 100, 100_100)
    for before, after in pairwise(marks):
        assert before.spoken.end <= after.spoken.start
        assert before.end <= after.start
    if is_pronounceable(text):
        assert marks[-1].end == 100_100
        assert unheard(text, estimated(reading(text), 0, 50_000)) == ()


def test_pause_at_a_comma_belongs_to_no_word() -> None:
    first, second = estimated(reading("老街，石桌"), 0, 52_000)
    assert second.start - first.end == 12_000


def test_marks_at_another_rate_stay_inside_the_clip() -> None:
    marks = estimated(reading("老街石桌"), 0, 24_000)
    moved = rescaled(marks, old_hz=24_000, new_hz=44_100, length=44_100)
    assert [(m.start, m.end) for m in moved] == [(0, 22_050), (22_050, 44_100)]


def test_syllables_are_counted_in_every_script() -> None:
    assert syllables("老街，石桌。") == 4
    assert syllables("banana") == 3
    assert syllables("AI 5G") == 3
    assert 1 <= syllables("カタカナ") < 4
    assert syllables("……") == 0
    assert 2 <= syllables("Москва") <= 4


def test_tone_clip_is_as_long_as_its_syllables() -> None:
    clip = ToneEngine().speak(utterance("老街石桌"))
    assert clip.audio.duration_seconds == 0.2 * length_in_syllables(reading("老街石桌")) == 0.8


@given(st.text(st.sampled_from("老街。，\n a&<\u0301😀\x00"), max_size=1500))
def test_pieces_lose_nothing_that_can_be_pronounced(text: str) -> None:
    parts = list(pieces(text))
    assert [c for part in parts for c in part if is_pronounceable(c)] == [c for c in text if is_pronounceable(c)]
    assert all(is_pronounceable(part) and len(part) <= MOST_CHARACTERS for part in parts)


def test_pieces_end_with_sentences() -> None:
    text = "老街上的茶馆，换了三位掌柜。" * 40
    assert all(part.endswith("。") for part in pieces(text))


@given(st.text(st.characters(), max_size=200))
def test_sendable_text_is_as_long_and_can_be_encoded(text: str) -> None:
    assert len(sendable(text)) == len(text)
    sendable(text).encode()
