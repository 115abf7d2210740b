"""What is heard of a segment, as samples: each voice at its level, music under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from narrator.episode.loudness import level, wanted_gain_db
from narrator.model import PlacedClip, Segment

FADE_S = 0.004
"""At both ends of a clip, so that a cut does not click."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A stretch of a segment that is levelled by itself."""

    speaker: str | None
    start: int
    """In samples of the segment; each begins where the one before it ends."""
    end: int
    heard_end: int
    """Where its last clip ends."""


def voices_of(segment: Segment) -> list[Voice]:
    """One, as a rule; over music, one for each turn; none where there is only music."""
    groups = [list(group) for _, group in groupby(segment.placed, key=_turn)]
    if not groups:
        return []
    ends = [group[0].start - segment.start for group in groups[1:]] + [segment.length]
    starts = [0, *ends[:-1]]
    return [
        Voice(
            speaker=group[0].clip.utterance.sentence.speaker,
            start=start,
            end=end,
            heard_end=group[-1].start + group[-1].length - segment.start,
        )
        for group, start, end in zip(groups, starts, ends, strict=True)
    ]


def _turn(placed: PlacedClip) -> tuple[object, ...]:
    sentence = placed.clip.utterance.sentence
    return sentence.turn, sentence.kind, sentence.speaker


def wanted_gains_db(segment: Segment) -> tuple[float, ...] | None:
    """What brings each voice to the target; a voice too short to measure takes what the others together need."""
    voices = voices_of(segment)
    if not voices:
        return ()
    sound, rate_hz = speech_of(segment), segment.rate_hz
    gains_db = [wanted_gain_db(sound[voice.start : voice.heard_end], rate_hz) for voice in voices]
    together = wanted_gain_db(sound[: voices[-1].heard_end], rate_hz) if None in gains_db else None
    known = [together if gain_db is None else gain_db for gain_db in gains_db]
    return None if None in known else tuple(gain_db for gain_db in known if gain_db is not None)


def mixed(
    segment: Segment, sounds: tuple[np.ndarray, np.ndarray | None], gains_db: tuple[float, ...], ceiling_db: float
) -> np.ndarray:
    """The voices at their levels, under the ceiling, and the music with them."""
    (sound, music), rate_hz = sounds, segment.rate_hz
    if music is not None and not gains_db:
        return level(music, rate_hz, gain_db=0.0, ceiling_db=ceiling_db)
    levelled = [
        level(sound[voice.start : voice.end], rate_hz, gain_db=gain_db, ceiling_db=ceiling_db)
        for voice, gain_db in zip(voices_of(segment), gains_db, strict=True)
    ]
    speech = np.concatenate(levelled)
    if music is None:
        return speech
    both: np.ndarray = np.clip(speech.astype(np.int32) + music, -32768, 32767).astype(np.int16)
    return both


def speech_of(segment: Segment) -> np.ndarray:
    """The segment's speech: clips where they belong, silence between and behind."""
    samples = np.zeros(segment.length, dtype=np.int16)
    for placed, part in _parts(segment.placed):
        at = placed.start - segment.start
        samples[at : at + len(part)] = part
    return samples


def music_of(segment: Segment) -> np.ndarray | None:
    """The segment's music where it belongs; None where there is none."""
    if segment.music is None:
        return None
    samples = np.zeros(segment.length, dtype=np.int16)
    part = np.frombuffer(segment.music.audio.raw_data, dtype=np.int16)
    at = segment.music.start - segment.start
    samples[at : at + len(part)] = part
    return samples


def _parts(placed: Sequence[PlacedClip]) -> Iterator[tuple[PlacedClip, np.ndarray]]:
    for one in placed:
        audio = one.clip.audio
        part = np.frombuffer(audio.raw_data, dtype=np.int16)[one.skip : one.skip + one.length].copy()
        fade = min(round(FADE_S * audio.frame_rate), len(part) // 2)
        if fade:
            ramp = np.linspace(0, 1, fade, dtype=np.float32)
            part[:fade] = (part[:fade] * ramp).astype(np.int16)
            part[-fade:] = (part[-fade:] * ramp[::-1]).astype(np.int16)
        yield one, part
