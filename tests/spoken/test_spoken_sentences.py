"""Paragraphs cut into sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.spoken.sentences import LONGEST_CHARACTERS, LONGEST_HANZI, cut, pronounceable
from narrator.standards.hanzi import HANZI


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in cut(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("大家好!今天来谈谈。", ["大家好!", "今天来谈谈。"]),
        ("真的吗？！是的。", ["真的吗？！", "是的。"]),
        ("他说：“走吧。”大家都走了。", ["他说：“走吧。”", "大家都走了。"]),
        ("“走吗？”他问道。", ["“走吗？”他问道。"]),
        ("（这是注释。）后面是正文。", ["（这是注释。）", "后面是正文。"]),
        ("增长3.5%。同比2.1倍。", ["增长3.5%。", "同比2.1倍。"]),
        ("Dr. Smith came at 5 p.m. today. He left.", ["Dr. Smith came at 5 p.m. today.", "He left."]),
        ("The U.S. economy grew. See www.a.com/b.c now.", ["The U.S. economy grew.", "See www.a.com/b.c now."]),
        ("Mr. J. K. Li spoke. Then he sat.", ["Mr. J. K. Li spoke.", "Then he sat."]),
        ("还没有说完……所以再等等。", ["还没有说完……", "所以再等等。"]),
        ("没有标点的一句话", ["没有标点的一句话"]),
        ("今天は晴れです。明日は雨でしょう。", ["今天は晴れです。", "明日は雨でしょう。"]),
        ("第一句。\n第二句。", ["第一句。", "第二句。"]),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_stops(text: str, sentences: list[str]) -> None:
    assert _sentences(text) == sentences


def test_sentence_without_anything_to_say_joins_its_neighbour() -> None:
    assert _sentences("好。……") == ["好。……"]
    assert _sentences("……好。") == ["……好。"]
    assert _sentences("———") == ["———"]


def test_long_sentence_is_cut_at_a_clause_outside_the_quotation() -> None:
    text = (
        "我们坚持一个中心，"
        + "“甲乙丙丁，戊己庚辛，"
        + "子丑寅卯，" * 8
        + "辰巳午未”"
        + "；"
        + "天地玄黄，宇宙洪荒，" * 14
        + "完。"
    )
    sentences = _sentences(text)
    assert len(sentences) > 1
    assert all(sentence.count("“") == sentence.count("”") for sentence in sentences)
    assert all(len(HANZI.findall(sentence)) <= LONGEST_HANZI for sentence in sentences)


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="甲乙丙 a.B1,，。！？”“（）…\n:：；!?.", max_size=300))
def test_no_printed_character_is_lost(text: str) -> None:
    spans = cut(text)
    assert "".join("".join(_sentences(text)).split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 1500), st.sampled_from(["字", "a", "字，", "word ", "1", "。", "“"]))
def test_no_sentence_is_too_long_for_an_engine(count: int, unit: str) -> None:
    for sentence in _sentences(unit * count):
        assert len(sentence) <= LONGEST_CHARACTERS + 1 or not pronounceable(sentence)


def test_sentence_never_ends_inside_an_address() -> None:
    text = "请看http://example.org/x?id=3&b=2。好的。"
    assert [span.of(text) for span in cut(text)] == ["请看http://example.org/x?id=3&b=2。", "好的。"]


@pytest.mark.parametrize(
    "whole",
    [
        "详情见https://river.example/gauge?id=3&day=2。",
        "请看 river.example/view.php?id=12 这一页。",
        "请看 https://河.example/水位?日=2 这一页。",
        "发布于2024.05.06。",
        "发布于 2024. 5. 6 日。",
        "用的是v2.3.1版。",
        "见到Mr. Winter后，他笑了。",
        "王先生来了。",
        "“真的吗？”林知远先生问。",
        "“守得住！”老站长林知远先生说，“守得住。”",
        "“Really?” asked Mr. Winter.",
        "Er kam am 6. Mai 2024.",
        "Messrs. Winter and Li came.",
    ],
)
def test_marks_inside_addresses_dates_and_titles_end_no_sentence(whole: str) -> None:
    text = f"{whole}然后走了。" if whole.endswith("。") else f"{whole} Then it rained."
    assert next(span.of(text) for span in cut(text)) == whole


def test_question_behind_a_quotation_still_ends_it() -> None:
    text = "“真的吗？”外面下起了雨。"
    assert [span.of(text) for span in cut(text)] == ["“真的吗？”", "外面下起了雨。"]
