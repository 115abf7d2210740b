"""Speech as the service would send it, with a known truth: eSpeak NG's sound and when its words begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import lameenc
import numpy as np

from narrator.speech.engines import espeak_library
from narrator.speech.engines.espeak_library import Prosody
from narrator.speech.sound import resampled

RATE_HZ = 24_000
LEAD_S = 0.1
TAIL_S = 0.6
"""Silence around the words, as the service leaves it."""
WORD = re.compile(r"[A-Za-z0-9]+(?:['’][A-Za-z]+)*|[\u3400-\u9fff]{1,2}|[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A text as the service would send it."""

    mp3: bytes
    words: tuple[tuple[str, float, float], ...]
    """Text, start and duration in seconds."""

    @property
    def length_s(self) -> float:
        """Silence included."""
        return len(self.mp3) / 6000


@lru_cache(maxsize=4096)
def speech(text: str, *, female: bool = True, rate_percent: int = 0) -> Speech:
    """What a faultless service sends for the text."""
    pcm, events = espeak_library.synthesise(
        text,
        voice="cmn+f3" if female else "cmn+m1",
        prosody=Prosody(words_per_minute=round(160 * (1 + rate_percent / 100)), pitch=50, amplitude=60),
        phonemes=False,
    )
    spoken = resampled(np.frombuffer(pcm, np.int16), espeak_library.RATE_HZ, RATE_HZ)
    loud = np.flatnonzero(np.abs(spoken.astype(np.int32)) > 100)
    spoken = spoken[: loud[-1] + 1]
    scale = RATE_HZ / espeak_library.RATE_HZ
    begins = sorted({(event.at, round(event.sample * scale)) for event in events if event.at is not None})
    words: list[tuple[str, float, float]] = []
    found = list(WORD.finditer(text))
    places = np.interp(
        [at for word in found for at in word.span()],
        [*(at for at, _ in begins), len(text)],
        [*(sample for _, sample in begins), len(spoken)],
    )
    for word, start, end in zip(found, places[::2], places[1::2], strict=True):
        words.append((word.group(), LEAD_S + start / RATE_HZ, (end - start) / RATE_HZ * 0.95))
    lead, tail = (np.zeros(round(seconds * RATE_HZ), np.int16) for seconds in (LEAD_S, TAIL_S))
    return Speech(mp3=encode(np.concatenate((lead, spoken, tail))), words=tuple(words))


def encode(samples: np.ndarray) -> bytes:
    """MP3 as the service sends it: 48 kbit/s, 24 kHz, mono, no header frame."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(48)
    encoder.set_in_sample_rate(RATE_HZ)
    encoder.set_channels(1)
    encoder.set_quality(7)
    encoder.silence()
    return bytes(encoder.encode(samples.tobytes()) + encoder.flush())
