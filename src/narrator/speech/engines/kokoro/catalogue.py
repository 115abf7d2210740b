"""The voices there are: those that ship with narrator, and packs that can be installed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from narrator.model import Gender
from narrator.speech.engines.kokoro.alphabet import AlphabetName


@dataclass(frozen=True, slots=True)
class KnownVoice:
    """A voice and what was measured of it."""

    name: str
    language: Literal["zh-CN", "en-US", "en-GB"]
    gender: Gender
    median_hz: int
    description: str = ""


SHIPPED = (
    KnownVoice("zf_xiaoxiao", "zh-CN", "female", 229, "clear, 229 Hz"),
    KnownVoice("zf_xiaoyi", "zh-CN", "female", 292, "bright, 292 Hz"),
    KnownVoice("zf_xiaobei", "zh-CN", "female", 233, "slow, 233 Hz"),
    KnownVoice("zm_yunxi", "zh-CN", "male", 163, "light, 163 Hz"),
    KnownVoice("zm_yunyang", "zh-CN", "male", 116, "newsreader, 116 Hz"),
    KnownVoice("zm_yunjian", "zh-CN", "male", 125, "deep, 125 Hz"),
    KnownVoice("zm_yunxia", "zh-CN", "male", 280, "a child's"),
    KnownVoice("af_heart", "en-US", "female", 190, "warm"),
    KnownVoice("af_bella", "en-US", "female", 200, "lively"),
    KnownVoice("am_michael", "en-US", "male", 110, "clear"),
    KnownVoice("am_fenrir", "en-US", "male", 120, "firm"),
)
"""Two men who can be told apart are yunxi with yunyang or yunjian, not yunyang with yunjian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFile:
    """A file that can be downloaded."""

    name: str
    url: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A network with its voices."""

    name: str
    alphabet: AlphabetName
    network: PackFile
    voices: PackFile
    licence: str
    origin: str
    """Whose voices they are."""


_RELEASE = "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.1/"

KOKORO_ZH = Pack(
    name="kokoro-zh",
    alphabet="v1.1-zh",
    network=PackFile(
        name="kokoro-v1.1-zh.int8.onnx",
        url=f"{_RELEASE}kokoro-v1.1-zh.int8.onnx",
        bytes=114_120_125,
        sha256="11751c087b4bbeed031e2b687b11dda698bd27ba0509472f960b57f835a999f7",
    ),
    voices=PackFile(
        name="voices-v1.1-zh.bin",
        url=f"{_RELEASE}voices-v1.1-zh.bin",
        bytes=53_815_880,
        sha256="14cb6186c99e4f6016871405f62046c5df863ae27465cbdc4ee08be7dd703acd",
    ),
    licence="Apache-2.0",
    origin="100 Mandarin speakers, given by the data company LongMaoData, and 3 English ones",
)
"""Sizes and digests as independent public projects pin them."""

PACKS = (KOKORO_ZH,)

USUAL_HZ = {"female": 215, "male": 125}
"""The median pitch of a voice that was not measured."""


def described(name: str) -> KnownVoice:
    """What a voice's name says: `zf_001` is a woman who speaks Mandarin."""
    for known in SHIPPED:
        if known.name == name:
            return known
    gender: Gender = "female" if name[1:2] == "f" else "male"
    language: Literal["zh-CN", "en-US", "en-GB"] = (
        "zh-CN" if name.startswith("z") else "en-GB" if name.startswith("b") else "en-US"
    )
    return KnownVoice(name, language, gender, USUAL_HZ[gender])
