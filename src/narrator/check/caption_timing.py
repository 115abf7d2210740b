"""Whether the captions stand where something is heard, and something is heard only where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from narrator.check.finding import Fault
from narrator.messages import tr
from narrator.model import Cue, DecodedAudio, Manifest, Stretch
from narrator.standards.timestamps import clock_time

LEVEL_S = 0.01
"""Of each of `DecodedAudio.levels_dbfs`."""
SILENCE_DBFS = -50.0
"""Below it nobody is heard; turns are levelled to -16 LUFS, so that their quiet sounds are some 20 dB above."""
SPEECH_DBFS = -35.0
"""Above it somebody surely is."""
LEAST_SPEECH_S = 0.3
"""A word; less may be a breath or the end of a sound."""
MOST_LATE_S = 0.6
"""Of silence at a caption's beginning: engines leave up to half a second before the first word."""

_AGAIN = tr("make the episode again; if it stays so, the engine's word times are off: report it")


def timing_faults(heard: DecodedAudio, manifest: Manifest) -> Iterator[Fault]:
    """Where captions and sound are not at the same time."""
    levels, rate_hz = heard.levels_dbfs, manifest.episode.rate_hz
    voiced = [False] * len(levels)
    for cue in manifest.episode.cues:
        first, last = _frames(cue, rate_hz, len(levels))
        for at in range(max(0, first - 10), min(len(levels), last + 10)):
            voiced[at] = True
        within = levels[first:last]
        place = clock_time(round(cue.start * 1000 / rate_hz))
        if not within or max(within) < SILENCE_DBFS:
            yield Fault(tr("a caption stands over silence: {cue}", cue=_short(cue.text)), _AGAIN, place=place)
        elif (late := _leading_silence(within)) > MOST_LATE_S:
            what = tr("a caption comes {late:.1f} s before its words: {cue}", late=late, cue=_short(cue.text))
            yield Fault(what, _AGAIN, "warning", place)
    if (bed := manifest.episode.bed) is not None:  # between the words there is music
        first, last = _frames(bed, rate_hz, len(levels))
        voiced[first:last] = [True] * (last - first)
    for start, end in _uncaptioned(levels, voiced):
        place = clock_time(round(start * 10))
        yield Fault(tr("{end:.1f} s of speech have no caption", end=(end - start) * LEVEL_S), _AGAIN, place=place)


def _frames(part: Cue | Stretch, rate_hz: int, count: int) -> tuple[int, int]:
    first = int(part.start / rate_hz / LEVEL_S)
    return min(first, count), min(count, max(first + 1, int(part.end / rate_hz / LEVEL_S)))


def _leading_silence(levels: Sequence[float]) -> float:
    quiet = next((at for at, level in enumerate(levels) if level > SILENCE_DBFS), len(levels))
    return quiet * LEVEL_S


def _uncaptioned(levels: Sequence[float], voiced: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for at, level in enumerate([*levels, -120.0]):
        speaking = level > SPEECH_DBFS and not voiced[at] if at < len(levels) else False
        if speaking and start is None:
            start = at
        elif not speaking and start is not None:
            if (at - start) * LEVEL_S >= LEAST_SPEECH_S:
                yield start, at
            start = None


def _short(text: str) -> str:
    return f"「{text if len(text) <= 16 else text[:15] + '…'}」"
