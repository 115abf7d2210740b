"""Labelled pages: folders with a page as `input.*` and what is right as `expected.json`, laid over the page's blocks.

`expected.json` holds `turns` (speaker, the first and last characters of what is said), `speakers` with their other
names, `narrator_only` (only a narrator may say it) and `not_spoken`, as the corpora that narrator is measured with do.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from narrator.model import Block

NARRATION = frozenset(("", "narrator", "旁白", "narration"))
_STAGE = re.compile(r"[（(\[【]\s*(?:笑|大笑|众笑|眾笑|笑声|掌声|鼓掌|laughs?|laughter|applause|音乐|music|哄笑|沉默)\s*[)）\]】]", re.I)


def plain(text: str) -> str:
    """Letters and digits only, as labels are compared."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\[[^\]]*\]", r"\1", text)
    text = html.unescape(re.sub(r"<[^<>\n]{1,300}>", "", text))
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", _STAGE.sub("", text))).lower()


@dataclass(frozen=True, slots=True)
class Said:
    """A labelled turn on the page."""

    speaker: str | None
    """None for narration."""
    start: int
    """Of the page's letters."""
    end: int
    hard: bool


@dataclass(slots=True)
class Page:
    """A page's letters, and what of them is whose."""

    name: str
    expected: dict[str, Any]
    blocks: Sequence[Block]
    letters: str = ""
    starts: list[int] = field(default_factory=list)
    """Where each block begins in the letters; one more at the end."""
    said: list[Said] = field(default_factory=list)
    apart: list[tuple[int, int, str]] = field(default_factory=list)
    """Stretches that only a narrator says, or nobody: start, end, `narrator` or `nobody`."""
    lost: int = 0
    """Labelled turns that were not found on the page."""

    def within(self, block: int, characters: int) -> int:
        """The place, in letters, behind the first characters of a block."""
        return self.starts[block] + len(_letters(self.blocks[block].text[:characters]))


    def said_at(self, place: int) -> Said | None:
        """The turn that a place lies in."""
        return next((said for said in self.said if said.start <= place < said.end), None)

    def is_named(self, speaker: str | None, names: Sequence[str]) -> bool:
        """Whether one of the names means the speaker."""
        wanted = {name for each in self.expected["speakers"] if each["name"] == speaker for name in (each["name"], *each.get("aliases", ()))}
        return bool({_letters(name) for name in wanted} & {_letters(name) for name in names})


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def folders(paths: Sequence[Path]) -> list[Path]:
    """The folders of labelled pages below the paths, in order of their names."""
    found = {file.parent for path in paths for file in path.glob("*/expected.json")}
    return sorted(found, key=lambda folder: folder.name)


def page_of(folder: Path) -> Path:
    """The page itself."""
    return next(file for file in sorted(folder.iterdir()) if file.name.startswith("input."))


def laid_over(name: str, expected: dict[str, Any], blocks: Sequence[Block]) -> Page:
    """The labels, found on the page in their order."""
    page = Page(name, expected, blocks)
    parts = []
    at = 0
    for block in blocks:
        page.starts.append(at)
        parts.append(_letters(block.text))
        at += len(parts[-1])
    page.starts.append(at)
    page.letters = "".join(parts)
    position = 0
    for turn in expected["turns"]:
        found = _find(page, plain(turn["starts"]), plain(turn["ends"]), position)
        if found is None:
            page.lost += 1
            continue
        start, end = found
        narrated = bool(turn.get("narrator")) or turn["speaker"] is None or turn["speaker"] in NARRATION
        page.said.append(Said(None if narrated else turn["speaker"], start, end, bool(turn.get("hard"))))
        if not narrated:
            position = end
    page.apart = [
        (start, start + len(wanted), whose)
        for whose, key in (("narrator", "narrator_only"), ("nobody", "not_spoken"))
        for text in expected.get(key, ())
        if len(wanted := plain(text)) >= 2
        for start in _all(page.letters, wanted)
    ]
    return page


def _find(page: Page, first: str, last: str, position: int) -> tuple[int, int] | None:
    """Where a turn stands, from its first and last letters; from its last alone where the first are not labelled."""
    letters = page.letters
    if not first:
        end = letters.find(last, position)
        return None if end < 0 or not last else (page.starts[bisect_right(page.starts, end) - 1], end + len(last))
    start = letters.find(first, position)
    if start < 0:
        start = letters.find(first)
    if start < 0:
        return None
    if last == first:
        return start, start + len(first)
    for length in (len(last), 5, 3):
        end = letters.find(last[-length:], start)
        if end >= 0:
            return start, end + length
    return None


def _all(letters: str, wanted: str) -> Iterator[int]:
    at = letters.find(wanted)
    while at >= 0:
        yield at
        at = letters.find(wanted, at + 1)
