"""The engines that are installed: narrator's own and those of other packages, found in the same way.

A package offers an engine under the entry-point group `narrator.engines`: its name, and what makes it, called with
no arguments or with its options. docs/how-to/write-an-engine.md builds one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from difflib import get_close_matches
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from narrator.errors import EngineError
from narrator.messages import tr

GROUP: Final = "narrator.engines"
_OWN = "narrator"


@cache
def _found() -> Mapping[str, EntryPoint]:
    # Ours come first: no other package takes the name of an engine that ships with narrator.
    ordered = sorted(
        entry_points(group=GROUP), key=lambda each: (each.dist is None or each.dist.name != _OWN, each.name)
    )
    found: dict[str, EntryPoint] = {}
    for each in ordered:
        found.setdefault(each.name, each)
    return found


def engine_names() -> tuple[str, ...]:
    """The names of all engines, narrator's own first."""
    return tuple(_found())


def engine_factory(name: str) -> Callable[..., Any]:
    """What makes the engine of that name.

    Raises:
        EngineError: there is none, or its package cannot be loaded.
    """
    names = engine_names()
    if name not in names:
        listed = ", ".join(names) or "none: install narrator with pip"
        close = get_close_matches(name, names, n=1)
        hint = tr("did you mean {close}?", close=close[0]) if close else tr("the engines are {listed}", listed=listed)
        raise EngineError(
            tr("there is no engine “{name}”; the engines are {listed}", name=name, listed=listed), hint=hint
        )
    point = _found()[name]
    try:
        factory: Callable[..., Any] = point.load()
    except (ImportError, AttributeError) as error:
        package = point.dist.name if point.dist else point.value
        raise EngineError(
            tr("the engine {name} of {package} cannot be loaded: {error}", name=name, package=package, error=error),
            hint=tr("install it again"),
        ) from error
    return factory


def engine_options(name: str) -> type | None:
    """The dataclass of what can be set for the engine in voices.yaml; None where nothing can.

    Raises:
        EngineError: there is no such engine, or its package cannot be loaded.
    """
    options = getattr(engine_factory(name), "Options", None)
    return options if isinstance(options, type) and is_dataclass(options) else None
