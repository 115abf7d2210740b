"""Which kind of document some bytes are."""

from __future__ import annotations

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
    SAVED = auto()
    """MHTML: a page and its pictures in one file."""
    WEBARCHIVE = auto()
    BOOK = auto()
    """EPUB."""
    TRANSCRIPT = auto()
    """JSON of Podcasting 2.0."""
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
    ".json": Kind.TRANSCRIPT,
}
_BY_TYPE = {
    "text/html": Kind.WEB,
    "application/xhtml+xml": Kind.WEB,
    "text/markdown": Kind.MARKDOWN,
    "text/vtt": Kind.CAPTIONS,
    "application/x-subrip": Kind.SUBTITLES,
    "application/pdf": Kind.PDF,
    "application/json": Kind.TRANSCRIPT,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind.WORD,
}
_SAVE_AS = "save it as docx, html or txt"
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old Office file", _SAVE_AS),
    (b"{\\rtf", "an RTF file", _SAVE_AS),
    (b"\x89PNG", "a picture", "give the text of the page"),
    (b"\xff\xd8\xff", "a picture", "give the text of the page"),
    (b"GIF8", "a picture", "give the text of the page"),
    (b"RIFF", "a sound or picture file", "give the text of the page"),
    (b"ID3", "a sound file", "give the text of the page"),
    (b"OggS", "a sound file", "give the text of the page"),
    (b"fLaC", "a sound file", "give the text of the page"),
    (b"II*\0", "a picture", "give the text of the page"),
    (b"MM\0*", "a picture", "give the text of the page"),
    (b"\xff\xfb", "a sound file", "give the text of the page"),
    (b"\0\0\0", "a video, sound or picture file", "give the text of the page"),
    (b"ITSF", "a CHM help file", _SAVE_AS),
    (b"{\\urtf", "an RTF file", _SAVE_AS),
    (b"BZh", "a compressed file", "unpack it first"),
    (b"\xfd7zXZ", "a compressed file", "unpack it first"),
    (b"SQLite format 3", "a database", "give the text of the page"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"7z\xbc\xaf", "a compressed file", "unpack it first"),
    (b"Rar!", "a compressed file", "unpack it first"),
    (b"\x7fELF", "a program", "give the text of the page"),
    (b"MZ\x90", "a program", "give the text of the page"),
)
_NAMED_FOREIGN = (
    (re.compile(rb"\[Script Info\]", re.IGNORECASE), "an ASS subtitle file", "convert it to srt or vtt"),
    (re.compile(rb"(?:<\?xml[^>]{0,200}>\s*)?<tt[\s:>]"), "a TTML subtitle file", "convert it to srt or vtt"),
    (
        re.compile(rb"(?:\[(?:ti|ar|al|by|offset):[^\]\n]*\]\s*)*\[\d{1,3}:\d{2}[.:]\d{2,3}\]"),
        "an LRC file",
        "convert it to srt or vtt",
    ),
    (re.compile(rb"\d{1,2}:\d{2}:\d{2}[:;]\d{2}\s*,\s*\d{1,2}:"), "a subtitle file", "convert it to srt or vtt"),
    (re.compile(rb"\{\d{1,6}\}\{\d{1,6}\}"), "a MicroDVD subtitle file", "convert it to srt or vtt"),
    (
        re.compile(rb"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:rss|feed)\b", re.DOTALL),
        "a feed",
        "give the page of one entry",
    ),
    (
        re.compile(rb"(?:<\?xml[^>]{0,200}>\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg\b"),
        "a picture",
        "give the text of the page",
    ),
    (re.compile(rb"\\documentclass|\\begin\{document\}"), "a LaTeX file", "convert it to docx or html"),
)
_ZIPS = (
    (b"application/vnd.oasis.opendocument", "an OpenDocument file", "save it as docx"),
    (b"xl/", "a spreadsheet", "save its text as docx, html or txt"),
    (b"ppt/", "a presentation", "save its text as docx, html or txt"),
    (b"Index/Document.iwa", "a Pages document", "export it as docx"),
)
_SAVED = re.compile(rb"(?:[A-Za-z][A-Za-z-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}")
_PLIST = re.compile(rb"bplist0\d|(?:<\?xml[^>]{0,200}>\s*)?(?:<!DOCTYPE plist[^>]*>\s*)?<plist\b")
_JSON = re.compile(rb"\{\s*\"[^\"\n]{1,60}\"\s*:|\[\s*\{\s*\"")
_TAG = re.compile(
    rb"<(?:!doctype html|html|head|body|article|div|p|span|font|table|br|h[1-6]|strong|b|dl|section)\b[^<>]{0,400}>",
    re.IGNORECASE,
)
_SRT = re.compile(rb"\s*\d{1,6}\s*\r?\n\s*\d{1,2}:\d{2}:\d{2}[,.]\d{3}\s*-->")
_SCRIPT = re.compile(rb"---[ \t]*\r?\n(?:#[^\n]{0,200}\n){0,5}narrator[ \t]*:")
_MARKDOWN_HEAD = re.compile(rb"---[ \t]*\r?\n[A-Za-z_]{1,20}:|#{1,2} \S")
_MARKDOWN = re.compile(
    rb"^(?:---\s*\r?\n[A-Za-z_]+:|#{1,6} \S)|^\*\*[^*\n]{1,60}\*\*|\n(?:#{1,6} \S|\*\*[^*\n]{1,60}\*\*)|\]\(https?://"
)


