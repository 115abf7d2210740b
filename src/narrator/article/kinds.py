"""Which kind of document some bytes are."""

from __future__ import annotations

import json
import re
from enum import Enum, auto
from pathlib import PurePath

from narrator.article.refused_files import SAVE_AS, refuse_foreign_bytes, refuse_foreign_suffix, refuse_foreign_text
from narrator.errors import InputError
from narrator.messages import tr


class Kind(Enum):
    """A kind of document that narrator reads."""

    PLAIN = auto()
    MARKDOWN = auto()
    WEB = auto()
    WORD = auto()
    CAPTIONS = auto()
    """WebVTT."""
    SUBTITLES = auto()
    """SRT."""
    PDF = auto()
    ARCHIVE = auto()
    """A saved page (MHTML), or a letter."""
    WEBARCHIVE = auto()
    """A page saved by Safari, or another property list."""
    OPEN_DOCUMENT = auto()
    """ODT."""
    BOOK = auto()
    """EPUB."""
    TRANSCRIPT = auto()
    """A transcript as JSON: of a podcast (Podcasting 2.0), or of speech recognition."""
    SCRIPT = auto()
    """An editable script of narrator's own."""


_BY_SUFFIX = {
    ".txt": Kind.PLAIN,
    ".text": Kind.PLAIN,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.WEB,
    ".htm": Kind.WEB,
    ".xhtml": Kind.WEB,
    ".shtml": Kind.WEB,
    ".docx": Kind.WORD,
    ".vtt": Kind.CAPTIONS,
    ".srt": Kind.SUBTITLES,
    ".pdf": Kind.PDF,
    ".mht": Kind.ARCHIVE,
    ".mhtml": Kind.ARCHIVE,
    ".eml": Kind.ARCHIVE,
    ".epub": Kind.BOOK,
    ".odt": Kind.OPEN_DOCUMENT,
}
SUFFIXES = tuple(_BY_SUFFIX)
"""Of the files that are pages, where a whole folder is to be read."""
_BY_TYPE = {
    "text/html": Kind.WEB,
    "application/xhtml+xml": Kind.WEB,
    "text/markdown": Kind.MARKDOWN,
    "text/vtt": Kind.CAPTIONS,
    "application/x-subrip": Kind.SUBTITLES,
    "application/pdf": Kind.PDF,
    "multipart/related": Kind.ARCHIVE,
    "message/rfc822": Kind.ARCHIVE,
    "application/epub+zip": Kind.BOOK,
    "application/vnd.oasis.opendocument.text": Kind.OPEN_DOCUMENT,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind.WORD,
}
_LETTER = re.compile(rb"(?:[\w-]{1,40}:[^\n]{0,2000}\r?\n(?:[ \t][^\n]{0,2000}\r?\n)*){2,60}?\r?\n", re.IGNORECASE)
"""The head of a web archive or of a letter: RFC 5322, 2.2."""
_LETTER_SAYS = re.compile(
    rb"^content-type\s{0,3}:\s{0,3}(?:multipart/|text/(?:html|plain))", re.IGNORECASE | re.MULTILINE
)
_JSON = re.compile(rb"\s*[\[{]\s{0,40}[\"\[{\]}]")
_TAG = re.compile(
    rb"<(?:!doctype html|html|head|body|article|div|p|span|font|table|br|h[1-6]|strong|b|dl|section)\b[^<>]{0,400}>",
    re.IGNORECASE,
)
_PAGE = re.compile(rb"<(?:!doctype html|html)\b", re.IGNORECASE)
_PROPERTY_LIST = re.compile(rb"bplist0\d|(?:<\?xml[^>]{0,200}>\s*)?(?:<!DOCTYPE plist[^>]*>\s*)?<plist\b")
_SBV = re.compile(rb"\d{1,2}:\d{2}:\d{2}\.\d{3},\d{1,2}:\d{2}:\d{2}\.\d{3}\s*\n")
"""YouTube's own subtitles."""
_SRT = re.compile(rb"\s*\d{1,6}\s*\r?\n\s*\d{1,2}:\d{2}:\d{2}[,.]\d{3}\s*-->")
_SCRIPT = re.compile(rb"---[ \t]*\r?\n(?:#[^\n]{0,200}\n){0,5}narrator[ \t]*:")
_MARKDOWN_HEAD = re.compile(rb"---[ \t]*\r?\n[A-Za-z_]{1,20}:|\+\+\+[ \t]*\r?\n\w{1,30}\s?=|#{1,2} \S")
_MARKDOWN = re.compile(
    rb"^(?:---\s*\r?\n[A-Za-z_]+:|#{1,6} \S)|^\*\*[^*\n]{1,60}\*\*|\n(?:#{1,6} \S|\*\*[^*\n]{1,60}\*\*)|\]\(https?://"
)


