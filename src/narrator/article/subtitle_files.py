"""WebVTT and SRT → pieces: the words of each speaker as flowing text, with the line they begin on.

Cues are cut for the screen, in the middle of sentences; what one speaker says is joined again until the speaker
changes or a long pause parts it. Times, cue numbers and settings are the format's, not the page's, and are left out.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from narrator.article.characters import neutral
from narrator.article.pieces import Piece
from narrator.article.wrapping import glue
from narrator.model import BlockKind

PARAGRAPH_PAUSE_S = 2.5
"""Silence between two cues of one speaker from which another paragraph begins."""

LONGEST_PARAGRAPH = 600
"""Characters; the next sentence end behind it ends the paragraph."""

_TIMING = re.compile(
    r"\s*(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->\s*(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
)
_SBV_TIMING = re.compile(r"^(\d{1,2}:\d{2}:\d{2}\.\d{3}),(\d{1,2}:\d{2}:\d{2}\.\d{3})$", re.MULTILINE)
"""YouTube's own subtitles."""
_NOT_CUES = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,120})>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z0-9.:][^<>\n]{0,200}>|\{\\[^{}\n]{1,60}\}")
_LABEL = re.compile(r"\s*(?:>>+\s*)?-?\s*([^\s:：。！？!?，,][^:：。！？!?，,\n]{0,30})[:：](?!//|\d)\s*\S")
_ENDS = re.compile(r"[。！？!?.…][”’」』）)\"]{0,2}$")


def pieces(text: str) -> list[Piece]:
    """What is said, speaker by speaker, in order."""
    out: list[_Paragraph] = []
    last_end = 0.0
    for start, end, line, words in _once(_cues(_SBV_TIMING.sub(r"\1 --> \2", text))):
        for speaker, said in _voices(words):
            before = out[-1] if out else None
            fresh = before is None or before.speaker != speaker or _starts_turn(said, speaker)
            if (
                before is None
                or fresh
                or (
                    (start - last_end > PARAGRAPH_PAUSE_S or before.length > LONGEST_PARAGRAPH)
                    and _ENDS.search(before.parts[-1])
                )
            ):
                out.append(_Paragraph(speaker=speaker, line=line, parts=[said], length=len(said)))
            else:
                before.parts += [_glue(before.parts[-1], said), said]
                before.length += len(said)
        last_end = end
    return [Piece(text="".join(each.parts), kind=BlockKind.CUE, speaker=each.speaker, line=each.line) for each in out]


@dataclass(slots=True)
class _Paragraph:
    speaker: str | None
    line: int
    parts: list[str]
    length: int


def _glue(before: str, after: str) -> str:
    """Cues without punctuation are parted by a space even in Chinese: a breath is all that marks the clause."""
    return glue(before, after) or ("" if unicodedata.category(before[-1:]).startswith("P") else " ")


def _starts_turn(said: str, speaker: str | None) -> bool:
    """`>>`, a dash, or a name and a colon: another speaker, in files without voice tags."""
    return speaker is None and (said.startswith((">>", "- ", "– ", "—")) or _LABEL.match(said) is not None)


def _cues(text: str) -> list[tuple[float, float, int, str]]:
    """Start and end in seconds, line of the file, and words of each cue."""
    lines = text.split("\n")
    found = []
    at = 0
    while at < len(lines):
        timing = _TIMING.match(lines[at]) if "-->" in lines[at] else None
        if timing is None:
            if _NOT_CUES.match(lines[at]):
                while at < len(lines) and lines[at].strip():
                    at += 1
            at += 1
            continue
        words = []
        first = at + 2
        at += 1
        while at < len(lines) and lines[at].strip() and "-->" not in lines[at]:
            words.append(lines[at])
            at += 1
        if at < len(lines) and "-->" in lines[at] and words and words[-1].strip().isdigit():
            words.pop()  # the number of the next cue, in files without empty lines
        found.append((_seconds(timing.groups()[:4]), _seconds(timing.groups()[4:]), first, "\n".join(words)))
    return found


def _once(cues: list[tuple[float, float, int, str]]) -> list[tuple[float, float, int, str]]:
    """The cues without the lines that a cue repeats from the one before it.

    Captions that roll up show each line twice or more: where most cues begin with what the cue before them ended with,
    the repetition is the format's. Elsewhere somebody may say a thing twice.
    """
    lines = [[line for each in words.split("\n") if (line := _shown(each))] for *_, words in cues]
    repeats = [bool(before) and bool(after) and after[0] == before[-1] for before, after in pairwise(lines)]
    rolling = any("<c>" in words or len(shown) > 1 for (*_, words), shown in zip(cues, lines, strict=True))
    if not rolling or sum(repeats) < 2 or sum(repeats) * 2 < len(repeats):
        return cues
    out = []
    before: list[str] = []
    for (start, end, first, words), shown in zip(cues, lines, strict=True):
        fresh = [each for each in words.split("\n") if _shown(each)]
        overlap = next((n for n in range(min(len(before), len(shown)), 0, -1) if before[-n:] == shown[:n]), 0)
        before = shown or before
        if fresh[overlap:]:
            out.append((start, end, first, "\n".join(fresh[overlap:])))
    return out


def _shown(line: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", line)).split())


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")


def _voices(words: str) -> list[tuple[str | None, str]]:
    """The speakers of one cue, each with the words; None where the cue names nobody."""
    out: list[tuple[str | None, str]] = []
    speaker: str | None = None
    at = 0
    for match in [*_VOICE.finditer(words), None]:
        part = words[at : match.start() if match else len(words)]
        out += [(speaker, said) for said in _lines(part, speaker)]
        if match:
            speaker = neutral(html.unescape(match.group(1))).strip().rstrip(":：").strip() or None
            at = match.end()
    return out


def _lines(part: str, speaker: str | None) -> list[str]:
    said: list[str] = []
    for printed in part.split("\n"):
        line = neutral(html.unescape(_TAG.sub("", printed))).replace("\n", " ").strip()
        if not line:
            continue
        if said and not _starts_turn(line, speaker):
            said[-1] += _glue(said[-1], line) + line
        else:
            said.append(line)
    return said
