"""A paragraph cut into sentences: what an engine speaks at one go."""

from __future__ import annotations

import re
import unicodedata

from narrator.model import Span
from narrator.standards.hanzi import HANZI

LONGEST_HANZI = 150
"""A sentence with more is cut at a clause; engines take less than 500 characters, and listeners too."""

LONGEST_CHARACTERS = 450
"""The same for Latin text."""

CLOSING = "”’」』）》】〕〉)]}\"'＂＇»›"
OPENING = "“‘「『（《【〔〈([{«‹"

END = re.compile(rf"(?:[。！？!?｡]|[.](?![\w.])|…+|\.{{3,}})(?:[。！？!?…]|\.(?!\w))*[{re.escape(CLOSING)}]*")
TITLE = re.compile(r"(?<![A-Za-z.])(?:Mr|Mrs|Ms|Messrs|Dr|Prof|St|Sr|Jr|Rev|Hon|Mme|Mlle|Hr)$")
"""Before a name, whatever script stands in front of it: 见到Mr. Smith."""
ABBREVIATION = re.compile(
    r"(?:^|[\s(（“\"'])(?:[A-Z]|[A-Za-z](?:\.[A-Za-z])+|Gen|Col|Sgt|Capt|Lt|Gov|Sen|Rep|"
    r"No|no|Nos|vs|v|Vol|vol|Fig|fig|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|ca|cf|al|pp|p|ed|eds|"
    r"г|ул|им|Ave|Blvd|Rd|Mt|Ft|Univ|Dept|Est|est|e\.g|i\.e)$"
)
ADDRESS_BEFORE = re.compile(
    r"(?:https?://[^\s，。！？、；：“”（）《》]*|(?:www\.|(?<![A-Za-z0-9@])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/)[a-z0-9.:/_~%?=&#!+,@-]*)$",
    re.IGNORECASE,
)
"""An address that a mark stands in, with its scheme or without: its ? ends nothing."""
ADDRESS_GOES_ON = re.compile(r"[A-Za-z0-9%=&/_-]|\w{1,20}=")
DATE_GOES_ON = (
    (re.compile(r"(?<!\d)\d{4}$"), re.compile(r"\d{1,2}\s?[.．]")),
    (re.compile(r"(?<!\d)\d{4}[.．]\s?\d{1,2}$"), re.compile(r"\d{1,2}(?!\d)")),
    (
        re.compile(r"(?<!\d)\d{1,2}$"),
        re.compile(r"(?:Jan|Feb|Mär|Apr|Mai|Juni|Juli|Aug|Sept|Okt|Nov|Dez|Jahrhundert|janv|févr|mars|avr|juin|juil)"),
    ),
)
"""What stands before and behind a full stop inside a date: 2024. 5. 6, am 6. Mai."""
SAYS = re.compile(
    r"(?:[\u4e00-\u9fff·]{0,8}?(?:[说問问道答称稱]|表示|回答|补充|補充|解释|解釋|追问|追問|反问|反問|强调|強調|笑着说|感叹)"
    r"(?:道|说|了)?[，,。：:！!])"
)
"""Who said it, behind a quotation: 王先生问。"""
CLAUSE_ENDS = ("；;", "：:—", "，,", "、", " ")
"""From the strongest to the weakest."""


def cut(text: str) -> tuple[Span, ...]:
    """The sentences of a paragraph, in order; only white space lies between them."""
    spans = [part for span in _at_ends(text) for part in _shorter(text, span)]
    return tuple(_joined_to_neighbours(text, [_trimmed(text, span) for span in spans]))


def _trimmed(text: str, span: Span) -> Span:
    inside = span.of(text)
    start = span.start + len(inside) - len(inside.lstrip())
    return Span(start, max(start, span.start + len(inside.rstrip())))


