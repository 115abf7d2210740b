"""A voice that somebody had and that its engine no longer offers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from narrator.casting import with_given
from narrator.model import Clip, Gender, Settings, Utterance
from narrator.pipeline.scripts import script_of, sentences_of
from narrator.pipeline.voicing import Voiced, voiced
from narrator.settings import parse_settings
from narrator.speech import VoiceInfo

POOLS = """
label: {audible: false}
pool:
  edge:
    female: [zh-CN-XiaoxiaoNeural]
    male: [zh-CN-YunjianNeural, zh-CN-YunxiNeural, zh-CN-YunyangNeural]
  kokoro: {female: [zf_xiaoxiao], male: [zm_pack, zm_yunxi]}
"""
PAGE = "河边谈话\n\n周小芳女士：请问您在这里多久了？\n林知远先生：二十年了。\n周小芳女士：谢谢！\n林知远先生：再见。\n"


class Offering:
    """An engine that only says which voices it has."""

    concurrency = 1
    fingerprint = ""

    def __init__(self, name: str, *voices: tuple[str, Gender]) -> None:
        self.name = name
        self._voices = tuple(VoiceInfo(name=each, language="zh-CN", gender=gender) for each, gender in voices)

    def available(self) -> str | None:
        return None

    def voices(self) -> tuple[VoiceInfo, ...]:
        return self._voices

    def speak(self, utterance: Utterance) -> Clip:
        raise NotImplementedError


@pytest.fixture
def settings() -> Settings:
    return parse_settings(POOLS, "voices.yaml")


def said(tmp_path: Path, settings: Settings, engine: Offering) -> Voiced:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    script = script_of(str(tmp_path / "page.txt"))
    return voiced(script, sentences_of(script, settings), settings, engine)


def after(settings: Settings, episode: Voiced) -> Settings:
    return replace(settings, cast=replace(settings.cast, kept=with_given(settings.cast.kept, episode.given)))


def voices(episode: Voiced) -> dict[str, str]:
    return {each.speaker.name: each.voice.name for each in episode.given}


@pytest.mark.parametrize(
    ("engine", "before", "then"),
    [
        ("edge", "zh-CN-YunjianNeural", "zh-CN-YunxiNeural"),
        ("kokoro", "zm_pack", "zm_yunxi"),
    ],
)
def test_voice_that_is_no_longer_offered_is_replaced_once_and_said(
    tmp_path: Path, settings: Settings, engine: str, before: str, then: str
) -> None:
    woman: tuple[str, Gender] = ("zh-CN-XiaoxiaoNeural" if engine == "edge" else "zf_xiaoxiao", "female")
    first = said(tmp_path, settings, Offering(engine, woman, (before, "male"), (then, "male")))
    assert voices(first)["林知远先生"] == before
    settings, fewer = after(settings, first), Offering(engine, woman, (then, "male"))
    second = said(tmp_path, settings, fewer)
    assert voices(second) == {"周小芳女士": woman[0], "林知远先生": then}
    assert any(f"林知远先生 had the voice {before}" in line and f"{then} speaks" in line for line in second.warnings)
    assert said(tmp_path, after(settings, second), fewer).warnings == ()


def test_new_person_gets_none_of_the_voices_that_are_gone(tmp_path: Path, settings: Settings) -> None:
    offered = Offering("edge", ("zh-CN-XiaoxiaoNeural", "female"), ("zh-CN-YunyangNeural", "male"))
    episode = said(tmp_path, settings, offered)
    assert voices(episode)["林知远先生"] == "zh-CN-YunyangNeural"
    assert not any("instead" in line for line in episode.warnings)


def test_pool_without_any_voice_that_is_offered_is_replaced_by_the_nearest(tmp_path: Path, settings: Settings) -> None:
    offered = Offering("edge", ("zh-CN-XiaoxiaoNeural", "female"), ("zh-CN-YunfengNeural", "male"))
    episode = said(tmp_path, settings, offered)
    assert {each.voice.name for each in episode.utterances} == {"zh-CN-XiaoxiaoNeural", "zh-CN-YunfengNeural"}
    assert any("zh-CN-YunfengNeural speaks instead" in line for line in episode.warnings)
