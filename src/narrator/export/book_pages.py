"""The pages of a read-along book: XHTML with an address for each sentence, its contents, and its overlays (SMIL)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from lxml import etree

from narrator.export.book_text import BookParagraph, Piece, Section
from narrator.model import CastSpeaker, Episode, Kind
from narrator.published.added_words import words_of
from narrator.standards.language_tags import direction_of
from narrator.standards.printable import one_line, xml_text
from narrator.standards.timestamps import milliseconds

XHTML: Final = "http://www.w3.org/1999/xhtml"
OPS: Final = "http://www.idpf.org/2007/ops"
SMIL: Final = "http://www.w3.org/ns/SMIL"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_SECTION_ID: Final = "part"
_XHTML_NAMES: Any = {None: XHTML, "epub": OPS}
_SMIL_NAMES: Any = {None: SMIL, "epub": OPS}

STYLE: Final = """\
body { line-height: 1.6; margin: 1em; }
h1, h2 { line-height: 1.3; }
p { margin: 0.6em 0; }
.facts, .label, .role, .aside { opacity: 0.75; }
.who { font-weight: bold; margin: 1.2em 0 0; }
.narration { font-style: italic; }
.music { text-align: center; opacity: 0.75; }
.-epub-media-overlay-active { background-color: #ffe08a; color: #000; }
"""
ACTIVE: Final = "-epub-media-overlay-active"
"""The class a reading system gives to the sentence that is heard (EPUB 3.3, section 9.4.2)."""


def text_page(section: Section, episode: Episode, *, first: bool) -> bytes:
    """A section as XHTML.

    Args:
        first: the book's title, and who speaks, stand above it.
    """
    title = section.title or episode.title
    html, body = _document(one_line(title) or episode.slug, episode.language, style="../style.css")
    part = _sub(body, "section", id=_SECTION_ID, **{f"{{{OPS}}}type": "chapter" if section.title else "preamble"})
    if first:
        _front(part, episode)
    paragraphs = section.paragraphs
    if section.title:
        spoken_heading = paragraphs[:1] and _is_heading(paragraphs[0], section.title)
        heading = _sub(part, "h2", dir="auto")
        if spoken_heading:
            _fill(heading, paragraphs[0].pieces)
            paragraphs = paragraphs[1:]
        else:
            heading.text = xml_text(section.title)
    for paragraph in paragraphs:
        _paragraph(part, paragraph)
    return _bytes(html, doctype=True)


def _is_heading(paragraph: BookParagraph, title: str) -> bool:
    """Whether the narrator says the title; a person's question that is one keeps its speaker."""
    return paragraph.kind is Kind.NARRATION and paragraph.text == title


def contents_page(entries: Sequence[tuple[str, str]], episode: Episode) -> bytes:
    """The navigation document.

    Args:
        entries: title and file of each section.
    """
    words = words_of(episode.language)
    html, body = _document(words.contents, episode.language, style="style.css")
    nav = _sub(body, "nav", id="toc", **{f"{{{OPS}}}type": "toc"})
    _sub(nav, "h1", words.contents)
    items = _sub(nav, "ol")
    for title, file in entries:
        _sub(_sub(items, "li"), "a", one_line(title) or "…", href=file, dir="auto")
    return _bytes(html, doctype=True)


def overlay(section: Section, clips: Sequence[tuple[int, int]], *, text: str, sound: str) -> bytes:
    """When each sentence of a section is heard, as a media overlay.

    Args:
        clips: begin and end of every sentence of the book, in milliseconds.
        text: the section's page, and `sound`, as the overlay's file sees them.
    """
    smil = etree.Element(f"{{{SMIL}}}smil", {"version": "3.0"}, nsmap=_SMIL_NAMES)
    body = etree.SubElement(smil, f"{{{SMIL}}}body", {f"{{{OPS}}}textref": f"{text}#{_SECTION_ID}"})
    for number in section.cues:
        begin, end = clips[number]
        par = etree.SubElement(body, f"{{{SMIL}}}par", {"id": f"p{number}"})
        etree.SubElement(par, f"{{{SMIL}}}text", {"src": f"{text}#{sentence_id(number)}"})
        times = {"clipBegin": clock_value(begin), "clipEnd": clock_value(end)}
        etree.SubElement(par, f"{{{SMIL}}}audio", {"src": sound, **times})
    return _bytes(smil, doctype=False)


def clip_times(episode: Episode) -> tuple[tuple[int, int], ...]:
    """Begin and end of each sentence's clip, in milliseconds.

    A clip begins where its sentence does and lasts until the next one begins: readers that jump from clip to clip
    would otherwise leave out every pause.
    """
    rate_hz = episode.rate_hz
    begins = [milliseconds(cue.start, rate_hz) for cue in episode.cues]
    last = [milliseconds(cue.end, rate_hz) for cue in episode.cues[-1:]]
    return tuple(zip(begins, [*begins[1:], *last], strict=True))


def clock_value(ms: int) -> str:
    """Milliseconds as SMIL writes seconds (EPUB 3.3, appendix on clock values)."""
    return f"{ms // 1000}.{ms % 1000:03}s"


def sentence_id(number: int) -> str:
    """The address of a sentence in its page."""
    return f"s{number}"


def _front(part: etree._Element, episode: Episode) -> None:
    words = words_of(episode.language)
    _sub(part, "h1", episode.title, dir="auto")
    if facts := [one_line(each) for each in (episode.publisher, (episode.published or "")[:10]) if each]:
        _sub(part, "p", " · ".join(facts), **{"class": "facts"})
    _sub(part, "p", words.label, **{"class": "label"})
    if episode.speakers:
        people = _sub(part, "ul", **{"class": "people"})
        for member in episode.speakers:
            _person(people, member)


def _person(people: etree._Element, member: CastSpeaker) -> None:
    speaker = member.speaker
    item = _sub(people, "li")
    _sub(item, "bdi", speaker.name)
    position = f"{speaker.affiliation or ''}{speaker.position or ''}"
    if position and position not in speaker.name:
        item[-1].tail = " "
        _sub(item, "bdi", position, **{"class": "role"})


def _paragraph(part: etree._Element, paragraph: BookParagraph) -> None:
    if paragraph.new_speaker and paragraph.speaker:
        _sub(part, "p", paragraph.speaker, dir="auto", **{"class": "who"})
    said = any(piece.cue is not None for piece in paragraph.pieces)
    kind = "aside" if not said else "said" if paragraph.kind is Kind.SPEECH else str(paragraph.kind)
    _fill(_sub(part, "p", dir="auto", **{"class": kind}), paragraph.pieces)


def _fill(element: etree._Element, pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        if piece.space:
            if len(element):
                element[-1].tail = " "
            else:
                element.text = " "
        if piece.cue is None:
            _sub(element, "span", piece.text, **{"class": "aside"})
        else:
            _sub(element, "span", piece.text, id=sentence_id(piece.cue))


def _document(title: str, language: str, *, style: str) -> tuple[etree._Element, etree._Element]:
    attributes = {"lang": language, XML_LANG: language, "dir": direction_of(language)}
    html = etree.Element(f"{{{XHTML}}}html", attributes, nsmap=_XHTML_NAMES)
    head = _sub(html, "head")
    _sub(head, "title", title)
    _sub(head, "link", rel="stylesheet", type="text/css", href=style)
    return html, _sub(html, "body")


def _sub(parent: etree._Element, tag: str, content: str | None = None, /, **attributes: str) -> etree._Element:
    element = etree.SubElement(
        parent, f"{{{XHTML}}}{tag}", {name: xml_text(value) for name, value in attributes.items()}
    )
    if content is not None:
        element.text = xml_text(content)
    return element


def _bytes(root: etree._Element, *, doctype: bool) -> bytes:
    declared = b'<?xml version="1.0" encoding="utf-8"?>\n' + (b"<!DOCTYPE html>\n" if doctype else b"")
    return declared + bytes(etree.tostring(root, encoding="utf-8", xml_declaration=False)) + b"\n"
