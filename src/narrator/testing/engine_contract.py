"""What every engine promises, each sentence of the `Engine` Protocol's docstring as a test.

An engine's author makes a class of it in a test file and runs pytest:

    from narrator.testing import EngineContract

    class TestBell(EngineContract):
        engine_name = "bell"
        two_voices = ("large", "small")
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import numpy as np
import pytest

from narrator.errors import EngineBusy, EngineError
from narrator.model import Clip, Kind, Sentence, Utterance, Voice
from narrator.speech import Engine, engine
from narrator.speech.completeness import shortcoming
from narrator.speech.marks import unheard
from narrator.spoken import verbalise_text

AUDIBLE = 300
"""Of 32,767: less is the noise between words."""


class EngineContract:
    """Make a class of it, called `Test…`, with the engine's name and two of its voices."""

    engine_name: ClassVar[str]
    two_voices: ClassVar[tuple[str, str]]
    unknown_voice: ClassVar[str] = "nobody"
    language: ClassVar[str] = "zh-CN"
    text: ClassVar[str] = "城东公园的老槐树下，常年摆着一张石桌。"
    short_text: ClassVar[str] = "石桌，老槐树"
    texts: ClassVar[tuple[str, ...]] = ("好", "你好，AI来了！", "“先谈人，再谈器”——这是原则。")
    """Of the language: one word, a mixture, marks of every kind."""
    changes_rate: ClassVar[bool] = True
    """Whether it speaks faster where the voice's `rate_percent` says so."""

    def make(self) -> Engine:
        """A new engine, as voices.yaml and the command line would find it."""
        return engine(self.engine_name)

    def utterance(self, text: str, *, nth_voice: int = 0, rate_percent: int = 0) -> Utterance:
        """The text, read as narrator reads it, in one of the two voices."""
        voice = Voice(engine=self.engine_name, name=self.two_voices[nth_voice], rate_percent=rate_percent)
        return in_voice(text, voice, self.language)

    def say(self, text: str, *, nth_voice: int = 0, rate_percent: int = 0) -> Clip:
        """The text as a new engine speaks it."""
        return self.make().speak(self.utterance(text, nth_voice=nth_voice, rate_percent=rate_percent))

    def test_engine_has_the_name_it_is_asked_for_by(self) -> None:
        assert self.make().name == self.engine_name

    def test_engine_takes_as_many_calls_at_once_as_it_says(self) -> None:
        speaker = self.make()
        wanted = [self.utterance(text) for text in (*self.texts, self.short_text)]
        alone = [speaker.speak(each) for each in wanted]
        with ThreadPoolExecutor(speaker.concurrency) as pool:
            together = list(pool.map(speaker.speak, wanted))
        assert [clip.audio.raw_data for clip in together] == [clip.audio.raw_data for clip in alone]

    def test_fingerprint_stays_while_the_sound_does(self) -> None:
        one, other = self.make(), self.make()
        assert one.fingerprint == other.fingerprint
        asked = self.utterance(self.text)
        assert one.speak(asked).audio.raw_data == other.speak(asked).audio.raw_data

    def test_engine_that_would_answer_is_available(self) -> None:
        assert self.make().available() is None

    def test_voices_have_a_name_each_and_a_language(self) -> None:
        voices = self.make().voices()
        names = [voice.name for voice in voices]
        assert len(set(names)) == len(names)
        assert set(self.two_voices) <= set(names)
        assert all(voice.language for voice in voices)

    def test_all_of_the_utterance_is_spoken(self) -> None:
        for text in (self.text, *self.texts):
            clip = self.say(text)
            assert shortcoming(clip) is None, text
            assert unheard(clip.utterance.sentence.reading.spoken, clip.marks) == (), text

    def test_clip_is_of_the_utterance_in_16_bit_mono(self) -> None:
        asked = self.utterance(self.text)
        clip = self.make().speak(asked)
        assert clip.utterance == asked
        assert (clip.audio.sample_width, clip.audio.channels) == (2, 1)

    def test_marks_are_in_order_and_inside_the_audio(self) -> None:
        clip = self.say(self.text)
        edges = [edge for mark in clip.marks for edge in (mark.start, mark.end)]
        assert edges == sorted(edges)
        assert edges[0] >= 0
        assert edges[-1] <= len(samples_of(clip))

    def test_sound_is_where_the_marks_are(self) -> None:
        clip = self.say(self.short_text)
        for mark in clip.marks:
            assert np.abs(samples_of(clip)[mark.start : mark.end].astype(int)).max() > AUDIBLE

    def test_longer_text_takes_longer(self) -> None:
        longer = self.say(self.text + self.text).audio.duration_seconds
        assert longer > 1.6 * self.say(self.text).audio.duration_seconds

    def test_faster_voice_takes_less_time(self) -> None:
        if not self.changes_rate:
            pytest.skip("it does not change its rate")
        usual = self.say(self.text).audio.duration_seconds
        assert 0.55 < self.say(self.text, rate_percent=50).audio.duration_seconds / usual < 0.9

    def test_two_voices_sound_different(self) -> None:
        assert self.say(self.text).audio.raw_data != self.say(self.text, nth_voice=1).audio.raw_data

    def test_voice_that_does_not_exist_is_an_error_not_worth_another_try(self) -> None:
        speaker = self.make()
        speaker.voices()
        voice = Voice(engine=self.engine_name, name=self.unknown_voice)
        with pytest.raises(EngineError, match="voice") as caught:
            speaker.speak(in_voice(self.text, voice, self.language))
        assert not isinstance(caught.value, EngineBusy)
        assert caught.value.hint


def in_voice(text: str, voice: Voice, language: str) -> Utterance:
    """The text in a voice, read as narrator reads it."""
    sentence = Sentence(
        kind=Kind.SPEECH,
        speaker="林晓",
        reading=verbalise_text(text, language=language),
        at=0,
        turn=0,
        paragraph=0,
        language=language,
    )
    return Utterance(sentence=sentence, voice=voice)


def samples_of(clip: Clip) -> np.ndarray:
    """The sound, int16, shape (n,)."""
    return np.frombuffer(clip.audio.raw_data, np.int16)
