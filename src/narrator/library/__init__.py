"""The output folder, which always holds whole episodes: their names, and writing them (world)."""

from narrator.library.episode_catalogue import Catalogue, Entry, catalogue
from narrator.library.identity import page_of, slug
from narrator.library.kept_voices import keep, kept_in
from narrator.library.naming import first_issued, free_name, slug_among, slug_in, with_known_numbers
from narrator.library.storage import adopt_folder, remove_files, replace_files, replace_folder, writing

__all__ = [
    "Catalogue",
    "Entry",
    "adopt_folder",
    "catalogue",
    "first_issued",
    "free_name",
    "keep",
    "kept_in",
    "page_of",
    "remove_files",
    "replace_files",
    "replace_folder",
    "slug",
    "slug_among",
    "slug_in",
    "with_known_numbers",
    "writing",
]
