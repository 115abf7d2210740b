"""Episode → the MP3's tags, its AI label and signed credentials."""

from narrator.tagging.content_label import label_fields
from narrator.tagging.credentials import sign, signs
from narrator.tagging.id3 import id3_tags

__all__ = ["id3_tags", "label_fields", "sign", "signs"]
