"""Another voice for one that the service has withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from narrator.errors import EngineBusy, EngineError
from narrator.messages import tr
from narrator.model import Gender, Utterance, Voice
from narrator.speech.engine import Engine, VoiceInfo

SERVICES = frozenset({"azure", "edge"})
"""Engines whose list of voices is not ours, and shrinks now and then (rany2/edge-tts 443, 445, 447)."""

LISTED_WHOLE = frozenset({"kokoro"})
"""Engines whose list of voices is at hand: what is not in it cannot speak. Others take more names than they list."""

LAST_KNOWN_GENDER: Mapping[str, Gender] = {
    "zh-CN-XiaoxiaoNeural": "female",
    "zh-CN-XiaoyiNeural": "female",
    "zh-CN-YunjianNeural": "male",
    "zh-CN-YunxiNeural": "male",
    "zh-CN-YunyangNeural": "male",
    "zh-CN-YunxiaNeural": "male",
    "zh-CN-liaoning-XiaobeiNeural": "female",
    "zh-CN-shaanxi-XiaoniNeural": "female",
    "zh-HK-HiuGaaiNeural": "female",
    "zh-HK-HiuMaanNeural": "female",
    "zh-HK-WanLungNeural": "male",
    "zh-TW-HsiaoChenNeural": "female",
    "zh-TW-HsiaoYuNeural": "female",
    "zh-TW-YunJheNeural": "male",
    "en-US-AriaNeural": "female",
    "en-US-JennyNeural": "female",
    "en-US-GuyNeural": "male",
    "en-US-ChristopherNeural": "male",
    "en-GB-SoniaNeural": "female",
    "en-GB-RyanNeural": "male",
}
"""A voice that is gone is in no list any more; these are those that cast lists name."""

APART_HZ = 12
"""Between two people who have to share a voice."""

_NAME = re.compile(r"(?P<language>[a-z]{2,3}-[A-Z]{2})-(?:[a-z]+-)?\w+Neural")


def substitute(
    utterances: Sequence[Utterance], engine: Engine, genders: Mapping[str, Gender] | None = None
) -> tuple[tuple[Utterance, ...], tuple[str, ...]]:
    """The utterances in voices that the engine still offers, and what was replaced, a line each.

    Args:
        genders: Of whoever speaks with a voice, by the voice's name; where it says nothing, the voice's own.

    Raises:
        EngineError: a voice is gone and nothing like it is left.
    """
    names = list(dict.fromkeys(u.voice.name for u in utterances))
    if engine.name not in SERVICES or not names:
        return tuple(utterances), ()
    try:
        offered = engine.voices()
    except EngineBusy as busy:
        return tuple(utterances), (
            tr("{reason}; whether the voices are still there shows when they speak", reason=busy),
        )
    gone = [name for name in names if name not in {voice.name for voice in offered}]
    taken = [name for name in names if name not in gone]
    places: dict[str, tuple[str, int]] = {}
    said: list[str] = []
    for name in gone:
        gender = (genders or {}).get(name) or LAST_KNOWN_GENDER.get(name)
        new = _nearest(name, gender, offered, taken)
        places[name] = (new, APART_HZ * taken.count(new))
        taken.append(new)
        said.append(
            tr("{engine} no longer has the voice {name}; {new} speaks instead", engine=engine.name, name=name, new=new)
        )
    return tuple(replace(u, voice=_moved(u.voice, places)) for u in utterances), tuple(said)


def unknown_voices(names: Iterable[str], engine: Engine) -> frozenset[str]:
    """Those of the voices that the engine surely does not have: their files were removed."""
    if engine.name not in LISTED_WHOLE:
        return frozenset()
    return frozenset(names) - {voice.name for voice in engine.voices()}


def _moved(voice: Voice, places: Mapping[str, tuple[str, int]]) -> Voice:
    name, higher_hz = places.get(voice.name, (voice.name, 0))
    return replace(voice, name=name, pitch_hz=voice.pitch_hz + higher_hz)


def _nearest(name: str, gender: Gender | None, offered: Sequence[VoiceInfo], taken: Sequence[str]) -> str:
    """One of the same language and gender, if there is one that nobody has yet."""
    match = _NAME.fullmatch(name)
    language = match["language"] if match else ""
    alike = [voice for voice in offered if voice.language == language and gender in (None, voice.gender)]
    if not alike:
        raise EngineError(
            tr("there is no voice {name}, and no other of its language and gender", name=name),
            hint=tr("`narrator voices` lists what there is; change it in voices.yaml"),
        )
    return min(alike, key=lambda voice: taken.count(voice.name)).name
