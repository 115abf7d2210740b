"""The voices: vectors that make the model sound like somebody."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from zipfile import BadZipFile, is_zipfile

import numpy as np
from numpy.typing import NDArray

from narrator.errors import EngineError
from narrator.messages import tr

ROWS, WIDTH = 510, 256
"""A vector for each length of text, in phonemes, from 1 to 510."""

Style = NDArray[np.float32]


@cache
def shipped_styles() -> Mapping[str, Style]:
    """The voices that ship with narrator, whole: what was left out between rows is interpolated."""
    with files(__package__).joinpath("voices.npz").open("rb") as file, np.load(file, allow_pickle=False) as stored:
        kept = stored["rows"]
        return {name: _interpolated(kept, stored[name]) for name in stored.files if name != "rows"}


def styles_in(path: Path) -> Mapping[str, Style]:
    """The voices in a file of arrays, by name.

    Raises:
        EngineError: it is no such file.
    """
    try:
        if not is_zipfile(path):
            raise BadZipFile("no archive of arrays")
        with np.load(path, allow_pickle=False) as stored:
            return {name: _checked(stored[name]) for name in stored.files}
    except (OSError, ValueError, EOFError, BadZipFile, KeyError) as cause:
        raise EngineError(
            tr("{path} has no voices in it: {cause}", path=path.name, cause=cause),
            hint=tr("install it again: narrator voices install kokoro-zh"),
        ) from cause


def row(style: Style, phonemes: int) -> Style:
    """What the model wants to know of the voice for a text of that many phonemes."""
    at = min(max(phonemes, 1), ROWS)
    return style[at - 1 : at]


def _checked(array: NDArray[np.generic]) -> Style:
    if array.dtype.kind != "f" or array.size != ROWS * WIDTH:
        raise ValueError(tr("an array of {dtype} {shape} is no voice", dtype=array.dtype, shape=array.shape))
    return array.reshape(ROWS, WIDTH).astype(np.float32)


def _interpolated(kept: NDArray[np.int16], rows: NDArray[np.float16]) -> Style:
    wanted = np.arange(ROWS)
    columns = rows.astype(np.float64)
    whole = [np.interp(wanted, kept, columns[:, column]) for column in range(WIDTH)]
    return np.stack(whole, axis=1).astype(np.float32)