def kind_of(data: bytes, *, name: str, content_type: str | None = None) -> Kind:  # noqa: PLR0911 - one for each kind
    """The kind of document, by its first bytes, its type, its name and its look, in this order.

    Raises:
        InputError: It is a kind that narrator does not read.
    """
    refuse_foreign_bytes(data, name)
    start = data[:8192].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK\x03\x04"):
        return _packed(data, name)
    if _SCRIPT.match(start):
        return Kind.SCRIPT
    if _PROPERTY_LIST.match(start):
        return Kind.WEBARCHIVE
    refuse_foreign_text(start, name)
    head = _LETTER.match(start)
    if head is not None and _LETTER_SAYS.search(head.group()):
        return Kind.ARCHIVE
    if start.startswith(b"%PDF-"):
        return Kind.PDF
    if start.startswith(b"WEBVTT"):
        return Kind.CAPTIONS
    if _SRT.match(start):
        return Kind.SUBTITLES
    if _SBV.match(start):
        return Kind.SUBTITLES
    suffix = PurePath(name.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]).suffix.lower()
    named = _BY_SUFFIX.get(suffix)
    kind = _BY_TYPE.get((content_type or "").split(";")[0].strip().lower(), named)
    if _JSON.match(start) and (named is None or kind is Kind.PLAIN) and _is_json(data):
        return Kind.TRANSCRIPT
    if kind is None and not _PAGE.match(start):
        refuse_foreign_suffix(suffix, name)
    if kind in (Kind.WORD, Kind.PDF, Kind.BOOK, Kind.ARCHIVE, Kind.OPEN_DOCUMENT):
        raise InputError(
            tr("{name}: its content is not what its name says", name=name),
            hint=tr("open it in its program and save it again"),
        )
    if kind is Kind.PLAIN and _MARKDOWN_HEAD.match(start):
        return Kind.MARKDOWN
    return kind or _by_look(start)


def _packed(data: bytes, name: str) -> Kind:
    """Which packed document it is.

    Raises:
        InputError: None that narrator reads.
    """
    start = data[:200_000]
    if b"mimetypeapplication/epub+zip" in start or b"META-INF/container.xml" in data:
        return Kind.BOOK
    if b"application/vnd.oasis.opendocument.text" in start:
        return Kind.OPEN_DOCUMENT
    if b"application/vnd.oasis.opendocument" in start:
        raise InputError(
            tr("{name}: this is an OpenDocument table, drawing or slide show, not a page", name=name), hint=SAVE_AS
        )
    for part, what in _PACKED:
        if part in data and b"word/" not in data:
            raise InputError(tr("{name}: this is {what}, not a page", name=name, what=what), hint=SAVE_AS)
    return Kind.WORD


_PACKED = (
    (b"xl/", tr("a spreadsheet")),
    (b"ppt/", tr("a presentation")),
    (b"Index/Document.iwa", tr("a Pages file")),
)


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return False
    return True


def _by_look(start: bytes) -> Kind:
    if _TAG.search(start):
        return Kind.WEB
    if _MARKDOWN.search(start):
        return Kind.MARKDOWN
    return Kind.PLAIN
