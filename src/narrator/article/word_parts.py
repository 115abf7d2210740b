"""What mammoth passes over in a Word document: hidden text, text boxes as drawn shapes, and characters with a guide."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STORY = "word/document.xml"


def made_plain(data: bytes) -> tuple[bytes, list[str]]:
    """The document with its text boxes as paragraphs and its guided characters as text, and the hidden text left out of it.

    Ruby (ECMA-376 part 1, 17.3.3.25) keeps its base; text with `w:vanish` (17.3.2.41) is on no printed page; the text
    of a drawn box (`w:txbxContent`) stands behind the paragraph it is anchored to.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _STORY not in archive.namelist():
            return data, []
        root = etree.fromstring(
            archive.read(_STORY), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        )
        hidden = [*_without_hidden(root)]
        changed = _with_bases(root) + _with_boxes(root)
        if not changed and not hidden:
            return data, []
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
            for part in archive.infolist():
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                copy.writestr(part.filename, content if part.filename == _STORY else archive.read(part))
    return out.getvalue(), hidden


def _without_hidden(root: etree._Element) -> list[str]:
    found: list[str] = []
    for run in list(root.iter(f"{_W}r")):
        mark = run.find(f"{_W}rPr/{_W}vanish")
        if mark is None or mark.get(f"{_W}val") in ("0", "false", "off"):
            continue
        text = "".join(each.text or "" for each in run.iter(f"{_W}t"))
        if text.strip():
            found.append(text)
        _remove(run)
    return found


def _with_bases(root: etree._Element) -> int:
    """Runs that hold ruby become the runs of its base."""
    count = 0
    for ruby in list(root.iter(f"{_W}ruby")):
        run, base = ruby.getparent(), ruby.find(f"{_W}rubyBase")
        if run is None or run.tag != f"{_W}r" or base is None:
            continue
        for part in base:
            run.addprevious(deepcopy(part))
        _remove(run)
        count += 1
    return count


def _with_boxes(root: etree._Element) -> int:
    """Paragraphs of drawn boxes come behind the paragraph that holds the drawing; the fallback says the same again."""
    count = 0
    for fallback in list(root.iter(f"{_MC}Fallback")):
        choice = fallback.getprevious()
        if choice is not None and next(choice.iter(f"{_W}txbxContent"), None) is not None:
            _remove(fallback)
    for box in list(root.iter(f"{_W}txbxContent")):
        anchor = next((each for each in box.iterancestors(f"{_W}p")), None)
        if (
            anchor is None
            or any(each.tag.endswith("}textbox") for each in box.iterancestors())
            and next(box.iterancestors(f"{_MC}Choice"), None) is None
        ):
            continue  # mammoth reads the boxes of VML itself
        for paragraph in reversed(box.findall(f"{_W}p")):
            anchor.addnext(paragraph)
        _remove(box)
        count += 1
    return count


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
