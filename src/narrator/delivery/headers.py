"""What a server says of each published file, where the destination can keep it: how long it holds."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

NEWS_S: Final = 300
"""The feed and the front page: an app that asks again after five minutes sees what is new."""
PART_S: Final = 3_600
"""What an episode consists of: it is corrected now and then, under the same name."""
SOUND_S: Final = 86_400
"""Sound and pictures: the heaviest, and the pages that name pictures change their address when they change."""
_NEWS = ("feed", "index")
_HEAVY = (".mp3", ".m4b", ".opus", ".epub", ".jpg", ".png")


def cache_control(name: str) -> str:
    """How long browsers, apps and content networks may keep a file without asking (RFC 9111, section 5.2.2)."""
    path = PurePosixPath(name)
    if len(path.parts) == 1 and path.stem.partition("-")[0] in _NEWS:
        # stale-while-revalidate (RFC 5861): a content network answers at once and asks behind the listener's back.
        return f"public, max-age={NEWS_S}, stale-while-revalidate={PART_S}"
    return f"public, max-age={SOUND_S if path.suffix.lower() in _HEAVY else PART_S}"
