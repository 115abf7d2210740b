"""Edge, however it reports words: whole answers are taken, cut ones are not, and words are where they are heard."""

from __future__ import annotations

import logging
from pathlib import Path
from statistics import median

import pytest

from edge_manners import SEVEN, Manner
from edge_speech import WORD, speech
from edge_standin import Fault, StandIn
from narrator.errors import EngineBusy, EngineError
from narrator.model import Clip, Voice
from narrator.speech import FileStore, RetryPolicy, synthesise
from narrator.speech.completeness import shortcoming
from narrator.speech.engines.edge import EdgeEngine
from narrator.speech.marks import unheard
from speech_utterances import utterance

TEXT = "桥修好以后，坐船的人少了。他还是每天清早把船擦一遍！你问他为什么？他说：习惯了。"
NUMBERS = "第一年载了三百个人、二十头牛；第二年用AI记账，多了一倍。"
TEXTS = (TEXT, NUMBERS, "谢谢，谢谢大家。")
MIXTURES = [
    (Manner.SOME, Manner.OVERLAPPING),
    (Manner.OTHER_WORDS, Manner.REST),
    (Manner.PREVIOUS, Manner.LAST_MISSING),
    (Manner.DOUBLED, Manner.ZERO, Manner.NONSENSE),
    (Manner.STRETCHED, Manner.LAST_MISSING),
    (Manner.LATE, Manner.PAST_END, Manner.SHUFFLED),
]


def say(text: str, engine: EdgeEngine | None = None) -> Clip:
    return (engine or EdgeEngine()).speak(utterance(text, voice=Voice(engine="edge", name="zh-CN-XiaoxiaoNeural")))


def errors_s(text: str, clip: Clip) -> dict[int, float]:
    """By how much the start of each word is off, by its place in the text."""
    starts = {mark.spoken.start: mark.start / clip.audio.frame_rate for mark in clip.marks}
    truth = {m.start(): start for m, (_, start, _) in zip(WORD.finditer(text), speech(text).words, strict=True)}
    return {at: abs(starts[at] - truth[at]) for at in starts if at in truth}


@pytest.mark.parametrize(
    "manners", [*((manner,) for manner in Manner), *MIXTURES], ids=lambda many: "+".join(m.name for m in many)
)
@pytest.mark.parametrize("text", TEXTS)
def test_edge_takes_a_whole_answer_however_its_words_are_reported(
    service: StandIn, manners: tuple[Manner, ...], text: str
) -> None:
    service.manners = lambda: manners
    clip = say(text)
    assert shortcoming(clip) is None
    assert unheard(text, clip.marks) == ()
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    "manners", [*((manner,) for manner in Manner), *MIXTURES], ids=lambda many: "+".join(m.name for m in many)
)
def test_edge_sentence_starts_where_it_is_heard(service: StandIn, manners: tuple[Manner, ...]) -> None:
    service.manners = lambda: manners
    errors = errors_s(TEXT, say(TEXT))
    starts = [at for at in errors if at == 0 or TEXT[at - 1] in "。！？"]
    assert len(starts) == 4
    assert median(errors[at] for at in starts) < 0.12
    assert median(errors.values()) < 0.12


@pytest.mark.parametrize(
    "manner", [Manner.OVERLAPPING, Manner.PAST_END, Manner.DOUBLED, Manner.SHUFFLED, Manner.PREVIOUS]
)
def test_edge_times_are_the_services_where_they_are_sane(service: StandIn, manner: Manner) -> None:
    service.manners = lambda: (manner,)
    clip = say(TEXT)
    assert clip.timing == "engine"
    assert max(errors_s(TEXT, clip).values()) < 0.001


@pytest.mark.parametrize(
    "manner", [Manner.NONE, Manner.ZERO, Manner.TENFOLD, Manner.MILLISECONDS, Manner.LATE, Manner.NEGATIVE]
)
def test_edge_times_are_marked_estimated_where_the_sound_has_to_tell(service: StandIn, manner: Manner) -> None:
    service.manners = lambda: (manner,)
    assert say(TEXT).timing == "estimated"


def test_edge_times_that_are_sane_are_kept_beside_those_that_are_missing(service: StandIn) -> None:
    service.manners = lambda: (Manner.SOME,)
    clip = say(TEXT)
    assert clip.timing == "estimated"
    exact = [error for error in errors_s(TEXT, clip).values() if error < 0.001]
    assert len(exact) > len(clip.marks) / 2


@pytest.mark.parametrize("manner", SEVEN)
@pytest.mark.parametrize(
    "fault",
    [Fault.NO_END, Fault.CLOSE, Fault.SHORT, Fault.HOLE, Fault.SILENT, Fault.FADED, Fault.SQUEEZED, Fault.NO_AUDIO],
)
def test_edge_finds_a_cut_answer_however_its_words_are_reported(service: StandIn, fault: Fault, manner: Manner) -> None:
    service.manners = lambda: (manner,)
    engine = EdgeEngine()
    for text in (
        "渡口的老船工今年七十三岁。",
        "今天风大，晚一点再过河。",
        "书包往船头一扔，就喊开船。",
        "不远处的码头正在改成公园。",
    ):
        say(text, engine)  # so that it knows the voice
    service.faults = lambda: fault
    with pytest.raises(EngineBusy):
        say(TEXT, engine)


@pytest.mark.parametrize("fault", [Fault.SHORT, Fault.SHORT_QUIETLY])
def test_edge_finds_that_the_end_is_missing_where_the_reports_end_with_the_sound(
    service: StandIn, fault: Fault
) -> None:
    service.faults = lambda: fault
    with pytest.raises(EngineBusy):
        say(TEXT)


def test_edge_makes_a_whole_episode_in_every_manner_with_faults_between(service: StandIn, tmp_path: Path) -> None:
    manners = [(manner,) for manner in Manner]
    faults = [None, Fault.CLOSE, None, None, Fault.NO_END]
    service.manners = lambda: manners[len(service.asked) % len(manners)]
    service.faults = lambda: faults[service.seen.total() % len(faults)]
    voice = Voice(engine="edge", name="zh-CN-YunjianNeural")
    spoken = [utterance(f"{count}号渡船，{count}点整离开码头。", voice=voice) for count in "一二三四五六七八九十"]
    policy = RetryPolicy(first_wait_s=0.001, longest_wait_s=0.002)
    clips = tuple(synthesise(spoken, EdgeEngine(), store=FileStore(tmp_path), policy=policy))
    assert [shortcoming(clip) for clip in clips] == [None] * len(spoken)


def test_edge_logs_what_was_asked_answered_and_refused(service: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "narrator.speech")
    say("老街上的茶馆。")
    service.faults = lambda: Fault.UNAVAILABLE
    with pytest.raises(EngineError):
        say("巷口的裁缝。")
    said = caplog.text
    assert "asked zh-CN-XiaoxiaoNeural for 7 characters: 老街上的茶馆。" in said
    assert "answered with" in said
    assert "refused: the service refused (HTTP 503)" in said
