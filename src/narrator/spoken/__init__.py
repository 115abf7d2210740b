"""Script → Sentence: sentences, the spoken form of what is printed, pinyin."""

from .lexicon import lexicon_faults
from .verbalise import DEFAULT_NOTICES, notice, notice_words, verbalise, verbalise_text

__all__ = ["DEFAULT_NOTICES", "lexicon_faults", "notice", "notice_words", "verbalise", "verbalise_text"]
