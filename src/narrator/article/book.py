"""EPUB books → pieces: the chapters in reading order, each by way of the page it is."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import replace
from urllib.parse import unquote

from lxml import etree

from narrator.article import webpage
from narrator.article.characters import decoded
from narrator.article.dates import iso_date
from narrator.article.packed import DAMAGED, refuse_bomb
from narrator.article.pieces import Facts, Piece, refuse_more
from narrator.errors import InputError
from narrator.messages import tr
from narrator.model import BlockKind

_ENCRYPTION = "META-INF/encryption.xml"
_LOCKED = re.compile(rb"CipherReference[^>]{0,80}URI\s?=\s?[\"'][^\"']{1,400}\.x?html?[\"']", re.IGNORECASE)
"""Locked fonts do no harm."""
_CONTAINER = "META-INF/container.xml"


def pieces(data: bytes, *, name: str) -> tuple[list[Piece], Facts]:
    """The book's blocks in order (EPUB 3.3, 5.7: the spine), and what its package says.

    Raises:
        InputError: It is damaged, locked, or holds no chapter.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refuse_bomb(archive.infolist(), name)
            if _ENCRYPTION in archive.namelist() and _LOCKED.search(archive.read(_ENCRYPTION)):
                raise InputError(
                    tr("{name}: this book is locked", name=name), hint=tr("give a copy without protection")
                )
            package = _package(archive)
            return _chapters(archive, package, name), _facts(_tree(archive.read(package)))
    except DAMAGED as error:
        raise InputError(
            tr("{name}: this EPUB is damaged ({error})", name=name, error=error), hint=tr("download it again")
        ) from error


def _tree(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _package(archive: zipfile.ZipFile) -> str:
    for root in _tree(archive.read(_CONTAINER)).iter("{*}rootfile"):
        if path := root.get("full-path"):
            return str(path)
    raise KeyError("no package")


def _chapters(archive: zipfile.ZipFile, package: str, name: str) -> list[Piece]:
    tree = _tree(archive.read(package))
    folder = posixpath.dirname(package)
    items = {item.get("id"): item for item in tree.iter("{*}item")}
    out: list[Piece] = []
    length = 0
    for reference in tree.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "html" not in item.get("media-type", "html"):
            continue
        path = posixpath.normpath(posixpath.join(folder, unquote(str(item.get("href")))))
        if path not in archive.namelist():
            continue
        page = decoded(archive.read(path), name=name)
        found, _ = webpage.pieces(page, name=name, made=True)
        listed = "nav" in str(item.get("properties")).split()
        shown = [replace(piece, why=_why_in_book(piece, listed=listed)) for piece in found]
        length += sum(len(piece.text) for piece in shown)
        out += [_lower(piece) for piece in shown]
        refuse_more(len(out), length, name)
    if not out:
        raise InputError(
            tr("{name}: there is no chapter in this book", name=name), hint=tr("is it a book of pictures?")
        )
    return out


def _why_in_book(piece: Piece, *, listed: bool) -> str | None:
    """A book has no site around it; only its table of contents is for finding the way."""
    return "navigation" if listed else None if piece.why == "navigation" else piece.why


def _lower(piece: Piece) -> Piece:
    """A chapter's heading is no title of the book."""
    if piece.kind is BlockKind.HEADING and piece.level == 1:
        return replace(piece, level=2)
    return piece


def _facts(tree: etree._Element) -> Facts:
    def first(tag: str) -> str | None:
        return next((text.strip() for each in tree.iter(f"{{*}}{tag}") if (text := each.text or "").strip()), None)

    return Facts(
        title=first("title"),
        created=iso_date(first("date") or ""),
        language=first("language"),
        publisher=first("publisher"),
    )
