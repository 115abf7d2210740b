"""The read-along player: pages that work without a script, and the script and style that make them better."""

from __future__ import annotations

from narrator.publication.player.assets import assets
from narrator.publication.player.pages import embed_page, page
from narrator.publication.player.snippet import FORMS, Form, snippet

__all__ = ["FORMS", "Form", "assets", "embed_page", "page", "snippet"]
