"""Which line ends of a text part paragraphs, and which only keep the lines short."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

WIDEST_WRAP = 120
"""Columns; no program wraps text wider than this."""

_STARTS_ANEW = re.compile(
    r"\s*(?:[*_]{0,2}[【\[<>]|[*_]{2}\S|[―—─]|[^\s　]{1,8}　|[-•●◆▲■□*#]\s|\d{1,3}[.、．)）]|[(（]?\d{1,2}:\d{2}|"
    r"[^\s:：]{1,20}(?: [^\s:：]{1,20}){0,3}\s?[:：])"
)
_ENDS_SENTENCE = re.compile(r"[。！？!?…：:；;.][”’」』）)\"*_]{0,3}$")
_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]")


_SPACED = re.compile(
    r"(?<=[\u3400-\u9fff，。、；：？！“”（）《》])[ \u00a0]{1,2}(?=[\u3400-\u9fff，。、；：？！“”（）《》])"
)
_BESIDE = re.compile(r"[\u3400-\u9fff](?=[\u3400-\u9fff])")


def unspaced(text: str) -> str:
    """Letter-spaced Chinese (`城 南 旧 事`) as it is meant, without the spaces; other text as it is."""
    gaps = len(_SPACED.findall(text))
    return _SPACED.sub("", text) if gaps >= 3 and gaps > 1.5 * len(_BESIDE.findall(text)) else text


def width(text: str) -> int:
    """Columns the text takes in a fixed-width font."""
    return len(text) + len(_WIDE.findall(text))


def ends_sentence(line: str) -> bool:
    """Whether a line ends as sentences do."""
    return _ENDS_SENTENCE.search(line) is not None


def wrapped_at(lines: Sequence[str]) -> int | None:
    """The column at which the text was wrapped, or None where each line is a paragraph."""
    widths = sorted(width(line.rstrip()) for line in lines if line.strip())
    outliers = len(widths) // 40  # lines that are centred, or a little too long
    longest = widths[-1 - outliers] if widths else 0
    if not 40 <= longest <= WIDEST_WRAP:
        return None
    followed = [line.rstrip() for line, below in pairwise(lines) if line.strip() and below.strip()]
    open_ended = sum(not ends_sentence(line) and width(line) > 0.6 * longest for line in followed)
    return longest if open_ended >= 2 and open_ended >= 0.4 * len(followed) else None


_NUMBERED_LINE = re.compile(r"\s{0,12}(\d{1,2})(?:\s{1,}|$)")


def without_line_numbers(lines: Sequence[str]) -> list[str]:
    """The lines of a court's or parliament's record without the numbers in their margin; other lines as they are."""
    numbers = [int(match.group(1)) for line in lines if line.strip() and (match := _NUMBERED_LINE.match(line))]
    steps = sum(after == before + 1 or after == 1 for before, after in pairwise(numbers))
    filled = sum(bool(line.strip()) for line in lines)
    if len(numbers) < 20 or len(numbers) < 0.6 * filled or steps < 0.9 * len(numbers):
        return list(lines)
    return [
        _NUMBERED_LINE.sub(lambda match: " " * (len(match.group()) - len(match.group(1))), line, count=1)
        for line in lines
    ]


def joined_lines(
    lines: Sequence[str], limit: int | None, *, sources: Sequence[str] | None = None
) -> list[tuple[int, str]]:
    """Paragraphs of one run of lines, each with the index of its first line.

    Args:
        sources: The lines as they were wrapped, where they were longer than what is printed of them.
    """
    out: list[tuple[int, str]] = []
    wrapped = sources or lines
    for index, line in enumerate(lines):
        text = line.strip()
        if (
            out
            and limit
            and not _STARTS_ANEW.match(text)
            and _only_wrapped(wrapped[index - 1], wrapped[index].strip(), limit)
            and not _is_indented(lines[index - 1], line)
        ):
            first, before = out[-1]
            out[-1] = (first, before + glue(before, text) + text)
        else:
            out.append((index, text))
    return out


def _is_indented(before: str, line: str) -> bool:
    """Whether the line stands further in than the one before it, as the first of a paragraph does."""
    inward = len(line) - len(line.lstrip()) - (len(before) - len(before.lstrip()))
    return 2 <= inward <= 12


def _only_wrapped(before: str, after: str, limit: int) -> bool:
    word = after[:1] if _WIDE.match(after) else after.split(maxsplit=1)[0] if after else ""
    return width(before.rstrip()) + 1 + width(word) > limit - 4


def glue(before: str, after: str) -> str:
    """A space where the words need one; none between Chinese or Japanese characters."""
    if _WIDE.match(before[-1:]) and _WIDE.match(after):
        return ""
    if unicodedata.category(before[-1:] or " ").startswith("P") and _WIDE.match(after):
        return ""
    return " "
