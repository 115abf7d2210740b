"""Who speaks, as 256 numbers: the GE2E speaker encoder (Wan et al., 2018) with Resemblyzer's weights, in NumPy.

The weights are read from the installed package (Apache-2.0) without its code, and without PyTorch.
"""

from __future__ import annotations

import collections
import io
import pickle
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrator.errors import NarratorError
from narrator.messages import tr

Floats = NDArray[np.float32]

RATE_HZ = 16_000
WINDOW = 400
"""Samples of a frame: 25 ms."""
HOP = 160
BANDS = 40
PART = 160
"""Frames that are heard at once: 1.6 s."""
STEP = 77
"""Frames between two parts: 1.3 parts a second."""
LAYERS = 3
LEVEL_DBFS = -30.0
SILENT_DB = -30.0
"""Below a sound's loud parts; what is softer is a pause."""

_PACKAGE, _FILE = "Resemblyzer", "pretrained.pt"
_AGAIN = tr("install it again: pip install --no-deps Resemblyzer==0.1.4")


def embedding(sound: Floats) -> Floats | None:
    """The voice of a sound at `RATE_HZ`, of length 1; None where the weights are not installed.

    Raises:
        NarratorError: the package is there, but its weights are damaged.
    """
    weights = _weights()
    if weights is None:
        return None
    frames = _mel(_levelled(_without_pauses(sound)))
    starts = range(0, max(1, len(frames) - PART + STEP // 2), STEP)
    padded = np.pad(frames, ((0, max(0, starts[-1] + PART - len(frames))), (0, 0)))
    parts = _encode(np.stack([padded[start : start + PART] for start in starts]), weights)
    mean: Floats = parts.mean(axis=0)
    length = max(float(np.linalg.norm(mean)), 1e-9)
    return np.asarray(mean / length, dtype=mean.dtype)


def _file() -> Path | None:
    try:
        files = metadata.files(_PACKAGE) or []
    except metadata.PackageNotFoundError:
        return None
    found = next((Path(str(file.locate())) for file in files if file.name == _FILE), None)
    return found if found is not None and found.is_file() else None


# ------------------------------------------------------------------------------------------------ sound


def _without_pauses(sound: Floats) -> Floats:
    length = len(sound) // WINDOW * WINDOW
    if not length:
        return np.pad(sound, (0, WINDOW - len(sound))).astype(np.float32)
    blocks = sound[:length].reshape(-1, WINDOW)
    levels = np.sqrt(np.mean(blocks**2, axis=1))
    kept = levels > np.quantile(levels, 0.95) * 10 ** (SILENT_DB / 20)
    near = kept | np.roll(kept, 1) | np.roll(kept, -1)
    return blocks[near].reshape(-1) if near.any() else sound


def _levelled(sound: Floats) -> Floats:
    level = float(np.sqrt(np.mean(sound**2)))
    wanted = 10 ** (LEVEL_DBFS / 20)
    return sound * (wanted / level) if 0 < level < wanted else sound


def _mel(sound: Floats) -> Floats:
    """Mel power spectrum, frame by frame."""
    padded = np.pad(sound, WINDOW // 2)
    count = 1 + (len(padded) - WINDOW) // HOP
    at = np.arange(WINDOW)[None, :] + HOP * np.arange(count)[:, None]
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    power = np.abs(np.fft.rfft(padded[at] * window, axis=1)) ** 2
    return (power @ _filters().T).astype(np.float32)


@lru_cache(maxsize=1)
def _filters() -> NDArray[np.float64]:
    """Slaney's triangles, of equal area."""
    edges = _hertz(np.linspace(0, _mels(RATE_HZ / 2), BANDS + 2))
    bins = np.linspace(0, RATE_HZ / 2, WINDOW // 2 + 1)
    rising = (bins[None, :] - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins[None, :]) / np.diff(edges)[1:, None]
    triangles = np.maximum(0, np.minimum(rising, falling))
    return np.asarray(triangles * (2 / (edges[2:] - edges[:-2]))[:, None])


_LINEAR_HZ_PER_MEL = 200 / 3
_LOG_FROM_HZ = 1000.0
_LOG_STEP = float(np.log(6.4)) / 27


def _mels(hertz: float) -> float:
    if hertz < _LOG_FROM_HZ:
        return hertz / _LINEAR_HZ_PER_MEL
    return _LOG_FROM_HZ / _LINEAR_HZ_PER_MEL + float(np.log(hertz / _LOG_FROM_HZ)) / _LOG_STEP


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    knee = _LOG_FROM_HZ / _LINEAR_HZ_PER_MEL
    curved = _LOG_FROM_HZ * np.exp(_LOG_STEP * (np.maximum(mels, knee) - knee))
    return np.asarray(np.where(mels < knee, mels * _LINEAR_HZ_PER_MEL, curved))


# ---------------------------------------------------------------------------------------------- network


def _encode(parts: Floats, weights: dict[str, Floats]) -> Floats:
    """An embedding of length 1 for each part."""
    states = parts
    for layer in range(LAYERS):
        states = _lstm(states, weights, layer)
    raw = np.maximum(0, states[:, -1] @ weights["linear.weight"].T + weights["linear.bias"])
    return np.asarray(raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9))


def _lstm(inputs: Floats, weights: dict[str, Floats], layer: int) -> Floats:
    own = weights[f"lstm.weight_hh_l{layer}"].T
    bias = weights[f"lstm.bias_ih_l{layer}"] + weights[f"lstm.bias_hh_l{layer}"]
    driven = inputs @ weights[f"lstm.weight_ih_l{layer}"].T + bias
    size = own.shape[0]
    hidden = np.zeros((len(inputs), size), np.float32)
    cell = np.zeros_like(hidden)
    states = np.empty((*inputs.shape[:2], size), np.float32)
    for at in range(inputs.shape[1]):
        gates = driven[:, at] + hidden @ own
        take, keep, new, show = (gates[:, size * part : size * (part + 1)] for part in range(4))
        cell = _sigmoid(keep) * cell + _sigmoid(take) * np.tanh(new)
        hidden = _sigmoid(show) * np.tanh(cell)
        states[:, at] = hidden
    return states


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(0.5 * (np.tanh(0.5 * values) + 1))


# ---------------------------------------------------------------------------------------------- weights


@lru_cache(maxsize=1)
def _weights() -> dict[str, Floats] | None:
    path = _file()
    if path is None:
        return None
    try:
        return _read(io.BytesIO(path.read_bytes()))
    except (pickle.UnpicklingError, ValueError, KeyError, TypeError, EOFError, OSError) as cause:
        raise NarratorError(
            tr("the weights of {package} cannot be read: {cause}", package=_PACKAGE, cause=cause), hint=_AGAIN
        ) from cause


def _read(stream: io.BytesIO) -> dict[str, Floats]:
    """The arrays of a file that PyTorch before 1.6 saved: five pickles, then the numbers."""
    for _ in range(3):
        _Reader(stream).load()
    state = _Reader(stream).load()["model_state"]
    numbers: dict[str, Floats] = {}
    for key in _Reader(stream).load():
        count = int.from_bytes(stream.read(8), "little")
        numbers[key] = np.frombuffer(stream.read(4 * count), "<f4")
    return {name: each.of(numbers) for name, each in state.items() if isinstance(each, _Array)}


class _Array:
    """Where an array's numbers are."""

    def __init__(self, key: str, offset: int, shape: tuple[int, ...]) -> None:
        self._key, self._offset, self._shape = key, offset, shape

    def of(self, numbers: dict[str, Floats]) -> Floats:
        count = int(np.prod(self._shape))
        return numbers[self._key][self._offset : self._offset + count].reshape(self._shape)


def _array(storage: Any, offset: int, shape: tuple[int, ...], *_: object) -> _Array:
    return _Array(storage, offset, shape)


class _Reader(pickle.Unpickler):
    """A pickle of nothing but containers and arrays: whatever else it asks for is refused."""

    def find_class(self, module: str, name: str) -> Any:
        """A stand-in for what may occur in a file of weights."""
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _array
        if module == "torch" and name.endswith("Storage"):
            return name
        raise pickle.UnpicklingError(f"{module}.{name} does not belong there")

    def persistent_load(self, pid: Any) -> str:
        """The key of the storage that is meant."""
        return str(pid[2])
