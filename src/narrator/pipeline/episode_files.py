"""An episode as the files of its folder."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from narrator.artwork import cover_from, draw_cover, small_cover
from narrator.captions import chapters_json, subrip, transcript_json, transcript_text, webvtt
from narrator.model import AudioFile, Episode, LabelSettings, Manifest, Recording, Show
from narrator.player import embed_page, page
from narrator.published.added_words import words_of
from narrator.published.episode_json import manifest_json
from narrator.published.feed_entries import address_of
from narrator.published.output_folder import FILES, MANIFEST
from narrator.standards.ai_label import frames_digest
from narrator.standards.byte_source import ByteSource
from narrator.standards.printable import one_line
from narrator.tagging import id3_tags, label_fields, sign, signs


def episode_files(
    episode: Episode, recording: Recording, *, show: Show, settings: LabelSettings, issued: str | None
) -> tuple[Manifest, dict[str, bytes | ByteSource]]:
    """The episode's manifest, and its files by name, episode.json among them."""
    show = replace(show, base_url=address_of(show, None))
    label = label_fields(episode, frames_digest(recording.sound.pieces()), show=show, settings=settings)
    cover = _cover(episode, show, labelled=bool(label) or settings.audible)
    transcript = transcript_text(episode)
    tags = id3_tags(
        episode,
        show=show,
        label=label,
        lyrics=transcript,
        cover=small_cover(cover),
        to_be_signed=signs(settings),
    )
    tagged = ByteSource.of(tags).before(recording.sound)
    mp3 = sign(tagged, title=one_line(episode.title), settings=settings)
    manifest = Manifest(
        episode=episode,
        audio=AudioFile(
            file=f"{episode.slug}.mp3",
            bytes=mp3.size,
            type="audio/mpeg",
            sha256=_sha256(mp3),
            bitrate_kbps=recording.bitrate_kbps,
        ),
        label=label,
        files=dict(FILES),
        issued=issued,
    )
    texts = {
        MANIFEST: manifest_json(manifest),
        FILES["captions_vtt"]: webvtt(episode),
        FILES["captions_srt"]: subrip(episode),
        FILES["chapters"]: chapters_json(episode),
        FILES["transcript"]: transcript_json(episode),
        FILES["transcript_txt"]: transcript,
        FILES["page"]: page(manifest, show),
        FILES["embed"]: embed_page(manifest, show),
    }
    files = {name: text.encode() for name, text in texts.items()}
    return manifest, {manifest.audio.file: mp3, FILES["cover"]: cover, **files}


def _sha256(content: ByteSource) -> str:
    digest = hashlib.sha256()
    for piece in content.pieces():
        digest.update(piece)
    return digest.hexdigest()


def _cover(episode: Episode, show: Show, *, labelled: bool) -> bytes:
    if show.cover:
        return cover_from(Path(show.cover))
    note = words_of(episode.language).label if labelled else ""
    date = (episode.published or "")[:10]
    return draw_cover(episode.title, show=show.title or episode.publisher or "", note=note, date=date)
