"""Word documents (docx) → pieces, by way of the page that mammoth makes of them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from xml.etree.ElementTree import ParseError

from narrator.article import webpage
from narrator.article.dates import iso_date
from narrator.article.packed import DAMAGED, refuse_bomb
from narrator.article.pieces import Facts, Piece
from narrator.article.word_parts import ASIDE, made_plain
from narrator.errors import InputError
from narrator.messages import tr
from narrator.model import BlockKind

_STYLES = "\n".join(
    (
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='标题'] => h1:fresh",
        "p[style-name='Subtitle'] => h2:fresh",
        "p[style-name='Quote'] => blockquote > p:fresh",
        "p[style-name='Intense Quote'] => blockquote > p:fresh",
        "p[style-name='Caption'] => figcaption:fresh",
        "p[style-name='caption'] => figcaption:fresh",
        "r[style-name='Strong'] => strong",
        "b => strong",
        "i => em",
        "u => u",
        f"highlight[color='{ASIDE}'] => rt",
        "highlight => mark",
    )
)
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CORE = re.compile(rb"<(dc:title|dcterms:created|dc:language)\b[^>]{0,200}>([^<]{0,2000})</")

_DATE_OF_TEMPLATE = "2013-12-23"
"""What python-docx writes into every document that does not say otherwise."""


def pieces(data: bytes, *, name: str) -> tuple[list[Piece], Facts]:
    """The document's blocks in order, and what its properties say.

    Raises:
        InputError: It is no docx, it is damaged, or it would unpack to more than a document can be.
    """
    facts = _checked(data, name)
    import mammoth

    try:
        plain = made_plain(data)
        result = mammoth.convert_to_html(
            io.BytesIO(plain.data),
            style_map="\n".join((_STYLES, *plain.looks)),
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
            external_file_access=False,
        )
    except (
        KeyError,
        ValueError,
        OSError,
        AttributeError,
        IndexError,
        ParseError,
        zipfile.BadZipFile,
        RecursionError,
        TypeError,
    ) as error:
        raise InputError(
            tr("{name}: this docx cannot be read ({error})", name=name, error=error),
            hint=tr("open it in a word processor and save it again"),
        ) from error
    except Exception as error:
        raise InputError(
            tr("{name}: this docx cannot be read ({error})", name=name, error=error),
            hint=tr("open it in a word processor and save it again"),
        ) from error
    found, _ = webpage.pieces(result.value, name=name, made=True)
    shown = [replace(piece, why=_why_in_document(piece)) for piece in found]
    apart = [("hidden", plain.hidden), ("page header or number", plain.edges)]
    return shown + [Piece(text=text, why=why) for why, texts in apart for text in texts], facts


def _why_in_document(piece: Piece) -> str | None:
    """A document has no site around it; its notes are the items of a list, with a way back to their marks."""
    if piece.kind is BlockKind.LIST_ITEM and piece.asides and piece.asides[-1].of(piece.text).strip() == "↑":
        return "footnote"
    return None if piece.why == "navigation" else piece.why


def _checked(data: bytes, name: str) -> Facts:
    """The facts in the document's properties, once it is known to be harmless."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "word/document.xml" not in {part.filename for part in parts} and not any(
                part.filename.startswith("word/document") for part in parts
            ):
                raise InputError(
                    tr("{name}: this is a zip file, but no docx", name=name), hint=tr("give the page itself")
                )
            refuse_bomb(parts, name)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _DECLARES.search(archive.read(part)[:100_000]):
                    raise InputError(
                        tr("{name}: this docx declares entities, which no word processor does", name=name),
                        hint=tr("do not trust it"),
                    )
            core = archive.read("docProps/core.xml")[:20_000] if "docProps/core.xml" in archive.namelist() else b""
    except DAMAGED as error:
        raise InputError(
            tr("{name}: this docx is damaged ({error})", name=name, error=error),
            hint=tr("open it in a word processor and save it again"),
        ) from error
    values = {key: value.decode("utf-8", "replace").strip() for key, value in _CORE.findall(core)}
    created = iso_date(values.get(b"dcterms:created", ""))
    if created is not None and created.startswith(_DATE_OF_TEMPLATE):
        created = None
    return Facts(created=created, language=values.get(b"dc:language") or None)
