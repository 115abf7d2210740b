"""What is printed is said as a newsreader would say it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from narrator.spoken import verbalise_text


def _cases() -> list[tuple[str, str]]:
    lines = Path(__file__).with_name("readings.tsv").read_text(encoding="utf-8").splitlines()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines if line and not line.startswith("#")]


def _heard(text: str) -> str:
    """Without punctuation and spaces; 幺 and 一 are the same figure."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("幺", "一")
    return "".join(char for char in folded if unicodedata.category(char)[0] not in "PZC")


@pytest.mark.parametrize(("written", "spoken"), _cases())
def test_written_form_is_said_like_a_newsreader(written: str, spoken: str) -> None:
    assert _heard(verbalise_text(written).spoken) == _heard(spoken)


def test_telephone_numbers_say_yao_for_one() -> None:
    assert verbalise_text("热线12315").spoken == "热线幺二三幺五"


def test_initialisms_are_spelled_and_words_are_left() -> None:
    assert verbalise_text("加入WTO").spoken == "加入W T O"
    assert verbalise_text("使用iPhone").spoken == "使用iPhone"
    assert verbalise_text("买A股").spoken == "买A股"
    assert verbalise_text("5G网络").spoken == "五G网络"


def test_ascii_punctuation_between_hanzi_becomes_chinese() -> None:
    assert verbalise_text("你好,大家好!是吗?对:好;").spoken == "你好，大家好！是吗？对：好；"


def test_ascii_punctuation_in_english_stays() -> None:
    assert "Hello, world" in verbalise_text("他说Hello, world吧").spoken


def test_traditional_characters_are_read_by_the_same_rules() -> None:
    assert verbalise_text("3點15分").spoken == "三點十五分"
    assert verbalise_text("2個億").spoken == "两個億"


def test_full_width_figures_are_figures() -> None:
    assert verbalise_text("２０２４年").spoken == "二零二四年"


def test_commands_of_engines_never_pass() -> None:
    assert "[[" not in verbalise_text("请看[[abc]]这里").spoken


def test_emoji_is_left_out_and_shown_to_the_editor() -> None:
    reading = verbalise_text("太好了🎉")
    assert reading.spoken == "太好了"
    assert any("🎉" in doubt.why for doubt in reading.doubts)
