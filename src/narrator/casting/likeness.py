"""How alike voices of an engine sound, as it was measured once (benchmarks/voice_likeness.py writes the table)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

TABLE = "voice_likeness.tsv"


def nearest(engine: str, voice: str, others: Iterable[str]) -> float:
    """The cosine of the voice and the one of the others that is most like it; 0.0 where nothing was measured."""
    table = _table().get(engine, {})
    return max((table.get(_pair(voice, other), 0.0) for other in others), default=0.0)


def _pair(one: str, other: str) -> frozenset[str]:
    # Of eSpeak's voices the variant is the person: cmn+f3 and en+f3 are one.
    return frozenset(name.rpartition("+")[2] for name in (one, other))


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Mapping[frozenset[str], float]]:
    found: dict[str, dict[frozenset[str], float]] = {}
    for line in files("narrator.casting").joinpath(TABLE).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            engine, one, other, cosine = line.split("\t")
            found.setdefault(engine, {})[_pair(one, other)] = float(cosine)
    return found
