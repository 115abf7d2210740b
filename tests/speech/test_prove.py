"""The engine of the episode is settled before its first word, by its first sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from edge_standin import Fault, StandIn
from narrator.errors import EngineError
from narrator.model import Utterance, Voice
from narrator.speech import Engine, FileStore, RetryPolicy, prove, settle, synthesise
from narrator.speech.engines.edge import EdgeEngine
from narrator.speech.engines.tone import ToneEngine
from speech_utterances import utterance

QUICK = RetryPolicy(attempts=2, same_reason=2, first_wait_s=0.001, refusals=3, give_up_after_s=0.0)
TEXTS = ("本节目由人工智能合成。", "老街上的茶馆换了三位掌柜。", "门前的石狮子还在。", "坐着下棋的人也还在。")
VOICES = {"edge": ("zh-CN-XiaoxiaoNeural", "zh-CN-YunjianNeural"), "tone": ("high", "low")}


def spoken_by(engine: Engine) -> Sequence[Utterance]:
    voices = [Voice(engine=engine.name, name=name) for name in VOICES[engine.name]]
    return [utterance(text, voice=voices[number % 2]) for number, text in enumerate(TEXTS)]


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "cache")


def test_engine_that_speaks_the_first_sentences_is_settled_on(service: StandIn, store: FileStore) -> None:
    settled = settle([EdgeEngine(), ToneEngine()], spoken_by, store=store)
    assert (settled.engine.name, settled.fallback) == ("edge", None)
    assert list(settled.utterances) == spoken_by(settled.engine)


def test_first_sentence_of_each_voice_is_spoken_once_in_all(service: StandIn, store: FileStore) -> None:
    settled = settle([EdgeEngine()], spoken_by, store=store)
    assert sorted(service.asked) == sorted(["好", *TEXTS[:2]])
    assert len(list(synthesise(settled.utterances, settled.engine, store=store))) == len(TEXTS)
    assert sorted(service.asked) == sorted(["好", *TEXTS])


def test_engine_that_answers_a_trial_and_fails_the_first_sentence_is_passed_over(
    service: StandIn, store: FileStore
) -> None:
    service.faults = lambda: Fault.TOO_MANY if service.seen.total() else None
    settled = settle([EdgeEngine(), ToneEngine()], spoken_by, store=store, policy=QUICK)
    assert settled.engine.name == "tone"
    assert {one.voice.engine for one in settled.utterances} == {"tone"}
    assert settled.fallback is not None
    assert "edge: " in settled.fallback
    assert "HTTP 429" in settled.fallback


def test_engine_without_a_voice_for_somebody_is_passed_over(store: FileStore) -> None:
    def nobody(engine: Engine) -> Sequence[Utterance]:
        if engine.fingerprint == "mute":
            raise EngineError("there is no voice for 林晓")
        return spoken_by(engine)

    class Mute(ToneEngine):
        fingerprint = "mute"

    settled = settle([Mute(), ToneEngine()], nobody, store=store)
    assert settled.fallback == "tone: there is no voice for 林晓"


def test_no_engine_that_speaks_is_an_error_with_every_reason(service: StandIn, store: FileStore) -> None:
    service.faults = lambda: Fault.UNAVAILABLE
    with pytest.raises(EngineError, match=r"edge: the service refused \(HTTP 503\)") as caught:
        settle([EdgeEngine()], spoken_by, store=store, policy=QUICK)
    assert "espeak" in caught.value.hint


def test_voice_that_is_listed_and_silent_is_found_before_the_episode(service: StandIn, store: FileStore) -> None:
    edge = EdgeEngine()
    edge.voices()
    service.voices = tuple(voice for voice in service.voices if "Yunjian" not in voice.name)
    assert "no sound came" in str(prove(spoken_by(edge), edge, store=store, policy=QUICK))


def test_utterances_without_words_prove_nothing_and_are_not_asked_for(service: StandIn, store: FileStore) -> None:
    wordless = replace(utterance("……"), voice=Voice(engine="edge", name="zh-CN-XiaoxiaoNeural"))
    assert prove([wordless], EdgeEngine(), store=store) is None
    assert service.asked == []
