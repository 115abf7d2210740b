"""Workers that have an engine speak what is wanted, and try again what it could not."""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Callable, Generator
from queue import Empty, SimpleQueue
from threading import Semaphore, Thread

from narrator.errors import EngineBusy, EngineError
from narrator.messages import tr
from narrator.model import Clip, Utterance
from narrator.speech.completeness import shortcoming
from narrator.speech.engine import Engine
from narrator.speech.retry_policy import Pace, RetryPolicy, Stopped
from narrator.speech.shared_limit import request_to
from narrator.speech.timing import marked

_log = logging.getLogger(__name__)

SPARE_WORKERS = 1
"""So that one clip is resampled and stored while the engine speaks the next."""

LOOK_UP_S = 0.2
"""How often the wait for clips looks up: on Windows, Ctrl-C does not interrupt a wait without an end."""

LAST_WORDS_S = 2.0
"""How long an error waits for the utterances being spoken, so that they are kept."""

SAME_SOUND = 3
"""Answers that are refused and equal to the last sample, after which the engine will not change its mind."""

LookUp = Callable[[str, Utterance], Clip | None]
"""Called with a key and its utterance, in a worker; returns a clip that need not be spoken."""
Finish = Callable[[str, Clip], Clip]
"""Called with a key and its checked clip, in a worker; returns the clip to hand over."""


class _Refused(EngineBusy):
    """A clip that is not all of its utterance."""

    def __init__(self, why: str, sound: bytes) -> None:
        super().__init__(why)
        self.sound = hashlib.blake2b(sound).digest()


class WorkerPool:
    """Speaks many utterances with one engine, as many at once as it allows."""

    def __init__(self, engine: Engine, policy: RetryPolicy, *, ahead: int) -> None:
        """Nobody works yet.

        Args:
            ahead: how many clips may be begun that were not taken: memory does not grow with the text.
        """
        self._ahead = Semaphore(ahead)
        self._engine = engine
        self._policy = policy
        self._pace = Pace(engine.name, engine.concurrency, policy)

    def taken(self) -> None:
        """One clip was taken: another may be begun."""
        self._ahead.release()

    def speak(
        self, jobs: deque[tuple[str, Utterance]], look_up: LookUp, finish: Finish
    ) -> Generator[tuple[str, Clip], None, None]:
        """Each key and its finished clip, in the order they are done.

        Args:
            jobs: each is taken out as it is begun.

        Raises:
            EngineError: an utterance cannot be spoken, or the engine was given up.
        """
        all_of_them = len(jobs)
        results: SimpleQueue[tuple[str, Clip] | BaseException] = SimpleQueue()
        count = min(all_of_them, self._engine.concurrency + SPARE_WORKERS)
        # Daemons: Ctrl-C must not wait for a request that hangs.
        workers = [Thread(target=self._work, args=(jobs, look_up, finish, results), daemon=True) for _ in range(count)]
        for worker in workers:
            worker.start()
        try:
            for _ in range(all_of_them):
                result = _next(results)
                if isinstance(result, BaseException):
                    self._pace.stop()
                    for worker in workers:
                        worker.join(LAST_WORDS_S)
                    raise result
                yield result
        finally:
            jobs.clear()
            self._pace.stop()
            self._ahead.release(max(count, 1))

    def _work(
        self,
        jobs: deque[tuple[str, Utterance]],
        look_up: LookUp,
        finish: Finish,
        results: SimpleQueue[tuple[str, Clip] | BaseException],
    ) -> None:
        while True:
            self._ahead.acquire()
            try:
                key, utterance = jobs.popleft()
            except IndexError:
                self._ahead.release()
                return
            try:
                kept = look_up(key, utterance)
                results.put((key, kept if kept is not None else finish(key, self._persist(utterance))))
            except Stopped:
                return
            except BaseException as error:  # noqa: BLE001 - raised again where the clips are awaited
                results.put(error)
                return

    def _persist(self, utterance: Utterance) -> Clip:
        """The clip, however often it takes within reason."""
        reasons: list[str] = []
        sounds: list[bytes | None] = []
        while True:
            try:
                with self._pace.slot():
                    return self._once(utterance, len(reasons) + 1)
            except EngineBusy as busy:
                reasons.append(busy.message)
                sounds.append(busy.sound if isinstance(busy, _Refused) else None)
                same_sound = len(sounds) >= SAME_SOUND and sounds[-1] and len(set(sounds[-SAME_SOUND:])) == 1
                if same_sound or self._policy.is_over(reasons):
                    raise self._gave_up(utterance, reasons) from busy
                asked_to_wait_s = busy.wait_s
            wait_s = max(asked_to_wait_s, self._policy.wait_s(len(reasons)))
            _log.info(
                "%s: attempt %d failed (%s); again in %.1f s", self._engine.name, len(reasons), reasons[-1], wait_s
            )
            self._pace.sleep(wait_s)

    def _once(self, utterance: Utterance, attempt: int) -> Clip:
        text = utterance.sentence.reading.spoken
        _log.debug(
            "%s: asked for %d characters in %s, attempt %d: %.20s…",
            self._engine.name,
            len(text),
            utterance.voice.name,
            attempt,
            text,
        )
        with request_to(self._engine):
            clip = marked(self._engine.speak(utterance))
        _log.debug(
            "%s: %.2f s of sound, %d words (timing: %s)",
            self._engine.name,
            clip.audio.duration_seconds,
            len(clip.marks),
            clip.timing,
        )
        if (why := shortcoming(clip)) is not None:
            raise _Refused(why, clip.audio.raw_data)
        return clip

    def _gave_up(self, utterance: Utterance, reasons: list[str]) -> EngineError:
        text = utterance.sentence.reading.spoken
        shown = text if len(text) <= 30 else f"{text[:29]}…"
        return EngineError(
            tr(
                "{engine} could not speak “{shown}” in {count} attempts: {reasons}",
                engine=self._engine.name,
                shown=shown,
                count=len(reasons),
                reasons=reasons[-1],
            ),
            hint=tr(
                "what was spoken is kept: try again, give the words another reading under `lexicon:` in "
                "voices.yaml, or choose another engine (--engine espeak)"
            ),
        )


def _next(results: SimpleQueue[tuple[str, Clip] | BaseException]) -> tuple[str, Clip] | BaseException:
    while True:
        try:
            return results.get(timeout=LOOK_UP_S)
        except Empty:
            continue
