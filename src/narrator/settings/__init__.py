"""voices.yaml → Settings: the file read and checked whole (world)."""

from narrator.settings.voices_file import load_settings, parse_settings

__all__ = ["load_settings", "parse_settings"]
