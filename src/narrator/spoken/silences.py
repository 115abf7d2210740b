"""The pauses an editor wrote into the text, as silence between the sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from narrator.model import NotSpoken, Sentence


def with_pauses(sentences: Sequence[Sentence], not_spoken: Sequence[NotSpoken]) -> tuple[Sentence, ...]:
    """The sentences, each with the silence that was asked for behind it; the first one's also before it.

    Several pauses at one place add up.

    Args:
        sentences: those that are heard, in order.
    """
    out = list(sentences)
    starts = [sentence.at for sentence in out]
    for pause in not_spoken:
        if pause.pause_s is None or not out:
            continue
        before = bisect_right(starts, pause.at) - 1
        if before < 0:
            out[0] = replace(out[0], pause_before_s=(out[0].pause_before_s or 0.0) + pause.pause_s)
        else:
            out[before] = replace(out[before], pause_s=(out[before].pause_s or 0.0) + pause.pause_s)
    return tuple(out)
