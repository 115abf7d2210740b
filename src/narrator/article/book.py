"""EPUB → pieces: the chapters in reading order."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import replace
from urllib.parse import unquote

from lxml import etree

from narrator.article import webpage
from narrator.article.characters import decoded, neutral
from narrator.article.dates import iso_date
from narrator.article.pieces import Facts, Piece, refuse_more
from narrator.errors import InputError

LARGEST_UNPACKED = 60_000_000
"""Bytes of all chapters together."""
_DAMAGED = "open it in a reader, and save its text as html or txt"


def pieces(data: bytes, *, name: str) -> tuple[list[Piece], Facts]:
    """The blocks of the chapters in order, and what the book says of itself.

    Raises:
        InputError: It is damaged, locked, or larger than an episode can hold.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "META-INF/encryption.xml" in archive.namelist():
                raise InputError(f"{name}: this book is locked", hint="give an unlocked copy, or its text")
            if sum(part.file_size for part in archive.infolist() if _is_text(part.filename)) > LARGEST_UNPACKED:
                raise InputError(f"{name}: this book unpacks to more than an episode can hold", hint="give a chapter")
            place = _xml(archive, "META-INF/container.xml").find(".//{*}rootfile")
            package = str(place.get("full-path")) if place is not None else ""
            described = _xml(archive, package)
            chapters = [archive.read(path) for path in _spine(described, package) if path in archive.namelist()]
    except (
        zipfile.BadZipFile,
        zlib.error,
        etree.LxmlError,
        KeyError,
        ValueError,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise InputError(f"{name}: this book is damaged ({error})", hint=_DAMAGED) from error
    out: list[Piece] = []
    for chapter in chapters:
        out += webpage.pieces(decoded(chapter, name=name), name=name, made=True)[0]
        refuse_more(len(out), sum(len(piece.text) for piece in out), name)
    return [replace(piece, why=None if piece.why == "navigation" else piece.why) for piece in out], _facts(described)


def _is_text(path: str) -> bool:
    return path.lower().endswith((".xhtml", ".html", ".htm", ".xml", ".opf"))


def _xml(archive: zipfile.ZipFile, path: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(archive.read(path), parser)
    if root is None:
        raise ValueError(f"{path} is no XML")
    return root


def _spine(described: etree._Element, package: str) -> list[str]:
    """The paths of the chapters; the table of contents is no chapter."""
    items = {str(item.get("id")): item for item in described.iterfind(".//{*}manifest/{*}item")}
    found = []
    for place in described.iterfind(".//{*}spine/{*}itemref"):
        item = items.get(str(place.get("idref")))
        if item is not None and "nav" not in (item.get("properties") or "").split():
            found.append(
                posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(item.get("href") or "")))
            )
    return found


def _facts(described: etree._Element) -> Facts:
    def first(tag: str) -> str | None:
        found = described.find(f".//{{http://purl.org/dc/elements/1.1/}}{tag}")
        return neutral(found.text or "").strip() or None if found is not None else None

    return Facts(
        title=first("title"),
        created=iso_date(first("date") or ""),
        publisher=first("publisher"),
        language=first("language"),
    )
