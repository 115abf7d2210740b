"""The boundary to whatever speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from narrator.model import Clip, Gender, Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceInfo:
    """A voice that an engine offers."""

    name: str
    language: str
    """BCP 47."""
    gender: Gender | None
    description: str = ""


class Engine(Protocol):
    """Speaks one utterance at a time."""

    name: str
    """As in voices.yaml."""

    concurrency: int
    """How many `speak` calls it takes at once."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same utterance would sound different; part of the cache key."""

    def available(self) -> str | None:
        """None if it would answer now; else why not, in one line."""

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Every voice it offers.

        Raises:
            EngineError: the list cannot be had.
        """

    def speak(self, utterance: Utterance) -> Clip:
        """Return all of the utterance as audio, or raise.

        Raises:
            EngineBusy: worth another try (refused, timed out, cut short).
            EngineError: not worth one (unknown voice, text refused).
        """
