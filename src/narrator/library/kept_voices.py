"""Who has which voice in an output folder, so that a guest keeps it (world)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narrator.errors import OutputError
from narrator.library.storage import replace_files
from narrator.messages import tr
from narrator.model import KeptVoice
from narrator.published.cast_json import kept_from, kept_json
from narrator.published.output_folder import CAST


def kept_in(output: Path) -> tuple[KeptVoice, ...]:
    """Who has which voice in the output folder; nobody where no episode was made.

    Raises:
        OutputError: the file is damaged, or cannot be read.
    """
    path = output / CAST
    try:
        return kept_from(path.read_bytes(), str(path))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            tr("{path} cannot be read: {reason}", path=path, reason=reason), hint=tr("allow reading it")
        ) from error


def keep(output: Path, kept: Sequence[KeptVoice]) -> None:
    """Write who has which voice, if that is anything new; call it inside `writing`."""
    if kept and tuple(kept) != kept_in(output):
        replace_files(output, {CAST: kept_json(kept)})
