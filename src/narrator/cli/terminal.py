"""The terminal, as all commands use it: consoles, progress, and the options that say how a page is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from narrator.pipeline import PageOptions


def page_options(options: Any) -> PageOptions:
    """How the page is read, of a command's options."""
    from narrator.pipeline import PageOptions

    wanted = ("language", "strict", "stage_directions", "allow_private")
    return PageOptions(**{name: options[name] for name in wanted})


def hear(sound: bytes, *, play: bool, out: Path | None) -> None:
    """Write the sound to a file, play it, or both."""
    from narrator.playback import play as play_sound
    from narrator.playback import save

    if out:
        save(sound, out)
        click.echo(out)
    if play:
        play_sound(sound)


def stdout() -> Console:
    """For results."""
    from rich.console import Console

    return Console(highlight=False)


def stderr() -> Console:
    """For everything else."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def is_logged() -> bool:
    """Whether a log is written to stderr, where progress would be drawn."""
    return "narrator.verbose" in click.get_current_context().meta
