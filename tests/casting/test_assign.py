"""Who speaks in which voice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.casting import assign
from narrator.errors import CastError
from narrator.model import Gender, Kind, Role, Sentence, Speaker, Voice
from narrator.settings import parse_settings
from spoken_sound import reading_of

CAST = parse_settings(
    """
cast:
  主持人: {role: host, gender: female, espeak: cmn+f3, edge: zh-CN-XiaoxiaoNeural}
  周明川: {gender: male, espeak: {voice: cmn+m1, rate: -5%}}
pool:
  espeak: {female: [cmn+f3, cmn+f2], male: [cmn+m1, cmn+m7]}
  edge:
    female: [zh-CN-XiaoxiaoNeural, en-US-EmmaNeural]
    male: [zh-CN-YunxiNeural, zh-TW-YunJheNeural, en-US-GuyNeural]
""",
    "voices.yaml",
).cast


def person(
    name: str, *, gender: Gender | None = None, role: Role = Role.GUEST, aliases: tuple[str, ...] = ()
) -> Speaker:
    return Speaker(name=name, role=role, gender=gender, aliases=aliases)


def says(speaker: str | None, *, kind: Kind | None = None, language: str = "zh-CN") -> Sentence:
    kind = kind or (Kind.SPEECH if speaker else Kind.NARRATION)
    return Sentence(
        kind=kind, speaker=speaker, reading=reading_of("好。"), at=0, turn=0, paragraph=0, language=language
    )


def voices(speakers: list[Speaker], *, engine: str = "espeak", language: str = "zh-CN") -> dict[str | None, Voice]:
    sentences = [says(speaker.name, language=language) for speaker in speakers]
    return {u.sentence.speaker: u.voice for u in assign(sentences, speakers, CAST, engine)}


def test_cast_keep_their_voice_and_nobody_else_gets_it() -> None:
    given_ = voices([person("林一", gender="male"), person("周明川"), person("主持人", role=Role.HOST)])
    assert given_["周明川"] == Voice(engine="espeak", name="cmn+m1", rate_percent=-5)
    assert given_["主持人"].name == "cmn+f3"
    assert given_["林一"].name != "cmn+f3"


def test_person_is_found_by_another_name_too() -> None:
    assert voices([person("明川", aliases=("周明川",))])["明川"].rate_percent == -5


def test_pool_gives_a_voice_of_the_gender_the_page_says() -> None:
    given_ = voices([person("林一", gender="female"), person("林二", gender="male")])
    assert (given_["林一"].name, given_["林二"].name) == ("cmn+f2", "cmn+m7")  # the first of each is cast


def test_unknown_genders_alternate() -> None:
    given_ = voices([person("林一"), person("林二")])
    assert {voice.name[4] for voice in given_.values()} == {"f", "m"}


def test_episode_in_another_language_gets_voices_of_that_language() -> None:
    people = [person("Ann", gender="female"), person("Bob", gender="male")]
    assert [v.name for v in voices(people, engine="edge", language="en").values()] == [
        "en-US-EmmaNeural",
        "en-US-GuyNeural",
    ]
    assert voices(people, engine="edge", language="zh-TW")["Bob"].name == "zh-TW-YunJheNeural"


@given(st.integers(1, 40), st.lists(st.sampled_from(["female", "male", None]), min_size=40, max_size=40))
def test_no_two_people_sound_alike(count: int, genders: list[Gender | None]) -> None:
    people = [person(f"来宾{n}", gender=genders[n]) for n in range(count)]
    given_ = voices([*people, person("主持人", role=Role.HOST), person("周明川")])
    sounds = {(voice.name, voice.rate_percent, voice.pitch_hz) for voice in given_.values()}
    assert len(sounds) == count + 2


def test_two_of_the_cast_with_one_voice_are_told_apart() -> None:
    cast = parse_settings("cast: {甲: {espeak: cmn+m1}, 乙: {espeak: cmn+m1}}", "voices.yaml").cast
    people = [person("甲"), person("乙")]
    heard = {u.voice for u in assign([says("甲"), says("乙")], people, cast, "espeak")}
    assert len(heard) == 2


def test_notice_is_spoken_by_the_host_and_narration_by_nobody_of_the_interview() -> None:
    people = [person("主持人", role=Role.HOST), person("周明川")]
    sentences = [says(None, kind=Kind.NOTICE), says(None), says("主持人"), says("周明川")]
    notice, narration, host, guest = [u.voice for u in assign(sentences, people, CAST, "espeak")]
    assert notice == host
    assert narration not in (host, guest)


def test_narration_alone_has_one_voice() -> None:
    heard = {u.voice for u in assign([says(None, kind=Kind.NOTICE), says(None)], [], CAST, "espeak")}
    assert len(heard) == 1


def test_narrator_of_the_cast_reads_the_narration() -> None:
    cast = replace(CAST, members={**CAST.members, **parse_settings("cast: {旁白: {espeak: cmn+m8}}", "v").cast.members})
    assert assign([says(None)], [], cast, "espeak")[0].voice.name == "cmn+m8"


def test_everybody_without_a_voice_is_named() -> None:
    cast = parse_settings("cast: {甲: {espeak: cmn+m1}}", "voices.yaml").cast
    people = [person("甲"), person("乙"), person("丙")]
    with pytest.raises(CastError, match="乙、丙"):
        assign([says(one.name) for one in people], people, cast, "espeak")


def test_voices_named_by_an_initial_are_those_of_the_language() -> None:
    cast = parse_settings("pool: {kokoro: {female: [zf_xiaoxiao, af_heart], male: [zm_yunxi, am_michael]}}", "v").cast
    people = [person("A", gender="female"), person("B", gender="male")]
    sentences = [says(one.name, language="en") for one in people]
    assert [u.voice.name for u in assign(sentences, people, cast, "kokoro")] == ["af_heart", "am_michael"]
