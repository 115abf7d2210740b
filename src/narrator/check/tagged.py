"""Whether the MP3's tags, chapters, cover and label are the episode's."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from narrator.check.finding import Fault
from narrator.errors import MissingExtra
from narrator.messages import tr
from narrator.model import Episode, Kind, Manifest
from narrator.published.chapter_times import id3_chapters
from narrator.standards.ai_label import FIELD, KEYS, names_the_tool, sound_digest
from narrator.standards.c2pa_credentials import credentials_state
from narrator.standards.language_tags import iso_639_2
from narrator.standards.printable import one_line

_AGAIN = tr("make the episode again")
_IS_AI = re.compile(r"人工智能|人工智慧|人工知能|\bAI\b|artificial intelligence", re.IGNORECASE)
_IS_MADE = re.compile(r"生成|合成|synthe|generat", re.IGNORECASE)


def read_tags(mp3: bytes) -> Any | None:
    """The ID3 tags; None when there are none, or damaged ones."""
    import mutagen.id3

    id3: Any = mutagen.id3
    try:
        # Untranslated: what is in the file counts, not its v2.4 equivalent.
        return id3.ID3(io.BytesIO(mp3), translate=False)
    except (mutagen.MutagenError, EOFError, ValueError):
        return None


def is_signed(tags: Any | None) -> bool:
    """Whether C2PA credentials are in the tags."""
    return tags is not None and any("c2pa" in str(frame.mime) for frame in tags.getall("GEOB"))


def credentials_faults(mp3: bytes) -> Iterator[Fault]:
    """Where the C2PA credentials in the MP3 are not those of its content."""
    try:
        state = credentials_state(mp3)
    except MissingExtra as error:
        yield Fault(tr("it is signed with C2PA, which cannot be verified here"), error.hint, "warning")
        return
    if state not in ("Valid", "Trusted"):
        yield Fault(tr("its C2PA credentials do not hold: {state}", state=state), _AGAIN)


def tag_faults(tags: Any | None, manifest: Manifest) -> Iterator[Fault]:
    """Where the tags are missing, of a version that players misread, or not the episode's."""
    if tags is None:
        yield Fault(tr("the MP3 has no ID3v2 tags"), _AGAIN)
        return
    episode = manifest.episode
    signed = is_signed(tags)
    if tags.version[:2] != ((2, 4) if signed else (2, 3)):
        version = ".".join(map(str, tags.version[:2]))
        yield Fault(
            tr("the tags are ID3v{version}: some players lose chapters there", version=version), _AGAIN, "warning"
        )
    wanted = {"TIT2": one_line(episode.title) or episode.slug, "TLAN": iso_639_2(episode.language), "TCON": "Podcast"}
    for name, value in wanted.items():
        found = str(tags.get(name, ""))
        if found != value:
            yield Fault(tr("the tag {name} is {found!r}, not {value!r}", name=name, found=found, value=value), _AGAIN)
    for name, what in (("TPE1", tr("artist")), ("TALB", tr("album"))):
        if not str(tags.get(name, "")).strip():
            yield Fault(
                tr("the tag {name} ({what}) is empty", name=name, what=what),
                tr("give the show a title and an author"),
                "warning",
            )
    if episode.published and "TYER" not in tags and "TDRC" not in tags:
        yield Fault(tr("the tags have no year"), _AGAIN, "warning")
    if not tags.getall("USLT"):
        yield Fault(tr("the transcript is not in the tags"), _AGAIN, "warning")
    yield from _id3_chapter_faults(tags, episode, signed=signed)


