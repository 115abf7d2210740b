"""What other forms of an episode are made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narrator.model import Manifest, Show


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A published episode, and those of its files that other forms take up."""

    manifest: Manifest
    show: Show
    mp3: Path
    """The published one. It is what was levelled and measured, and there is no better: what the cache keeps of a
    recording are these same MP3 frames."""
    transcript: str
    cover: bytes
    """A JPEG."""
    small_cover: bytes
    """The same, small enough for tags."""
