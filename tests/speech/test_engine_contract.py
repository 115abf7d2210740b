"""Every sentence of the Engine Protocol's docstring, for every engine that ships; and what only a network gets wrong."""

from __future__ import annotations

import pytest

from edge_standin import Fault, StandIn, in_turn
from narrator.errors import EngineBusy, EngineError
from narrator.model import Clip, Voice
from narrator.plugins import engine_names
from narrator.speech import engine
from narrator.speech.completeness import shortcoming
from narrator.speech.engines.edge import EdgeEngine
from narrator.speech.engines.kokoro import bundle
from narrator.speech.marks import unheard
from narrator.testing import EngineContract
from speech_utterances import utterance

TEXT = EngineContract.text


@pytest.mark.usefixtures("service")
class TestEdge(EngineContract):
    engine_name = "edge"
    two_voices = ("zh-CN-XiaoxiaoNeural", "zh-CN-YunjianNeural")
    unknown_voice = "zh-CN-NobodyNeural"


@pytest.mark.usefixtures("openai_server")
class TestOpenAI(EngineContract):
    engine_name = "openai"
    two_voices = ("alloy", "onyx")


@pytest.mark.usefixtures("azure_service")
class TestAzure(EngineContract):
    engine_name = "azure"
    two_voices = ("zh-CN-XiaoxiaoNeural", "zh-CN-YunjianNeural")
    unknown_voice = "zh-CN-NobodyNeural"


class TestEspeak(EngineContract):
    engine_name = "espeak"
    two_voices = ("cmn+f3", "cmn+m1")
    unknown_voice = "xx+nobody"


@pytest.mark.skipif(bundle.missing() is not None, reason=bundle.missing() or "")
class TestKokoro(EngineContract):
    engine_name = "kokoro"
    two_voices = ("zf_xiaoxiao", "zm_yunyang")


class TestTone(EngineContract):
    engine_name = "tone"
    two_voices = ("high", "low")
    unknown_voice = ""


def test_every_engine_that_ships_keeps_the_contract() -> None:
    tested = {each.engine_name for each in EngineContract.__subclasses__()}
    assert set(engine_names()) <= tested


@pytest.mark.usefixtures("service")
def test_fingerprints_of_two_engines_differ() -> None:
    names = ("edge", "espeak", "kokoro", "tone")
    assert len({engine(name).fingerprint for name in names}) == len(names)


# What only an engine on a network can get wrong.


def edge_says(text: str, **settings: float) -> Clip:
    return EdgeEngine(**settings).speak(utterance(text, voice=Voice(engine="edge", name="zh-CN-XiaoxiaoNeural")))


@pytest.mark.parametrize("fault", sorted(set(Fault) - {Fault.FORBIDDEN, Fault.RESET}))
def test_edge_speaks_all_of_it_or_is_busy(service: StandIn, fault: Fault) -> None:
    service.faults = in_turn(fault)
    with pytest.raises(EngineBusy) as caught:
        edge_says(TEXT, idle_timeout_s=0.5)
    assert "\n" not in caught.value.message
    assert shortcoming(edge_says(TEXT)) is None


@pytest.mark.parametrize("fault", [Fault.FORBIDDEN, Fault.RESET])
def test_edge_gets_over_one_refused_handshake_by_itself(service: StandIn, fault: Fault) -> None:
    service.faults = in_turn(fault)
    assert shortcoming(edge_says(TEXT)) is None


def test_edge_is_busy_while_it_is_forbidden(service: StandIn) -> None:
    service.faults = in_turn(*[Fault.FORBIDDEN] * 4)
    with pytest.raises(EngineBusy, match="403"):
        edge_says(TEXT)


def test_edge_without_a_service_is_not_available_in_one_line(service: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATOR_EDGE_URL", "ws://127.0.0.1:1")
    why_not = EdgeEngine().available()
    assert why_not == "no connection to 127.0.0.1"
    with pytest.raises(EngineError):
        EdgeEngine().voices()


def test_edge_that_lists_voices_but_refuses_to_speak_is_not_available(service: StandIn) -> None:
    service.faults = lambda: Fault.UNAVAILABLE
    assert EdgeEngine().available() == "the service refused (HTTP 503)"


def test_edge_that_speaks_is_available_even_without_a_voice_list(service: StandIn) -> None:
    service.list_answers = 404
    assert EdgeEngine().available() is None


def test_edge_whose_voice_list_fails_once_in_a_while_is_available(service: StandIn) -> None:
    service.faults = in_turn(Fault.CLOSE, Fault.TOO_MANY)
    assert EdgeEngine().available() is None


def test_edge_never_sends_what_cannot_be_pronounced(service: StandIn) -> None:
    with pytest.raises(EngineError, match="nothing to pronounce"):
        edge_says("……？！")
    assert service.asked == []


def test_edge_sends_the_homophone_and_marks_the_word(service: StandIn) -> None:
    asked = utterance("重塑老街", voice=Voice(engine="edge", name="zh-CN-XiaoxiaoNeural"), respelled="崇塑老街")
    clip = EdgeEngine().speak(asked)
    assert service.asked == ["崇塑老街"]
    assert [mark.spoken.of("重塑老街") for mark in clip.marks] == ["重塑", "老街"]


def test_edge_takes_text_beyond_what_the_service_does_in_several_requests(service: StandIn) -> None:
    text = "老街上的茶馆换了三位掌柜，" * 50 + "门前的石狮子还在。"
    clip = edge_says(text)
    assert len(service.asked) > 1
    assert "".join(service.asked) == text
    assert unheard(text, clip.marks) == ()


def test_edge_survives_characters_that_xml_cannot_carry(service: StandIn) -> None:
    text = "老街\x0b的\ud800石狮子\ufffe <b>&amp;"
    assert unheard(text, edge_says(text).marks) == ()
