"""Files in the user's cache folder, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from narrator.errors import EngineError
from narrator.messages import system_reason, tr
from narrator.standards.user_cache import FOLDER_VARIABLE, keep


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write the file, all of it or nothing; of two processes at once, either one's is there in the end.

    Raises:
        EngineError: the folder cannot be written.
    """
    try:
        keep(path, chunks)
    except OSError as cause:
        raise not_writable(path.parent, cause) from cause


def not_writable(folder: Path, cause: OSError) -> EngineError:
    """What to say when the folder cannot take a file."""
    return EngineError(
        tr("{folder} cannot be written: {reason}", folder=folder, reason=system_reason(cause)),
        hint=tr(
            "make room there, or name another folder with the environment variable {folder_variable}",
            folder_variable=FOLDER_VARIABLE,
        ),
    )