def _id3_chapter_faults(tags: Any, episode: Episode, *, signed: bool) -> Iterator[Fault]:
    wanted = [(chapter.start_ms, chapter.title) for chapter in id3_chapters(episode, signed=signed)]
    chapters = sorted(tags.getall("CHAP"), key=lambda chapter: int(chapter.start_time))
    found = [(int(chapter.start_time), str(chapter.sub_frames.get("TIT2", ""))) for chapter in chapters]
    if found != wanted:
        yield Fault(tr("the chapters in the tags are not the episode's"), _AGAIN)
    length_ms = episode.length * 1000 // episode.rate_hz + 1
    for chapter in chapters:
        if not chapter.start_time < chapter.end_time <= length_ms:
            yield Fault(
                tr("the chapter {element_id} ends before it begins, or after the sound", element_id=chapter.element_id),
                _AGAIN,
            )
    contents = [toc for toc in tags.getall("CTOC") if int(toc.flags) & 2]
    if not chapters and not contents:
        return
    if len(contents) != 1:
        yield Fault(tr("the tags have no single table of contents: Apple shows no chapters"), _AGAIN)
        return
    if list(contents[0].child_element_ids) != [chapter.element_id for chapter in chapters]:
        yield Fault(tr("the table of contents does not list each chapter once, in order"), _AGAIN)
    if "TIT2" not in contents[0].sub_frames:
        yield Fault(tr("the table of contents has no title: Apple wants one"), _AGAIN, "warning")


def label_faults(tags: Any | None, mp3: bytes, manifest: Manifest) -> Iterator[Fault]:
    """Where the file does not say that it is synthetic, as GB 45438-2025 asks, or says it of another sound."""
    if not manifest.label:
        yield Fault(
            tr("the machine-readable label (AIGC) is turned off"),
            tr("turn it on: `label: {metadata: true}` in voices.yaml; it is required in China since 2025-09-01"),
            "warning",
        )
        return
    frames = [] if tags is None else tags.getall(f"TXXX:{FIELD}")
    if not frames:
        yield Fault(tr("the MP3 lacks the metadata field {field}", field=FIELD), _AGAIN)
        return
    try:
        fields = json.loads(str(frames[0].text[0]))
    except (ValueError, IndexError):
        fields = None
    if not isinstance(fields, dict):
        yield Fault(tr("the field {field} is no JSON object", field=FIELD), _AGAIN)
        return
    yield from _field_faults(fields, manifest.label)
    if fields.get("ReservedCode1") != sound_digest(mp3):
        yield Fault(tr("the label's digest is of another sound: the MP3 was changed after it was labelled"), _AGAIN)


def _field_faults(fields: Mapping[str, object], label: Mapping[str, str]) -> Iterator[Fault]:
    for key in KEYS:
        if not isinstance(fields.get(key), str):
            yield Fault(tr("the label's {key} is missing or no text", key=key), _AGAIN)
    if fields.get("Label") not in ("1", "2", "3"):
        yield Fault(tr("the label says {fields!r}, not 1 (is synthetic)", fields=fields.get("Label")), _AGAIN)
    if names_the_tool(str(fields.get("ContentProducer") or "")):
        yield Fault(
            tr("the label names the program as producer, not the publisher"),
            tr("give `label: {producer: …}` or the show's author in voices.yaml, and make the episode again"),
        )
    if not fields.get("ContentProducer"):
        yield Fault(
            tr("the label names no producer"),
            tr("give `label: {producer: …}` or the show's author in voices.yaml"),
            "warning",
        )
    if dict(fields) != dict(label):
        yield Fault(tr("the label in the MP3 is not the one in episode.json"), _AGAIN)


def notice_faults(episode: Episode) -> Iterator[Fault]:
    """Where a listener is not told at the beginning that the speech is synthetic."""
    first = next((cue for cue in episode.cues if cue.kind is not Kind.MUSIC), None)
    if first is None or first.kind is not Kind.NOTICE:
        yield Fault(
            tr("no notice is heard at the beginning"),
            tr("turn it on: `label: {audible: true}` in voices.yaml; it is required in China since 2025-09-01"),
            "warning",
        )
    elif not (_IS_AI.search(first.text) and _IS_MADE.search(first.text)):
        yield Fault(
            tr("the notice 「{first}」 does not say both 人工智能 (or AI) and 生成 or 合成", first=first.text),
            tr("change `label: {notice: …}` in voices.yaml"),
        )


def page_faults(page: str) -> Iterator[Fault]:
    """Where the page does not show that the speech is synthetic."""
    if not _IS_AI.search(page):
        yield Fault(tr("the page does not say that the speech is synthetic"), _AGAIN)
