"""Which engine speaks the episode: the first that speaks its first sentences, not only a word of ours.

A service may answer a trial and refuse the real thing: a voice that is listed and silent, a text that it does not
take, a limit that is reached. Once the episode has begun, its engine never changes; so the first sentence of each
voice is spoken before anything is decided. What was spoken is in the store, and is not spoken again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from narrator.errors import EngineError
from narrator.messages import joined, tr
from narrator.model import Store, Utterance
from narrator.speech.engine import Engine
from narrator.speech.retry_policy import RetryPolicy
from narrator.speech.synthesise import synthesise

MOST_VOICES = 4
"""Whose first sentence is spoken; more would be no proof of more."""

TRIAL = RetryPolicy(
    attempts=4, same_reason=3, first_wait_s=0.5, longest_wait_s=4.0, refusals=6, give_up_after_s=10.0, most_refusals=16
)
"""Less than for an episode that is half spoken: there is another engine to turn to."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The engine that speaks the episode."""

    engine: Engine
    utterances: tuple[Utterance, ...]
    """In its voices."""
    fallback: str | None
    """Why those preferred to it do not; None for the first."""


def prove(
    utterances: Sequence[Utterance],
    engine: Engine,
    *,
    store: Store,
    rate_hz: int = 44_100,
    policy: RetryPolicy = TRIAL,
) -> str | None:
    """None if the engine speaks the first sentence of each voice, which the store then holds; else why not."""
    first: dict[str, Utterance] = {}
    for utterance in utterances:
        if len(first) < MOST_VOICES and utterance.sentence.reading.words:
            first.setdefault(utterance.voice.name, utterance)
    try:
        for _ in synthesise(tuple(first.values()), engine, store=store, rate_hz=rate_hz, policy=policy):
            pass
    except EngineError as error:
        _log.info("%s does not speak the first sentences: %s", engine.name, error.message)
        return error.message
    return None


def settle(
    candidates: Iterable[Engine],
    utterances_of: Callable[[Engine], Sequence[Utterance]],
    *,
    store: Store,
    rate_hz: int = 44_100,
    policy: RetryPolicy = TRIAL,
) -> Settled:
    """The first engine that answers and speaks the first sentences.

    Args:
        candidates: In order of preference; each is looked at only where those before it fail.
        utterances_of: What the episode says, in the engine's voices; may raise EngineError where it has none.

    Raises:
        EngineError: none does.
    """
    reasons: list[str] = []
    for engine in candidates:
        if (why_not := engine.available()) is None:
            try:
                utterances = tuple(utterances_of(engine))
            except EngineError as error:
                why_not = error.message
            else:
                why_not = prove(utterances, engine, store=store, rate_hz=rate_hz, policy=policy)
            if why_not is None:
                return Settled(
                    engine=engine, utterances=utterances, fallback=joined("; ", reasons) if reasons else None
                )
        reasons.append(tr("{engine}: {reason}", engine=engine.name, reason=why_not))
    raise EngineError(
        tr("no engine answers: {reasons}", reasons=joined("; ", reasons or [tr("none is named")])),
        hint=tr("try again later, or add espeak to `engines:` in voices.yaml: it needs no network"),
    )


__all__ = ["Settled", "prove", "settle"]
