"""Files in the user's cache folder, whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from narrator.errors import EngineError
from narrator.standards.user_cache import FOLDER_VARIABLE


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write the file, all of it or nothing; of two processes at once, either one's is there in the end.

    Raises:
        EngineError: the folder cannot be written.
    """
    aside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            aside = Path(file.name)
            for chunk in chunks:
                file.write(chunk)
        aside.replace(path)
    except OSError as cause:
        raise not_writable(path.parent, cause) from cause
    finally:
        if aside is not None:
            with suppress(OSError):
                aside.unlink(missing_ok=True)


def not_writable(folder: Path, cause: OSError) -> EngineError:
    """What to say when the folder cannot take a file."""
    return EngineError(
        f"{folder} cannot be written: {cause.strerror or cause}",
        hint=f"make room there, or name another folder with the environment variable {FOLDER_VARIABLE}",
    )
