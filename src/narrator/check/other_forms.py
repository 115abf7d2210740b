"""Whether the other forms of an episode (M4B, Opus, EPUB) are whole, and the episode's."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from lxml import etree

from narrator.check.finding import Fault
from narrator.messages import tr
from narrator.model import Export, Manifest
from narrator.published.chapter_times import chapter_times
from narrator.standards.ai_label import FIELD, label_json

LENGTH_OFF_S: Final = 0.1
"""A frame or two of padding is nobody's loss."""
_SMIL: Final = "{http://www.w3.org/ns/SMIL}"
_CLOCK: Final = re.compile(r"(\d+(?:\.\d+)?)s")


def export_faults(folder: Path, export: Export, manifest: Manifest) -> Iterator[Fault]:
    """Where another form of the episode is damaged, or of another state of it."""
    slug, form, file = folder.name, export.form, export.file
    again = tr("write it again: narrator export {slug} --format {form}", slug=slug, form=form)
    path = folder / file
    if not path.is_file():
        return
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    if digest != export.sha256 or path.stat().st_size != export.bytes:
        yield Fault(tr("{file} is not the one that episode.json describes", file=file), again)
        return
    wrong = _book_faults(path, manifest) if export.form == "epub" else _sound_faults(path, export, manifest)
    yield from (Fault(what, again) for what in wrong)


def _sound_faults(path: Path, export: Export, manifest: Manifest) -> Iterator[str]:
    import mutagen

    file = path.name
    try:
        length_s, label, titles = _read_m4b(path) if export.form == "m4b" else _read_opus(path)
    except (mutagen.MutagenError, OSError, ValueError) as error:
        yield tr("{file} cannot be read: {error}", file=file, error=error)
        return
    episode = manifest.episode
    off_s = length_s - episode.length / episode.rate_hz
    if abs(off_s) > LENGTH_OFF_S:
        yield tr("{file} is {off_s:+.2f} s longer than episode.json says", file=file, off_s=off_s)
    if label != (label_json(manifest.label) if manifest.label else ""):
        yield tr("{file} has another AI label than episode.json", file=file)
    wanted = [chapter.title for chapter in chapter_times(episode)]
    if titles != wanted[: len(titles)] or (wanted and not titles):
        yield tr("{file} has other chapters than episode.json", file=file)


def _read_m4b(path: Path) -> tuple[float, str, Sequence[str]]:
    import mutagen.mp4

    mp4: Any = mutagen.mp4
    file = mp4.MP4(str(path))
    label = file.get(f"----:com.apple.iTunes:{FIELD}", [b""])[0]
    return file.info.length, bytes(label).decode("utf-8", "replace"), [each.title for each in file.chapters or ()]


def _read_opus(path: Path) -> tuple[float, str, Sequence[str]]:
    import mutagen.oggopus

    oggopus: Any = mutagen.oggopus
    file = oggopus.OggOpus(str(path))
    names = sorted(key for key in file if re.fullmatch(r"chapter\d{3}name", key.lower()))
    return file.info.length, file.get(FIELD, [""])[0], [file[name][0] for name in names]


def _book_faults(path: Path, manifest: Manifest) -> Iterator[str]:
    file = path.name
    try:
        with zipfile.ZipFile(path) as book:
            if (broken := book.testzip()) is not None:
                yield tr("{broken} in {file} is damaged", broken=broken, file=file)
                return
            yield from _overlay_faults(book, file, manifest)
    except (zipfile.BadZipFile, OSError, etree.XMLSyntaxError, KeyError) as error:
        yield tr("{file} cannot be read: {error}", file=file, error=error)


def _overlay_faults(book: zipfile.ZipFile, name: str, manifest: Manifest) -> Iterator[str]:
    episode = manifest.episode
    clips = [clip for file in book.namelist() if file.endswith(".smil") for clip in _clips(book.read(file))]
    sounds = [file for file in book.namelist() if file.endswith(f"/{manifest.audio.file}")]
    if not sounds or _digest(book, sounds[0]) != manifest.audio.sha256:
        yield tr("{name} has another sound than the episode", name=name)
    if len(clips) != len(episode.cues):
        found, wanted = len(clips), len(episode.cues)
        yield tr(
            "{name} reads {found} sentences aloud, the episode has {wanted}", name=name, found=found, wanted=wanted
        )
        return
    length_s = episode.length / episode.rate_hz
    for clip, cue in zip(clips, episode.cues, strict=True):
        start_s, end_s = cue.start / episode.rate_hz, cue.end / episode.rate_hz
        begin, end = _seconds(clip["clipBegin"]), _seconds(clip["clipEnd"])
        if abs(begin - start_s) > 0.001 or not end_s - 0.001 <= end <= length_s + 0.001:
            yield tr(
                "{name} lights a sentence from {begin:.3f} to {end:.3f} s that is heard from {start_s:.3f} s",
                name=name,
                begin=begin,
                end=end,
                start_s=start_s,
            )
            return


def _clips(smil: bytes) -> Iterator[Mapping[str, str]]:
    for audio in etree.fromstring(smil).iter(f"{_SMIL}audio"):
        yield {str(key): str(value) for key, value in audio.attrib.items()}


def _digest(book: zipfile.ZipFile, file: str) -> str:
    with book.open(file) as content:
        return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]


def _seconds(clock: str) -> float:
    found = _CLOCK.fullmatch(clock)
    return float(found[1]) if found else float("nan")
