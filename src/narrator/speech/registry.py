"""The engines, by name."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from narrator.errors import EngineError
from narrator.speech.engine import Engine

NAMES = ("edge", "kokoro", "espeak", "tone")


def engine(name: str) -> Engine:
    """The engine of that name.

    Raises:
        EngineError: there is none.
    """
    match name:
        case "edge":
            from narrator.speech.engines.edge import EdgeEngine  # noqa: PLC0415 - aiohttp takes half a second

            return EdgeEngine()
        case "kokoro":
            from narrator.speech.engines.kokoro import KokoroEngine  # noqa: PLC0415 - numpy's archives and tables

            return KokoroEngine()
        case "espeak":
            from narrator.speech.engines.espeak import EspeakEngine  # noqa: PLC0415 - loads a native library

            return EspeakEngine()
        case "tone":
            from narrator.speech.engines.tone import ToneEngine  # noqa: PLC0415 - like its neighbours

            return ToneEngine()
    close = get_close_matches(name, NAMES, n=1)
    hint = f"did you mean {close[0]}?" if close else f"the engines are {', '.join(NAMES)}"
    raise EngineError(f"there is no engine “{name}”; the engines are {', '.join(NAMES)}", hint=hint)


def choose(preferred: Sequence[str]) -> tuple[Engine, str | None]:
    """The first engine that answers, and why those before it do not; None when the first one does.

    Raises:
        EngineError: none answers.
    """
    if not preferred:
        raise EngineError("no engine is named", hint="list some under `engines:` in voices.yaml")
    candidates = [engine(name) for name in preferred]
    reasons: list[str] = []
    for candidate in candidates:
        why_not = candidate.available()
        if why_not is None:
            return candidate, "; ".join(reasons) or None
        reasons.append(f"{candidate.name}: {why_not}")
    raise EngineError(
        f"no engine answers: {'; '.join(reasons)}",
        hint="try again later, or add espeak to `engines:` in voices.yaml: it needs no network",
    )
