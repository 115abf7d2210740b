"""An engine that speaks in tones: for tests, and for trying everything without a voice."""

from __future__ import annotations

import zlib

import numpy as np

from narrator.errors import EngineError
from narrator.messages import tr
from narrator.model import Clip, Mark, Utterance
from narrator.speech.engine import VoiceInfo
from narrator.speech.marks import estimated, is_pronounceable, length_in_syllables
from narrator.speech.sound import segment

RATE_HZ = 24_000
SYLLABLE_S = 0.2
LOWEST_HZ, HIGHEST_HZ = 110, 330
LEVEL = 0.25


class ToneEngine:
    """One tone a word, as long as its syllables; each voice name has a pitch of its own."""

    name = "tone"
    concurrency = 2
    local = True
    fingerprint = "tone 1"

    def available(self) -> str | None:
        """None: it always answers."""
        return None

    def voices(self) -> tuple[VoiceInfo, ...]:
        """A low and a high one; any other name is a voice as well."""
        return (
            VoiceInfo(name="low", language="mul", gender="male", description="a tone"),
            VoiceInfo(name="high", language="mul", gender="female", description="a tone"),
        )

    def speak(self, utterance: Utterance) -> Clip:
        """The utterance in tones, a word each."""
        reading, voice = utterance.sentence.reading, utterance.voice
        if not is_pronounceable(reading.spoken):
            raise EngineError(tr("there is nothing to pronounce in “{spoken}”", spoken=reading.spoken[:30]))
        if not voice.name:
            raise EngineError(tr("the voice has no name"), hint=tr("name one under `cast:` in voices.yaml"))
        pace = max(0.1, 1 + voice.rate_percent / 100)
        length = round(length_in_syllables(reading) * SYLLABLE_S / pace * RATE_HZ)
        marks = estimated(reading, 0, length)
        samples = np.zeros(length, np.float64)
        pitch_hz = _pitch_hz(voice.name) + voice.pitch_hz
        for mark in marks:
            samples[mark.start : mark.end] = _tone(pitch_hz, mark)
        level = LEVEL * max(0.05, 1 + voice.volume_percent / 100)
        audio = segment(np.clip(samples * level * 32767, -32768, 32767).astype(np.int16), RATE_HZ)
        return Clip(utterance=utterance, audio=audio, marks=marks, timing="engine")


def _pitch_hz(voice: str) -> float:
    known = {"low": LOWEST_HZ, "high": HIGHEST_HZ}
    return known.get(voice, LOWEST_HZ + zlib.crc32(voice.encode()) % (HIGHEST_HZ - LOWEST_HZ))


def _tone(pitch_hz: float, mark: Mark) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Swells and fades, so that words are told apart."""
    at = np.arange(mark.end - mark.start)
    swell = np.sin(np.pi * (at + 0.5) / max(len(at), 1)) ** 0.5
    return np.asarray(np.sin(2 * np.pi * pitch_hz * at / RATE_HZ) * swell)
