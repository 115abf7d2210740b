"""Music under the words: heard alone for a moment, then softer while somebody speaks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from narrator.model import Bed
from narrator.standards.audio_segment import AudioSegment

RUN_IN_S = 2.0
"""The music alone, before the first word."""
RUN_OUT_S = 2.0
"""In which it dies away behind the last one."""
DUCK_S = 0.6
"""In which it becomes softer, before a word, and louder behind one."""
SHORTEST_RISE_S = 2.5
"""In a shorter silence between two sentences it stays down: music that comes and goes with each one disturbs."""
LONGEST_S = 60.0
"""Of speech over it; a longer lead goes on without."""
_CROSSFADE_S = 0.5
"""Where the music is begun again."""
_FADE_IN_S = 0.5


def bed_under(bed: Bed, spoken: Sequence[tuple[int, int]], length: int) -> AudioSegment:
    """The music, as long as wanted, down while somebody speaks.

    Args:
        spoken: from when to when somebody speaks, in samples from the music's beginning, ascending.
        length: in samples.
    """
    rate_hz = bed.audio.frame_rate
    music = _repeated(bed.audio, length)
    for start, end in _together(spoken, round(SHORTEST_RISE_S * rate_hz)):
        music = music.fade(to_gain=bed.ducked_db, end=_ms(start, rate_hz), duration=_ms(DUCK_S * rate_hz, rate_hz))
        if end < spoken[-1][1]:
            music = music.fade(to_gain=-bed.ducked_db, start=_ms(end, rate_hz), duration=_ms(DUCK_S * rate_hz, rate_hz))
    music = music.fade_in(round(_FADE_IN_S * 1000)).fade_out(round(RUN_OUT_S * 1000))
    return music.get_sample_slice(0, length)


def _together(spoken: Sequence[tuple[int, int]], shortest: int) -> list[tuple[int, int]]:
    """The stretches of speech between which there is room for the music to rise."""
    ends = [end for (_, end), (start, _) in pairwise(spoken) if start - end >= shortest]
    starts = [start for (_, end), (start, _) in pairwise(spoken) if start - end >= shortest]
    return list(zip([spoken[0][0], *starts], [*ends, spoken[-1][1]], strict=True))


def _repeated(music: AudioSegment, length: int) -> AudioSegment:
    """The music from its beginning, as often as it takes, at least as long as wanted."""
    crossfade_ms = min(round(_CROSSFADE_S * 1000), len(music) // 4)
    whole = music
    while whole.frame_count() < length:
        whole = whole.append(whole, crossfade=crossfade_ms)
    # pydub counts in milliseconds: whole ones, so that none of its fades ends behind the sound.
    return whole[: -(-length * 1000 // music.frame_rate)]


def _ms(samples: float, rate_hz: int) -> int:
    return round(samples * 1000 / rate_hz)
