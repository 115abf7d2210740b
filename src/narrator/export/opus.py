"""Opus in Ogg: a smaller file, for websites and for players without Apple's formats."""

from __future__ import annotations

import base64
import math
from pathlib import Path
from typing import Any, Final, cast

from narrator.export.original import Original
from narrator.export.transcode import Encoding, Report, transcode
from narrator.model import Manifest
from narrator.published.chapter_times import ChapterTime, chapter_times
from narrator.published.tag_texts import tag_texts
from narrator.standards.ai_label import FIELD, label_json
from narrator.standards.timestamps import vtt_time

BITRATE_KBPS: Final = 48
"""Opus is transparent for one voice at about 40 kbit/s; a little more, because an MP3 is encoded a second time."""
RATE_HZ: Final = 48_000
"""The only one Opus plays at (RFC 7845, section 5.1)."""
OPUS_FRAME: Final = 960
"""Samples: 20 ms."""
R128_REFERENCE_LUFS: Final = -23.0
"""What R128_TRACK_GAIN brings the sound to (RFC 7845, section 5.2.1). The gain in the header stays 0, so that players
which know no tags play it as loud as the MP3."""
MAX_CHAPTERS: Final = 999
"""Their names have three digits."""


def write_opus(original: Original, target: Path, report: Report | None = None) -> int:
    """Write the episode as Opus in Ogg, with chapters and cover as comments.

    Returns the bit rate of its sound, in kbit/s.

    Raises:
        OutputError: the MP3 cannot be decoded, or the file cannot be written.
    """
    episode = original.manifest.episode
    encoding = Encoding(
        container="opus",
        codec="libopus",
        rate_hz=RATE_HZ,
        bitrate_kbps=BITRATE_KBPS,
        frame=OPUS_FRAME,
        codec_options={"application": "audio"},
        tags=_comments(original),
    )
    transcode(original.mp3, target, encoding, length_s=episode.length / episode.rate_hz, report=report)
    return BITRATE_KBPS


def _comments(original: Original) -> dict[str, str]:
    manifest = original.manifest
    episode = manifest.episode
    texts = tag_texts(episode, original.show, labelled=bool(manifest.label))
    comments = {
        "TITLE": texts.title,
        "ARTIST": texts.artist,
        "ALBUM": texts.album,
        "DATE": texts.date,
        "GENRE": "Podcast",
        "LANGUAGE": episode.language,
        "COMMENT": texts.comment,
        "LYRICS": original.transcript,
        "R128_TRACK_GAIN": _gain(manifest),
        FIELD: label_json(manifest.label) if manifest.label else "",
        **_chapters(chapter_times(episode)[:MAX_CHAPTERS]),
        "METADATA_BLOCK_PICTURE": base64.b64encode(_picture_block(original.small_cover)).decode(),
    }
    return {name: value for name, value in comments.items() if value}


def _gain(manifest: Manifest) -> str:
    """In 256ths of a decibel (Q7.8); empty for silence."""
    loudness = manifest.episode.loudness.integrated_lufs
    return str(round((R128_REFERENCE_LUFS - loudness) * 256)) if math.isfinite(loudness) else ""


def _chapters(chapters: tuple[ChapterTime, ...]) -> dict[str, str]:
    """`CHAPTER001` and `CHAPTER001NAME` (Xiph's chapter extension to Vorbis comments)."""
    found = {}
    for number, chapter in enumerate(chapters, start=1):
        found[f"CHAPTER{number:03}"] = vtt_time(chapter.start_ms)
        found[f"CHAPTER{number:03}NAME"] = chapter.title
    return found


def _picture_block(cover: bytes) -> bytes:
    """The cover as FLAC's picture block, which Ogg's comments hold (RFC 9639, section 8.8)."""
    import mutagen.flac
    import mutagen.id3

    picture: Any = cast(Any, mutagen.flac).Picture()
    picture.type, picture.mime, picture.data = mutagen.id3.PictureType.COVER_FRONT, "image/jpeg", cover
    return bytes(picture.write())
