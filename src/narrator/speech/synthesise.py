"""Utterances to clips: at once as far as the engine allows, each spoken once and checked."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import numpy as np

from narrator.model import Clip, Progress, Store, Utterance
from narrator.speech.clipfile import freeze, thaw
from narrator.speech.completeness import shortcoming
from narrator.speech.engine import Engine
from narrator.speech.marks import is_pronounceable, rescaled
from narrator.speech.retry_policy import RetryPolicy
from narrator.speech.sound import resampled, samples_of, segment
from narrator.speech.worker_pool import WorkerPool

_log = logging.getLogger(__name__)

WORDLESS_S = 0.1
"""Of silence, for an utterance without anything to pronounce."""


AHEAD = 48
"""Clips that are spoken before they are asked for: enough to keep eight connections and every core at work."""


def synthesise(
    utterances: Sequence[Utterance],
    engine: Engine,
    *,
    store: Store,
    rate_hz: int = 44_100,
    progress: Progress | None = None,
    policy: RetryPolicy | None = None,
) -> Iterator[Clip]:
    """A clip for each utterance, in order, at `rate_hz`, as they are spoken; what sounds the same is spoken once.

    What was spoken before an error or Ctrl-C stays in the store. Clips are spoken some way ahead of the one that is
    asked for, and not kept in memory once it was.

    Args:
        progress: called as (`speak`, characters spoken, characters that have to be spoken): what was kept from
            before counts for neither, so that time left can be told from it.

    Raises:
        EngineError: an utterance cannot be spoken, or the engine was given up.
    """
    spoken_by = f"{engine.name} {engine.fingerprint}"
    keys = [clip_key(utterance, spoken_by, rate_hz) for utterance in utterances]
    wanted = _first_of_each(keys, utterances)
    all_of_it = sum(_characters(utterance) for _, utterance in wanted)
    # Whoever hands over the only reference gets the memory of each utterance back as soon as its clip is taken.
    waiting = deque(utterances)
    del utterances
    kept: set[str] = set()

    def look_up(key: str, utterance: Utterance) -> Clip | None:
        clip = _without_speaking(key, utterance, store, rate_hz)
        if clip is not None:
            kept.add(key)
        return clip

    def finish(key: str, clip: Clip) -> Clip:
        finished = at_rate(clip, rate_hz)
        store.put(key, freeze(finished))
        return finished

    times = Counter(keys)
    left, done = Counter(keys), 0
    if progress:
        progress("speak", 0, all_of_it)
    arrived: dict[str, Clip] = {}
    pool = WorkerPool(engine, policy or RetryPolicy(), ahead=AHEAD)
    with closing(pool.speak(wanted, look_up, finish)) as spoken:
        for key in keys:
            while key not in arrived:
                other, clip = next(spoken)
                arrived[other] = clip
                if other in kept:
                    all_of_it -= _characters(clip.utterance)
                else:
                    done += _characters(clip.utterance)
                if progress:
                    progress("speak", done, all_of_it)
            clip = arrived[key]
            if left[key] == times[key]:
                pool.taken()
            left[key] -= 1
            if not left[key]:
                del arrived[key]
            yield replace(clip, utterance=waiting.popleft())
    _log.info("%d utterances: %d kept from before, %d spoken now", len(keys), len(kept), len(times) - len(kept))


def _first_of_each(keys: Sequence[str], utterances: Sequence[Utterance]) -> deque[tuple[str, Utterance]]:
    first: dict[str, Utterance] = {}
    for key, utterance in zip(keys, utterances, strict=True):
        first.setdefault(key, utterance)
    return deque(first.items())


def _characters(utterance: Utterance) -> int:
    return len(utterance.sentence.reading.spoken)


def clip_key(utterance: Utterance, spoken_by: str, rate_hz: int) -> str:
    """What decides how the utterance sounds, as one string: the key of its clip.

    Args:
        spoken_by: The engine's name and fingerprint.
    """
    reading, voice = utterance.sentence.reading, utterance.voice
    decides = json.dumps(
        [
            "clip",
            spoken_by,
            rate_hz,
            [voice.name, voice.rate_percent, voice.pitch_hz, voice.volume_percent],
            [voice.style, voice.style_degree, voice.role],
            utterance.sentence.language,
            reading.spoken,
            reading.respelled,
            reading.sandhi or reading.pinyin,
            [[word.start, word.end] for word in reading.words],
            reading.demanded,
            *([reading.sounds] if reading.sounds else []),
        ]
    )
    return f"clip-{hashlib.sha256(decides.encode()).hexdigest()}"


def at_rate(clip: Clip, rate_hz: int) -> Clip:
    """The clip at another rate, its marks with it."""
    old_hz = clip.audio.frame_rate
    if old_hz == rate_hz:
        return clip
    samples = resampled(samples_of(clip.audio), old_hz, rate_hz)
    marks = rescaled(clip.marks, old_hz=old_hz, new_hz=rate_hz, length=len(samples))
    return replace(clip, audio=segment(samples, rate_hz), marks=marks)


def _without_speaking(key: str, utterance: Utterance, store: Store, rate_hz: int) -> Clip | None:
    if not is_pronounceable(utterance.sentence.reading.spoken):
        silence = segment(np.zeros(round(WORDLESS_S * rate_hz), np.int16), rate_hz)
        return Clip(utterance=utterance, audio=silence, marks=(), timing="estimated")
    stored = store.get(key)
    clip = thaw(stored, utterance) if stored is not None else None
    return clip if clip is not None and shortcoming(clip) is None else None
