"""Every sentence of the Engine Protocol's docstring, for every engine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest

from edge_standin import Fault, StandIn, in_turn
from narrator.errors import EngineBusy, EngineError
from narrator.model import Clip, Utterance, Voice
from narrator.speech import Engine, engine
from narrator.speech.accept import shortcoming
from narrator.speech.engines.edge import EdgeEngine
from narrator.speech.engines.kokoro import bundle
from narrator.speech.marks import unheard
from speech_utterances import utterance

VOICES = {
    "edge": ("zh-CN-XiaoxiaoNeural", "zh-CN-YunjianNeural"),
    "espeak": ("cmn+f3", "cmn+m1"),
    "kokoro": ("zf_xiaoxiao", "zm_yunyang"),
    "tone": ("high", "low"),
}
TEXT = "城东公园的老槐树下，常年摆着一张石桌。"


@pytest.fixture(params=sorted(VOICES))
def spoken_by(request: pytest.FixtureRequest, service: StandIn) -> Engine:
    return installed(request.param)


@cache
def natural() -> Engine:
    """One for all tests: the network takes a second to load."""
    return engine("kokoro")


def installed(name: str) -> Engine:
    spoken_by = natural() if name == "kokoro" else engine(name)
    if name == "kokoro" and (why_not := bundle.missing()):
        pytest.skip(why_not)
    return spoken_by


@pytest.fixture
def say(spoken_by: Engine) -> Callable[..., Clip]:
    def speak(text: str, *, nth_voice: int = 0, **prosody: int) -> Clip:
        return spoken_by.speak(in_voice(spoken_by, text, nth_voice, **prosody))

    return speak


def in_voice(spoken_by: Engine, text: str, nth_voice: int = 0, **prosody: int) -> Utterance:
    name = VOICES[spoken_by.name][nth_voice]
    return utterance(text, voice=Voice(engine=spoken_by.name, name=name, **prosody))


def samples(clip: Clip) -> np.ndarray:
    return np.frombuffer(clip.audio.raw_data, np.int16)


def test_engine_has_the_name_it_is_asked_for_by(spoken_by: Engine) -> None:
    assert engine(spoken_by.name).name == spoken_by.name


def test_engine_takes_as_many_calls_at_once_as_it_says(spoken_by: Engine) -> None:
    texts = [f"第{count}张石桌旁边坐着人" for count in "一二三四五六七八"]
    alone = [spoken_by.speak(in_voice(spoken_by, text)) for text in texts]
    with ThreadPoolExecutor(spoken_by.concurrency) as pool:
        together = list(pool.map(lambda text: spoken_by.speak(in_voice(spoken_by, text)), texts))
    assert [clip.audio.raw_data for clip in together] == [clip.audio.raw_data for clip in alone]


def test_fingerprint_stays_while_the_sound_does(spoken_by: Engine, say: Callable[..., Clip]) -> None:
    again = engine(spoken_by.name)
    assert spoken_by.fingerprint == again.fingerprint
    assert again.speak(in_voice(again, TEXT)).audio.raw_data == say(TEXT).audio.raw_data


def test_fingerprints_of_two_engines_differ(service: StandIn) -> None:
    assert len({engine(name).fingerprint for name in VOICES}) == len(VOICES)


def test_engine_that_would_answer_is_available(spoken_by: Engine) -> None:
    assert spoken_by.available() is None


def test_voices_have_a_name_each_and_a_language(spoken_by: Engine) -> None:
    names = [voice.name for voice in spoken_by.voices()]
    assert len(set(names)) == len(names)
    assert set(VOICES[spoken_by.name]) <= set(names)
    assert all(voice.language for voice in spoken_by.voices())


@pytest.mark.parametrize("text", [TEXT, "好", "你好，5G和AI来了！", "“先谈人，再谈器”——这是原则。"])
def test_all_of_the_utterance_is_spoken(say: Callable[..., Clip], text: str) -> None:
    clip = say(text)
    assert shortcoming(clip) is None
    assert unheard(text, clip.marks) == ()


def test_clip_is_of_the_utterance_in_16_bit_mono(spoken_by: Engine) -> None:
    asked = in_voice(spoken_by, TEXT)
    clip = spoken_by.speak(asked)
    assert clip.utterance == asked
    assert (clip.audio.sample_width, clip.audio.channels) == (2, 1)


def test_marks_are_in_order_and_inside_the_audio(say: Callable[..., Clip]) -> None:
    clip = say(TEXT)
    edges = [edge for mark in clip.marks for edge in (mark.start, mark.end)]
    assert edges == sorted(edges)
    assert edges[0] >= 0
    assert edges[-1] <= len(samples(clip))


def test_sound_is_where_the_marks_are(say: Callable[..., Clip]) -> None:
    clip = say("石桌，老槐树")
    for mark in clip.marks:
        assert np.abs(samples(clip)[mark.start : mark.end].astype(int)).max() > 300


def test_longer_text_takes_longer(say: Callable[..., Clip]) -> None:
    assert say(TEXT * 2).audio.duration_seconds > 1.6 * say(TEXT).audio.duration_seconds


def test_faster_voice_takes_less_time(say: Callable[..., Clip]) -> None:
    usual, fast = say(TEXT).audio.duration_seconds, say(TEXT, rate_percent=50).audio.duration_seconds
    assert 0.55 < fast / usual < 0.9


def test_two_voices_sound_different(say: Callable[..., Clip]) -> None:
    assert say(TEXT).audio.raw_data != say(TEXT, nth_voice=1).audio.raw_data


def test_voice_that_does_not_exist_is_an_error_not_worth_another_try(spoken_by: Engine) -> None:
    spoken_by.voices()
    name = "" if spoken_by.name == "tone" else "zh-CN-NobodyNeural" if spoken_by.name == "edge" else "xx+nobody"
    with pytest.raises(EngineError, match=r"voice") as caught:
        spoken_by.speak(utterance(TEXT, voice=Voice(engine=spoken_by.name, name=name)))
    assert not isinstance(caught.value, EngineBusy)
    assert caught.value.hint


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
