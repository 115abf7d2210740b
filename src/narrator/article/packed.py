"""What a packed document (docx, epub) may unpack to."""

from __future__ import annotations

import zipfile
import zlib

from lxml import etree

from narrator.errors import InputError
from narrator.messages import tr

LARGEST_UNPACKED = 200_000_000
"""Bytes of all parts together."""
LARGEST_TEXT_PART = 60_000_000
"""Bytes of one part of XML; the longest novels have a tenth of it."""
HIGHEST_RATIO = 250
"""Unpacked to packed, of parts beyond a megabyte; XML packs some 10 to 60 to 1, bombs 1,000 to 1."""
MOST_PARTS = 5_000


DAMAGED = (
    zipfile.BadZipFile,
    KeyError,
    etree.LxmlError,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)
"""What opening a packed document raises when it is damaged, locked, or packed in a way that Python cannot unpack."""


def refuse_bomb(parts: list[zipfile.ZipInfo], name: str) -> None:
    """Stop at a packed document that would unpack to more than a document can be.

    Raises:
        InputError: It would.
    """
    hint = tr("cut the document into parts, if it is one")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise InputError(tr("{name}: this file unpacks to more than a document can hold", name=name), hint=hint)
    for part in parts:
        text = part.filename.endswith((".xml", ".rels", ".xhtml", ".html"))
        if text and part.file_size > LARGEST_TEXT_PART:
            raise InputError(tr("{name}: this file unpacks to more than a document can hold", name=name), hint=hint)
        if part.file_size > 1_000_000 and part.file_size > HIGHEST_RATIO * max(1, part.compress_size):
            raise InputError(tr("{name}: this file is packed like a zip bomb", name=name), hint=hint)
