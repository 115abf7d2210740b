"""From the sound of an answer to a clip: complete as far as sound can tell, since such servers tell nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from narrator.errors import EngineBusy
from narrator.messages import tr
from narrator.model import Clip, Utterance
from narrator.speech.completeness import shortcoming
from narrator.speech.marks import length_in_syllables
from narrator.speech.sound import Samples, resampled, segment
from narrator.speech.syllable_count import syllables
from narrator.speech.timing import marked

AUDIBLE = 100
"""Of 32,767: what is softer is the noise between words."""

SHORTEST_SYLLABLE_S = 0.1
"""At a voice's own pace, silence around the words left out; newsreaders take 0.2 s."""

LONGEST_SYLLABLE_S = 0.8
"""At a voice's own pace, pauses included: whoever takes longer says something else as well."""

SPARE_S = 5.0
"""For silence before and behind the words, whatever their length."""

LONGEST_SILENT_END_S = 2.5
"""Services leave up to a second; more is a sentence whose rest was not spoken."""

BYTES_PER_SECOND = 48_000 * 4
"""Of the largest format: 48 kHz, 16 bits, stereo."""


def most_bytes(text: str, pace: float) -> int:
    """How large an answer to the text can be in any format.

    Args:
        pace: Times the voice's own.
    """
    return int((syllables(text) * LONGEST_SYLLABLE_S / pace + 4 * SPARE_S) * BYTES_PER_SECOND)


def joined(sounds: Sequence[tuple[Samples, int]]) -> tuple[Samples, int]:
    """The sounds one behind the other, at the rate of the first, and that rate in Hz."""
    rate_hz = sounds[0][1]
    return np.concatenate([resampled(samples, own_hz, rate_hz) for samples, own_hz in sounds]), rate_hz


def whole_clip(utterance: Utterance, samples: Samples, rate_hz: int, *, pace: float) -> Clip:
    """The clip with estimated marks, or the reason why it cannot be all of the utterance and nothing else.

    Args:
        pace: Times the voice's own, as it was asked for.

    Raises:
        EngineBusy: too short, too long, silent, or silent before its end.
    """
    clip = marked(Clip(utterance=utterance, audio=segment(samples, rate_hz), marks=(), timing="estimated"))
    why = shortcoming(clip) or _misfit(utterance, samples, rate_hz, pace)
    if why is not None:
        raise EngineBusy(why)
    return clip


def _misfit(utterance: Utterance, samples: Samples, rate_hz: int, pace: float) -> str | None:
    """Why the sound does not fit the text; None when it does."""
    reading = utterance.sentence.reading
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > AUDIBLE)
    spoken_s = (loud[-1] + 1 - loud[0]) / rate_hz
    silent_end_s = (len(samples) - 1 - loud[-1]) / rate_hz
    count = syllables(reading.spoken)
    if spoken_s < count * SHORTEST_SYLLABLE_S / pace:
        return tr("{spoken_s:.1f} s are too short for {count:.0f} syllables", spoken_s=spoken_s, count=count)
    if spoken_s > length_in_syllables(reading) * LONGEST_SYLLABLE_S / pace + SPARE_S:
        return tr("{spoken_s:.1f} s are too long for {count:.0f} syllables", spoken_s=spoken_s, count=count)
    if silent_end_s > LONGEST_SILENT_END_S:
        return tr("the sound falls silent {silent_end_s:.1f} s before its end", silent_end_s=silent_end_s)
    return None
