"""Utterances for the tests of whatever speaks."""

from __future__ import annotations

import re

from pypinyin import Style, lazy_pinyin

from narrator.model import Kind, Mapped, Reading, Sentence, Span, Utterance, Voice

WORD = re.compile(r"[A-Za-z0-9]+|[\u3400-\u9fff]{1,2}")


def reading(text: str, *, respelled: str = "") -> Reading:
    """The text read as printed, in words of at most two hanzi."""
    whole = Span(0, len(text))
    hanzi = "".join(re.findall(r"[\u3400-\u9fff]", text))
    pinyin = tuple(lazy_pinyin(hanzi, style=Style.TONE3, neutral_tone_with_five=True, v_to_u=False)) if hanzi else ()
    return Reading(
        written=text,
        spoken=text,
        spans=(Mapped(written=whole, spoken=whole),),
        pinyin=pinyin,
        sandhi=pinyin,
        words=tuple(Span(*word.span()) for word in WORD.finditer(text)),
        respelled=respelled,
    )


def utterance(
    text: str,
    *,
    voice: Voice | None = None,
    language: str = "zh-CN",
    at: int = 0,
    respelled: str = "",
) -> Utterance:
    """The text in somebody's voice; a tone's, unless told otherwise."""
    sentence = Sentence(
        kind=Kind.SPEECH,
        speaker="林晓",
        reading=reading(text, respelled=respelled),
        at=at,
        turn=0,
        paragraph=0,
        language=language,
    )
    return Utterance(sentence=sentence, voice=voice or Voice(engine="tone", name="low"))
