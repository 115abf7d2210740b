"""MP3 → the same with tags, the AI label and signed credentials."""

from narrator.tagging.content_label import label_fields
from narrator.tagging.credentials import sign, signs
from narrator.tagging.id3 import tag

__all__ = ["label_fields", "sign", "signs", "tag"]