def kind_of(data: bytes, *, name: str, content_type: str | None = None) -> Kind:  # noqa: PLR0911
    """The kind of document, by its first bytes, its type, its name and its look, in this order.

    Raises:
        InputError: It is a kind that narrator does not read.
    """
    start = data[:8192].lstrip(b"\xef\xbb\xbf \t\r\n")
    _refuse_foreign(data, start, name)
    if data.startswith(b"PK\x03\x04"):
        return _packed(data, name)
    if (head := _SAVED.match(start)) and b"multipart/related" in head.group().lower():
        return Kind.SAVED
    if _PLIST.match(start):
        return Kind.WEBARCHIVE
    if _JSON.match(start) and data.rstrip()[-1:] in b"}]":
        return Kind.TRANSCRIPT
    if _SCRIPT.match(start):
        return Kind.SCRIPT
    if start.startswith(b"%PDF-"):
        return Kind.PDF
    if start.startswith(b"WEBVTT"):
        return Kind.CAPTIONS
    if _SRT.match(start):
        return Kind.SUBTITLES
    named = _BY_SUFFIX.get(PurePath(name.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]).suffix.lower())
    kind = _BY_TYPE.get((content_type or "").split(";")[0].strip().lower(), named)
    if kind in (Kind.WORD, Kind.PDF, Kind.TRANSCRIPT):
        raise InputError(
            f"{name}: its content is not what its name says", hint="open it in its program and save it again"
        )
    if kind is Kind.PLAIN and _MARKDOWN_HEAD.match(start):
        return Kind.MARKDOWN
    return kind or _by_look(start)


def _refuse_foreign(data: bytes, start: bytes, name: str) -> None:
    for magic, what, hint in _FOREIGN:
        if data.startswith(magic):
            raise InputError(f"{name}: this is {what}, not a page", hint=hint)
    for look, what, hint in _NAMED_FOREIGN:
        if look.match(start):
            raise InputError(f"{name}: this is {what}, not a page", hint=hint)


def _packed(data: bytes, name: str) -> Kind:
    """What kind of zip it is: most kinds name themselves at the start, or in the list of parts at the end."""
    if b"application/epub+zip" in data[:200]:
        return Kind.BOOK
    names = data[:2000] + data[-65536:]
    if b"word/" not in names:
        if b"META-INF/container.xml" in names:
            return Kind.BOOK
        for part, what, hint in _ZIPS:
            if part in names:
                raise InputError(f"{name}: this is {what}, which narrator does not read", hint=hint)
    return Kind.WORD


def _by_look(start: bytes) -> Kind:
    if _TAG.search(start):
        return Kind.WEB
    if _MARKDOWN.search(start):
        return Kind.MARKDOWN
    return Kind.PLAIN
