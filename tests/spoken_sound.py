"""Clips for the tests of the episode: tones in place of words, as long as wanted."""

from __future__ import annotations

import numpy as np

from narrator.model import Clip, Kind, Mapped, Mark, Reading, Sentence, Span, Utterance, Voice
from narrator.standards.audio_segment import AudioSegment

RATE_HZ = 44_100


def reading_of(text: str) -> Reading:
    """The text read as it is printed, each character a word."""
    words = tuple(Span(at, at + 1) for at, character in enumerate(text) if character.isalnum())
    whole = Span(0, len(text))
    return Reading(written=text, spoken=text, spans=(Mapped(whole, whole),), words=words)


def tone(seconds: float, *, hz: float = 220, level: float = 0.3) -> np.ndarray:
    """A tone that swells and fades twice a second, as speech does; int16."""
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    swell = 0.55 + 0.45 * np.sin(2 * np.pi * 2 * time)
    return np.rint(32767 * level * swell * np.sin(2 * np.pi * hz * time)).astype(np.int16)


def clip_of(  # noqa: PLR0913 - a noun has as many parts
    text: str,
    *,
    seconds: float = 1.0,
    speaker: str | None = "甲",
    turn: int = 0,
    paragraph: int = 0,
    at: int = 0,
    kind: Kind = Kind.SPEECH,
    silence_s: float = 0.0,
    level: float = 0.3,
    hz: float = 220,
) -> Clip:
    """A clip whose characters are heard one after the other, with silence at both ends."""
    reading = reading_of(text)
    sentence = Sentence(
        kind=kind, speaker=speaker, reading=reading, at=at, turn=turn, paragraph=paragraph, language="zh-CN"
    )
    padding = np.zeros(round(silence_s * RATE_HZ), dtype=np.int16)
    samples = np.concatenate([padding, tone(seconds, level=level, hz=hz), padding])
    step = round(seconds * RATE_HZ) / max(len(reading.words), 1)
    marks = tuple(
        Mark(spoken=word, start=len(padding) + round(n * step), end=len(padding) + round((n + 1) * step))
        for n, word in enumerate(reading.words)
    )
    audio = AudioSegment(data=samples.tobytes(), sample_width=2, frame_rate=RATE_HZ, channels=1)
    utterance = Utterance(sentence=sentence, voice=Voice(engine="tone", name="low"))
    return Clip(utterance=utterance, audio=audio, marks=marks, timing="engine")
