"""Words of other scripts in Kokoro's symbols, by way of eSpeak NG's phonemes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from narrator.errors import EngineError
from narrator.messages import tr
from narrator.model import Span
from narrator.speech.engines import espeak_library

TIE = "\u0361"

_ENGLISH = (
    # eSpeak NG's IPA → the letters Kokoro learned English in (misaki's EN_PHONES.md); long ones first.
    (f"e{TIE}ɪ", "A"),
    (f"a{TIE}ɪ", "I"),
    (f"a{TIE}ʊ", "W"),
    (f"ɔ{TIE}ɪ", "Y"),
    (f"o{TIE}ʊ", "O"),
    (f"ə{TIE}ʊ", "O"),
    (f"d{TIE}ʒ", "ʤ"),
    (f"t{TIE}ʃ", "ʧ"),
    (f"ə{TIE}l", "ᵊl"),
    ("ɜːɹ", "ɜɹ"),
    ("ɜː", "ɜɹ"),
    ("ɪə", "iə"),
    ("ɚ", "əɹ"),
    ("ɐ", "ə"),
    ("r", "ɹ"),
    ("x", "k"),
    ("ç", "k"),
    ("ɬ", "l"),
    ("ʔ", "t"),
    ("ɾ", "T"),
    ("e", "A"),
    ("o", "ɔ"),
    ("ː", ""),
)
_OTHER = (
    # What of the IPA Kokoro has one letter for, and the nearest it has where it has none.
    (f"d{TIE}ʒ", "ʤ"),
    (f"t{TIE}ʃ", "ʧ"),
    (f"d{TIE}z", "ʣ"),
    (f"t{TIE}s", "ʦ"),
    (f"t{TIE}ɕ", "ʨ"),
    (f"d{TIE}ʑ", "ʥ"),
    ("g", "ɡ"),
    ("ɭ", "l"),
    ("ɫ", "l"),
    ("ʑ", "ʒ"),
    ("ʐ", "ʒ"),
    ("ʉ", "u"),
    ("ɵ", "ø"),
    ("ɜ", "ə"),
    ("ʲʲ", "ʲ"),
)
_SYLLABIC = re.compile("(.)\u0329")
_PLAIN = re.compile(f"[-_{TIE}\u0308\u030a\u031a\u031d-\u0320\u0325\u032a\u032c\u032f\u0330\u0339-\u033d]")
"""Ties, hyphens and the finer points of narrow IPA: more open, voiceless, dental, and their like."""
_SWITCH = re.compile(r"\([a-z-]+\)")
"""eSpeak NG says where it changes the language: `(en)`."""


def symbols(text: str, words: Sequence[Span], voice: str, known: Collection[str]) -> list[tuple[str, Span | None]]:
    """How eSpeak NG's voice would say the text, symbol by symbol, and the word each belongs to (None: a space between).

    A word that eSpeak NG draws together with another shares the first symbol after it.

    Args:
        words: Of the text, in order.
        known: The symbols there are.

    Raises:
        EngineError: there are sounds in it that Kokoro has no symbol for, or nothing to say.
    """
    whole = _phonemes(text, voice)
    _check(text, whole, known)
    owners = (
        [0] * len(whole) if len(words) == 1 else _owners(whole, [_phonemes(word.of(text), voice) for word in words])
    )
    inside = [before == after for before, after in zip(owners, [*owners[1:], -1], strict=True)]
    return [
        (symbol, None if symbol == " " and not stays else words[owner])
        for symbol, owner, stays in zip(whole, owners, inside, strict=True)
    ]


def _phonemes(text: str, voice: str) -> str:
    said = _SWITCH.sub("", espeak_library.phonemes(text, voice=voice, tie=TIE))
    said = _SYLLABIC.sub(r"ᵊ\1", unicodedata.normalize("NFD", said).replace("c\u0327", "ç"))
    for sounds, symbol in _ENGLISH if voice.startswith("en") else _OTHER:
        said = said.replace(sounds, symbol)
    return " ".join(_PLAIN.sub("", said).replace("ɹɹ", "ɹ").split())


def _check(text: str, said: str, known: Collection[str]) -> None:
    unknown = sorted(set(said) - set(known))
    if unknown or not said:
        why = (
            tr("it has no symbol for {unknown}", unknown=" ".join(unknown))
            if unknown
            else tr("nobody knows how it sounds")
        )
        raise EngineError(
            tr("kokoro cannot say “{text}”: {why}", text=text[:40], why=why),
            hint=tr("give the word another reading under `lexicon:` in voices.yaml, in words that can be said"),
        )


def _owners(whole: str, alone: Sequence[str]) -> list[int]:
    """Which word each symbol belongs to, by comparing with how the words sound one by one."""
    joined = [(symbol, index) for index, said in enumerate(alone) for symbol in f"{said} "]
    owners: list[int | None] = [None] * len(whole)
    matcher = SequenceMatcher(None, "".join(symbol for symbol, _ in joined), whole, autojunk=False)
    for kind, start, end, from_whole, to_whole in matcher.get_opcodes():
        count, said = end - start, to_whole - from_whole
        if kind in ("equal", "replace"):
            for k in range(said):
                owners[from_whole + k] = joined[start + k * count // said][1]
    filled: list[int] = []
    for at, owner in enumerate(owners):
        before = filled[-1] if filled else 0
        # A word's symbols stay together: only a space starts the next one, unless the match says so.
        filled.append(max(before, before if owner is None or (at and whole[at] == " ") else owner))
    return filled
