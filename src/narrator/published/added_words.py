"""The words that narrator itself adds to an episode, in the episode's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a file says besides the page's own text."""

    label: str
    """That the speech is synthetic (GB 45438-2025 asks for 人工智能 or AI with 生成 or 合成)."""
    contents: str
    opening: str
    source: str
    narration: str
    """Who says what nobody of the page says."""
    colon: str
    music: str
    """What captions show where there is nothing but music."""
    intro: str
    """The chapter of the music before the first words."""
    outro: str


_SIMPLIFIED = Words(
    label="本节目由人工智能合成朗读",
    contents="目录",
    opening="开场",
    source="原文",
    narration="旁白",
    colon="：",
    music="[音乐]",
    intro="片头音乐",
    outro="片尾音乐",
)
_TRADITIONAL = Words(
    label="本節目由人工智能合成朗讀",
    contents="目錄",
    opening="開場",
    source="原文",
    narration="旁白",
    colon="：",
    music="[音樂]",
    intro="片頭音樂",
    outro="片尾音樂",
)
_TAIWAN = replace(_TRADITIONAL, label="本節目由人工智慧合成朗讀")
_JAPANESE = Words(
    label="この番組はAI(人工知能)による合成音声で読み上げています",
    contents="目次",
    opening="オープニング",
    source="原文",
    narration="ナレーション",
    colon="：",
    music="[音楽]",
    intro="オープニング曲",
    outro="エンディング曲",
)
_ENGLISH = Words(
    label="Read aloud by AI (synthetic speech)",
    contents="Contents",
    opening="Opening",
    source="Source",
    narration="Narration",
    colon=": ",
    music="[Music]",
    intro="Opening music",
    outro="Closing music",
)

_BY_LANGUAGE: Mapping[str, Words] = {"zh": _SIMPLIFIED, "yue": _TRADITIONAL, "ja": _JAPANESE, "en": _ENGLISH}


def words_of(language: str) -> Words:
    """The added words in a language (BCP 47); English where there are none."""
    primary, *rest = language.lower().split("-")
    if primary in ("zh", "cmn") and "tw" in rest:
        return _TAIWAN
    if primary in ("zh", "cmn") and any(part in ("hant", "hk", "mo") for part in rest):
        return _TRADITIONAL
    return _BY_LANGUAGE.get("zh" if primary == "cmn" else primary, _ENGLISH)
