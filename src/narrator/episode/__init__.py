"""Clip → Timeline → Recording: gaps, levels, MP3."""

from narrator.episode.decode import analyse
from narrator.episode.master import record
from narrator.episode.music_file import load_music
from narrator.episode.timeline import lay_out

__all__ = ["analyse", "lay_out", "load_music", "record"]
