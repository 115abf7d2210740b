from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_standin import Fault, StandIn, some_of
from narrator.errors import EngineBusy, EngineError
from narrator.model import Clip, Mark, Span, Utterance, Voice
from narrator.speech import Engine, FileStore, RetryPolicy, synthesise
from narrator.speech.clipfile import freeze, thaw
from narrator.speech.completeness import shortcoming
from narrator.speech.engines.edge import EdgeEngine
from narrator.speech.engines.tone import ToneEngine
from narrator.speech.sound import samples_of, segment
from speech_utterances import utterance

QUICK = RetryPolicy(first_wait_s=0.001, longest_wait_s=0.002, give_up_after_s=0.0)
TEXTS = [f"老街上的第{count}张石桌，坐着{count}位客人。" for count in "一二三四五六七八九十"]

Misbehaviour = Callable[[Clip], Clip]


class Flaky(ToneEngine):
    """A tone that fails in ways of its own before it gets things right."""

    concurrency = 4

    def __init__(self, *failures: Misbehaviour | EngineError, every: bool = False) -> None:
        self.failures = failures
        self.every = every
        self.attempts: dict[str, int] = {}
        self.guard = threading.Lock()

    def speak(self, utterance: Utterance) -> Clip:
        text = utterance.sentence.reading.spoken
        with self.guard:
            attempt = self.attempts.get(text, 0)
            self.attempts[text] = attempt + 1
        clip = super().speak(utterance)
        if not self.every and attempt >= len(self.failures):
            return clip
        failure = self.failures[attempt % len(self.failures)]
        if isinstance(failure, EngineError):
            raise failure
        return failure(clip)


def cut_in_half(clip: Clip) -> Clip:
    half = len(samples_of(clip.audio)) // 2
    return replace(clip, audio=segment(samples_of(clip.audio)[:half], clip.audio.frame_rate))


def cut_in_half_and_cover_it_up(clip: Clip) -> Clip:
    half = cut_in_half(clip)
    return replace(half, marks=tuple(mark for mark in clip.marks if mark.end <= len(samples_of(half.audio))))


def squeeze_into_a_blink(clip: Clip) -> Clip:
    audio = segment(samples_of(clip.audio)[:2000], clip.audio.frame_rate)
    whole = Mark(spoken=Span(0, len(clip.utterance.sentence.reading.spoken)), start=0, end=2000)
    return replace(clip, audio=audio, marks=(whole,))


def silence(clip: Clip) -> Clip:
    return replace(clip, audio=segment(np.zeros_like(samples_of(clip.audio)), clip.audio.frame_rate))


def nothing(clip: Clip) -> Clip:
    return replace(clip, audio=segment(np.zeros(0, np.int16), clip.audio.frame_rate), marks=())


def fall_silent(clip: Clip) -> Clip:
    samples = samples_of(clip.audio).copy()
    samples[len(samples) // 2 :] = 0
    return replace(clip, audio=segment(samples, clip.audio.frame_rate))


def shuffle(clip: Clip) -> Clip:
    return replace(clip, marks=clip.marks[::-1])


def in_stereo(clip: Clip) -> Clip:
    return replace(clip, audio=clip.audio.set_channels(2))


def speak(texts: Sequence[str], engine: Engine, store: FileStore, policy: RetryPolicy = QUICK) -> list[Clip]:
    return list(synthesise([utterance(text) for text in texts], engine, store=store, policy=policy))


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "cache")


def test_clips_come_in_the_order_of_the_utterances(store: FileStore) -> None:
    class Late(ToneEngine):
        concurrency = 8

        def speak(self, utterance: Utterance) -> Clip:
            time.sleep(random.random() / 50)
            return super().speak(utterance)

    clips = speak(TEXTS, Late(), store)
    assert [clip.utterance.sentence.reading.spoken for clip in clips] == TEXTS
    assert [clip.audio.raw_data for clip in clips] == [c.audio.raw_data for c in speak(TEXTS, ToneEngine(), store)]


def test_clips_are_at_one_rate_with_marks_to_match(store: FileStore) -> None:
    (clip,) = speak(TEXTS[:1], ToneEngine(), store)
    original = ToneEngine().speak(utterance(TEXTS[0]))
    assert (clip.audio.frame_rate, clip.audio.sample_width, clip.audio.channels) == (44_100, 2, 1)
    assert clip.audio.duration_seconds == pytest.approx(original.audio.duration_seconds, abs=1e-4)
    assert [m.start / 44_100 for m in clip.marks] == pytest.approx([m.start / 24_000 for m in original.marks], abs=1e-4)


def test_resampled_sound_keeps_its_level_and_its_place(store: FileStore) -> None:
    (clip,) = speak(TEXTS[:1], ToneEngine(), store)
    original = ToneEngine().speak(utterance(TEXTS[0]))
    assert clip.audio.rms == pytest.approx(original.audio.rms, rel=0.01)
    loud = np.flatnonzero(np.abs(samples_of(clip.audio).astype(int)) > 500)
    loud_before = np.flatnonzero(np.abs(samples_of(original.audio).astype(int)) > 500)
    assert loud[-1] / 44_100 == pytest.approx(loud_before[-1] / 24_000, abs=0.001)


