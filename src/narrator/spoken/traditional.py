"""What a Traditional character tells about its reading, lost once it is folded into a Simplified polyphone."""

from __future__ import annotations

from functools import lru_cache

from narrator.spoken.folding import DRY
from narrator.standards.tsv import rows


@lru_cache(maxsize=1)
def _told() -> dict[str, str]:
    return dict(rows("narrator.spoken", "mandarin/tables/traditional.tsv"))


def traditional_readings(spoken: str) -> dict[int, str]:
    """The syllables by position: 隻 is zhī though 只 is not."""
    told = _told()
    found = {at: told[char] for at, char in enumerate(spoken) if char in told}
    return found | {dry.start(): "gan1" for dry in DRY.finditer(spoken)}
