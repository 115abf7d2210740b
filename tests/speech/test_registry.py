from __future__ import annotations

import pytest

from edge_standin import Fault, OfferedVoice, StandIn
from narrator.errors import EngineError
from narrator.model import Utterance, Voice
from narrator.speech import choose, engine, substitute
from narrator.speech.engines.edge import EdgeEngine
from speech_utterances import utterance

NOWHERE = "ws://127.0.0.1:1"


def test_unknown_engine_is_an_error_that_lists_the_engines() -> None:
    with pytest.raises(EngineError, match=r"edge.*espeak.*tone") as caught:
        engine("espaek")
    assert caught.value.hint == "did you mean espeak?"


def test_first_engine_that_answers_is_chosen(service: StandIn) -> None:
    chosen, why = choose(["edge", "tone"])
    assert (chosen.name, why) == ("edge", None)


def test_fallback_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATOR_EDGE_URL", NOWHERE)
    chosen, why = choose(["edge", "tone"])
    assert (chosen.name, why) == ("tone", "edge: no connection to 127.0.0.1")


def test_no_engine_that_answers_is_an_error_with_every_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATOR_EDGE_URL", NOWHERE)
    with pytest.raises(EngineError, match=r"edge: no connection") as caught:
        choose(["edge"])
    assert "espeak" in caught.value.hint


def test_mistyped_engine_is_found_before_any_is_asked(service: StandIn) -> None:
    with pytest.raises(EngineError, match="adge"):
        choose(["edge", "adge"])
    assert service.seen.total() == 0


def test_no_engine_at_all_is_an_error() -> None:
    with pytest.raises(EngineError, match="no engine"):
        choose([])


# Voices that the service has withdrawn.


def by(*voices: str) -> list[Utterance]:
    return [utterance("老街", voice=Voice(engine="edge", name=voice)) for voice in voices]


def names(utterances: tuple[Utterance, ...]) -> list[str]:
    return [u.voice.name for u in utterances]


def offering(service: StandIn, *voices: tuple[str, str]) -> EdgeEngine:
    service.voices = tuple(OfferedVoice(name=f"zh-CN-{name}Neural", gender=gender) for name, gender in voices)
    return EdgeEngine()


def test_voices_that_are_offered_stay(service: StandIn) -> None:
    spoken = by("zh-CN-XiaoxiaoNeural", "zh-CN-YunjianNeural")
    assert substitute(spoken, EdgeEngine()) == (tuple(spoken), ())


def test_withdrawn_voice_is_replaced_by_another_of_its_gender_and_said(service: StandIn) -> None:
    edge = offering(service, ("Xiaoyi", "Female"), ("Yunyang", "Male"))
    replaced, said = substitute(by("zh-CN-YunjianNeural", "zh-CN-XiaoyiNeural"), edge)
    assert names(replaced) == ["zh-CN-YunyangNeural", "zh-CN-XiaoyiNeural"]
    assert said == ("edge no longer has the voice zh-CN-YunjianNeural; zh-CN-YunyangNeural speaks instead",)


def test_substitute_is_nobody_elses_voice_where_there_is_a_choice(service: StandIn) -> None:
    edge = offering(service, ("Yunxi", "Male"), ("Yunyang", "Male"))
    replaced, _ = substitute(by("zh-CN-YunxiNeural", "zh-CN-YunjianNeural"), edge)
    assert names(replaced) == ["zh-CN-YunxiNeural", "zh-CN-YunyangNeural"]


def test_dialect_is_no_substitute_for_the_standard_language(service: StandIn) -> None:
    edge = offering(service, ("liaoning-Xiaobei", "Female"), ("Xiaoyi", "Female"))
    replaced, _ = substitute(by("zh-CN-XiaoxiaoNeural", "zh-CN-shaanxi-XiaoniNeural"), edge)
    assert set(names(replaced)) == {"zh-CN-XiaoyiNeural"}


def test_two_who_must_share_a_voice_differ_in_pitch(service: StandIn) -> None:
    edge = offering(service, ("Yunxi", "Male"))
    replaced, _ = substitute(by("zh-CN-YunxiNeural", "zh-CN-YunjianNeural", "zh-CN-YunyangNeural"), edge)
    assert set(names(replaced)) == {"zh-CN-YunxiNeural"}
    assert len({u.voice.pitch_hz for u in replaced}) == 3


def test_gender_of_an_unknown_voice_is_that_of_its_speaker(service: StandIn) -> None:
    edge = offering(service, ("Xiaoyi", "Female"), ("Yunxi", "Male"))
    replaced, _ = substitute(by("zh-CN-ZhangsanNeural"), edge, {"zh-CN-ZhangsanNeural": "male"})
    assert names(replaced) == ["zh-CN-YunxiNeural"]


def test_voice_without_any_substitute_is_an_error(service: StandIn) -> None:
    edge = offering(service, ("Xiaoyi", "Female"))
    with pytest.raises(EngineError, match="zh-CN-YunxiNeural"):
        substitute(by("zh-CN-YunxiNeural"), edge)


def test_voices_stay_when_the_list_cannot_be_had(service: StandIn) -> None:
    service.list_answers = 500
    spoken = by("zh-CN-XiaoxiaoNeural")
    replaced, said = substitute(spoken, EdgeEngine())
    assert replaced == tuple(spoken)
    assert "HTTP 500" in said[0]


def test_built_in_engines_withdraw_nothing() -> None:
    spoken = [utterance("老街", voice=Voice(engine="tone", name="any"))]
    assert substitute(spoken, engine("tone")) == (tuple(spoken), ())


def test_edge_is_not_available_while_it_is_overloaded(service: StandIn) -> None:
    service.faults = lambda: Fault.TOO_MANY
    chosen, why = choose(["edge", "espeak"])
    assert (chosen.name, why) == ("espeak", "edge: the service refused (HTTP 429)")
