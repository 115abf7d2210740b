"""Files that are no page, refused by their name and with what to do instead of being read as prose."""

from __future__ import annotations

import re

from narrator.errors import InputError
from narrator.messages import tr

SAVE_AS = tr("save it as docx, html or txt")
_TEXT = tr("give the text of the page")
_WORDS = tr("give its transcript or captions")
_UNPACK = tr("unpack it first")
_CAPTIONS = tr("save them as srt or vtt")

_BYTES = (
    (b"\xd0\xcf\x11\xe0", tr("an old Office file"), SAVE_AS),
    (b"{\\rtf", tr("an RTF file"), SAVE_AS),
    (b"{\\urtf", tr("an RTF file"), SAVE_AS),
    (b"%!PS", tr("a PostScript file"), tr("save it as PDF")),
    (b"AT&TFORM", tr("a DjVu file"), tr("save it as PDF")),
    (b"ITSF\x03", tr("a help file (CHM)"), tr("save its pages as html")),
    (b"SQLite format 3", tr("a database"), _TEXT),
    (b"\x00\x00\x00", tr("a sound or video file"), _WORDS),
    (b"fLaC", tr("a sound file"), _WORDS),
    (b"caff\x00\x01", tr("a sound file"), _WORDS),
    (b"ID3", tr("a sound file"), _WORDS),
    (b"OggS", tr("a sound file"), _WORDS),
    (b"\x1aE\xdf\xa3", tr("a video file"), _WORDS),
    (b"FLV\x01", tr("a video file"), _WORDS),
    (b"RIFF", tr("a sound or picture file"), _WORDS),
    (b"\x89PNG", tr("a picture"), _TEXT),
    (b"\xff\xd8\xff", tr("a picture"), _TEXT),
    (b"GIF8", tr("a picture"), _TEXT),
    (b"II*\x00", tr("a picture"), _TEXT),
    (b"MM\x00*", tr("a picture"), _TEXT),
    (b"\x00\x00\x01\x00", tr("a picture"), _TEXT),
    (b"\x1f\x8b", tr("a compressed file"), _UNPACK),
    (b"BZh91AY", tr("a compressed file"), _UNPACK),
    (b"\xfd7zXZ\x00", tr("a compressed file"), _UNPACK),
    (b"\x28\xb5\x2f\xfd", tr("a compressed file"), _UNPACK),
    (b"7z\xbc\xaf", tr("a compressed file"), _UNPACK),
    (b"Rar!", tr("a compressed file"), _UNPACK),
    (b"PK\x05\x06", tr("an empty zip file"), _TEXT),
    (b"\x7fELF", tr("a program"), _TEXT),
    (b"MZ\x90", tr("a program"), _TEXT),
    (b"\x00asm", tr("a program"), _TEXT),
    (b"wOFF", tr("a font"), _TEXT),
    (b"wOF2", tr("a font"), _TEXT),
)
_MPEG_AUDIO = re.compile(rb"\xff[\xe2-\xe7\xf1-\xff][\x10-\xef]")
"""The sync word of an MP3 or AAC frame (ISO/IEC 11172-3, 2.4.1.3), with a bit rate that exists."""
_UTF_16 = b"\xff\xfe"
_BITMAP = re.compile(rb"BM.{4}\x00\x00\x00\x00", re.DOTALL)
_MOBI_AT = 60
"""Bytes into the file, where a Palm database names its type."""

_XML_HEAD = rb"(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*|<!DOCTYPE[^>]{0,300}>\s*){0,4}"


def _xml(names: bytes) -> re.Pattern[bytes]:
    return re.compile(_XML_HEAD + rb"<(?:\w{1,20}:)?(?:" + names + rb")[\s>/]", re.IGNORECASE | re.DOTALL)


