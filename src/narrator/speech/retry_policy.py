"""How hard an engine is pressed: less when it refuses, more while it answers, not at all when it is down."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition

from narrator.errors import EngineBusy, EngineError
from narrator.messages import tr


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How often, how soon and how long a busy engine is asked again."""

    attempts: int = 20
    """For one utterance."""
    same_reason: int = 10
    """Attempts for one utterance that fail in a row for the very same reason, before it is held against the
    utterance."""
    first_wait_s: float = 0.5
    """The longest first wait; it doubles each time. Each wait is drawn between nothing and that (full jitter:
    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/)."""
    longest_wait_s: float = 20.0
    refusals: int = 12
    """In a row, from all utterances together, before the engine may be given up."""
    give_up_after_s: float = 60.0
    """Without a single answer; a train's tunnel is shorter."""
    most_refusals: int = 100
    """In a row, after which it is given up however short the time."""

    def is_over(self, reasons: Sequence[str]) -> bool:
        """Whether an utterance that failed for these reasons, in order, is worth no further attempt."""
        last = reasons[-self.same_reason :]
        return len(reasons) >= self.attempts or (len(last) == self.same_reason and len(set(last)) == 1)

    def wait_s(self, attempt: int) -> float:
        """How long to wait after so many attempts."""
        return random.uniform(0, min(self.longest_wait_s, self.first_wait_s * 2 ** min(attempt - 1, 30)))  # noqa: S311 - no secret


class Stopped(Exception):
    """Nobody wants the clip any more."""


class Pace:
    """Slots for requests: one more after each answer until the first refusal, then half as many after a refusal and one
    more after a round of answers (as TCP starts and goes on).

    A refusal counts once for all requests that were under way with it, so that one hiccup halves the pace once.
    """

    def __init__(
        self, engine: str, most: int, policy: RetryPolicy, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine = engine
        self._most = most
        self._policy = policy
        self._clock = clock
        self._changed = Condition()
        self._busy = 0
        self._limit = float(min(most, 4))
        self._slowed_at = 0.0
        self._refusals = 0
        self._was_refused = False
        self._refused_since = 0.0
        self._stopped = False

    @property
    def limit(self) -> int:
        """How many requests may be under way now."""
        return int(self._limit)

    def stop(self) -> None:
        """Let nobody in any more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def sleep(self, seconds: float) -> None:
        """Wait, but not beyond the stop."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped, timeout=seconds)

    @contextmanager
    def slot(self) -> Iterator[None]:
        """One request's turn; learns from how it ends.

        Raises:
            Stopped: the run is over.
            EngineError: the engine has refused for so long that it is given up.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._busy < self.limit)
            if self._stopped:
                raise Stopped
            self._busy += 1
        began = self._clock()
        try:
            yield
        except EngineBusy as refusal:
            self._slow_down(began, refusal)
            raise
        else:
            self._speed_up()
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    def _speed_up(self) -> None:
        with self._changed:
            self._refusals = 0
            self._limit = min(self._most, self._limit + (1 / self._limit if self._was_refused else 1))

    def _slow_down(self, began: float, refusal: EngineBusy) -> None:
        now = self._clock()
        with self._changed:
            if began >= self._slowed_at:
                self._limit = max(1.0, self._limit / 2)
                self._slowed_at = now
            self._was_refused = True
            if not self._refusals:
                self._refused_since = now
            self._refusals += 1
            waited_s = now - self._refused_since
            lasting = self._refusals >= self._policy.refusals and waited_s >= self._policy.give_up_after_s
            if lasting or self._refusals >= self._policy.most_refusals:
                raise EngineError(
                    tr(
                        "{engine} failed {refusals} times in a row within {waited_s:.0f} s, at last because: {reason}",
                        engine=self._engine,
                        refusals=self._refusals,
                        waited_s=waited_s,
                        reason=refusal.message,
                    ),
                    hint=tr("what was spoken is kept: try again later, or choose another engine (--engine espeak)"),
                ) from refusal
