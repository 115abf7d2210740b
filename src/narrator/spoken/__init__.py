"""Script → Sentence: sentences, the spoken form of what is printed, pinyin."""

from narrator.spoken.silences import with_pauses
from narrator.spoken.verbalise import DEFAULT_NOTICES, load_mandarin, notice, notice_words, verbalise, verbalise_text

__all__ = ["DEFAULT_NOTICES", "load_mandarin", "notice", "notice_words", "verbalise", "verbalise_text", "with_pauses"]
