"""voices.yaml → Settings: the file read and checked whole, and changed entry by entry (world)."""

from narrator.settings.change_file import FileChange, with_entries, with_members, write_file
from narrator.settings.voices_file import load_settings, parse_settings

__all__ = ["FileChange", "load_settings", "parse_settings", "with_entries", "with_members", "write_file"]
