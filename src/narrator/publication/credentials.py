"""C2PA Content Credentials in the MP3: optional, signed with the user's certificate."""

from __future__ import annotations

from narrator.model import LabelSettings


def sign(mp3: bytes, *, title: str, settings: LabelSettings) -> bytes:
    """The MP3 with signed credentials, or as it is when no certificate is given."""
    if settings.c2pa_certificate is None:
        return mp3
    raise NotImplementedError
