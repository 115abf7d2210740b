"""How Japanese sounds, by Open JTalk's dictionary and rules (the extra `japanese`): 一分間 is イップンカン."""

from __future__ import annotations

import warnings
from importlib.util import find_spec

from narrator.model import Span
from narrator.spoken.sounding import SoundingWord

_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
"""As Open JTalk gives back what it was given."""


def japanese_words(spoken: str) -> tuple[SoundingWord, ...]:
    """What is said in one breath (会議が), in katakana as pronounced, long vowels as ー.

    Empty without the extra, and where Open JTalk says something else than was asked.
    """
    if find_spec("pyopenjtalk") is None:
        return ()
    from pyopenjtalk import run_frontend

    wide = spoken.translate(_FULL_WIDTH)
    found: list[SoundingWord] = []
    at = 0
    # It warns of what it calls itself; with predict_nani it would want a neural network, which is another package.
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        parts = run_frontend(spoken, predict_nani=False)
    for part in parts:
        start = wide.find(part["string"], at)
        if start < 0:
            return ()
        at = start + len(part["string"])
        if not any(char.isalnum() for char in part["string"]):
            continue
        kana = part["pron"].replace("’", "")
        before = found[-1] if found else None
        if before and part["chain_flag"] == 1 and before.span.end == start:
            found[-1] = SoundingWord(Span(before.span.start, at), before.sound + kana)
        else:
            found.append(SoundingWord(Span(start, at), kana))
    return tuple(found)
