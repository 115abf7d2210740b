"""voices.yaml → Settings: the file read and checked whole, and changed entry by entry (world)."""

from narrator.settings.voices_file import load_settings, parse_settings
from narrator.settings.voices_write import change_voices_file

__all__ = ["change_voices_file", "load_settings", "parse_settings"]
