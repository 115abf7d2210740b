"""WebVTT and SRT → pieces: the words of each speaker as flowing text, with the line they begin on.

Cues are cut for the screen, in the middle of sentences; what one speaker says is joined again until the speaker
changes or a long pause parts it. Times, cue numbers and settings are the format's, not the page's, and are left out.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrator.article.characters import neutral
from narrator.article.pieces import Piece
from narrator.article.wrapping import glue
from narrator.errors import InputError
from narrator.model import BlockKind

_Cue = tuple[float, float, int, str]
"""Start and end in seconds, line of the file, words."""

PARAGRAPH_PAUSE_S = 2.5
"""Silence between two cues of one speaker from which another paragraph begins."""

LONGEST_PARAGRAPH = 600
"""Characters; the next sentence end behind it ends the paragraph."""

_TIMING = re.compile(
    r"\s*(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->\s*(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
)
_SBV_TIMING = re.compile(r"^(\d{1,2}:\d{2}:\d{2}\.\d{3}),(\d{1,2}:\d{2}:\d{2}\.\d{3})$", re.MULTILINE)
_NOT_CUES = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,120})>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z0-9.:][^<>\n]{0,200}>|\{\\[^{}\n]{1,60}\}")
_LABEL = re.compile(r"\s*(?:>>+\s*)?-?\s*([^\s:：。！？!?，,][^:：。！？!?，,\n]{0,30})[:：](?!//|\d)\s*\S")
_ENDS = re.compile(r"[。！？!?.…][”’」』）)\"]{0,2}$")


def pieces(text: str) -> list[Piece]:
    """What is said, speaker by speaker, in order; of rolling captions, each line once."""
    return _joined(_unrolled(_cues(_SBV_TIMING.sub(r"\1 --> \2", text))))


def from_json(text: str, *, name: str) -> list[Piece]:
    """What is said in the `segments` of a transcript: `speaker` and `body` (Podcasting 2.0), or `text` (recognition).

    Raises:
        InputError: Its segments are none.
    """
    found = []
    try:
        for number, segment in enumerate(json.loads(text)["segments"], start=1):
            speaker = str(segment.get("speaker") or "").strip()
            body = str(segment.get("body") or segment.get("text") or "").strip()
            start = float(segment.get("startTime") or segment.get("start") or 0)
            end = float(segment.get("endTime") or segment.get("end") or start)
            voice = f"<v {speaker.replace('>', ' ')}>" if speaker else ""
            found.append((start, end, number, voice + html.escape(body, quote=False)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"{name}: its segments are not those of a transcript ({error})", hint="save it as vtt"
        ) from error
    return _joined(found)


def _unrolled(cues: Sequence[_Cue]) -> list[_Cue]:
    """Rolling captions print each line again above the next one; each is said once.

    Only where most cues begin with what the one before them printed last is it the captions, and not the speaker, that
    repeats.
    """
    printed = [[line.strip() for line in _TAG.sub("", words).split("\n") if line.strip()] for *_, words in cues]
    again = [_overlap(before, after) for before, after in pairwise(printed)]
    if len(cues) < 3 or sum(count > 0 for count in again) < 0.4 * len(again):
        return list(cues)
    out = []
    for cue, lines, count in zip(cues, printed, [0, *again], strict=True):
        fresh = lines[count:]
        if fresh:
            words = cue[3] if count == 0 else "\n".join(html.escape(line, quote=False) for line in fresh)
            out.append((*cue[:3], words))
    return out


def _overlap(before: Sequence[str], after: Sequence[str]) -> int:
    """How many lines at the end of one cue stand at the beginning of the next."""
    return next((n for n in range(min(len(before), len(after)), 0, -1) if before[-n:] == after[:n]), 0)


def _joined(cues: Sequence[_Cue]) -> list[Piece]:
    out: list[_Paragraph] = []
    last_end = 0.0
    for start, end, line, words in cues:
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


def _cues(text: str) -> list[_Cue]:
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
