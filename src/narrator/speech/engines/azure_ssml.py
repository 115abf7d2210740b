"""An utterance in Azure's SSML: readings, pauses, prosody and style, and nothing that a text could smuggle in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from lxml import etree

from narrator.errors import EngineError
from narrator.messages import tr
from narrator.model import Reading, Span, Utterance, Voice
from narrator.speech.engines.azure_phonemes import phonemes
from narrator.speech.engines.edge_text import piece_spans, sendable

SPEECH = "http://www.w3.org/2001/10/synthesis"
MSTTS = "https://www.w3.org/2001/mstts"
PREFIXES: dict[str, str] = {None: SPEECH, "mstts": MSTTS}  # type: ignore[dict-item] # lxml's stubs lack the default
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

SLOWEST_PERCENT, FASTEST_PERCENT = -50, 100
"""What the service takes as `rate`: half to twice the voice's own."""

LEAST_DEGREE, MOST_DEGREE = 0.01, 2.0
"""What it takes as `styledegree`."""

PAUSES_MS = (
    (re.compile(r"…|\.{3,}|⋯"), 450),
    (re.compile(r"[—―]|--"), 350),
    (re.compile(r"\n"), 400),
    (re.compile(r"[（(［\[【）)］\]】]"), 250),
)
"""Marks that narrator pauses at and the service not always does, in milliseconds, the longest first. At commas and
full stops it pauses by itself, and better than by number."""

_BETWEEN = re.compile(r"[^\w]+")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def is_hd(voice: Voice) -> bool:
    """Whether it is one of the HD voices (`zh-CN-Yunfan:DragonHDLatestNeural`), which take text and no markup."""
    return ":" in voice.name


def takes_pinyin(voice: Voice) -> bool:
    """Whether it can be told readings in pinyin; zh-TW and zh-HK have other alphabets, HD voices none."""
    return voice.name.startswith("zh-CN-") and not is_hd(voice)


def pace(voice: Voice) -> float:
    """Times the voice's own, as the service will do it."""
    percent = 0 if is_hd(voice) else min(max(voice.rate_percent, SLOWEST_PERCENT), FASTEST_PERCENT)
    return 1 + percent / 100


def documents(utterance: Utterance) -> Iterator[bytes]:
    """The utterance as SSML documents, each short enough for a request; joined, they say all of it.

    Raises:
        EngineError: its voice has a style that cannot be.
    """
    reading, voice = utterance.sentence.reading, utterance.voice
    text = reading.spoken
    told: Mapping[Span, str] = {}
    if takes_pinyin(voice):
        told = phonemes(reading)
        text = _with_homophones(reading, told)
    elif reading.respelled:
        text = reading.respelled
    text = sendable(text)
    pauses = {} if is_hd(voice) else _pauses(text)
    for span in piece_spans(text):
        speak = etree.Element(f"{{{SPEECH}}}speak", nsmap=PREFIXES, version="1.0")
        speak.set(LANG, utterance.sentence.language)
        innermost = _in_voice(speak, voice)
        _fill(innermost, text, span, told, pauses)
        yield etree.tostring(speak, encoding="UTF-8", xml_declaration=False)


def _with_homophones(reading: Reading, told: Mapping[Span, str]) -> str:
    """`spoken`, and a homophone where a demanded reading cannot be told as phonemes."""
    if not reading.respelled:
        return reading.spoken
    covered = {at for span in told for at in range(span.start, span.end)}
    return "".join(
        other if at not in covered else own
        for at, (own, other) in enumerate(zip(reading.spoken, reading.respelled, strict=True))
    )


def _in_voice(speak: etree._Element, voice: Voice) -> etree._Element:
    """The innermost element around the text: voice, style, prosody."""
    inside = etree.SubElement(speak, f"{{{SPEECH}}}voice", name=voice.name)
    style = style_attributes(voice)
    if style:
        inside = etree.SubElement(inside, f"{{{MSTTS}}}express-as", style)
    prosody = {} if is_hd(voice) else _prosody(voice)
    return etree.SubElement(inside, f"{{{SPEECH}}}prosody", prosody) if prosody else inside


def style_attributes(voice: Voice) -> dict[str, str]:
    """The attributes of `mstts:express-as`; none for a voice as it is.

    Raises:
        EngineError: a style, role or degree that no voice has.
    """
    if not voice.style and not voice.role:
        return {}
    where = tr("`azure:` of whoever speaks with {voice} in voices.yaml", voice=voice.name)
    if is_hd(voice):
        raise EngineError(
            tr("{voice} is an HD voice, which has no styles", voice=voice.name),
            hint=tr("take the style out of {where}", where=where),
        )
    for name in filter(None, (voice.style, voice.role)):
        if not _NAME.fullmatch(name):
            raise EngineError(
                tr("“{name}” is no style or role", name=name),
                hint=tr("write one like newscast into {where}", where=where),
            )
    if not voice.style:
        raise EngineError(
            tr("the role “{role}” needs a style beside it", role=voice.role),
            hint=tr("name one, like calm, in {where}", where=where),
        )
    if not LEAST_DEGREE <= voice.style_degree <= MOST_DEGREE:
        raise EngineError(
            tr("{style_degree:g} is no degree of a style", style_degree=voice.style_degree),
            hint=tr("it is 0.01 to 2; 1 is usual"),
        )
    attributes = {"style": voice.style}
    if voice.role:
        attributes["role"] = voice.role
    if voice.style_degree != 1:
        attributes["styledegree"] = f"{voice.style_degree:g}"
    return attributes


def _prosody(voice: Voice) -> dict[str, str]:
    rate = min(max(voice.rate_percent, SLOWEST_PERCENT), FASTEST_PERCENT)
    values = (("rate", rate, "%"), ("pitch", voice.pitch_hz, "Hz"), ("volume", max(voice.volume_percent, -95), "%"))
    return {name: f"{value:+d}{unit}" for name, value, unit in values if value}


def _pauses(text: str) -> dict[int, int]:
    """Milliseconds by the offset in the text where they belong: behind marks between two words."""
    pauses: dict[int, int] = {}
    for between in _BETWEEN.finditer(text):
        if between.start() == 0 or between.end() == len(text):
            continue
        length = next((length for marks, length in PAUSES_MS if marks.search(between.group())), 0)
        if length:
            pauses[between.end()] = length
    return pauses


def _fill(element: etree._Element, text: str, piece: Span, told: Mapping[Span, str], pauses: Mapping[int, int]) -> None:
    """Put the piece of the text into the element, with its phonemes and breaks."""
    inside = {span: ph for span, ph in told.items() if piece.start <= span.start and span.end <= piece.end}
    starts = {span.start: span for span in inside}
    edges = {piece.start, piece.end, *(edge for span in inside for edge in (span.start, span.end))}
    edges |= {at for at in pauses if piece.start < at < piece.end}
    last: etree._Element | None = None
    for start, end in pairwise(sorted(edges)):
        if start in pauses and start > piece.start:
            last = etree.SubElement(element, f"{{{SPEECH}}}break", time=f"{pauses[start]}ms")
        if start in starts:
            last = etree.SubElement(element, f"{{{SPEECH}}}phoneme", alphabet="sapi", ph=inside[starts[start]])
            last.text = text[start:end]
        elif last is None:
            element.text = (element.text or "") + text[start:end]
        else:
            last.tail = (last.tail or "") + text[start:end]
