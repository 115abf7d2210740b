"""Which kind of document some bytes are."""

from __future__ import annotations

import json
import re
from enum import Enum, auto
from pathlib import PurePath

from narrator.errors import InputError


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
    """A saved page (MHTML)."""
    BOOK = auto()
    """EPUB."""
    TRANSCRIPT = auto()
    """A podcast's transcript as JSON (Podcasting 2.0)."""
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
    ".epub": Kind.BOOK,
}
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
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind.WORD,
}
_SAVE_AS = "save it as docx, html or txt"
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old Office file", _SAVE_AS),
    (b"{\\rtf", "an RTF file", _SAVE_AS),
    (b"bplist00", "a Safari web archive", "save the page as page source (html)"),
    (b"%!PS", "a PostScript file", "save it as PDF"),
    (b"SQLite format 3", "a database", "give the text of the page"),
    (b"\x00\x00\x00", "a sound or video file", "give its transcript or captions"),
    (b"fLaC", "a sound file", "give its transcript or captions"),
    (b"\xff\xfb", "a sound file", "give its transcript or captions"),
    (b"\x1aE\xdf\xa3", "a video file", "give its transcript or captions"),
    (b"\x89PNG", "a picture", "give the text of the page"),
    (b"\xff\xd8\xff", "a picture", "give the text of the page"),
    (b"GIF8", "a picture", "give the text of the page"),
    (b"RIFF", "a sound or picture file", "give the text of the page"),
    (b"ID3", "a sound file", "give the text of the page"),
    (b"OggS", "a sound file", "give the text of the page"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"7z\xbc\xaf", "a compressed file", "unpack it first"),
    (b"Rar!", "a compressed file", "unpack it first"),
    (b"\x7fELF", "a program", "give the text of the page"),
    (b"MZ\x90", "a program", "give the text of the page"),
)
_FOREIGN_TEXT = (
    (re.compile(rb"\[Script Info\]|\[V4\+? Styles\]", re.I), "subtitles in the ASS or SSA format", "save them as srt or vtt"),
    (re.compile(rb"(?:<\?xml[^>]{0,200}\?>\s*)?<(?:\w+:)?tt\b", re.I), "subtitles in the TTML format", "save them as srt or vtt"),
    (re.compile(rb"(?:\[\w{2,7}:[^\]\n]{0,80}\]\s*)*(?:\[\d{1,3}:\d{2}(?:[.:]\d{2,3})?\][^\n]*\n){3}"), "lyrics with times (LRC)", "save them as srt or vtt"),
    (re.compile(rb"(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!DOCTYPE plist[^>]{0,200}>\s*)?<plist\b", re.I), "a property list (plist) or web archive", "save the page as html"),
    (re.compile(rb"(?:<\?xml[^>]{0,200}\?>\s*)?<(?:rss|feed|opml|urlset|sitemapindex)\b", re.I), "a feed or a list of pages", "give one of the pages in it"),
    (re.compile(rb"\{\s{0,20}\"(?:cells|nbformat)\""), "a notebook", "save it as html or md"),
    (re.compile(rb"BEGIN:V(?:CALENDAR|CARD)"), "a calendar or address card", "give the text of the page"),
)
"""Texts that are no page, and what to do."""
_ARCHIVED = re.compile(rb"(?:[\w-]{1,40}:[^\n]{0,400}\r?\n(?:[ \t][^\n]{0,400}\r?\n)*)*?(?:MIME-Version|Content-Type)\s?:", re.I)
_JSON = re.compile(rb"\s*[\[{]\s{0,40}[\"\[{\]}]")
_TAG = re.compile(
    rb"<(?:!doctype html|html|head|body|article|div|p|span|font|table|br|h[1-6]|strong|b|dl|section)\b[^<>]{0,400}>",
    re.IGNORECASE,
)
_SRT = re.compile(rb"\s*\d{1,6}\s*\r?\n\s*\d{1,2}:\d{2}:\d{2}[,.]\d{3}\s*-->")
_SCRIPT = re.compile(rb"---[ \t]*\r?\n(?:#[^\n]{0,200}\n){0,5}narrator[ \t]*:")
_MARKDOWN_HEAD = re.compile(rb"---[ \t]*\r?\n[A-Za-z_]{1,20}:|\+\+\+[ \t]*\r?\n\w{1,30}\s?=|#{1,2} \S")
_MARKDOWN = re.compile(
    rb"^(?:---\s*\r?\n[A-Za-z_]+:|#{1,6} \S)|^\*\*[^*\n]{1,60}\*\*|\n(?:#{1,6} \S|\*\*[^*\n]{1,60}\*\*)|\]\(https?://"
)


def kind_of(data: bytes, *, name: str, content_type: str | None = None) -> Kind:  # noqa: PLR0911
    """The kind of document, by its first bytes, its type, its name and its look, in this order.

    Raises:
        InputError: It is a kind that narrator does not read.
    """
    for magic, what, hint in _FOREIGN:
        if data.startswith(magic):
            raise InputError(f"{name}: this is {what}, not a page", hint=hint)
    start = data[:8192].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK\x03\x04"):
        return _packed(data, name)
    if _SCRIPT.match(start):
        return Kind.SCRIPT
    for pattern, what, hint in _FOREIGN_TEXT:
        if pattern.match(start):
            raise InputError(f"{name}: this is {what}, not a page", hint=hint)
    if _ARCHIVED.match(start) and b"multipart/related" in data[:20_000].lower():
        return Kind.ARCHIVE
    if start.startswith(b"%PDF-"):
        return Kind.PDF
    if start.startswith(b"WEBVTT"):
        return Kind.CAPTIONS
    if _SRT.match(start):
        return Kind.SUBTITLES
    named = _BY_SUFFIX.get(PurePath(name.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]).suffix.lower())
    kind = _BY_TYPE.get((content_type or "").split(";")[0].strip().lower(), named)
    if _JSON.match(start) and (named is None or kind is Kind.PLAIN) and _is_json(data):
        if b'"segments"' in data and b'"body"' in data:
            return Kind.TRANSCRIPT
        raise InputError(f"{name}: this is JSON, not a page", hint="give the page, or a transcript with `segments`")
    if kind in (Kind.WORD, Kind.PDF, Kind.BOOK, Kind.ARCHIVE):
        raise InputError(
            f"{name}: its content is not what its name says", hint="open it in its program and save it again"
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
    if b"application/vnd.oasis.opendocument" in start:
        raise InputError(f"{name}: this is an OpenDocument file, not a page", hint=_SAVE_AS)
    for part, what in ((b"xl/", "a spreadsheet"), (b"ppt/", "a presentation"), (b"Index/Document.iwa", "a Pages file")):
        if part in data and b"word/" not in data:
            raise InputError(f"{name}: this is {what}, not a page", hint=_SAVE_AS)
    return Kind.WORD


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
