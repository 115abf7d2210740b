"""Letting a short MP3 be heard, or keeping it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from narrator.errors import OutputError
from narrator.messages import system_reason, tr, translated

PLAYERS = (
    ("afplay",),  # macOS
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("mpv", "--no-video", "--really-quiet"),
    ("mpg123", "-q"),
    ("play", "-q"),  # sox
    ("cvlc", "--play-and-exit", "--quiet"),
)


def save(mp3: bytes, path: Path) -> None:
    """Write the sound to a file, whole or not at all.

    Raises:
        OutputError: the file cannot be written.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(mp3)
        aside.replace(path)
    except OSError as cause:
        aside.unlink(missing_ok=True)
        raise OutputError(
            tr("cannot write {path}: {reason}", path=path, reason=system_reason(cause)),
            hint=tr("name another file with -o"),
        ) from cause


def play(mp3: bytes) -> None:
    """Play the sound to its end, with whatever player the machine has.

    Raises:
        OutputError: there is none.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "narrator.mp3"
        path.write_bytes(mp3)
        player = next((command for command in PLAYERS if shutil.which(command[0])), None)
        if player:
            subprocess.run([*player, str(path)], check=False)  # noqa: S603 - a fixed list and our own file
        elif sys.platform == "win32":
            os.startfile(path)  # noqa: S606 - our own file
            input(translated(tr("Press Enter when you have heard it. ")))
        else:
            names = ", ".join(command[0] for command in PLAYERS)
            raise OutputError(
                tr("no player is installed (looked for {names})", names=names),
                hint=tr("write it to a file instead: -o FILE"),
            )
