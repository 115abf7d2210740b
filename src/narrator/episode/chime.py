"""A short chime that ships: two soft bells, made here by adding sines. CC0 1.0: free for every use."""

from __future__ import annotations

import numpy as np

LENGTH_S = 1.8
_BELLS = ((0.0, 784.0), (0.22, 1046.5))
"""When each is struck, in seconds, and its note in Hz: G5 and C6."""
_PARTIALS = ((1.0, 1.0, 0.55), (2.0, 0.35, 0.3), (3.01, 0.12, 0.16), (4.1, 0.05, 0.1))
"""Of a bell: times its note, how strong, and in how many seconds it falls to a third."""
_ATTACK_S = 0.006


def chime(rate_hz: int) -> np.ndarray:
    """The chime as samples, int16."""
    time = np.arange(round(LENGTH_S * rate_hz)) / rate_hz
    sound = np.zeros_like(time)
    for struck_s, note_hz in _BELLS:
        since = np.maximum(time - struck_s, 0.0)
        attack = np.minimum(since / _ATTACK_S, 1.0)
        for times, strength, falls_s in _PARTIALS:
            sound += attack * strength * np.exp(-since / falls_s) * np.sin(2 * np.pi * note_hz * times * since)
    samples: np.ndarray = np.rint(sound / np.abs(sound).max() * 0.5 * 32767).astype(np.int16)
    return samples
