"""voices.yaml changed entry by entry, with its comments kept (world)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from uuid import uuid4

from filelock import FileLock

from narrator.errors import CastError
from narrator.settings.voices_file import parse_settings
from narrator.settings.yaml_edit import with_entry

LOCK_WAIT_S = 5


def change_voices_file(path: Path | None, entries: Mapping[tuple[str, ...], object]) -> Path:
    """Write entries into the voices file, each at its path of keys; None takes one out. Returns the file.

    Args:
        path: None: `voices.yaml` here; where there is none, a copy of the one that ships with the package.

    Raises:
        CastError: the file cannot be written, or would have mistakes; then it stays as it is.
    """
    target = path or Path("voices.yaml")
    try:
        with FileLock(target.with_name(f".{target.name}.lock"), timeout=LOCK_WAIT_S):
            text = _text_of(target)
            for keys, value in entries.items():
                text = with_entry(text, keys, value)
            parse_settings(text, str(target))
            unfinished = target.with_name(f".{target.name}.{os.getpid()}.{uuid4().hex[:8]}.part")
            unfinished.write_text(text, "utf-8", newline="\n")
            unfinished.replace(target)
    except OSError as cause:
        hint = "name another file with --voices"
        raise CastError(f"cannot write {target}: {cause.strerror or cause}", hint=hint) from cause
    except UnicodeDecodeError as cause:
        raise CastError(f"{target} is not UTF-8 text", hint="save it as UTF-8") from cause
    return target


def _text_of(target: Path) -> str:
    if target.is_file():
        return target.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    return files("narrator").joinpath("voices.yaml").read_text(encoding="utf-8")
