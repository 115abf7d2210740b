"""Episode → the read-along player: its page, its frame, and the site they stand on."""

from narrator.player.assets import site_files
from narrator.player.pages import embed_page, page
from narrator.player.site_index import index_entry, index_of, index_page
from narrator.player.snippet import FORMS, Form, snippet

__all__ = ["FORMS", "Form", "embed_page", "index_entry", "index_of", "index_page", "page", "site_files", "snippet"]
