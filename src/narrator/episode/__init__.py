"""Clip → Timeline → Recording: gaps, levels, MP3."""

from narrator.episode.decode import analyse
from narrator.episode.master import record
from narrator.episode.timeline import lay_out

__all__ = ["analyse", "lay_out", "record"]
