"""An episode as the files of its folder."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from narrator.artwork import Cover, banner_from, cover_from, draw_cover, small_cover, undrawn_lines
from narrator.captions import chapters_json, subrip, transcript_json, transcript_text, webvtt
from narrator.errors import OutputError
from narrator.export import digest_of
from narrator.model import AudioFile, Episode, Export, LabelSettings, Manifest, Recording, Role, Show
from narrator.player import embed_page, page
from narrator.published.added_words import words_of
from narrator.published.episode_json import manifest_json
from narrator.published.feed_entries import address_of
from narrator.published.output_folder import FILES, MANIFEST, load_manifest
from narrator.standards.ai_label import frames_digest
from narrator.standards.byte_source import ByteSource
from narrator.standards.printable import one_line
from narrator.tagging import id3_tags, label_fields, sign, signs


def episode_files(
    episode: Episode, recording: Recording, *, show: Show, settings: LabelSettings, issued: str | None, before: Path
) -> tuple[Manifest, dict[str, bytes | ByteSource]]:
    """The episode's manifest, and its files by name, episode.json among them.

    Args:
        before: the folder they take the place of, if it is there; exports of the same episode are taken over.
    """
    show = replace(show, base_url=address_of(show, None))
    label = label_fields(episode, frames_digest(recording.sound.pieces()), show=show, settings=settings)
    pictures = _pictures(episode, show, labelled=bool(label) or settings.audible)
    transcript = transcript_text(episode)
    tags = id3_tags(
        episode,
        show=show,
        label=label,
        lyrics=transcript,
        cover=small_cover(pictures["cover"]),
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
        versions={what: content_version(content) for what, content in pictures.items()},
    )
    manifest = replace(manifest, exports=still_good(manifest, before, show))
    texts = {
        MANIFEST: manifest_json(manifest),
        FILES["captions_vtt"]: webvtt(episode),
        FILES["words_vtt"]: webvtt(episode, stamps=True),
        FILES["captions_srt"]: subrip(episode),
        FILES["chapters"]: chapters_json(episode),
        FILES["transcript"]: transcript_json(episode),
        FILES["transcript_txt"]: transcript,
        FILES["page"]: page(manifest, show),
        FILES["embed"]: embed_page(manifest, show),
    }
    files = {name: text.encode() for name, text in texts.items()}
    files |= {FILES[what]: content for what, content in pictures.items()}
    kept = {export.file: ByteSource.stored(before / export.file) for export in manifest.exports}
    return manifest, {manifest.audio.file: mp3, **kept, **files}


def still_good(manifest: Manifest, folder: Path, show: Show) -> tuple[Export, ...]:
    """The exports in the folder that are made from just this episode."""
    try:
        found = load_manifest(folder).exports
    except OutputError:
        return ()
    return tuple(
        each
        for each in found
        if each.made_from == digest_of(each.form, manifest, show) and is_there(folder / each.file, each.bytes)
    )


def is_there(file: Path, size: int) -> bool:
    """Whether the file is there whole."""
    return file.is_file() and file.stat().st_size == size


def cover_warnings(episode: Episode, show: Show, *, labelled: bool = True) -> tuple[str, ...]:
    """What the episode's cover cannot show, and what to install; empty where it shows all, or the show has its own.

    Raises:
        CastError: the cover's font cannot be read.
    """
    return () if show.cover else undrawn_lines(_drawn(episode, show, labelled=labelled))


def content_version(content: bytes) -> str:
    """Changes with the content; part of an address that is to be fetched again then."""
    return hashlib.sha256(content).hexdigest()[:10]


def _sha256(content: ByteSource) -> str:
    digest = hashlib.sha256()
    for piece in content.pieces():
        digest.update(piece)
    return digest.hexdigest()


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
