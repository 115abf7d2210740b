"""The map between the written and the spoken form, for any text whatever."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.model import Mapped, Reading
from narrator.spoken import verbalise_text
from narrator.standards.hanzi import HANZI

HANZI_AND_MARKS = (
    "党的建设为了人民行长重量一不儿得地还只有这里是我们说好大小上下多少干部处分"
    "，。、；：？！“”（）《》……——\n 國務院發展"
)
TRAPS = "0123456789.,:-+%/年月日点分元个第号〔〕¥$℃kmKGABab至~（）《》“”一二三十百万亿党建+①Ⅱ·×=@"

any_text = st.text(max_size=60)
trap_text = st.text(alphabet=TRAPS, max_size=40)
plain_text = st.text(alphabet=HANZI_AND_MARKS, max_size=60)


def _covers(spans: tuple[Mapped, ...], reading: Reading) -> None:
    written = spoken = 0
    for pair in spans:
        assert pair.written.start == written
        assert pair.spoken.start == spoken
        assert pair.written.end >= pair.written.start
        assert pair.spoken.end >= pair.spoken.start
        assert (pair.written.end, pair.spoken.end) != (written, spoken)
        written, spoken = pair.written.end, pair.spoken.end
    assert (written, spoken) == (len(reading.written), len(reading.spoken))


@settings(deadline=None, max_examples=150)
@given(any_text)
def test_map_covers_everything_in_order_for_any_text(text: str) -> None:
    reading = verbalise_text(text)
    assert reading.written == text
    _covers(reading.spans, reading)


@settings(deadline=None, max_examples=300)
@given(trap_text)
def test_map_covers_everything_in_order_among_figures_and_signs(text: str) -> None:
    reading = verbalise_text(text)
    _covers(reading.spans, reading)
    assert not any(char.isascii() and char.isdigit() for char in reading.spoken)


@settings(deadline=None, max_examples=150)
@given(plain_text)
def test_text_without_figures_latin_and_symbols_is_never_changed(text: str) -> None:
    assert verbalise_text(text).spoken == text


@settings(deadline=None, max_examples=150)
@given(st.one_of(any_text, trap_text, plain_text))
def test_every_hanzi_has_one_syllable_and_every_word_is_of_one_kind(text: str) -> None:
    reading = verbalise_text(text)
    hanzi = HANZI.findall(reading.spoken)
    assert len(reading.pinyin) == len(reading.sandhi) == len(hanzi)
    end = 0
    for word in reading.words:
        said = word.of(reading.spoken)
        assert word.start >= end
        assert said.strip() == said != ""
        inside = HANZI.findall(said)
        assert len(inside) in (0, len(said))
        assert len(inside) <= 8
        end = word.end


@settings(deadline=None, max_examples=100)
@given(any_text, st.sampled_from(["en", "ja", "yue", "zh-TW", "de-DE", ""]))
def test_no_language_and_no_text_raises(text: str, language: str) -> None:
    reading = verbalise_text(text, language=language)
    _covers(reading.spans, reading)


def test_equal_stretches_map_character_by_character() -> None:
    reading = verbalise_text("打造“1+4”文件,好")
    pairs = {pair.written.of(reading.written): pair.spoken.of(reading.spoken) for pair in reading.spans}
    assert pairs["1"] == "一"
    assert pairs["+"] == "加"
    assert pairs["打造“"] == "打造“"
    assert pairs[","] == "，"


def test_a_date_maps_figure_by_figure() -> None:
    reading = verbalise_text("2024年4月24日")
    assert [pair.spoken.of(reading.spoken) for pair in reading.spans] == ["二零二四", "年", "四", "月", "二十四", "日"]
