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
}
_BY_TYPE = {
    "text/html": Kind.WEB,
    "application/xhtml+xml": Kind.WEB,
    "text/markdown": Kind.MARKDOWN,
    "text/vtt": Kind.CAPTIONS,
    "application/x-subrip": Kind.SUBTITLES,
    "application/pdf": Kind.PDF,
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
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"7z\xbc\xaf", "a compressed file", "unpack it first"),
    (b"Rar!", "a compressed file", "unpack it first"),
    (b"\x7fELF", "a program", "give the text of the page"),
    (b"MZ\x90", "a program", "give the text of the page"),
)
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
    for magic, what, hint in _FOREIGN:
        if data.startswith(magic):
            raise InputError(f"{name}: this is {what}, not a page", hint=hint)
    start = data[:8192].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK\x03\x04"):
        return Kind.WORD
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
    if kind in (Kind.WORD, Kind.PDF):
        raise InputError(
            f"{name}: its content is not what its name says", hint="open it in its program and save it again"
        )
    if kind is Kind.PLAIN and _MARKDOWN_HEAD.match(start):
        return Kind.MARKDOWN
    return kind or _by_look(start)


def _by_look(start: bytes) -> Kind:
    if _TAG.search(start):
        return Kind.WEB
    if _MARKDOWN.search(start):
        return Kind.MARKDOWN
    return Kind.PLAIN
