"""Cantonese and Japanese: how their words sound, by the libraries of the extras."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrator.model import Kind, Reading, Sentence, Utterance, Voice
from narrator.pipeline.options import PageOptions
from narrator.pipeline.scripts import script_of, sentences_of
from narrator.pipeline.voicing import voiced
from narrator.settings import load_settings
from narrator.speech.engines.cantonese_phonemes import jyutping_phonemes
from narrator.speech.engines.espeak import EspeakEngine
from narrator.spoken import verbalise_text


def sounds(text: str, language: str) -> dict[str, str]:
    pytest.importorskip({"ja": "pyopenjtalk"}.get(language, "ToJyutping"))
    reading = verbalise_text(text, language=language)
    return {word.of(reading.spoken): sound for word, sound in zip(reading.words, reading.sounds, strict=True)}


def spoken_by_espeak(reading: Reading, language: str) -> tuple[float, list[str]]:
    """How long it takes, in seconds, and the words that are heard."""
    sentence = Sentence(kind=Kind.SPEECH, speaker=None, reading=reading, at=0, turn=0, paragraph=0, language=language)
    clip = EspeakEngine().speak(Utterance(sentence=sentence, voice=Voice(engine="espeak", name="cmn+f3")))
    return clip.audio.duration_seconds, [mark.spoken.of(reading.spoken) for mark in clip.marks]


def test_japanese_particles_and_long_vowels_are_as_pronounced() -> None:
    assert sounds("今日は工場へ行きました。", "ja") == {
        "今日は": "キョーワ",
        "工場へ": "コージョーエ",
        "行きました": "イキマシタ",
    }


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("8本買った", "ハッポンカッタ"),
        ("1分間待つ", "イップンカンマツ"),
        ("3,600人", "サンゼンロッピャクニン"),
        ("9時4分", "クジヨンプン"),
    ],
)
def test_japanese_figures_change_with_what_they_count(text: str, sound: str) -> None:
    assert "".join(sounds(text, "ja").values()) == sound


def test_japanese_letters_have_names() -> None:
    assert sounds("AIの話", "ja")["AIの"] == "エーアイノ"


def test_cantonese_is_read_by_the_words_around_a_character() -> None:
    said = verbalise_text("佢好重視重量。", language="yue-HK")
    pytest.importorskip("ToJyutping")
    assert said.sounds == ("keoi5", "hou2", "zung6", "si6", "cung5", "loeng6")


def test_cantonese_leaves_latin_words_to_the_engine() -> None:
    assert sounds("佢叫Peter。", "yue") == {"佢": "keoi5", "叫": "giu3", "Peter": ""}


@pytest.mark.parametrize("language", ["ja", "yue", "zh-yue"])
def test_espeak_says_all_words_of_a_sentence_with_sounds(language: str) -> None:
    text = "東京で会議がありました。" if language == "ja" else "佢叫Peter，住喺銀行隔籬。"
    pytest.importorskip("pyopenjtalk" if language == "ja" else "ToJyutping")
    reading = verbalise_text(text, language=language)
    seconds, heard = spoken_by_espeak(reading, language)
    assert heard == [word.of(reading.spoken) for word in reading.words]
    assert 1.5 < seconds < 5  # as characters, espeak says "Chinese letter" for each kanji: 7 s


def test_espeak_speaks_cantonese_by_any_of_its_names_without_the_library() -> None:
    reading = Reading(written="好", spoken="好", spans=())
    assert spoken_by_espeak(reading, "zh-yue")[0] > 0.1


@pytest.mark.parametrize(
    ("syllable", "phonemes"),
    [("jat6", "ja6t"), ("ngan4", "Na4n"), ("hong4", "hong4"), ("ng5", "ng5"), ("m4", "m4"), ("zyun2", "zyu2n")],
)
def test_jyutping_is_written_as_espeak_writes_it(syllable: str, phonemes: str) -> None:
    assert jyutping_phonemes(syllable) == phonemes


@pytest.mark.parametrize(("language", "warned"), [("ja", True), ("zh-CN", False)])
def test_espeak_without_a_library_for_kanji_is_warned_of(
    language: str, warned: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narrator.spoken.japanese.find_spec", lambda name: None)
    page = tmp_path / "page.md"
    page.write_text("# 会議\n\n**記者:** 今日の会議は。\n\n**鈴木:** 長かった。\n", encoding="utf-8")
    settings = load_settings(None)
    script = script_of(str(page), PageOptions(language=language))
    found = voiced(script, sentences_of(script, settings), settings, EspeakEngine())
    assert any("narrator[japanese]" in line for line in found.warnings) == warned