def _at_ends(text: str) -> list[Span]:
    spans = []
    start = 0
    for match in END.finditer(text):
        if match.start() < start or _inside_address(text, match) or not _ends_here(text, match):
            continue
        spans.append(Span(start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append(Span(start, len(text)))
    return spans


def _inside_address(text: str, match: re.Match[str]) -> bool:
    """Whether an address goes on behind the mark."""
    return (
        match[0][0] in "?!."
        and bool(ADDRESS_GOES_ON.match(text, match.end()))
        and bool(ADDRESS_BEFORE.search(text[max(0, match.start() - 200) : match.start()]))
    )


def _ends_here(text: str, match: re.Match[str]) -> bool:
    mark = match[0]
    behind = text[match.end() : match.end() + 60].lstrip()
    if mark[0] == "." and len(mark.rstrip(CLOSING)) == 1:
        return _full_stop_ends(text[max(0, match.start() - 16) : match.start()], behind)
    if mark.startswith(("…", "...")) and not re.search(r"[。！？!?]", mark):
        # an ellipsis goes on unless a new sentence visibly starts
        return (
            not behind
            or behind[0] in OPENING
            or behind[0].isupper()
            or "\n" in text[match.end() : match.end() + 2]
            or (bool(HANZI.match(behind)) and mark[-1] not in CLOSING)
        )
    # “好吗？”他问: the quotation goes on in the sentence around it
    if mark[-1] in CLOSING and (re.match(r"[，,、；;a-z]", behind) or SAYS.match(behind)):
        return False
    return not (behind and behind[0] in "，,、；;：")


def _full_stop_ends(before: str, behind: str) -> bool:
    if (ABBREVIATION.search(before) or TITLE.search(before)) and not HANZI.search(before[-1:]):
        return not behind
    # 1. and 2. at the start of a line or a sentence number it
    if re.search(r"(?:(?:^|\n)\s*(?:\d{1,3}|[A-Za-z])|[。！？；]\s*\d{1,2})$", before):
        return False
    if any(first.search(before) and then.match(behind) for first, then in DATE_GOES_ON):
        return False
    return not (behind and behind[0].islower())


def _hanzi_length(text: str) -> int:
    return len(HANZI.findall(text))


def _too_long(text: str) -> bool:
    return _hanzi_length(text) > LONGEST_HANZI or len(text) > LONGEST_CHARACTERS


def _shorter(text: str, span: Span) -> list[Span]:
    """The span in parts short enough to be spoken at one go."""
    parts: list[Span] = []
    waiting = [span]
    while waiting:
        part = waiting.pop()
        # of a whole page on one line only the beginning is looked at, so that time grows with length alone
        head = text[part.start : min(part.end, part.start + 2 * LONGEST_CHARACTERS)]
        at = _cut_in_two(head) if part.end - part.start > len(head) or _too_long(head) else 0
        if at:
            waiting += [Span(part.start + at, part.end), Span(part.start, part.start + at)]
        else:
            parts.append(part)
    return parts


def _cut_in_two(sentence: str) -> int:
    """Behind the strongest clause mark near the middle, outside quotations if there is one."""
    depth = _quotation_depth(sentence)
    middle = len(sentence) / 2
    for reach in (0.25, 0.42, 0.49):
        for deepest in (0, 9):
            for marks in CLAUSE_ENDS[:-1] if reach < 0.49 else CLAUSE_ENDS:
                places = [
                    at + 1
                    for at, char in enumerate(sentence)
                    if char in marks
                    and depth[at] <= deepest
                    and abs(at + 1 - middle) <= reach * len(sentence)
                    and not _inside_number(sentence, at)
                ]
                if places:
                    at = min(places, key=lambda place: abs(place - middle))
                    while at < len(sentence) and sentence[at] in CLOSING:
                        at += 1
                    if 0 < at < len(sentence):
                        return at
    return _anywhere(sentence, int(middle)) if len(sentence) > LONGEST_CHARACTERS else 0


def _anywhere(sentence: str, middle: int) -> int:
    """Between two hanzi, or wherever it must be: engines refuse what is longer."""
    for at in range(middle, min(middle + 60, len(sentence) - 1)):
        if HANZI.match(sentence[at]) and HANZI.match(sentence[at - 1]):
            return at
    return middle


def _inside_number(sentence: str, at: int) -> bool:
    around = sentence[max(0, at - 1) : at] + sentence[at + 1 : at + 2]
    return len(around) == 2 and around.isascii() and around.isalnum() and sentence[at] in ",:;"


def _quotation_depth(sentence: str) -> list[int]:
    depth = 0
    depths = []
    for char in sentence:
        if char in OPENING and not char.isascii():
            depth += 1
        depths.append(depth)
        if char in CLOSING and not char.isascii():
            depth = max(0, depth - 1)
    return depths


def pronounceable(text: str) -> bool:
    """Whether there is anything in it to say."""
    return any(
        unicodedata.category(char)[0] in "LN" or unicodedata.category(char) in ("Sm", "Sc", "So") or char in "%‰&@"
        for char in text
    )


def _joined_to_neighbours(text: str, spans: list[Span]) -> list[Span]:
    """Parts with nothing to say are joined to the one before them, or behind."""
    joined: list[Span] = []
    said = False
    for span in spans:
        if span.start == span.end:
            continue
        says = pronounceable(span.of(text))
        if joined and not (says and said):
            joined[-1] = Span(joined[-1].start, span.end)
            said = said or says
        else:
            joined.append(span)
            said = says
    return joined