def test_what_sounds_the_same_is_spoken_once(store: FileStore) -> None:
    engine = Flaky()
    clips = tuple(synthesise([utterance("老街", at=at) for at in range(5)], engine, store=store))
    assert engine.attempts == {"老街": 1}
    assert [clip.utterance.sentence.at for clip in clips] == [0, 1, 2, 3, 4]


def test_second_run_speaks_nothing_again(store: FileStore) -> None:
    first, again = Flaky(), Flaky()
    assert speak(TEXTS, first, store) == speak(TEXTS, again, store)
    assert again.attempts == {}


@pytest.mark.parametrize(
    "change",
    [
        {"voice": Voice(engine="tone", name="high")},
        {"voice": Voice(engine="tone", name="low", rate_percent=-4)},
        {"voice": Voice(engine="tone", name="low", pitch_hz=3)},
        {"voice": Voice(engine="tone", name="low", volume_percent=5)},
        {"language": "en"},
        {"respelled": "劳街"},
    ],
)
def test_anything_that_changes_the_sound_is_spoken_again(store: FileStore, change: dict[str, str]) -> None:
    engine = Flaky()
    tuple(synthesise([utterance("老街")], engine, store=store))
    tuple(synthesise([utterance("老街", **change)], engine, store=store))
    assert engine.attempts == {"老街": 2}


def test_progress_counts_the_characters_that_have_to_be_spoken(store: FileStore) -> None:
    told: list[tuple[str, int, int]] = []

    def said(texts: list[str]) -> list[tuple[str, int, int]]:
        told.clear()
        spoken = [utterance(text) for text in texts]
        tuple(synthesise(spoken, ToneEngine(), store=store, progress=lambda *now: told.append(now)))
        return told

    first = said(TEXTS[:4])
    length = sum(len(utterance(text).sentence.reading.spoken) for text in TEXTS[:4])
    assert (first[0], first[-1]) == (("speak", 0, length), ("speak", length, length))
    assert [done for _, done, _ in first] == sorted(done for _, done, _ in first)
    # What is there already, or is said twice, takes no time: the time that is left is told from the rest.
    again = said([*TEXTS[:5], TEXTS[4]])
    fifth = len(utterance(TEXTS[4]).sentence.reading.spoken)
    assert again[-1] == ("speak", fifth, fifth)


@pytest.mark.parametrize("text", ["……", "？！", " ", "", "“”"])
def test_utterance_without_words_is_never_sent(store: FileStore, text: str) -> None:
    engine = Flaky()
    (clip,) = speak([text], engine, store)
    assert engine.attempts == {}
    assert clip.marks == ()
    assert clip.audio.dBFS < -90


@pytest.mark.parametrize(
    "failure",
    [
        cut_in_half,
        cut_in_half_and_cover_it_up,
        squeeze_into_a_blink,
        silence,
        nothing,
        fall_silent,
        shuffle,
        in_stereo,
        EngineBusy("the service refused (HTTP 503)"),
    ],
)
def test_clip_that_is_not_whole_is_spoken_again(store: FileStore, failure: Misbehaviour | EngineError) -> None:
    clips = speak(TEXTS, Flaky(failure, failure), store)
    assert [shortcoming(clip) for clip in clips] == [None] * len(TEXTS)
    faultless = speak(TEXTS, ToneEngine(), FileStore(store.folder / "another"))
    assert [clip.audio.raw_data for clip in clips] == [clip.audio.raw_data for clip in faultless]


def test_clip_that_is_not_whole_is_never_cached(store: FileStore) -> None:
    with pytest.raises(EngineError, match="could not speak “老街”"):
        speak(["老街"], Flaky(cut_in_half, every=True), store)
    assert store.usage().entries == 0


def test_engine_that_insists_on_the_same_wrong_sound_is_not_asked_for_ever(store: FileStore) -> None:
    engine = Flaky(cut_in_half, every=True)
    with pytest.raises(EngineError, match=r"in 3 attempts: the sound ends before the last word does"):
        speak(["老街"], engine, store)


def test_damaged_cache_entry_is_spoken_again(store: FileStore) -> None:
    speak(["老街"], ToneEngine(), store)
    (entry,) = store.folder.rglob("*.entry")
    entry.write_bytes(entry.read_bytes()[:-100])
    engine = Flaky()
    (clip,) = speak(["老街"], engine, store)
    assert engine.attempts == {"老街": 1}
    assert shortcoming(clip) is None


def test_engine_that_reports_no_words_gets_estimated_marks(store: FileStore) -> None:
    (clip,) = speak(TEXTS[:1], Flaky(lambda clip: replace(clip, marks=()), every=True), store)
    assert clip.timing == "estimated"
    assert shortcoming(clip) is None
    assert clip == speak(TEXTS[:1], ToneEngine(), store)[0]


