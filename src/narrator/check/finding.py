"""What a check found, in words an editor understands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from narrator.messages import tr

Level = Literal["error", "warning", "ok"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at, and whether it is as it should be."""

    level: Level
    what: str
    """What is so, or what is wrong."""
    where: str
    """Path, and place in it where there is one."""
    do: str = ""
    """What to do about it; empty when all is well."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong, not yet said where."""

    what: str
    do: str
    level: Level = "error"
    place: str = ""


MOST_ALIKE = 12
"""More of a kind say nothing new, and bury the rest."""


def findings(where: str, fine: str, faults: Iterable[Fault]) -> Iterator[Finding]:
    """A finding for each fault, or one that says what is fine when there is none."""
    found = list(faults)
    for fault in found[:MOST_ALIKE]:
        place = tr("{where}, {place}", where=where, place=fault.place) if fault.place else where
        yield Finding(level=fault.level, what=fault.what, where=place, do=fault.do)
    if rest := found[MOST_ALIKE:]:
        level: Level = "error" if any(fault.level == "error" for fault in rest) else "warning"
        yield Finding(level=level, what=tr("and {count} more like these", count=len(rest)), where=where, do=rest[0].do)
    if not found:
        yield Finding(level="ok", what=fine, where=where)
