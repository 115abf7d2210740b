"""EPUB 3 with media overlays: a book whose text is highlighted, sentence by sentence, while it is read aloud."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC
from pathlib import Path
from typing import Any, Final

from lxml import etree

from narrator.errors import OutputError
from narrator.export.book_pages import ACTIVE as ACTIVE_CLASS
from narrator.export.book_pages import STYLE, clip_times, clock_value, contents_page, overlay, text_page
from narrator.export.book_text import Section, sections
from narrator.export.original import Original
from narrator.export.transcode import Report
from narrator.messages import tr
from narrator.model import Manifest, Role, Show
from narrator.published.added_words import words_of
from narrator.published.feed_entries import item_guid, published_at
from narrator.published.tag_texts import tag_texts
from narrator.standards.addresses import web_address
from narrator.standards.ai_label import FIELD, label_json
from narrator.standards.byte_source import PIECE_BYTES
from narrator.standards.language_tags import direction_of
from narrator.standards.printable import one_line, xml_text

OPF: Final = "http://www.idpf.org/2007/opf"
DC: Final = "http://purl.org/dc/elements/1.1/"
_OPF_NAMES: Any = {None: OPF}
FOLDER: Final = "EPUB"
MEDIA_TYPE: Final = "application/epub+zip"
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
"""Of every file in the archive, so that the same book is the same bytes; the earliest that ZIP can say."""
_CONTAINER: Final = f"""\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="{FOLDER}/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""
_ACCESS: Final = (
    ("schema:accessMode", "textual"),
    ("schema:accessMode", "auditory"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessModeSufficient", "textual,auditory"),
    ("schema:accessibilityFeature", "synchronizedAudioText"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityHazard", "none"),
)
"""In schema.org's words, as EPUB Accessibility 1.1, section 2, asks."""
_ACCESS_SUMMARY: Final = (
    "All that is said is read aloud by synthetic voices and highlighted sentence by sentence. "
    "The whole text can be read without the sound."
)


def write_epub(original: Original, target: Path, report: Report | None = None) -> int:
    """Write the episode as a read-along book; the same episode gives the same bytes.

    Returns the bit rate of its sound, in kbit/s.

    Raises:
        OutputError: the file cannot be written.
    """
    manifest, name = original.manifest, target.name
    parts = sections(manifest.episode)
    try:
        with zipfile.ZipFile(target, "w") as archive:
            _add(archive, "mimetype", MEDIA_TYPE.encode(), packed=False)
            _add(archive, "META-INF/container.xml", _CONTAINER.encode())
            for file, content in _texts(manifest, original.show, parts).items():
                _add(archive, f"{FOLDER}/{file}", content)
            _add(archive, f"{FOLDER}/cover.jpg", original.cover, packed=False)
            _add_file(archive, f"{FOLDER}/{_sound(manifest)}", original.mp3, report)
    except OSError as cause:
        raise OutputError(
            tr("{name} cannot be written: {cause}", name=name, cause=cause), hint=tr("is the disk full?")
        ) from cause
    return manifest.audio.bitrate_kbps


def _texts(manifest: Manifest, show: Show, parts: Sequence[Section]) -> Mapping[str, bytes]:
    """The book's files but for pictures and sound, by name."""
    episode = manifest.episode
    clips = clip_times(episode)
    opening = words_of(episode.language).opening
    entries = [
        (part.title or (episode.title if number == 0 else opening), _page(number)) for number, part in enumerate(parts)
    ]
    found = {
        "package.opf": _package(manifest, show, parts, clips),
        "nav.xhtml": contents_page(entries, episode),
        "style.css": STYLE.encode(),
    }
    for number, part in enumerate(parts):
        found[_page(number)] = text_page(part, episode, first=number == 0)
        if part.cues:
            found[_overlay(number)] = overlay(part, clips, text=f"../{_page(number)}", sound=f"../{_sound(manifest)}")
    return found


def _page(number: int) -> str:
    return f"text/part-{number:03}.xhtml"


def _overlay(number: int) -> str:
    return f"overlays/part-{number:03}.smil"


def _sound(manifest: Manifest) -> str:
    return f"sound/{manifest.audio.file}"


def _package(manifest: Manifest, show: Show, parts: Sequence[Section], clips: Sequence[tuple[int, int]]) -> bytes:
    episode = manifest.episode
    attributes = {
        "version": "3.0",
        "unique-identifier": "id",
        "dir": direction_of(episode.language),
        "{http://www.w3.org/XML/1998/namespace}lang": episode.language,
    }
    package = etree.Element(f"{{{OPF}}}package", attributes, nsmap=_OPF_NAMES)
    metadata = etree.SubElement(package, f"{{{OPF}}}metadata", nsmap={"dc": DC})
    _describe(metadata, manifest, show)
    lengths = [sum(clips[number][1] - clips[number][0] for number in part.cues) for part in parts]
    _meta(metadata, "media:duration", clock_value(sum(lengths)))
    for number, part in enumerate(parts):
        if part.cues:
            _meta(metadata, "media:duration", clock_value(lengths[number]), refines=f"#overlay-{number:03}")
    items = etree.SubElement(package, f"{{{OPF}}}manifest")
    _item(items, "nav", "nav.xhtml", "application/xhtml+xml", properties="nav")
    _item(items, "style", "style.css", "text/css")
    _item(items, "cover", "cover.jpg", "image/jpeg", properties="cover-image")
    _item(items, "sound", _sound(manifest), manifest.audio.type)
    spine = etree.SubElement(package, f"{{{OPF}}}spine", {"page-progression-direction": direction_of(episode.language)})
    for number, part in enumerate(parts):
        name = f"part-{number:03}"
        read_aloud = {"media-overlay": f"overlay-{number:03}"} if part.cues else {}
        _item(items, name, _page(number), "application/xhtml+xml", **read_aloud)
        if part.cues:
            _item(items, f"overlay-{number:03}", _overlay(number), "application/smil+xml")
        etree.SubElement(spine, f"{{{OPF}}}itemref", {"idref": name})
    etree.indent(package)
    return bytes(etree.tostring(package, encoding="utf-8", xml_declaration=True)) + b"\n"


def _describe(metadata: etree._Element, manifest: Manifest, show: Show) -> None:
    episode, texts = manifest.episode, tag_texts(manifest.episode, show, labelled=True)
    moment = published_at(manifest)
    _dc(metadata, "identifier", f"urn:uuid:{item_guid(episode)}", id="id")
    _dc(metadata, "title", texts.title)
    _dc(metadata, "language", episode.language)
    people = [member.speaker.name for member in episode.speakers if member.speaker.role is not Role.NARRATOR]
    for name in people or [texts.artist]:
        if one_line(name):
            _dc(metadata, "creator", one_line(name))
    _dc(metadata, "publisher", texts.album)
    _dc(metadata, "date", texts.date[:10] or moment.date().isoformat())
    _dc(metadata, "description", texts.comment)
    if address := web_address(episode.url):
        _dc(metadata, "source", address)
    if show.license:
        _dc(metadata, "rights", one_line(show.license))
    _meta(metadata, "dcterms:modified", moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    for name, value in _ACCESS:
        _meta(metadata, name, value)
    _meta(
        metadata, "schema:accessibilitySummary", _ACCESS_SUMMARY, **{"{http://www.w3.org/XML/1998/namespace}lang": "en"}
    )
    _meta(metadata, "media:active-class", ACTIVE_CLASS)
    _meta(metadata, "media:narrator", words_of(episode.language).label)
    etree.SubElement(metadata, f"{{{OPF}}}meta", {"name": "cover", "content": "cover"})
    if manifest.label:
        etree.SubElement(metadata, f"{{{OPF}}}meta", {"name": FIELD, "content": label_json(manifest.label)})


def _dc(metadata: etree._Element, name: str, value: str, **attributes: str) -> None:
    etree.SubElement(metadata, f"{{{DC}}}{name}", attributes).text = xml_text(value)


def _meta(metadata: etree._Element, name: str, value: str, **attributes: str) -> None:
    etree.SubElement(metadata, f"{{{OPF}}}meta", {"property": name, **attributes}).text = xml_text(value)


def _item(items: etree._Element, name: str, href: str, media_type: str, **attributes: str) -> None:
    etree.SubElement(items, f"{{{OPF}}}item", {"id": name, "href": href, "media-type": media_type, **attributes})


def _add(archive: zipfile.ZipFile, name: str, content: bytes, *, packed: bool = True) -> None:
    archive.writestr(_entry(name, packed=packed), content)


def _add_file(archive: zipfile.ZipFile, name: str, path: Path, report: Report | None) -> None:
    size, done = path.stat().st_size, 0
    entry = _entry(name, packed=False)
    entry.file_size = size
    with path.open("rb") as source, archive.open(entry, "w") as sink:
        while piece := source.read(PIECE_BYTES):
            sink.write(piece)
            done += len(piece)
            if report:
                report(done, size)


def _entry(name: str, *, packed: bool) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
