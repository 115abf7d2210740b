"""Files that are no page, refused by their name and with what to do instead of being read as prose."""

from __future__ import annotations

import re

from narrator.errors import InputError

SAVE_AS = "save it as docx, html or txt"
_TEXT = "give the text of the page"
_WORDS = "give its transcript or captions"
_UNPACK = "unpack it first"
_CAPTIONS = "save them as srt or vtt"

_BYTES = (
    (b"\xd0\xcf\x11\xe0", "an old Office file", SAVE_AS),
    (b"{\\rtf", "an RTF file", SAVE_AS),
    (b"{\\urtf", "an RTF file", SAVE_AS),
    (b"%!PS", "a PostScript file", "save it as PDF"),
    (b"AT&TFORM", "a DjVu file", "save it as PDF"),
    (b"ITSF\x03", "a help file (CHM)", "save its pages as html"),
    (b"SQLite format 3", "a database", _TEXT),
    (b"\x00\x00\x00", "a sound or video file", _WORDS),
    (b"fLaC", "a sound file", _WORDS),
    (b"caff\x00\x01", "a sound file", _WORDS),
    (b"ID3", "a sound file", _WORDS),
    (b"OggS", "a sound file", _WORDS),
    (b"\x1aE\xdf\xa3", "a video file", _WORDS),
    (b"FLV\x01", "a video file", _WORDS),
    (b"RIFF", "a sound or picture file", _WORDS),
    (b"\x89PNG", "a picture", _TEXT),
    (b"\xff\xd8\xff", "a picture", _TEXT),
    (b"GIF8", "a picture", _TEXT),
    (b"II*\x00", "a picture", _TEXT),
    (b"MM\x00*", "a picture", _TEXT),
    (b"\x00\x00\x01\x00", "a picture", _TEXT),
    (b"\x1f\x8b", "a compressed file", _UNPACK),
    (b"BZh91AY", "a compressed file", _UNPACK),
    (b"\xfd7zXZ\x00", "a compressed file", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a compressed file", _UNPACK),
    (b"7z\xbc\xaf", "a compressed file", _UNPACK),
    (b"Rar!", "a compressed file", _UNPACK),
    (b"PK\x05\x06", "an empty zip file", _TEXT),
    (b"\x7fELF", "a program", _TEXT),
    (b"MZ\x90", "a program", _TEXT),
    (b"\x00asm", "a program", _TEXT),
    (b"wOFF", "a font", _TEXT),
    (b"wOF2", "a font", _TEXT),
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
        "ASS subtitles",
        _CAPTIONS,
    ),
    (_xml(rb"tt"), "TTML subtitles", _CAPTIONS),
    (_xml(rb"timedtext|transcript"), "YouTube's captions in XML", _CAPTIONS),
    (_xml(rb"sami"), "SAMI subtitles", _CAPTIONS),
    (re.compile(rb"\{\d{1,7}\}\{\d{1,7}\}"), "MicroDVD subtitles", _CAPTIONS),
    (
        re.compile(
            rb"(?:\[(?:ti|ar|al|by|au|re|ve|offset|length):[^\]\n]{0,80}\]\s*)*"
            rb"\[\d{1,3}:\d{2}[.:]\d{2,3}\](?![^\n]{0,60}(?::|\xef\xbc\x9a))"
        ),
        "lyrics with times (LRC)",
        _CAPTIONS,
    ),
    (re.compile(rb"File type = \"oo\w{0,20}\""), "a Praat file", _TEXT),
    (_xml(rb"annotation_document"), "an ELAN file", _TEXT),
    (_xml(rb"rss|feed|opml|urlset|sitemapindex"), "a feed or a list of pages", "give one of the pages in it"),
    (_xml(rb"svg"), "a picture", _TEXT),
    (_xml(rb"fictionbook"), "an FB2 book", "save it as EPUB"),
    (_xml(rb"(?:pkg:)?package|wordDocument"), "a Word file in XML", SAVE_AS),
    (re.compile(rb"\{\s{0,20}\"(?:cells|nbformat)\""), "a notebook", "save it as html or md"),
    (re.compile(rb"BEGIN:V(?:CALENDAR|CARD)"), "a calendar or address card", _TEXT),
    (re.compile(rb"WARC/\d"), "a crawler's archive (WARC)", "save the page as html"),
    (
        re.compile(rb"From \S{1,200} \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\r?\n"),
        "a mailbox",
        "save the letter as eml",
    ),
    (re.compile(rb"diff --git |--- a/[^\n]{1,300}\n\+\+\+ b/"), "a patch", _TEXT),
    (re.compile(rb"\[InternetShortcut\]", re.IGNORECASE), "a link to a page", "give the address in it"),
    (re.compile(rb"\\documentclass|\\begin\{document\}"), "a LaTeX source", "save it as PDF or html"),
    (re.compile(rb"#!\s?/"), "a program", _TEXT),
)
_SUFFIXES: dict[str, tuple[str, str]] = {
    **dict.fromkeys((".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".toml", ".ini", ".xml"), ("data", _TEXT)),
    **dict.fromkeys((".csv", ".tsv"), ("a table", "give the page it was made from")),
    **dict.fromkeys(
        (".py", ".js", ".mjs", ".ts", ".css", ".scss", ".java", ".c", ".h", ".cpp", ".go", ".rs", ".rb", ".sh", ".sql"),
        ("a program", _TEXT),
    ),
    **dict.fromkeys((".ass", ".ssa", ".ttml", ".dfxp", ".smi", ".sub", ".srv3", ".lrc"), ("subtitles", _CAPTIONS)),
    **dict.fromkeys((".mp3", ".m4a", ".aac", ".wav", ".ogg", ".opus", ".flac", ".wma"), ("a sound file", _WORDS)),
    **dict.fromkeys((".mp4", ".mkv", ".mov", ".avi", ".webm"), ("a video file", _WORDS)),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".heic", ".tif", ".tiff"), ("a picture", _TEXT)),
    **dict.fromkeys((".rtf", ".doc", ".wps", ".pages", ".tex"), ("a document", SAVE_AS)),
    **dict.fromkeys((".mobi", ".azw", ".azw3", ".fb2"), ("an e-book", "save it as EPUB")),
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
        raise _refusal(name, "a sound file", _WORDS)
    if _BITMAP.match(data):
        raise _refusal(name, "a picture", _TEXT)
    if data[_MOBI_AT : _MOBI_AT + 8] == b"BOOKMOBI":
        raise _refusal(name, "a Kindle book", "save it as EPUB")


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
    return InputError(f"{name}: this is {what}, not a page", hint=hint)
