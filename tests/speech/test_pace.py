from __future__ import annotations

import pytest

from narrator.errors import EngineBusy, EngineError
from narrator.speech.retry_policy import Pace, RetryPolicy, Stopped


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def answered(pace: Pace, times: int = 1) -> None:
    for _ in range(times):
        with pace.slot():
            pass


def refused(pace: Pace, clock: Clock, times: int = 1, *, every_s: float = 1.0) -> None:
    for _ in range(times):
        clock.now += every_s
        with pytest.raises(EngineBusy), pace.slot():
            raise EngineBusy("the service refused (HTTP 503)")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace("edge", 8, RetryPolicy(), clock)


def test_pace_rises_while_the_engine_answers(pace: Pace) -> None:
    assert pace.limit == 4
    answered(pace, 4)
    assert pace.limit == 8


def test_pace_rises_slowly_after_a_refusal(pace: Pace, clock: Clock) -> None:
    refused(pace, clock)
    answered(pace, 4)
    assert pace.limit == 3
    answered(pace, 56)
    assert pace.limit == 8


def test_pace_falls_when_the_engine_refuses_and_recovers(pace: Pace, clock: Clock) -> None:
    refused(pace, clock)
    assert pace.limit == 2
    refused(pace, clock, 5)
    assert pace.limit == 1
    answered(pace, 60)
    assert pace.limit == 8


def test_one_hiccup_of_many_requests_slows_down_once(pace: Pace, clock: Clock) -> None:
    clock.now = 1.0

    def three_at_once() -> None:
        with pace.slot(), pace.slot(), pace.slot():
            clock.now = 2.0
            raise EngineBusy("reset")

    with pytest.raises(EngineBusy):
        three_at_once()
    assert pace.limit == 2


def test_pace_of_a_single_threaded_engine_is_one(clock: Clock) -> None:
    pace = Pace("espeak", 1, RetryPolicy(), clock)
    answered(pace, 10)
    assert pace.limit == 1


def test_engine_that_is_down_is_given_up_with_the_reason(pace: Pace, clock: Clock) -> None:
    refused(pace, clock, 12, every_s=5)
    clock.now += 5
    with pytest.raises(EngineError, match=r"13 times in a row within 60 s.*HTTP 503") as caught, pace.slot():
        raise EngineBusy("the service refused (HTTP 503)")
    assert not isinstance(caught.value, EngineBusy)
    assert "espeak" in caught.value.hint


def test_engine_is_not_given_up_for_a_short_outage(pace: Pace, clock: Clock) -> None:
    refused(pace, clock, 50, every_s=1)
    answered(pace)
    refused(pace, clock, 50, every_s=1)


def test_engine_is_not_hammered_however_fast_it_refuses(pace: Pace, clock: Clock) -> None:
    refused(pace, clock, 99, every_s=0.01)
    with pytest.raises(EngineError, match="100 times"), pace.slot():
        raise EngineBusy("reset")


def test_nobody_is_let_in_after_the_stop(pace: Pace) -> None:
    pace.stop()
    with pytest.raises(Stopped), pace.slot():
        pass


def test_waits_grow_and_are_never_the_same() -> None:
    policy = RetryPolicy()
    early, late = ([policy.wait_s(attempt) for _ in range(200)] for attempt in (1, 6))
    assert max(early) <= 0.5
    assert 5 < max(late) <= 20
    assert len(set(early)) > 100


def test_utterance_is_given_up_when_it_always_fails_alike_or_too_often() -> None:
    policy = RetryPolicy(attempts=20, same_reason=3)
    assert policy.is_over(["a", "b", "b", "b"])
    assert not policy.is_over(["b", "b", "a", "b"])
    assert policy.is_over(["a", "b"] * 10)
