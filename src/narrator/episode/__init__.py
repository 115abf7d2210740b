"""Clip → Timeline → Recording: gaps, levels, MP3."""

from narrator.episode.decode import analyse
from narrator.episode.master import DEFAULT_BITRATE_KBPS, DEFAULT_RATE_HZ, record
from narrator.episode.music_file import load_music
from narrator.episode.timeline import lay_out

__all__ = ["DEFAULT_BITRATE_KBPS", "DEFAULT_RATE_HZ", "analyse", "lay_out", "load_music", "record"]
