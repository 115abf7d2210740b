"""What counts as the same sound, and where two texts differ."""

from __future__ import annotations

import pytest

from narrator.listening.compare import differences
from narrator.listening.phonetics import syllable_distance
from narrator.listening.units import units
from narrator.spoken import verbalise_text


def _apart(expected: str, heard: str, language: str = "zh-CN") -> list[tuple[str, str]]:
    one, other = (units(verbalise_text(text, language=language)) for text in (expected, heard))
    return [
        (
            "".join(unit.text for unit in one[slice(*each.expected)]),
            "".join(unit.text for unit in other[slice(*each.heard)]),
        )
        for each in differences(one, other)
    ]


@pytest.mark.parametrize(
    ("expected", "heard"),
    [
        ("他在读书。", "她在读书"),
        ("增加了15%。", "增加了百分之十五。"),
        ("這條街", "这条街"),
        ("重新开始", "重新开始"),
        ("用AI写的", "用 A I 写的"),
        ("他长大了", "他长大了"),
    ],
)
def test_texts_that_sound_alike_do_not_differ(expected, heard):
    assert _apart(expected, heard) == []


def test_a_difference_names_what_is_missing_extra_or_other():
    assert _apart("我们昨天种了树", "我们种了树") == [("昨天", "")]
    assert _apart("我们种了树", "我们昨天种了树") == [("", "昨天")]
    assert _apart("我们春天种了树", "我们夏天种了树") == [("春", "夏")]


def test_words_of_other_languages_are_compared_by_their_letters():
    assert _apart("It’s a café.", "it's a cafe", "en") == []
    assert _apart("We mend old radios here", "We mend radios here", "en") == [("old", "")]


def test_sounds_that_ears_confuse_are_nearer_than_others():
    for one, other in (("lan2", "nan2"), ("xin1", "xing1"), ("zi4", "zhi4"), ("shi2", "si2")):
        assert 0 < syllable_distance(one, other) < 0.35
    assert syllable_distance("ma1", "shuo1") > 0.8
    assert syllable_distance("yi4", "ji4") < syllable_distance("yi4", "gou4")


def test_a_tone_is_little_and_a_neutral_tone_nothing():
    assert 0 < syllable_distance("mai3", "mai4") < 0.2
    assert syllable_distance("men5", "men2") == 0


def test_a_reading_of_a_polyphone_is_told_from_the_other():
    assert syllable_distance("chong2", "zhong4") > 0.2
