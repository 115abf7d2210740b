"""An episode as the files of its folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from narrator.captions import captions, chapters_json, subrip, transcript_json, transcript_text, webvtt
from narrator.errors import OutputError
from narrator.export import digest_of
from narrator.model import AudioFile, Episode, Export, LabelSettings, Manifest, Recording, Show, Store
from narrator.pipeline.episode_pictures import pictures_of
from narrator.player import embed_page, page
from narrator.published.episode_json import manifest_json
from narrator.published.feed_entries import address_of
from narrator.published.output_folder import FILES, MANIFEST, load_manifest
from narrator.standards.ai_label import frames_digest
from narrator.standards.byte_source import ByteSource
from narrator.standards.printable import one_line
from narrator.tagging import id3_tags, label_fields, sign, signs


def episode_files(
    episode: Episode,
    recording: Recording,
    *,
    show: Show,
    settings: LabelSettings,
    issued: str | None,
    before: Path,
    store: Store | None = None,
) -> tuple[Manifest, dict[str, bytes | ByteSource]]:
    """The episode's manifest, and its files by name, episode.json among them.

    Args:
        before: the folder they take the place of, if it is there; exports of the same episode are taken over.
        store: where drawn pictures are kept.
    """
    show = replace(show, base_url=address_of(show, None))
    label = label_fields(episode, frames_digest(recording.sound.pieces()), show=show, settings=settings)
    pictures = pictures_of(episode, show, labelled=bool(label) or settings.audible, store=store)
    transcript = transcript_text(episode)
    tags = id3_tags(
        episode,
        show=show,
        label=label,
        lyrics=transcript,
        cover=pictures.pop("in tags"),
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
    files: dict[str, bytes | ByteSource] = {manifest.audio.file: mp3}
    files |= {export.file: ByteSource.stored(before / export.file) for export in manifest.exports}
    for name, text in _texts(manifest, show, transcript):
        files[name] = ByteSource.aside(text.encode())
    return manifest, files | {FILES[what]: content for what, content in pictures.items()}


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


def _texts(manifest: Manifest, show: Show, transcript: str) -> Iterator[tuple[str, str]]:
    """The text files by name, one after another: of a long episode, all of them are not in memory at once."""
    episode = manifest.episode
    yield MANIFEST, manifest_json(manifest)
    shown = captions(episode)
    yield FILES["captions_vtt"], webvtt(episode, shown=shown)
    yield FILES["words_vtt"], webvtt(episode, stamps=True, shown=shown)
    del shown
    yield FILES["captions_srt"], subrip(episode)
    yield FILES["chapters"], chapters_json(episode)
    yield FILES["transcript"], transcript_json(episode)
    yield FILES["transcript_txt"], transcript
    yield FILES["page"], page(manifest, show)
    yield FILES["embed"], embed_page(manifest, show)


def content_version(content: bytes) -> str:
    """Changes with the content; part of an address that is to be fetched again then."""
    return hashlib.sha256(content).hexdigest()[:10]


def _sha256(content: ByteSource) -> str:
    digest = hashlib.sha256()
    for piece in content.pieces():
        digest.update(piece)
    return digest.hexdigest()
