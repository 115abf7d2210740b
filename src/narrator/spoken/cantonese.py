"""How Cantonese sounds, by ToJyutping's dictionary (the extra `cantonese`)."""

from __future__ import annotations

from importlib.util import find_spec

from narrator.spoken.other_languages import foreign_words
from narrator.spoken.sounding import SoundingWord
from narrator.standards.hanzi import HANZI


def cantonese_words(spoken: str) -> tuple[SoundingWord, ...]:
    """Each hanzi with its Jyutping (`hong4`), Latin words without; empty without the extra."""
    if find_spec("ToJyutping") is None:
        return ()
    from ToJyutping import get_jyutping_list

    sounds: dict[int, str] = {}
    at = 0
    for text, syllable in get_jyutping_list(spoken):
        if syllable and len(text) == 1:
            sounds[at] = syllable
        at += len(text)
    return tuple(
        SoundingWord(span, sounds.get(span.start, "") if HANZI.match(spoken, span.start) else "")
        for span in foreign_words(spoken, "yue")
    )
