"""Pauses that an editor wrote into the text: `[停顿2秒]`, `[pause 500ms]`. They are heard, and never read aloud."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from narrator.messages import tr
from narrator.model import Block, Span

WHY = "pause"
"""Why the mark itself is not spoken."""
DEFAULT_PAUSE_S = 1.0
"""Of `[停顿]`: longer than any gap between two sentences, too short to be taken for the end."""
LONGEST_PAUSE_S = 30.0
"""After so much silence listeners and stations' alarms take it for a fault."""

_MARK = re.compile(
    r"[\[［【〔]\s{0,5}([^\[\]［］【】〔〕{}|\\\n]{1,40}?)\s{0,5}[\]］】〕](?!\()"
    r"|[(（]\s{0,5}([^()（）\n]{3,24}?)\s{0,5}[)）]"
    r"|<break\s{1,5}time\s{0,5}=\s{0,5}[\"'“”]?([^\"'“”<>/\n]{1,12})[\"'“”]?\s{0,5}/?>"
)
"""A word in brackets; in round ones, which pages use for stage directions, only with a length. `[a](b)` is a link.
Whoever knows SSML writes it as there."""
_NUMBER = (
    r"(?P<number>\d+(?:[.,]\d+)?|[半零〇一二两兩三四五六七八九十]{1,3}|half a|half|an?|one|two|three|four|five|ten)"
)
_UNITS = {
    "ms|msecs?|milliseconds?|毫秒|ミリ秒|밀리초": 0.001,
    's|secs?|seconds?|秒(?:[钟鐘間间])?|초|″|"': 1.0,
    "mins?|minutes?|分(?:[钟鐘間间])?|분": 60.0,
}
_UNIT = "(?P<unit>" + "|".join(_UNITS) + ")"
_SURE = "停[顿頓]|pauses?|ポーズ"
"""Whoever puts these into square brackets wants a pause, whatever stands behind."""
_WORD = (
    f"(?:{_SURE}|停|暂停|暫停|静默|靜默|静音|靜音|空白|留白|空|等待|休止|一時停止|間|silence|break|wait"
    "|쉼|휴지|일시정지)"
)
_PLAIN = re.compile("停|静|靜|pause|silence|ポーズ")
"""Without one of these, round brackets are the page's own: 第一节（間5分）."""
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_WORD}[\s:=,]*(?:for|about|of|约|約|大约|大約)?\s*{_NUMBER}\s*{_UNIT}(?P<half>半)?",
        rf"{_NUMBER}\s*-?{_UNIT}(?P<half>半)?\s*(?:的|の|of|long)?\s*{_WORD}",
        rf"(?:{_SURE})[\s:=,]*{_NUMBER}",
    )
)
_WITHOUT_LENGTH = re.compile(rf"(?:(?:short|long|brief)\s)?(?:{_SURE})(?![a-z])|(?:暂停|暫停|静默|靜默)$")
_HANZI = {"半": 0.5, "〇": 0, "零": 0, "两": 2, "兩": 2} | {char: at for at, char in enumerate("一二三四五六七八九", 1)}
_ENGLISH = {
    "a": 1.0,
    "an": 1.0,
    "half": 0.5,
    "half a": 0.5,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "ten": 10,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseMark:
    """A pause as it is written, and how long it is."""

    span: Span
    pause_s: float
    doubt: str | None = None
    """What an editor should look at; None where the length is clear."""


def pause_marks(text: str) -> list[PauseMark]:
    """The pauses written into a text, in order."""
    found = (_read(match) for match in _MARK.finditer(text))
    return [mark for mark in found if mark is not None]


def pause_at(text: str, at: int) -> PauseMark | None:
    """The pause whose bracket opens at the offset, if there is one."""
    match = _MARK.match(text, at)
    return _read(match) if match else None


def pause_doubts(text: str) -> tuple[str, ...]:
    """What an editor should look at in the pauses of a text, each once."""
    return tuple(dict.fromkeys(mark.doubt for mark in pause_marks(text) if mark.doubt))


def without_pauses(text: str) -> str:
    """The text as it is shown where nothing is heard: in titles."""
    for mark in reversed(pause_marks(text)):
        before, behind = text[: mark.span.start].rstrip(), text[mark.span.end :].lstrip()
        text = f"{before} {behind}".strip() if f"{before[-1:]}{behind[:1]}".isascii() else before + behind
    return text


def set_apart(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The blocks without the pauses at their ends, and these pauses as blocks of their own.

    So a pause before a name or on a line of its own does not change who is taken to speak.
    """
    spoken: list[Block] = []
    apart: list[Block] = []
    for block in blocks:
        if block.why_not_spoken is not None or not (marks := pause_marks(block.text)):
            spoken.append(block)
            continue
        start, end = 0, len(block.text)
        for mark in marks:
            if not block.text[start : mark.span.start].strip():
                apart.append(_part(block, mark.span.start, mark.span.end))
                start = mark.span.end
        for mark in reversed(marks):
            if mark.span.start >= start and not block.text[mark.span.end : end].strip():
                apart.append(_part(block, mark.span.start, mark.span.end))
                end = mark.span.start
        kept = block.text[start:end]
        if kept.strip():
            start += len(kept) - len(kept.lstrip())
            spoken.append(_part(block, start, start + len(kept.strip())))
    return tuple(spoken), tuple(apart)


def _part(block: Block, start: int, end: int) -> Block:
    def within(spans: Sequence[Span]) -> tuple[Span, ...]:
        inside = (Span(max(span.start, start) - start, min(span.end, end) - start) for span in spans)
        return tuple(span for span in inside if span.start < span.end)

    return replace(
        block,
        at=block.at + start,
        text=block.text[start:end],
        bold=within(block.bold),
        italic=within(block.italic),
        asides=within(block.asides),
    )


def _read(match: re.Match[str]) -> PauseMark | None:
    square, round_, time = match.groups()
    written = square or round_ or f"pause {time}"
    inside = unicodedata.normalize("NFKC", written).casefold().strip(" 。.,…")
    span, shown = Span(*match.span()), match[0]
    if round_ and not _PLAIN.search(inside):
        return None
    for form in _FORMS:
        if (said := form.fullmatch(inside)) is None:
            continue
        facts = said.groupdict()
        if facts.get("unit") is None and (round_ or _number(facts["number"]) > LONGEST_PAUSE_S):
            break
        length_s, longest = _length_s(facts), round(LONGEST_PAUSE_S)
        if length_s <= longest:
            return PauseMark(span=span, pause_s=length_s)
        return PauseMark(
            span=span,
            pause_s=LONGEST_PAUSE_S,
            doubt=tr("“{shown}” is too long for a pause: it is {longest} s", shown=shown, longest=longest),
        )
    if round_ or not _WITHOUT_LENGTH.match(inside):
        return None
    if not re.search(r"[\d百千万萬]", inside):
        return PauseMark(span=span, pause_s=DEFAULT_PAUSE_S)
    return PauseMark(
        span=span,
        pause_s=DEFAULT_PAUSE_S,
        doubt=tr("the length of “{shown}” is not clear, so it is a second; write [停顿2秒] or [pause 2s]", shown=shown),
    )


def _length_s(facts: dict[str, str | None]) -> float:
    unit = facts.get("unit")
    unit_s = next(size for names, size in _UNITS.items() if re.fullmatch(names, unit)) if unit else 1.0
    return (_number(facts["number"] or "") + (0.5 if facts.get("half") else 0.0)) * unit_s


def _number(text: str) -> float:
    """Digits, a word, or hanzi up to 九十九."""
    if text in _ENGLISH:
        return _ENGLISH[text]
    if text[0] not in "半零〇一二两兩三四五六七八九十":
        return float(text.replace(",", "."))
    tens, ten, ones = text.rpartition("十")
    return (10 * _HANZI.get(tens, 1) if ten else 0) + _HANZI.get(ones or "零", 0)
