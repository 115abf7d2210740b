"""What mammoth leaves out of a Word document, put where it reads it: guides of ruby, hidden words, boxes of text."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ASIDE = "darkGray"
"""The colour of highlighting that marks what is printed beside the text or hidden in it, on its way through mammoth."""
_PARTS = ("word/document.xml", "word/document2.xml", "word/footnotes.xml", "word/endnotes.xml")
_NEEDED = (b"w:ruby", b"w:vanish", b"w:txbxContent")


def readable(data: bytes) -> bytes:
    """The same document; what has none of these is untouched.

    Raises:
        zipfile.BadZipFile, etree.XMLSyntaxError, …: It is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in _PARTS if name in archive.namelist()}
        changed = {name: part for name, part in parts.items() if any(mark in part for mark in _NEEDED)}
        if not changed:
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            for info in archive.infolist():
                content = archive.read(info)
                copy.writestr(info.filename, _mended(content) if info.filename in changed else content)
        return out.getvalue()


def _mended(part: bytes) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(part, parser)
    _release_boxes(root)
    _unfold_ruby(root)
    _mark_hidden(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _release_boxes(root: etree._Element) -> None:
    """The paragraphs of a box come behind the paragraph it is anchored in, once, whichever program drew it."""
    for box in list(root.iter(f"{_W}txbxContent")):
        if any(above.tag == f"{_MC}Fallback" for above in box.iterancestors()):
            continue
        anchor = next((above for above in box.iterancestors(f"{_W}p")), None)
        around = anchor.getparent() if anchor is not None else None
        if anchor is None or around is None:
            continue
        at = around.index(anchor) + 1
        for offset, block in enumerate(list(box)):
            around.insert(at + offset, deepcopy(block))
        box.clear()
        for choice in box.iterancestors(f"{_MC}AlternateContent"):
            for fallback in choice.findall(f"{_MC}Fallback"):
                choice.remove(fallback)


def _unfold_ruby(root: etree._Element) -> None:
    """The base is text, the guide above it an aside behind it."""
    for ruby in list(root.iter(f"{_W}ruby")):
        run = ruby.getparent()
        around = run.getparent() if run is not None else None
        if run is None or around is None:
            continue
        runs = ruby.findall(f"{_W}rubyBase/{_W}r")
        guides = ruby.findall(f"{_W}rt/{_W}r")
        for guide in guides:
            _mark(guide)
        at = around.index(run)
        for offset, each in enumerate((*runs, *guides)):
            around.insert(at + offset, each)
        run.remove(ruby)


def _mark_hidden(root: etree._Element) -> None:
    for vanish in list(root.iter(f"{_W}vanish")):
        properties = vanish.getparent()
        run = properties.getparent() if properties is not None else None
        if run is not None and run.tag == f"{_W}r" and vanish.get(f"{_W}val", "1") not in ("0", "false", "off"):
            _mark(run)


def _mark(run: etree._Element) -> None:
    properties = run.find(f"{_W}rPr")
    if properties is None:
        properties = etree.Element(f"{_W}rPr")
        run.insert(0, properties)
    for old in properties.findall(f"{_W}highlight"):
        properties.remove(old)
    etree.SubElement(properties, f"{_W}highlight").set(f"{_W}val", ASIDE)
