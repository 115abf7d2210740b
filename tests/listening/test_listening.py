"""An independent listener says which sentences lack words, have words of their own, or are read otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from episode_samples import episode
from narrator.errors import NarratorError
from narrator.listening import (
    Expected,
    Hearing,
    Misheard,
    Recogniser,
    confirmed,
    expectations,
    hear,
    hear_episode,
    listener,
)
from narrator.listening.cut_sound import Sound
from narrator.listening.listener import windows
from narrator.model import Clip, Kind, Reading, Sentence, Utterance, Voice
from narrator.speech.sound import segment
from narrator.spoken import verbalise_text


def _of(hearing: Hearing, said: str, spoken) -> Misheard:
    at = next(at for at, each in enumerate(spoken) if each.said.startswith(said))
    return next(each for each in hearing.misheard if each.sentence == at)


def test_listening_names_the_sentences_with_faults_and_no_others(hearing, spoken):
    faulty = [at for at, each in enumerate(spoken) if each.said != "whole"]
    assert [each.sentence for each in hearing.misheard] == faulty
    assert hearing.understood


def test_a_removed_word_is_named_as_missing(hearing, spoken):
    fault = _of(hearing, "removed", spoken)
    assert (fault.kind, fault.expected, fault.heard) == ("missing", "昨天", "")
    assert str(fault) == "「昨天」 is not heard"


def test_a_doubled_word_is_named_as_extra(hearing, spoken):
    fault = _of(hearing, "doubled", spoken)
    assert fault.kind == "extra"
    assert verbalise_text(fault.heard).pinyin == verbalise_text("钟表").pinyin


def test_a_replaced_word_is_named_with_what_is_heard(hearing, spoken):
    fault = _of(hearing, "replaced", spoken)
    assert fault.kind == "otherwise"
    assert "春" in fault.expected
    assert "夏" in fault.heard


def test_a_fault_says_when_its_sentence_starts(hearing, spoken):
    for fault in hearing.misheard:
        assert fault.at_s == pytest.approx(spoken[fault.sentence].expected.start_s)


def test_silence_in_place_of_a_sentence_is_a_fault(spoken, recogniser):
    silence = np.zeros(16_000 * 4, np.float32)
    assert hear(silence, [spoken[0].expected], recogniser=recogniser, read=verbalise_text).misheard


def test_a_sentence_longer_than_a_recogniser_hears_is_heard_in_parts(sound, spoken, recogniser, monkeypatch):
    monkeypatch.setattr(listener, "LONGEST_S", 8.0)
    first, last = spoken[4].expected, spoken[6].expected
    text = "".join(each.text for each in spoken[4:7])
    expected = Expected(
        reading=verbalise_text(text), start_s=first.start_s - 3, end_s=last.end_s + 0.3, language="zh-CN"
    )
    quiet = sound.copy()
    quiet[: round((first.start_s - 0.1) * 16_000)] = 0
    lacking = replace(expected, reading=verbalise_text(text + "明年我们还要在河对岸再开一家新的。"))
    assert not hear(quiet, [expected], recogniser=recogniser, read=verbalise_text).misheard
    assert hear(quiet, [lacking], recogniser=recogniser, read=verbalise_text).misheard


def test_short_answers_are_heard_together_with_their_neighbours(spoken):
    short = next(at for at, each in enumerate(spoken) if len(each.text) == 2)
    together = next(window for window in windows([each.expected for each in spoken]) if short in window)
    assert len(together) > 1


def test_every_sentence_is_in_exactly_one_window(spoken):
    expected = [each.expected for each in spoken]
    assert [at for window in windows(expected) for at in window] == list(range(len(expected)))


def _clip(sound: Sound, sentence: Expected) -> Clip:
    start, end = round(sentence.start_s * 16_000), round(sentence.end_s * 16_000)
    samples = np.rint(sound[start:end] * 32767).astype(np.int16)
    whole = Sentence(
        kind=Kind.SPEECH, speaker=None, reading=sentence.reading, at=0, turn=0, paragraph=0, language="zh-CN"
    )
    utterance = Utterance(sentence=whole, voice=Voice(engine="openai", name="any"))
    return Clip(utterance=utterance, audio=segment(samples, 16_000), marks=(), timing="estimated")


def test_a_clip_is_confirmed_or_said_to_be_wrong(sound, spoken, recogniser):
    said = {
        each.said.split()[0]: confirmed(_clip(sound, each.expected), recogniser=recogniser, read=verbalise_text)
        for each in spoken[:2]
    }
    assert said == {"whole": None, "removed": "「昨天」 is not heard"}


class _Deaf:
    """Hears the same in everything."""

    def attend(self, sound: Sound, language: str) -> _Deaf:
        return self

    def transcripts(self):
        return ()

    def log_probabilities(self, text: str) -> tuple[float, ...]:
        return (-5.0,) * len(text)

    def log_priors(self, text: str) -> tuple[float, ...]:
        return (-5.0,) * len(text)

    def log_ending(self, text: str) -> float:
        return 0.0


def test_a_recogniser_that_understands_nothing_is_said_to_be_no_witness(sound, spoken):
    expected = [each.expected for each in spoken for _ in range(2)]
    deaf: Recogniser = _Deaf()
    assert not hear(sound, expected, recogniser=deaf, read=verbalise_text).understood


def test_sound_that_cannot_be_decoded_is_a_clear_error(spoken, recogniser):
    with pytest.raises(NarratorError, match="cannot be decoded"):
        hear_episode(b"no sound", [spoken[0].expected], recogniser=recogniser, read=verbalise_text)


def test_a_language_that_the_model_does_not_know_is_a_clear_error(sound, spoken, recogniser):
    strange = replace(spoken[0].expected, language="tlh")
    with pytest.raises(NarratorError, match="tlh"):
        hear(sound, [strange], recogniser=recogniser, read=verbalise_text)


def test_progress_counts_the_sentences(sound, spoken):
    told = []
    expected = [each.expected for each in spoken]
    deaf: Recogniser = _Deaf()
    hear(sound, expected, recogniser=deaf, read=verbalise_text, progress=lambda *each: told.append(each))
    assert told[-1] == ("listen", len(expected), len(expected))


def test_a_reading_without_anything_to_say_is_not_listened_for(sound):
    nothing = Expected(reading=Reading(written="……", spoken="", spans=()), start_s=0, end_s=1, language="zh-CN")
    deaf: Recogniser = _Deaf()
    assert not hear(sound, [nothing], recogniser=deaf, read=verbalise_text).misheard


def test_expectations_are_the_cues_in_seconds_with_their_readings():
    made = episode()
    half, end = made.rate_hz // 2, made.rate_hz * 3 // 2
    cue = replace(made.cues[0], text="第3章", spoken="第三章", start=half, end=end)
    (expected,) = expectations(replace(made, cues=(cue,), language="zh-CN"), verbalise_text)
    assert (expected.start_s, expected.end_s, expected.language) == (0.5, 1.5, "zh-CN")
    assert expected.reading.pinyin == ("di4", "san1", "zhang1")
