"""What mammoth passes over in a Word document, made plain before it reads it (ECMA-376 part 1)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STORY, _STYLES, _NUMBERS = "word/document.xml", "word/styles.xml", "word/numbering.xml"
ASIDE = "darkGray"
"""The highlighting that marks what is printed beside the text, on its way through mammoth."""
_EDGE = re.compile(r"word/(?:header|footer)\d{0,4}\.xml")
_OFF = ("0", "false", "off")
_FIRST_NUMBER_OF_TEXT = 100
"""No list begins there: `1951.` in front of a paragraph is its text, which Word took for a list's number."""
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""Names with digits in them look like those that are given to one element only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A document that mammoth reads whole."""

    data: bytes
    looks: tuple[str, ...]
    """Lines of mammoth's style map: how paragraphs and runs are set by hand."""
    hidden: tuple[str, ...]
    """Text that is on no printed page."""
    edges: tuple[str, ...]
    """What stands at the head or foot of its pages."""


def made_plain(data: bytes) -> Plain:
    """The document with its text boxes, formulas, fields, guided characters and numbers as text.

    Ruby (17.3.3.25) is its base and, as an aside, its guide; text with `w:vanish` (17.3.2.41), by itself or by its
    style, is left out; the text of a drawn box (`w:txbxContent`) stands behind the paragraph it is anchored to.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        if _STORY not in names:
            return Plain(data=data, looks=(), hidden=(), edges=())
        root = _tree(archive.read(_STORY))
        hidden = _without_hidden(root, _hiding(_tree(archive.read(_STYLES)) if _STYLES in names else None))
        if _NUMBERS in names:
            _with_numbers(root, _first_numbers(_tree(archive.read(_NUMBERS))))
        for change in (_with_bases, _with_boxes, _with_formulas, _with_fields):
            change(root)
        looks = _with_looks(root)
        edges = dict.fromkeys(text for name in names if _EDGE.fullmatch(name) for text in _lines(archive.read(name)))
        story = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
            for name in dict.fromkeys(names):
                copy.writestr(name, story if name == _STORY else archive.read(name))
    return Plain(data=out.getvalue(), looks=looks, hidden=tuple(hidden), edges=tuple(edges))


def _tree(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _lines(part: bytes) -> Iterator[str]:
    for paragraph in _tree(part).iter(f"{_W}p"):
        if text := "".join(each.text or "" for each in paragraph.iter(f"{_W}t")).strip():
            yield text


def _hiding(styles: etree._Element | None) -> set[str]:
    """The styles that hide their text."""
    if styles is None:
        return set()
    return {_value(each, "styleId") for each in styles.iter(f"{_W}style") if _is_on(each.find(f"{_W}rPr/{_W}vanish"))}


def _without_hidden(root: etree._Element, hiding: set[str]) -> list[str]:
    found: list[str] = []
    for run in list(root.iter(f"{_W}r")):
        paragraph = next(run.iterancestors(f"{_W}p"), None)
        styles = {_value(run.find(f"{_W}rPr/{_W}rStyle"))}
        if paragraph is not None:
            styles.add(_value(paragraph.find(f"{_W}pPr/{_W}pStyle")))
        own = run.find(f"{_W}rPr/{_W}vanish")
        if not (_is_on(own) if own is not None else styles & hiding):
            continue
        text = "".join(each.text or "" for each in run.iter(f"{_W}t"))
        if text.strip():
            found.append(text)
        _remove(run)
    return found


def _first_numbers(numbering: etree._Element) -> dict[tuple[str, str], str]:
    """By list and level: the number it begins with, where that can be no list's."""
    starts: dict[tuple[str, str], str] = {}
    for abstract in numbering.iter(f"{_W}abstractNum"):
        for level in abstract.iter(f"{_W}lvl"):
            start = _value(level.find(f"{_W}start"))
            if start.isdigit() and len(start) < 9 and int(start) >= _FIRST_NUMBER_OF_TEXT:
                shown = _value(level.find(f"{_W}lvlText")) or "%1."
                key = _value(abstract, "abstractNumId"), _value(level, "ilvl")
                starts[key] = re.sub(r"%\d", start, shown) + " "
    return {
        (_value(number, "numId"), level): text
        for number in numbering.iter(f"{_W}num")
        for (of, level), text in starts.items()
        if of == _value(number.find(f"{_W}abstractNumId"))
    }


def _with_numbers(root: etree._Element, first: dict[tuple[str, str], str]) -> None:
    """Paragraphs that Word took for the first of a list at 1951 are paragraphs that begin with that number."""
    for paragraph in list(root.iter(f"{_W}p")):
        place = paragraph.find(f"{_W}pPr/{_W}numPr")
        if place is None:
            continue
        key = _value(place.find(f"{_W}numId")), _value(place.find(f"{_W}ilvl")) or "0"
        if (number := first.pop(key, None)) is not None:
            _remove(place)
            paragraph.insert(1, _run(number))


