"""The read-along player: pages that work without a script, and the script and style that make them better."""

from __future__ import annotations

from narrator.publication.player.assets import assets
from narrator.publication.player.pages import embed_page, page, snippet

__all__ = ["assets", "embed_page", "page", "snippet"]
