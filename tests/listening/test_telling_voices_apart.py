"""People of an episode who sound alike are told, by the embedding of their voices or by their pitch."""

from __future__ import annotations

import numpy as np
import pytest

from narrator.listening import alike
from narrator.listening import embedding as voices
from narrator.listening.distance import distances, median_pitch_hz


@pytest.fixture
def without_weights(monkeypatch):
    monkeypatch.setattr(voices, "_weights", lambda: None)


def _needs_weights():
    if voices._file() is None:
        pytest.skip("the weights are not installed: pip install --no-deps Resemblyzer==0.1.4")


def test_two_voices_are_far_apart_and_halves_of_one_are_not(by_voice):
    _needs_weights()
    woman, man = by_voice["zf_xiaoxiao"], by_voice["zm_yunjian"]
    half = len(woman) // 2
    pairs = {
        frozenset((each.one, each.other)): each
        for each in distances({"王": woman[:half], "李": woman[half:], "赵": man})
    }
    assert pairs[frozenset("王李")].value > 0.9
    assert pairs[frozenset("王赵")].value < 0.78


def test_people_with_one_voice_are_told_with_the_measure(by_voice):
    _needs_weights()
    woman = by_voice["zf_xiaoxiao"]
    (pair,) = alike({"王": woman, "李": woman, "赵": by_voice["zm_yunjian"]})
    assert (pair.one, pair.other, pair.measure) == ("王", "李", "cosine")
    assert str(pair) == "王 and 李 sound alike (cosine 1.00)"


def test_without_the_weights_pitch_tells_voices_apart(by_voice, without_weights):
    woman, man = by_voice["zf_xiaoxiao"], by_voice["zm_yunjian"]
    (pair,) = alike({"王": woman, "李": woman, "赵": man})
    assert (pair.one, pair.other, pair.measure) == ("王", "李", "semitones")


def test_pitch_is_that_of_the_voice(by_voice):
    assert 200 < median_pitch_hz(by_voice["zf_xiaoxiao"]) < 260
    assert 105 < median_pitch_hz(by_voice["zm_yunjian"]) < 150


@pytest.mark.parametrize("hz", [80, 120, 220, 400])
def test_pitch_of_a_tone_with_overtones_is_its_fundamental(hz):
    time = np.arange(16_000) / 16_000
    tone = sum(np.sin(2 * np.pi * hz * n * time) / n for n in range(1, 6))
    assert median_pitch_hz((0.2 * tone).astype(np.float32)) == pytest.approx(hz, rel=0.02)


def test_who_says_too_little_is_not_compared(by_voice, without_weights):
    assert not alike({"王": by_voice["zf_xiaoxiao"], "李": by_voice["zf_xiaoxiao"][:8_000]})


def test_silence_has_no_pitch(without_weights):
    silence = np.zeros(16_000 * 3, np.float32)
    assert median_pitch_hz(silence) is None
    assert not alike({"王": silence, "李": silence})
