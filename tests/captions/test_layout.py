"""Caption lines: broken where a reader breathes, never inside what belongs together."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from episode_samples import words_of_text
from narrator.model import Word
from narrator.published.caption_lines import lines
from narrator.standards.text_width import width

HANZI = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4EFF), min_size=1, max_size=4)
LATIN = st.text("abcdefgh", min_size=1, max_size=9).map(lambda word: word + " ")
NUMBER = st.decimals(0, 99999, places=1).map(lambda number: f"{number}")
MARK = st.sampled_from("，。！？、；：")
TEXTS = st.lists(st.one_of(HANZI, LATIN, NUMBER, st.tuples(HANZI, MARK).map("".join)), min_size=1, max_size=60)


def timed(texts: list[str]) -> list[Word]:
    return [Word(text=text, start=1000 * at, end=1000 * (at + 1)) for at, text in enumerate(texts)]


def shown(text: str, limit: float = 20.0) -> list[str]:
    return [line.text for line in lines(timed(words_of_text(text)), limit=limit)]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_lines_lose_nothing_and_keep_the_order(texts: list[str]) -> None:
    together = "".join(line.text for line in lines(timed(texts), limit=20.0))
    assert "".join(together.split()) == "".join("".join(texts).split())


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from([16.0, 20.0]))
def test_lines_are_never_longer_than_the_limit(texts: list[str], limit: float) -> None:
    assert all(width(line.text) <= limit for line in lines(timed(texts), limit=limit))


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_lines_are_in_the_order_of_time(texts: list[str]) -> None:
    found = lines(timed(texts), limit=20.0)
    assert all(line.start <= line.end for line in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_lines_never_begin_with_a_closing_mark(texts: list[str]) -> None:
    assert not any(line.text[:1] in "，。！？、；：”》" for line in lines(timed(texts), limit=20.0)[1:] if line.text)


def test_a_line_ends_where_a_clause_ends() -> None:
    assert shown("他们在大坝上守了整整一夜，直到天亮时分水位才退下去。") == [
        "他们在大坝上守了整整一夜，",
        "直到天亮时分水位才退下去。",
    ]


@pytest.mark.parametrize(
    "whole",
    [
        "3.5",
        "2023年",
        "“看得见、算得清”",
        "《河流与人》",
        "COVID-19",
        "12:30",
        "1,234.56",
        "三百二十七",
        "www.river.example",
    ],
)
@pytest.mark.parametrize("before", range(8, 20))
def test_a_line_never_parts(whole: str, before: int) -> None:
    # Whatever stands in front of it and wherever the words were cut, it is on one line.
    texts = ["水" * 1 for _ in range(before)] + list(whole) + ["流" for _ in range(9)]
    assert any(whole in line.text for line in lines(timed(texts), limit=20.0))


def test_a_line_never_begins_with_a_particle_that_another_break_would_keep() -> None:
    assert not any(
        line.startswith(("的", "了", "吗")) for line in shown("这是一次关于北方河流与南方河流的漫长的讨论和争论了")
    )


def test_a_quotation_longer_than_a_line_is_broken_at_its_own_breaths() -> None:
    found = shown("他说：“我们每天早上六点就要出发，沿着河岸走到上游的水尺旁边，再把读数报回站里。”")
    assert len(found) >= 3
    assert all(line[-1] in "：，。”" for line in found)


def test_a_word_longer_than_a_line_is_cut_rather_than_shown_over_the_edge() -> None:
    found = lines(timed(["x" * 190]), limit=20.0)
    assert "".join(line.text for line in found) == "x" * 190
    assert all(width(line.text) <= 20 for line in found)


def test_a_cue_without_word_times_is_broken_and_timed_by_length() -> None:
    text = "整句话没有词的时间，只有开头和结尾，字幕也要断在能换气的地方才好读。"
    found = lines([Word(text=text, start=0, end=34_000)], limit=20.0)
    assert len(found) >= 2
    assert found[0].text.endswith("，")
    assert found[0].start == 0
    assert found[-1].end == 34_000


def test_width_counts_latin_as_half_and_marks_on_letters_as_nothing() -> None:
    assert width("水文ab") == 3.0
    assert width("e\u0301") == 0.5
    assert width("“好”") == 3.0


@pytest.mark.parametrize(
    "whole",
    [
        "https://river.example/gauge?id=3&day=2",
        "river.example/view.php?id=12",
        "林知远先生",
        "Nguyễn",
        "Привет",
        "안녕하세요",
    ],
)
@pytest.mark.parametrize("before", [8, 10, 11, 12])
def test_a_line_never_parts_addresses_names_and_words_of_other_scripts(whole: str, before: int) -> None:
    words = [*("水" * before), " ", *(["林知远", "先生"] if "先生" in whole else whole), " ", *("流" * 9)]
    assert any(whole in line.text for line in lines(timed(words), limit=20.0))


def test_a_title_before_a_name_ends_no_line() -> None:
    found = shown("Yesterday evening we all met Dr. Winter at the gauge. Then it rained for a week.")
    assert not any(line.endswith("Dr.") for line in found)
