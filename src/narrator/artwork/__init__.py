"""Episode → cover."""

from narrator.artwork.cover import Cover, draw_cover, undrawn_lines
from narrator.artwork.jpeg import banner_from, cover_from, small_cover

__all__ = ["Cover", "banner_from", "cover_from", "draw_cover", "small_cover", "undrawn_lines"]