_LOOKS = (
    (
        re.compile(rb"(?:;[^\n]{0,400}\n\s*){0,20}\[(?:Script Info|V4\+? Styles)\]", re.IGNORECASE),
        tr("ASS subtitles"),
        _CAPTIONS,
    ),
    (_xml(rb"tt"), tr("TTML subtitles"), _CAPTIONS),
    (_xml(rb"timedtext|transcript"), tr("YouTube's captions in XML"), _CAPTIONS),
    (_xml(rb"sami"), tr("SAMI subtitles"), _CAPTIONS),
    (re.compile(rb"\{\d{1,7}\}\{\d{1,7}\}"), tr("MicroDVD subtitles"), _CAPTIONS),
    (
        re.compile(
            rb"(?:\[(?:ti|ar|al|by|au|re|ve|offset|length):[^\]\n]{0,80}\]\s*)*"
            rb"\[\d{1,3}:\d{2}[.:]\d{2,3}\](?![^\n]{0,60}(?::|\xef\xbc\x9a))"
        ),
        tr("lyrics with times (LRC)"),
        _CAPTIONS,
    ),
    (re.compile(rb"File type = \"oo\w{0,20}\""), tr("a Praat file"), _TEXT),
    (_xml(rb"annotation_document"), tr("an ELAN file"), _TEXT),
    (_xml(rb"rss|feed|opml|urlset|sitemapindex"), tr("a feed or a list of pages"), tr("give one of the pages in it")),
    (_xml(rb"svg"), tr("a picture"), _TEXT),
    (_xml(rb"fictionbook"), tr("an FB2 book"), tr("save it as EPUB")),
    (_xml(rb"(?:pkg:)?package|wordDocument"), tr("a Word file in XML"), SAVE_AS),
    (re.compile(rb"\{\s{0,20}\"(?:cells|nbformat)\""), tr("a notebook"), tr("save it as html or md")),
    (re.compile(rb"BEGIN:V(?:CALENDAR|CARD)"), tr("a calendar or address card"), _TEXT),
    (re.compile(rb"WARC/\d"), tr("a crawler's archive (WARC)"), tr("save the page as html")),
    (
        re.compile(rb"From \S{1,200} \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\r?\n"),
        tr("a mailbox"),
        tr("save the letter as eml"),
    ),
    (re.compile(rb"diff --git |--- a/[^\n]{1,300}\n\+\+\+ b/"), tr("a patch"), _TEXT),
    (re.compile(rb"\[InternetShortcut\]", re.IGNORECASE), tr("a link to a page"), tr("give the address in it")),
    (re.compile(rb"\\documentclass|\\begin\{document\}"), tr("a LaTeX source"), tr("save it as PDF or html")),
    (re.compile(rb"#!\s?/"), tr("a program"), _TEXT),
)
_SUFFIXES: dict[str, tuple[str, str]] = {
    **dict.fromkeys((".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".toml", ".ini", ".xml"), (tr("data"), _TEXT)),
    **dict.fromkeys((".csv", ".tsv"), (tr("a table"), tr("give the page it was made from"))),
    **dict.fromkeys(
        (".py", ".js", ".mjs", ".ts", ".css", ".scss", ".java", ".c", ".h", ".cpp", ".go", ".rs", ".rb", ".sh", ".sql"),
        (tr("a program"), _TEXT),
    ),
    **dict.fromkeys((".ass", ".ssa", ".ttml", ".dfxp", ".smi", ".sub", ".srv3", ".lrc"), (tr("subtitles"), _CAPTIONS)),
    **dict.fromkeys((".mp3", ".m4a", ".aac", ".wav", ".ogg", ".opus", ".flac", ".wma"), (tr("a sound file"), _WORDS)),
    **dict.fromkeys((".mp4", ".mkv", ".mov", ".avi", ".webm"), (tr("a video file"), _WORDS)),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".heic", ".tif", ".tiff"), (tr("a picture"), _TEXT)
    ),
    **dict.fromkeys((".rtf", ".doc", ".wps", ".pages", ".tex"), (tr("a document"), SAVE_AS)),
    **dict.fromkeys((".mobi", ".azw", ".azw3", ".fb2"), (tr("an e-book"), tr("save it as EPUB"))),
}


def refuse_foreign_bytes(data: bytes, name: str) -> None:
    """Stop at a file whose first bytes show that it is no page.

    Raises:
        InputError: They do.
    """
    for magic, what, hint in _BYTES:
        if data.startswith(magic):
            raise _refusal(name, what, hint)
    if _MPEG_AUDIO.match(data) and not data.startswith(_UTF_16):
        raise _refusal(name, tr("a sound file"), _WORDS)
    if _BITMAP.match(data):
        raise _refusal(name, tr("a picture"), _TEXT)
    if data[_MOBI_AT : _MOBI_AT + 8] == b"BOOKMOBI":
        raise _refusal(name, tr("a Kindle book"), tr("save it as EPUB"))


def refuse_foreign_text(start: bytes, name: str) -> None:
    """Stop at a text that is no page by its look.

    Raises:
        InputError: It is none.
    """
    for look, what, hint in _LOOKS:
        if look.match(start):
            raise _refusal(name, what, hint)


def refuse_foreign_suffix(suffix: str, name: str) -> None:
    """Stop at a file whose name says that it is no page, where nothing else says what it is.

    Raises:
        InputError: It does.
    """
    if suffix in _SUFFIXES:
        raise _refusal(name, *_SUFFIXES[suffix])


def _refusal(name: str, what: str, hint: str) -> InputError:
    return InputError(tr("{name}: this is {what}, not a page", name=name, what=what), hint=hint)
