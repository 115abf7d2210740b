"""What is done with episodes that are there already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.check import Finding, check
from narrator.episode import analyse
from narrator.errors import OutputError
from narrator.model import Progress, Reading
from narrator.pipeline.publish import feed
from narrator.pipeline.stages import stage
from narrator.player import site_files
from narrator.published.output_folder import MANIFEST, episode_folders, load_manifest
from narrator.settings import load_settings
from narrator.speech import FileStore, Usage
from narrator.spoken import verbalise_text
from narrator.standards.timestamps import clock_time

if TYPE_CHECKING:
    from narrator.listening import Recogniser

CACHE = ".cache"
"""Of the output folder: clips and encoded turns by content."""


def rebuild_feed(output: Path, *, voices: Path | None = None, base_url: str | None = None) -> Path:
    """The feed, the index page and the player, made again from the episodes in the output folder."""
    if not output.is_dir():
        raise OutputError(
            f"no output folder at {output}", hint="make an episode first, or name its folder: --output DIR"
        )
    return feed(output, show=load_settings(voices).show, base_url=base_url)


def findings_of(paths: Sequence[Path], *, voices: Path | None = None) -> tuple[Finding, ...]:
    """What there is to say of episodes' folders, feeds and output folders: whether they are fit to publish."""
    return check(paths, analyse=analyse, site_files=tuple(site_files()), show=load_settings(voices).show)


def heard_findings_of(
    paths: Sequence[Path], *, voices: Path | None = None, progress: Progress | None = None
) -> tuple[Finding, ...]:
    """What an independent listener finds in the episodes: sentences that are not heard as they should be.

    Raises:
        MissingExtra: `narrator[listen]` is not installed.
    """
    from narrator.listening import whisper

    lexicon = load_settings(voices).lexicon
    recogniser = whisper()
    folders = [each for path in paths for each in ([path] if (path / MANIFEST).is_file() else episode_folders(path))]
    return tuple(finding for folder in folders for finding in _heard(folder, recogniser, lexicon, progress))


def _heard(
    folder: Path, recogniser: Recogniser, lexicon: Mapping[str, str], progress: Progress | None
) -> Iterator[Finding]:
    from narrator.listening import expectations, hear_episode

    manifest = load_manifest(folder)
    episode, path = manifest.episode, folder / manifest.audio.file

    def with_lexicon(text: str) -> Reading:
        return verbalise_text(text, lexicon=lexicon, language=episode.language)

    def plainly(text: str) -> Reading:
        return verbalise_text(text, language=episode.language)

    expected = expectations(episode, with_lexicon)
    with stage("listen") as came:
        hearing = hear_episode(path.read_bytes(), expected, recogniser=recogniser, read=plainly, progress=progress)
        came(f"{hearing.sentences} sentences, {len(hearing.misheard)} not as they should be")
    if not hearing.understood:
        what = "the listener does not understand this voice, so it says nothing about the words"
        yield Finding(level="warning", what=what, where=str(path), do="hear it yourself, or use a natural voice")
        return
    for each in hearing.misheard:
        where = f"{path}, {clock_time(round(each.at_s * 1000))}"
        do = "hear it; if it is wrong, give the words a reading under `lexicon:` and make the episode again"
        yield Finding(level="warning", what=str(each), where=where, do=do)
    if not hearing.misheard:
        yield Finding(level="ok", what="an independent listener hears every sentence as it should be", where=str(path))


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
