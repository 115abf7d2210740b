"""The media types of what is published, as servers and feeds name them (IANA), by the ending of the file's name."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

MEDIA_TYPES: Final[dict[str, str]] = {
    ".mp3": "audio/mpeg",
    ".m4b": "audio/mp4",
    ".opus": "audio/ogg",
    ".epub": "application/epub+zip",
    ".json": "application/json",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
    ".xsl": "text/xsl; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}
"""M4B: RFC 4337; Opus in Ogg: RFC 7845, section 9; EPUB: EPUB 3.3, section 2.3."""


def media_type(name: str) -> str:
    """The media type of a file, by its name."""
    return MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
