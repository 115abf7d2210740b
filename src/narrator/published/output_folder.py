"""What stands in an output folder: the names of its files, and the episodes that are in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from narrator.errors import OutputError
from narrator.messages import tr
from narrator.model import Manifest
from narrator.published.episode_json import manifest_from

MANIFEST: Final = "episode.json"
"""A folder that has one is an episode of ours; no other folder is ever touched."""
FEED: Final = "feed.xml"
INDEX: Final = "index.html"
CATALOGUE: Final = ".catalogue.sqlite"
CACHE: Final = ".cache"
"""Clips, readings and encoded turns by content."""
CAST: Final = "cast.json"
"""Who has which voice in the output folder."""
SHOW_COVER: Final = "cover.jpg"
FILES: Final[Mapping[str, str]] = {
    "captions_vtt": "captions.vtt",
    "words_vtt": "words.vtt",
    "captions_srt": "captions.srt",
    "chapters": "chapters.json",
    "transcript": "transcript.json",
    "transcript_txt": "transcript.txt",
    "page": "index.html",
    "embed": "embed.html",
    "cover": "cover.jpg",
    "preview": "og.jpg",
}
"""What for → file name; the same in every episode, so that a site can rely on them."""
_LINKED = ("page", "cover", "captions_vtt", "captions_srt", "transcript", "chapters")
"""The files that the site and the feed lead to."""


def load_manifest(folder: Path) -> Manifest:
    """What episode.json in the folder says.

    Raises:
        OutputError: it is missing, damaged, or of another version.
    """
    path = folder / MANIFEST
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise OutputError(
            tr("{folder} is no episode: it has no {manifest}", folder=folder, manifest=MANIFEST),
            hint=tr("give an episode's folder"),
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(
            tr("{path} cannot be read: {error}", path=path, error=error), hint=tr("make the episode again")
        ) from error
    manifest = manifest_from(text, str(path))
    if missing := [what for what in _LINKED if what not in manifest.files]:
        raise OutputError(
            tr("{path} names no file for: {missing}", path=path, missing=", ".join(missing)),
            hint=tr("make the episode again"),
        )
    return manifest


def episode_folders(output: Path) -> Sequence[Path]:
    """The folders of episodes in the output folder, by name."""
    if not output.is_dir():
        return ()
    return [entry for entry in sorted(output.iterdir()) if not entry.name.startswith(".") and _is_episode(entry)]


def _is_episode(folder: Path) -> bool:
    try:
        return (folder / MANIFEST).is_file()
    except PermissionError:  # who reads it says so
        return True