def test_hard_error_ends_the_run_and_keeps_what_was_spoken(store: FileStore) -> None:
    class Picky(Flaky):
        def speak(self, utterance: Utterance) -> Clip:
            if utterance.sentence.reading.spoken == TEXTS[6]:
                raise EngineError("text refused")
            return super().speak(utterance)

    with pytest.raises(EngineError, match="text refused"):
        speak(TEXTS, Picky(), store)
    kept = store.usage().entries
    assert 1 <= kept < len(TEXTS)
    engine = Flaky()
    speak(TEXTS, engine, store)
    assert len(engine.attempts) == len(TEXTS) - kept


def test_engine_that_never_answers_is_given_up_without_hammering(store: FileStore) -> None:
    engine = Flaky(EngineBusy("the service refused (HTTP 503)"), every=True)
    with pytest.raises(EngineError, match="in a row") as caught:
        speak(TEXTS, engine, store)
    assert not isinstance(caught.value, EngineBusy)
    assert sum(engine.attempts.values()) < 25


def test_bug_in_an_engine_keeps_its_traceback(store: FileStore) -> None:
    class Buggy(ToneEngine):
        def speak(self, utterance: Utterance) -> Clip:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        speak(TEXTS, Buggy(), store)


def test_ctrl_c_does_not_wait_for_an_engine_that_hangs(store: FileStore) -> None:
    class Hanging(ToneEngine):
        concurrency = 2

        def speak(self, utterance: Utterance) -> Clip:
            if utterance.sentence.reading.spoken == TEXTS[1]:
                stopped.wait(20)
            return super().speak(utterance)

    stopped = threading.Event()

    def press_ctrl_c(what: str, done: int, of: int) -> None:
        if done:
            raise KeyboardInterrupt

    before = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        tuple(synthesise([utterance(text) for text in TEXTS], Hanging(), store=store, progress=press_ctrl_c))
    assert time.monotonic() - before < 10
    stopped.set()
    kept = store.usage().entries
    assert 1 <= kept < len(TEXTS)  # nobody goes on speaking


@given(st.text(st.sampled_from("老街石桌，。 AI5"), min_size=1, max_size=40))
def test_clip_comes_back_from_the_cache_as_it_went_in(text: str) -> None:
    asked = utterance(f"{text}好")
    clip = ToneEngine().speak(asked)
    assert thaw(freeze(clip), asked) == clip


@given(st.binary(max_size=200))
def test_bytes_that_are_no_clip_are_none(data: bytes) -> None:
    assert thaw(data, utterance("老街")) is None


def test_no_utterances_are_no_clips(store: FileStore) -> None:
    assert tuple(synthesise([], ToneEngine(), store=store)) == ()


def test_edge_through_faults_of_all_kinds_loses_nothing(service: StandIn, store: FileStore) -> None:
    voice = Voice(engine="edge", name="zh-CN-XiaoxiaoNeural")
    spoken = [utterance(text, voice=voice) for text in TEXTS]
    faultless = tuple(synthesise(spoken, EdgeEngine(), store=FileStore(store.folder / "another")))
    service.faults = some_of(0.45, seed=7)
    policy = replace(QUICK, give_up_after_s=60)
    clips = tuple(synthesise(spoken, EdgeEngine(idle_timeout_s=0.3), store=store, policy=policy))
    assert [clip.audio.raw_data for clip in clips] == [clip.audio.raw_data for clip in faultless]
    assert service.seen.total() > 2 * len(TEXTS)


def test_edge_slows_down_where_connections_are_few(service: StandIn, store: FileStore) -> None:
    service.connections = 2
    service.latency_s = 0.05
    voice = Voice(engine="edge", name="zh-CN-XiaoxiaoNeural")
    policy = replace(QUICK, give_up_after_s=60)
    clips = tuple(
        synthesise([utterance(text, voice=voice) for text in TEXTS], EdgeEngine(), store=store, policy=policy)
    )
    assert [shortcoming(clip) for clip in clips] == [None] * len(TEXTS)
    assert service.most_at_once <= 2


def test_edge_that_goes_down_in_the_middle_is_given_up_and_continued_later(service: StandIn, store: FileStore) -> None:
    voice = Voice(engine="edge", name="zh-CN-XiaoxiaoNeural")
    spoken = [utterance(text, voice=voice) for text in TEXTS]
    service.faults = lambda: Fault.UNAVAILABLE if service.seen[None] >= 4 else None
    with pytest.raises(EngineError, match=r"HTTP 503"):
        tuple(synthesise(spoken, EdgeEngine(), store=store, policy=QUICK))
    kept = store.usage().entries
    assert kept >= 1
    service.faults = lambda: None
    service.asked.clear()
    tuple(synthesise(spoken, EdgeEngine(), store=store))
    assert len(service.asked) == len(TEXTS) - kept
