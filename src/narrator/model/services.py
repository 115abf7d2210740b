"""What rooms are handed to keep things in and to tell how far they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Store(Protocol):
    """Bytes by content key; forgets whenever it likes, never returns what was not put."""

    def get(self, key: str) -> bytes | None:
        """What was put under the key, or None."""

    def put(self, key: str, value: bytes) -> None:
        """Keep the value; a store that cannot does nothing."""


Progress = Callable[[str, int, int], None]
"""Called with what is being done (`speak`, `encode`, …), how much is done, and of how much (in a unit of its own)."""
