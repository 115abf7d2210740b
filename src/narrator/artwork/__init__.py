"""Episode → cover."""

from narrator.artwork.cover import cover_from, draw_cover, small_cover

__all__ = ["cover_from", "draw_cover", "small_cover"]
