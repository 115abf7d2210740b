"""A server with OpenAI's interface: all of the sentence, or an error that says why not."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from http_standin import NOT_WORTH_ANOTHER_TRY, RATE_HZ, Fault, as_format, as_wav, in_turn, words_spoken
from narrator.errors import EngineBusy, EngineError, NarratorError
from narrator.model import Clip, Voice
from narrator.speech import FileStore, synthesise
from narrator.speech.completeness import shortcoming
from narrator.speech.engines.http_sound import decode
from narrator.speech.engines.http_voice import Timeouts
from narrator.speech.engines.openai import KEY_VARIABLE, URL_VARIABLE, OpenAIEngine, OpenAISettings
from narrator.speech.marks import unheard
from narrator.speech.retry_policy import Pace
from narrator.speech.sound import UndecodableError
from openai_standin import OpenAIStandIn
from proxy_servers import HttpProxy, SocksProxy
from speech_utterances import utterance

TEXT = "河对岸的磨坊还在，水车却早就不转了。"
QUICK = Timeouts(connect_s=1.0, idle_s=0.4, whole_s=1.0)
BUSY = sorted(set(Fault) - NOT_WORTH_ANOTHER_TRY)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAIStandIn]:
    with OpenAIStandIn() as running:
        monkeypatch.setenv(URL_VARIABLE, running.url)
        monkeypatch.delenv(KEY_VARIABLE, raising=False)
        yield running


def engine(timeouts: Timeouts | None = None, **settings: object) -> OpenAIEngine:
    return OpenAIEngine(OpenAISettings(**{"model": "tts-1", **settings}), timeouts=timeouts)


def say(text: str = TEXT, *, by: OpenAIEngine | None = None, respelled: str = "", **voice: object) -> Clip:
    chosen = Voice(**{"engine": "openai", "name": "alloy", **voice})
    return (by or engine()).speak(utterance(text, voice=chosen, respelled=respelled))


@pytest.mark.parametrize("name", ["wav", "mp3", "flac", "opus", "pcm"])
def test_every_format_is_heard_whole(server: OpenAIStandIn, name: str) -> None:
    clip = say(by=engine(format=name))
    assert server.asked[0]["response_format"] == name
    assert shortcoming(clip) is None
    assert unheard(TEXT, clip.marks) == ()
    assert clip.timing == "estimated"
    assert abs(clip.audio.duration_seconds - len(words_spoken(TEXT)) / RATE_HZ) < 0.15


@pytest.mark.parametrize("sent", ["wav", "mp3", "flac", "opus"])
def test_format_is_told_by_the_sound_whatever_was_asked_for(server: OpenAIStandIn, sent: str) -> None:
    server.sends = sent
    assert shortcoming(say(by=engine(format="pcm" if sent != "pcm" else "wav"))) is None


@pytest.mark.parametrize("length", [0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFF000, 0])
def test_wav_of_unknown_length_is_whole(server: OpenAIStandIn, length: int) -> None:
    usual = say()
    server.wav_length = length
    assert say().audio.raw_data == usual.audio.raw_data


def test_question_has_what_the_interface_documents(server: OpenAIStandIn) -> None:
    say(by=engine(instructions="Warm."), rate_percent=20, style="Slowly.")
    assert server.asked == [
        {
            "model": "tts-1",
            "input": TEXT,
            "voice": "alloy",
            "response_format": "wav",
            "speed": 1.2,
            "instructions": "Warm. Slowly.",
        }
    ]


def test_spoken_form_is_sent_with_the_homophone(server: OpenAIStandIn) -> None:
    say("重塑老街", respelled="崇塑老街")
    assert server.asked[0]["input"] == "崇塑老街"


@pytest.mark.parametrize("fault", BUSY)
def test_whatever_may_pass_is_busy_in_one_line_and_then_speaks(server: OpenAIStandIn, fault: Fault) -> None:
    server.faults = in_turn(fault)
    by = engine(QUICK)
    with pytest.raises(EngineBusy) as caught:
        say(by=by)
    assert caught.value.message
    assert "\n" not in caught.value.message
    assert shortcoming(say()) is None


@pytest.mark.parametrize("name", ["mp3", "flac", "opus", "wav"])
def test_sound_cut_off_without_a_length_is_busy(server: OpenAIStandIn, name: str) -> None:
    server.faults = in_turn(Fault.SHORT_BODY)
    with pytest.raises(EngineBusy, match="ended in the middle"):
        say(by=engine(format=name))


@pytest.mark.parametrize("fault", sorted(NOT_WORTH_ANOTHER_TRY))
def test_whatever_will_not_pass_is_an_error_with_a_hint(server: OpenAIStandIn, fault: Fault) -> None:
    server.faults = in_turn(fault)
    with pytest.raises(EngineError) as caught:
        say()
    assert not isinstance(caught.value, EngineBusy)
    assert caught.value.hint


def test_refused_key_names_the_variable(server: OpenAIStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    server.key = "right"
    monkeypatch.setenv(KEY_VARIABLE, "wrong")
    with pytest.raises(EngineError, match="does not accept the key") as caught:
        say()
    assert KEY_VARIABLE in caught.value.hint
    assert "wrong" not in caught.value.message + caught.value.hint
    monkeypatch.setenv(KEY_VARIABLE, "right")
    assert shortcoming(say()) is None


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "clé"])
def test_key_that_can_be_none_is_an_error_that_does_not_show_it(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv(KEY_VARIABLE, key)
    with pytest.raises(EngineError, match=KEY_VARIABLE) as caught:
        engine()
    assert key not in caught.value.message + caught.value.hint


def test_server_that_wants_no_key_gets_none(server: OpenAIStandIn) -> None:
    assert shortcoming(say()) is None


def test_unknown_model_or_voice_is_named(server: OpenAIStandIn) -> None:
    with pytest.raises(EngineError, match="model “tts-9” with voice “alloy”"):
        say(by=engine(model="tts-9"))
    with pytest.raises(EngineError, match="voice “nobody”"):
        say(name="nobody")


def test_wait_that_a_server_asks_for_is_told(server: OpenAIStandIn) -> None:
    server.faults = in_turn(Fault.TOO_MANY)
    with pytest.raises(EngineBusy, match="429") as caught:
        say()
    assert caught.value.wait_s == 7


def test_wait_that_a_server_asks_for_is_waited(
    server: OpenAIStandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(Pace, "sleep", lambda self, seconds: waits.append(seconds))
    server.faults = in_turn(Fault.TOO_MANY, Fault.BROKEN)
    asked = utterance(TEXT, voice=Voice(engine="openai", name="alloy"))
    (clip,) = synthesise([asked], engine(), store=FileStore(tmp_path))
    assert shortcoming(clip) is None
    assert waits[0] == 7
    assert waits[1] < 7


def test_wrong_type_says_what_came_and_why(server: OpenAIStandIn) -> None:
    server.faults = in_turn(Fault.HTML, Fault.JSON, Fault.JSON_AS_SOUND)
    with pytest.raises(EngineBusy, match="text/html came instead of sound: Maintenance"):
        say()
    with pytest.raises(EngineBusy, match="application/json came instead of sound: the model is not loaded"):
        say()
    with pytest.raises(EngineBusy, match="a message came instead of sound: the model is not loaded"):
        say()


def test_slow_answers_say_how_long_they_took(server: OpenAIStandIn) -> None:
    server.faults = in_turn(Fault.STALL, Fault.DRIP)
    with pytest.raises(EngineBusy, match=r"nothing came for 0\.4 s"):
        say(by=engine(QUICK))
    with pytest.raises(EngineBusy, match=r"longer than 1 s"):
        say(by=engine(QUICK))


def test_server_that_is_away_is_not_available_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, "http://127.0.0.1:1")
    assert engine().available() == "no connection to 127.0.0.1"


def test_openai_without_a_key_is_not_available_and_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    assert OpenAIEngine().available() == f"the environment variable {KEY_VARIABLE} is not set"


def test_one_hiccup_does_not_make_it_unavailable(server: OpenAIStandIn) -> None:
    server.faults = in_turn(Fault.RESET, Fault.BROKEN)
    assert engine().available() is None


def test_server_is_available_when_it_speaks(server: OpenAIStandIn) -> None:
    assert engine().available() is None
    server.faults = lambda: Fault.UNAVAILABLE
    assert engine().available() == "the service refused (HTTP 503)"


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
def test_speech_goes_through_the_proxy_that_the_environment_names(
    server: OpenAIStandIn, monkeypatch: pytest.MonkeyPatch, kind: type[HttpProxy | SocksProxy], variable: str
) -> None:
    with kind(user="me:secret") as proxy:
        monkeypatch.setenv(variable, proxy.url)
        assert shortcoming(say()) is None
        assert proxy.asked == [server.url.removeprefix("http://")]
        monkeypatch.setenv("NO_PROXY", "127.0.0.0/8")
        assert shortcoming(say()) is None
        assert len(proxy.asked) == 1


@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
def test_proxy_of_the_settings_wins_and_one_that_refuses_is_named_without_its_password(
    server: OpenAIStandIn, monkeypatch: pytest.MonkeyPatch, kind: type[HttpProxy | SocksProxy]
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with kind(user="me:secret") as proxy:
        assert shortcoming(say(by=engine(proxy=proxy.url))) is None
        with pytest.raises(EngineError, match="proxy") as caught:
            say(by=engine(proxy=proxy.url.replace("secret", "guess")))
        assert "guess" not in caught.value.message + caught.value.hint
    with pytest.raises(EngineBusy, match="no connection to the proxy http://127"):
        say()


@pytest.mark.parametrize("proxy", ["http://", "gopher://127.0.0.1:1", "http://me:secret@h:99999"])
def test_proxy_that_can_be_none_is_an_error(server: OpenAIStandIn, proxy: str) -> None:
    with pytest.raises(NarratorError, match="proxy") as caught:
        say(by=engine(proxy=proxy))
    assert caught.value.hint
    assert "secret" not in caught.value.message


@pytest.mark.parametrize("tail", ["", "/", "/v1", "/v1/", "/v1/audio/speech"])
def test_address_may_be_written_as_people_write_it(server: OpenAIStandIn, tail: str) -> None:
    assert shortcoming(say(by=engine(base_url=server.url + tail))) is None


@pytest.mark.parametrize(
    "url", ["localhost:8880", "ftp://somewhere/v1", "http://", "a b", "http://a b/", "http://[1", "http://h:99999/v1"]
)
def test_address_that_is_none_is_an_error_that_shows_one(url: str) -> None:
    with pytest.raises(EngineError, match="no address") as caught:
        engine(base_url=url)
    assert "http://" in caught.value.hint


@pytest.mark.parametrize(
    "told",
    [
        {"voices": ["zf_a", "zm_b"]},
        ["zf_a", "zm_b"],
        {"data": [{"id": "zf_a", "gender": "female", "language": "zh-CN"}, {"name": "zm_b"}]},
    ],
)
def test_voices_are_what_the_server_lists(server: OpenAIStandIn, told: object) -> None:
    server.lists = told
    assert [voice.name for voice in engine().voices()] == ["zf_a", "zm_b"]


def test_server_without_a_list_has_no_voices_to_show(server: OpenAIStandIn) -> None:
    assert engine().voices() == ()


def test_openai_itself_shows_the_voices_it_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    assert {"alloy", "coral", "onyx"} <= {voice.name for voice in OpenAIEngine().voices()}


def test_nothing_is_asked_where_there_is_nothing_to_pronounce(server: OpenAIStandIn) -> None:
    with pytest.raises(EngineError, match="nothing to pronounce"):
        say("……！")
    assert server.asked == []


def test_long_text_is_spoken_whole_in_several_requests(server: OpenAIStandIn) -> None:
    text = "磨坊的主人换了三位，" * 60 + "水车没有换。"
    clip = say(text)
    assert "".join(str(question["input"]) for question in server.asked) == text
    assert len(server.asked) > 1
    assert unheard(text, clip.marks) == ()


def test_faster_and_softer_voice_is(server: OpenAIStandIn) -> None:
    usual, fast, soft = say(), say(rate_percent=50), say(volume_percent=-50)
    assert fast.audio.duration_seconds < 0.9 * usual.audio.duration_seconds
    assert abs(usual.audio.dBFS - soft.audio.dBFS - 6.0) < 0.2


def test_fingerprint_changes_with_what_is_heard_and_not_with_the_key(
    server: OpenAIStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = engine().fingerprint
    assert usual != engine(model="tts-2").fingerprint
    assert usual != engine(instructions="Warm.").fingerprint
    monkeypatch.setenv(KEY_VARIABLE, "another")
    assert usual == engine().fingerprint
    assert "another" not in engine().fingerprint


def test_unknown_format_is_an_error_that_lists_them() -> None:
    with pytest.raises(EngineError, match="aac") as caught:
        engine(format="aac")
    assert "flac" in caught.value.hint


# The sound itself.


def test_wav_in_parts_or_in_another_form_is_the_same_sound() -> None:
    samples = words_spoken("水车")
    half = len(samples) // 2
    in_parts = as_wav(samples[:half]) + as_wav(samples[half:])
    first_part_counted = as_wav(samples, length=2 * half)
    for data in (as_wav(samples), in_parts, first_part_counted, as_wav(samples, channels=2)):
        assert np.array_equal(decode(data)[0], samples)
    as_float = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 0, b"WAVE", b"fmt ", 16, 3, 1, RATE_HZ, RATE_HZ * 4, 4, 32, b"data", 4 * len(samples))  # fmt: skip
    assert np.array_equal(decode(as_float + (samples / 32768).astype("<f4").tobytes())[0], samples)


@pytest.mark.parametrize("name", ["wav", "flac", "opus"])
def test_sound_that_says_its_length_is_not_believed_when_it_is_shorter(name: str) -> None:
    data = as_format(words_spoken(TEXT), name)
    with pytest.raises(UndecodableError):
        decode(data[: len(data) * 2 // 3])


@pytest.mark.parametrize("name", ["mp3", "flac"])
def test_sound_with_a_hole_of_garbage_is_not_believed(name: str) -> None:
    data = as_format(words_spoken(TEXT), name)
    third = len(data) // 3
    with pytest.raises(UndecodableError):
        decode(data[:third] + b"\0" * third + data[2 * third :])


@pytest.mark.parametrize(
    "data", [b"", b"RIFF", b"RIFF\0\0\0\0WAVE", b"OggS", b"fLaC", b"ID3", b"\xff", b"\xff\xfb", b"ok"]
)
def test_bytes_that_are_no_sound_are_refused(data: bytes) -> None:
    with pytest.raises(UndecodableError):
        decode(data)