def _with_bases(root: etree._Element) -> None:
    """Runs that hold ruby become the runs of its base, and behind them those of its guide, as asides."""
    for ruby in list(root.iter(f"{_W}ruby")):
        run, base = ruby.getparent(), ruby.find(f"{_W}rubyBase")
        if run is None or run.tag != f"{_W}r" or base is None:
            continue
        for part in base:
            run.addprevious(deepcopy(part))
        for guide in ruby.findall(f"{_W}rt/{_W}r"):
            for old in guide.findall(f"{_W}rPr"):
                guide.remove(old)
            properties = etree.Element(f"{_W}rPr")
            etree.SubElement(properties, f"{_W}highlight").set(f"{_W}val", ASIDE)
            guide.insert(0, properties)
            run.addprevious(guide)
        _remove(run)


def _with_boxes(root: etree._Element) -> None:
    """Paragraphs of drawn boxes come behind the paragraph that holds the drawing; the fallback says the same again."""
    for fallback in list(root.iter(f"{_MC}Fallback")):
        choice = fallback.getprevious()
        if choice is not None and next(choice.iter(f"{_W}txbxContent"), None) is not None:
            _remove(fallback)
    for box in list(root.iter(f"{_W}txbxContent")):
        anchor = next(box.iterancestors(f"{_W}p"), None)
        drawn_twice = next(box.iterancestors(f"{_MC}Choice"), None) is not None
        in_vml = any(str(each.tag).endswith("}textbox") for each in box.iterancestors())
        if anchor is None or (in_vml and not drawn_twice):
            continue  # mammoth reads the boxes of VML itself
        for paragraph in reversed(box.findall(f"{_W}p")):
            anchor.addnext(paragraph)
        _remove(box)


def _with_formulas(root: etree._Element) -> None:
    """A formula (22.1.2.77) becomes a run of its characters."""
    for formula in list(root.iter(f"{_M}oMath")):
        formula.addprevious(_run("".join(each.text or "" for each in formula.iter(f"{_M}t"))))
        _remove(formula)
    for line in list(root.iter(f"{_M}oMathPara")):
        _unwrap(line)


def _with_fields(root: etree._Element) -> None:
    """A simple field (17.16.19) becomes what it shows."""
    for field in list(root.iter(f"{_W}fldSimple")):
        _unwrap(field)


def _with_looks(root: etree._Element) -> tuple[str, ...]:
    """Colour, size and shading of runs, and indent and alignment of paragraphs, become styles that mammoth can map."""
    lines = set[str]()
    for tag, properties, style, told in (
        ("r", "rPr", "rStyle", _told_of_run),
        ("p", "pPr", "pStyle", _told_of_paragraph),
    ):
        for element in root.iter(f"{_W}{tag}"):
            found = element.find(f"{_W}{properties}")
            if found is None or found.find(f"{_W}{style}") is not None or found.find(f"{_W}numPr") is not None:
                continue
            if look := _name(found, told):
                mark = etree.Element(f"{_W}{style}")
                mark.set(f"{_W}val", look)
                found.insert(0, mark)
                lines.add(f"{tag}.{look} => " + (f"span.{look}" if tag == "r" else f"p.{look}:fresh"))
    return tuple(sorted(lines))


def _name(properties: etree._Element, told: Callable[[etree._Element], Iterator[tuple[str, str]]]) -> str:
    parts = [
        f"{key}-{re.sub('[^a-z]', '', value.lower().translate(_LETTERS))}" for key, value in told(properties) if value
    ]
    return "-".join(parts)


def _told_of_run(properties: etree._Element) -> Iterator[tuple[str, str]]:
    colour = _value(properties.find(f"{_W}color"))
    yield "color", "" if colour in ("auto", "000000") else colour
    yield "size", _value(properties.find(f"{_W}sz"))
    yield "shade", _value(properties.find(f"{_W}shd"), "fill").replace("auto", "")


def _told_of_paragraph(properties: etree._Element) -> Iterator[tuple[str, str]]:
    indent = properties.find(f"{_W}ind")
    yield "indent", (_value(indent, "left") or _value(indent, "start")).lstrip("0")
    yield "align", _value(properties.find(f"{_W}jc")).replace("both", "")


def _run(text: str) -> etree._Element:
    run = etree.Element(f"{_W}r")
    words = etree.SubElement(run, f"{_W}t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def _value(element: etree._Element | None, name: str = "val") -> str:
    return element.get(f"{_W}{name}", "") if element is not None else ""


def _is_on(mark: etree._Element | None) -> bool:
    return mark is not None and _value(mark) not in _OFF


def _unwrap(element: etree._Element) -> None:
    for part in list(element):
        element.addprevious(part)
    _remove(element)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
