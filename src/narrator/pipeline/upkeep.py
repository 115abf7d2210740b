"""What is done with episodes that are there already."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narrator.check import Finding, check
from narrator.episode import analyse
from narrator.errors import OutputError
from narrator.messages import tr
from narrator.model import Progress
from narrator.pipeline.publish import feed
from narrator.player import site_files
from narrator.published.output_folder import CACHE
from narrator.settings import load_settings
from narrator.speech import FileStore, Usage


def rebuild_feed(output: Path, *, voices: Path | None = None, base_url: str | None = None) -> Path:
    """The feed, the index page and the player, made again from the episodes in the output folder."""
    if not output.is_dir():
        raise OutputError(
            tr("no output folder at {output}", output=output),
            hint=tr("make an episode first, or name its folder: --output DIR"),
        )
    return feed(output, show=load_settings(voices).show, base_url=base_url)


def findings_of(paths: Sequence[Path], *, voices: Path | None = None) -> tuple[Finding, ...]:
    """What there is to say of episodes' folders, feeds and output folders: whether they are fit to publish."""
    return check(paths, analyse=analyse, site_files=tuple(site_files()), show=load_settings(voices).show)


def install_voices(name: str, *, mirror: str | None = None, progress: Progress | None = None) -> Path:
    """More voices for the engine kokoro, in the user's cache folder; returns the folder.

    Raises:
        EngineError: there is no such pack, or it cannot be had.
    """
    from narrator.speech.engines.kokoro.install import install

    return install(name, mirror=mirror, progress=progress)


def cache_usage(output: Path) -> Usage:
    """What the cache of the output folder holds."""
    return FileStore(output / CACHE).usage()


def clear_cache(output: Path) -> Usage:
    """Empty the cache of the output folder; returns what it held."""
    return FileStore(output / CACHE).clear()
