"""The built-in engine: the right syllables, by whoever speaks, the same each time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.errors import EngineError
from narrator.model import Clip, Kind, Mapped, Reading, Sentence, Span, Utterance, Voice
from narrator.speech.engines import espeak, espeak_library
from narrator.speech.engines.mandarin_phonemes import TONES, word_phonemes
from speech_utterances import utterance

RATE_HZ = espeak_library.RATE_HZ
HOST = Voice(engine="espeak", name="cmn+f3")
DEEP = Voice(engine="espeak", name="cmn+m1")
OTHER = Voice(engine="espeak", name="cmn+Alex", pitch_hz=14)


def spoken(text: str, voice: Voice = HOST, *, language: str = "zh-CN") -> Clip:
    return espeak.EspeakEngine().speak(utterance(text, voice=voice, language=language))


def samples(clip: Clip) -> np.ndarray:
    return np.frombuffer(clip.audio.raw_data, dtype=np.int16).astype(np.float64)


def pitch_hz(clip: Clip) -> float:
    """The median pitch, by autocorrelation of 46 ms frames."""
    sound, found = samples(clip), []
    for at in range(0, len(sound) - 1024, 512):
        frame = sound[at : at + 1024]
        if np.sqrt(np.mean(frame**2)) < 300:
            continue
        correlation = np.correlate(frame, frame, "full")[1023:]
        lag = RATE_HZ // 400 + int(np.argmax(correlation[RATE_HZ // 400 : RATE_HZ // 60]))
        if correlation[lag] > 0.4 * correlation[0]:
            found.append(RATE_HZ / lag)
    return float(np.median(found))


def test_three_people_of_an_interview_sound_clearly_different() -> None:
    text = "各位网友，大家好，今天我们谈谈老旧小区的供水管网改造。"
    host, deep, other = (pitch_hz(spoken(text, voice)) for voice in (HOST, DEEP, OTHER))
    assert host > 1.5 * max(deep, other)
    assert other > 1.15 * deep


def test_same_words_give_the_same_samples_whatever_was_spoken_before() -> None:
    first = spoken("水质合格。").audio.raw_data
    for between in ("管网改造点多、线长、面广。", "Hello."):
        spoken(between, DEEP)
        assert spoken("水质合格。").audio.raw_data == first


def test_words_are_heard_one_after_the_other_inside_the_audio() -> None:
    clip = spoken("供水是城市的生命线，一头连着发展，一头连着民生。")
    assert [mark.spoken for mark in clip.marks] == list(clip.utterance.sentence.reading.words)
    assert all(0 <= mark.start < mark.end <= len(samples(clip)) for mark in clip.marks)
    assert all(one.end <= other.start for one, other in zip(clip.marks, clip.marks[1:], strict=False))
    assert clip.timing == "engine"


def test_pause_at_a_comma_belongs_to_no_word() -> None:
    clip = spoken("水厂，水源。")
    pause = clip.marks[1].start - clip.marks[0].end
    assert 0.15 < pause / RATE_HZ < 0.5
    assert np.abs(samples(clip)[clip.marks[0].end + 200 : clip.marks[1].start - 200]).max() < 500


def test_latin_words_in_mandarin_are_spoken_by_an_english_voice() -> None:
    reading = Reading(
        written="用iPhone查",
        spoken="用iPhone查",
        spans=(Mapped(Span(0, 8), Span(0, 8)),),
        pinyin=("yong4", "cha2"),
        sandhi=("yong4", "cha2"),
        words=(Span(0, 1), Span(1, 7), Span(7, 8)),
    )
    sentence = Sentence(kind=Kind.SPEECH, speaker="林晓", reading=reading, at=0, turn=0, paragraph=0, language="zh-CN")
    clip = espeak.EspeakEngine().speak(Utterance(sentence=sentence, voice=HOST))
    assert [mark.spoken.of(reading.spoken) for mark in clip.marks] == ["用", "iPhone", "查"]
    phone = clip.marks[1]
    alone = spoken("iPhone", HOST, language="en")
    assert (phone.end - phone.start) == pytest.approx(len(samples(alone)), rel=0.15)


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Good evening, everyone."), ("yue", "大家好。"), ("de", "Guten Abend.")]
)
def test_other_languages_are_spoken_by_the_same_person(language: str, text: str) -> None:
    clip = spoken(text, HOST, language=language)
    assert len(samples(clip)) > 0.5 * RATE_HZ
    assert pitch_hz(clip) > 140


def test_words_that_are_said_as_one_are_both_marked() -> None:
    clip = spoken("What was the first thing of the day?", HOST, language="en")
    assert [mark.spoken for mark in clip.marks] == list(clip.utterance.sentence.reading.words)


def test_pitch_and_pace_are_what_was_asked_for() -> None:
    text = "请问全市供水保障能力现在处于什么水平？"
    plain = spoken(text)
    high = spoken(text, Voice(engine="espeak", name="cmn+f3", pitch_hz=40))
    slow = spoken(text, Voice(engine="espeak", name="cmn+f3", rate_percent=-30))
    assert pitch_hz(high) - pitch_hz(plain) == pytest.approx(40, abs=15)
    assert len(samples(slow)) > 1.2 * len(samples(plain))


@pytest.mark.parametrize("name", ["cmn+nobody", "klingon", "xx+f3", "cmn+../../etc/passwd"])
def test_voice_that_does_not_exist_is_an_error(name: str) -> None:
    with pytest.raises(EngineError, match="no voice"):
        spoken("好。", Voice(engine="espeak", name=name))


def test_syllable_that_does_not_exist_is_an_error_that_names_the_cure() -> None:
    with pytest.raises(EngineError, match="xyz4") as caught:
        word_phonemes(["xyz4"])
    assert "lexicon" in caught.value.hint


def test_each_voice_offered_speaks() -> None:
    for voice in espeak.EspeakEngine().voices():
        clip = spoken("好。", Voice(engine="espeak", name=voice.name))
        assert np.abs(samples(clip)).max() > 1000, voice.name
        assert np.abs(samples(clip)).max() < 32_000, f"{voice.name} clips"


def test_erhua_is_one_syllable() -> None:
    assert word_phonemes(["hua1", "r5"]).count(TONES["1"]) == 1
    assert "r" in word_phonemes(["wan2", "r5"])


def test_stress_falls_on_the_vowel_of_the_last_syllable() -> None:
    assert word_phonemes(["ni2", "hao3"]) == "ni35X'Au214"


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_any_text_in_another_language_is_spoken_or_silent(text: str) -> None:
    clip = spoken(text, HOST, language="en")
    assert all(mark.end <= len(samples(clip)) for mark in clip.marks)
