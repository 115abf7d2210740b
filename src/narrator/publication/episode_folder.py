"""An episode as the files of its folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from narrator.model import AudioFile, Episode, LabelSettings, Manifest, Recording, Role, Show
from narrator.publication import player
from narrator.publication.captions import subrip, webvtt
from narrator.publication.chapters import chapters_json
from narrator.publication.cover import Cover, draw_cover, undrawn_lines
from narrator.publication.credentials import sign, signs
from narrator.publication.feed import address_of
from narrator.publication.label import label_fields
from narrator.publication.manifest import manifest_json
from narrator.publication.picture import banner_from, cover_from, small_cover
from narrator.publication.printable import one_line
from narrator.publication.tags import tag
from narrator.publication.transcript import transcript_json, transcript_text
from narrator.publication.words import words_of

FILES: Mapping[str, str] = {
    "captions_vtt": "captions.vtt",
    "captions_srt": "captions.srt",
    "chapters": "chapters.json",
    "transcript": "transcript.json",
    "transcript_txt": "transcript.txt",
    "page": "index.html",
    "embed": "embed.html",
    "cover": "cover.jpg",
    "preview": "og.jpg",
}
"""What for → file name; the same in every episode, so that a site can rely on them."""


def episode_files(
    episode: Episode, recording: Recording, *, show: Show, settings: LabelSettings, issued: str | None
) -> tuple[Manifest, dict[str, bytes]]:
    """The episode's manifest, and its files by name, episode.json among them."""
    show = replace(show, base_url=address_of(show, None))
    label = label_fields(episode, recording.mp3, show=show, settings=settings)
    pictures = _pictures(episode, show, labelled=bool(label) or settings.audible)
    mp3 = tag(
        recording.mp3,
        episode=episode,
        show=show,
        label=label,
        cover=small_cover(pictures["cover"]),
        to_be_signed=signs(settings),
    )
    mp3 = sign(mp3, title=one_line(episode.title), settings=settings)
    manifest = Manifest(
        episode=episode,
        audio=AudioFile(
            file=f"{episode.slug}.mp3",
            bytes=len(mp3),
            type="audio/mpeg",
            sha256=hashlib.sha256(mp3).hexdigest(),
            bitrate_kbps=recording.bitrate_kbps,
        ),
        label=label,
        files=dict(FILES),
        issued=issued,
        versions={what: content_version(content) for what, content in pictures.items()},
    )
    texts = {
        "episode.json": manifest_json(manifest),
        FILES["captions_vtt"]: webvtt(episode),
        FILES["captions_srt"]: subrip(episode),
        FILES["chapters"]: chapters_json(episode),
        FILES["transcript"]: transcript_json(episode),
        FILES["transcript_txt"]: transcript_text(episode),
        FILES["page"]: player.page(manifest, show),
        FILES["embed"]: player.embed_page(manifest, show),
    }
    files = {name: text.encode() for name, text in texts.items()}
    files |= {FILES[what]: content for what, content in pictures.items()}
    return manifest, {manifest.audio.file: mp3, **files}


def cover_warnings(episode: Episode, show: Show, *, labelled: bool = True) -> tuple[str, ...]:
    """What the episode's cover cannot show, and what to install; empty where it shows all, or the show has its own.

    Raises:
        CastError: the cover's font cannot be read.
    """
    return () if show.cover else undrawn_lines(_drawn(episode, show, labelled=labelled))


def content_version(content: bytes) -> str:
    """Changes with the content; part of an address that is to be fetched again then."""
    return hashlib.sha256(content).hexdigest()[:10]


def _pictures(episode: Episode, show: Show, *, labelled: bool) -> dict[str, bytes]:
    if show.cover:
        cover = cover_from(Path(show.cover))
        return {"cover": cover, "preview": banner_from(cover)}
    drawn = _drawn(episode, show, labelled=labelled)
    return {"cover": drawn.square, "preview": drawn.banner}


def _drawn(episode: Episode, show: Show, *, labelled: bool) -> Cover:
    return draw_cover(
        episode.title,
        show=show.title or episode.publisher or "",
        note=words_of(episode.language).label if labelled else "",
        date=(episode.published or "")[:10],
        names=tuple(member.speaker.name for member in episode.speakers if member.speaker.role is not Role.NARRATOR),
        font=Path(show.cover_font) if show.cover_font else None,
    )
