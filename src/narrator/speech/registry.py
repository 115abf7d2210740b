"""The engines, by name, made with what voices.yaml sets for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from narrator.errors import EngineError
from narrator.messages import joined, tr
from narrator.plugins import engine_factory
from narrator.speech.engine import Engine


def engine(name: str, options: object = None) -> Engine:
    """The engine of that name.

    Args:
        options: its own dataclass of options; None for what it does by itself.

    Raises:
        EngineError: there is none, or its package cannot be loaded.
    """
    factory = engine_factory(name)
    return cast("Engine", factory() if options is None else factory(options))


def choose(preferred: Sequence[str], options: Mapping[str, object] | None = None) -> tuple[Engine, str | None]:
    """The first engine that answers, and why those before it do not; None when the first one does.

    Args:
        options: by engine.

    Raises:
        EngineError: none answers.
    """
    if not preferred:
        raise EngineError(tr("no engine is named"), hint=tr("list some under `engines:` in voices.yaml"))
    candidates = [engine(name, (options or {}).get(name)) for name in preferred]
    reasons: list[str] = []
    for candidate in candidates:
        why_not = candidate.available()
        if why_not is None:
            return candidate, joined("; ", reasons) if reasons else None
        reasons.append(tr("{engine}: {reason}", engine=candidate.name, reason=why_not))
    raise EngineError(
        tr("no engine answers: {reasons}", reasons=joined("; ", reasons)),
        hint=tr("try again later, or add espeak to `engines:` in voices.yaml: it needs no network"),
    )
