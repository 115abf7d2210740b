"""How much a text sounds like somebody speaking."""

from __future__ import annotations

import re

_END = re.compile(r"[。！？!?…～~][”’」』）)\]】\"'*_\s]{0,4}$|[\w]\.[”’\")\s*_]{0,3}$|…$")
_ASKS = re.compile(
    r"[？?][”’」』）)\]】\"'*_\s]{0,4}$|(?:吗|呢|么|嗎|麼|か|でしょう)[。，,！!]?[”」\s]{0,2}$|(?:나요|까요|가요|세요)\.?$"
)
_ASKS_SOMEWHERE = re.compile(r"[？?]|请问|請問|(?:吗|嗎)[。，]|ですか|ますか|でしょうか")
_SPOKEN = re.compile(
    r"[我你您咱俺吗呢吧嘛啊呀哦嗯诶喂啦嗎]|大家好|谢谢|謝謝|我们|你们|對|佢哋|ですね|ます|です|でした|なんか|はい|"
    r"\b(?:I|you|we|my|your|our|me|yeah|yes|okay|ok|well|um|uh|hey|hi|hello|thanks|thank|right|so|sure|I'm|it's|that's|don't|we're|you're|let's|ich|wir|Sie|nein|ja|mein|je|nous|vous|oui|yo|usted|nosotros|sí)\b|"
    r"저는|제가|우리|네[,.]|습니다|어요|해요|나요|까요",
    re.IGNORECASE,
)


def ends_sentence(text: str) -> bool:
    """Whether the text ends as sentences do."""
    return _END.search(text[-12:]) is not None


def asks(text: str) -> bool:
    """Whether the text ends in a question."""
    return _ASKS.search(text[-12:]) is not None


def has_question(text: str) -> bool:
    """Whether there is a question in the text."""
    return _ASKS_SOMEWHERE.search(text[:2000]) is not None or asks(text)


def liveliness(text: str) -> float:
    """0 for a value behind a key, 1 for a sentence that somebody says to somebody."""
    text = text.strip()
    if not text:
        return 0.0
    sample = text[:600]
    score = 0.0
    if ends_sentence(text):
        score += 0.4
    if has_question(sample):
        score += 0.35
    if _SPOKEN.search(sample):
        score += 0.45
    if len(text) >= 60:
        score += 0.15
    return min(1.0, score)
