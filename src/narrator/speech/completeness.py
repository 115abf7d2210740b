"""Whether a clip is all of its utterance: complete, or not at all.

A network service that is cut off in the middle of a sentence sends no error: the sound just ends. So no clip
is believed, whichever engine it comes from. What an engine says about the times of its words must fit the sound;
where the times were found in the sound (`timing="estimated"`), they prove nothing, and only the sound counts.
"""

from __future__ import annotations

import numpy as np

from narrator.messages import tr
from narrator.model import Clip, Voice
from narrator.speech.audible import SILENCE_DBFS
from narrator.speech.marks import unheard
from narrator.speech.sound import samples_of
from narrator.speech.syllable_count import syllables

SHORTEST_SYLLABLE_S = 0.08
"""At a voice's own pace. Newsreaders take 0.2 s; nobody is understood at half of that."""

LATEST_END_S = 0.15
"""How long before its last word is said to begin the sound may end: engines are that exact about time."""


def shortcoming(clip: Clip) -> str | None:
    """Why the clip is not all of its utterance, in a few words; None when it is."""
    audio = clip.audio
    if audio.sample_width != 2 or audio.channels != 1:
        return tr(
            "the sound has {channels} channels of {sample_width} bits",
            channels=audio.channels,
            sample_width=audio.sample_width * 8,
        )
    samples = samples_of(audio)
    if not len(samples):
        return tr("there is no sound")
    level = 32768 * 10 ** (SILENCE_DBFS / 20)
    loud = np.flatnonzero((samples > level) | (samples < -level))
    if not len(loud):
        return tr("the sound is silent")
    first, last = int(loud[0]), int(loud[-1])
    return _too_short(clip, last + 1 - first) or _badly_marked(clip, len(samples), last)


def pace_of(voice: Voice) -> float:
    """Times the voice's own pace at which it speaks."""
    return max(0.1, 1 + voice.rate_percent / 100)


def _too_short(clip: Clip, length: int) -> str | None:
    """Silence around the words is no speech, so that a sound cut short and filled up is short as well."""
    count = syllables(clip.utterance.sentence.reading.spoken)
    if length / clip.audio.frame_rate < count * SHORTEST_SYLLABLE_S / pace_of(clip.utterance.voice):
        return tr(
            "{length:.1f} s are too short for {count:.0f} syllables", length=length / clip.audio.frame_rate, count=count
        )
    return None


def _badly_marked(clip: Clip, length: int, sound_ends: int) -> str | None:
    text = clip.utterance.sentence.reading.spoken
    at = place = 0
    for mark in clip.marks:
        if mark.start < at or mark.end < mark.start or mark.spoken.start < place:
            return tr("the words are out of order")
        at, place = mark.end, mark.spoken.end
    if at > length:
        return tr("the sound ends before the last word does")
    if place > len(text):
        return tr("there are more words than were sent")
    if clip.timing == "engine" and (missing := unheard(text, clip.marks)):
        return tr("“{text}” was not spoken", text=missing[0].of(text).strip()[:20])
    if clip.marks and sound_ends < clip.marks[-1].start - round(LATEST_END_S * clip.audio.frame_rate):
        return tr("the sound falls silent before the last word")
    return None
