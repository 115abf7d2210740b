"""Which language a text is in, as a BCP 47 tag."""

from __future__ import annotations

import re

SAMPLE = 20_000
"""Characters looked at; more would not change the answer."""

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_WORD = re.compile(r"[a-z\u00df-\u00ff]+")

# Characters written only in Cantonese, or in it a hundred times as often as in written Chinese.
_CANTONESE = re.compile("[嘅咗哋唔喺嚟啲冇乜嘢佢喇啱瞓咁嗰噉冚搵揾畀俾嘥攞嬲咩囉喎啩]")

# Frequent characters that differ between the two scripts, each in its own form.
_SIMPLIFIED = frozenset(
    "这个们来为国说时会对于过发后里经么学现当没动点还进样开从实问题与关应该请谢记业产见观东车长门马风飞话让给"
)
_TRADITIONAL = frozenset(
    "這個們來為國說時會對於過發後裡經麼學現當沒動點還進樣開從實問題與關應該請謝記業產見觀東車長門馬風飛話讓給"
)
_BOTH = _SIMPLIFIED & _TRADITIONAL
_HONG_KONG = re.compile("香港|港鐵|立法會|特首|港元|行政長官")

# The most frequent words of languages in Latin script; enough to tell them apart on a page.
_STOPWORDS = {
    "en": frozenset(["the", "and", "of", "to", "in", "is", "that", "it", "was", "for", "you", "with"]),
    "de": frozenset(["der", "die", "und", "das", "ist", "nicht", "ein", "zu", "mit", "den", "ich", "wir"]),
    "fr": frozenset(["le", "la", "les", "et", "est", "une", "que", "pas", "pour", "dans", "vous", "nous"]),
    "es": frozenset(["el", "los", "las", "que", "es", "por", "una", "con", "para", "no", "del", "se"]),
    "pt": frozenset(["o", "os", "que", "não", "uma", "com", "para", "por", "mais", "do", "da", "em"]),
    "it": frozenset(["il", "che", "di", "non", "una", "per", "con", "sono", "gli", "della", "è", "si"]),
    "nl": frozenset(["de", "het", "een", "van", "en", "is", "dat", "niet", "ik", "op", "te", "zijn"]),
}


def detect(text: str, *, hint: str | None = None) -> str:
    """The text's language; `zh-CN` where there is nothing to tell it by.

    Args:
        hint: What the document says itself (`lang="zh-Hant"`); believed where the text does not contradict it.
    """
    sample = text[:SAMPLE]
    han, kana, hangul = (len(pattern.findall(sample)) for pattern in (_HAN, _KANA, _HANGUL))
    latin = len(_LATIN.findall(sample))
    if kana > 0.1 * (han + kana):
        return "ja"
    if hangul > 0.2 * (han + hangul + latin / 3):
        return "ko"
    if han * 3 > latin or not latin:
        return _chinese(sample, han, (hint or "").lower()) if han or not hint else hint
    return _spaced(sample, (hint or "").lower())


def _chinese(sample: str, han: int, hint: str) -> str:
    if han and len(_CANTONESE.findall(sample)) > 0.02 * han:
        return "yue"
    simplified = sum(char in _SIMPLIFIED and char not in _BOTH for char in sample)
    traditional = sum(char in _TRADITIONAL and char not in _BOTH for char in sample)
    if traditional <= simplified:
        return "zh-CN"
    if hint in ("zh-hk", "zh-hant-hk", "zh-mo"):
        return "zh-HK"
    if not hint and len(_HONG_KONG.findall(sample)) >= 3:
        return "zh-HK"
    return "zh-TW"


def _spaced(sample: str, hint: str) -> str:
    if len(_CYRILLIC.findall(sample)) > len(_LATIN.findall(sample)):
        return hint or "ru"
    words = _WORD.findall(sample.lower())
    scores = {language: sum(word in stop for word in words) for language, stop in _STOPWORDS.items()}
    best = max(scores, key=lambda language: scores[language])
    if hint and (
        hint.split("-", maxsplit=1)[0] not in scores or scores[hint.split("-", maxsplit=1)[0]] >= 0.8 * scores[best]
    ):
        return _cased(hint)
    return best if scores[best] else "en"


def _cased(tag: str) -> str:
    """`en-gb` → `en-GB`, as BCP 47 recommends (RFC 5646, 2.1.1)."""
    first, *rest = tag.replace("_", "-").split("-")
    return "-".join(
        [first, *(part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest)]
    )
