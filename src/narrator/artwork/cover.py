"""The cover: the episode's title, set as on a book, in a colour of its own.

The title's digest chooses the colours and draws the voice print under it, so that the same title always gives
the same picture.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.artwork.bidi import runs_rightward
from narrator.artwork.faces import named_face
from narrator.artwork.jpeg import light_jpeg
from narrator.artwork.typeset import Typesetter, Undrawn
from narrator.model import Word
from narrator.published.caption_lines import lines
from narrator.standards.chinese_words import segmenter
from narrator.standards.cover_facts import BANNER_BYTES, BANNER_PX, COVER_BYTES, DrawnText

if TYPE_CHECKING:  # 30 ms that only drawing needs
    from PIL.ImageDraw import ImageDraw

SIDE_PX = 3000
"""What Apple prefers (artwork requirements, 896)."""

_LEADING = 1.36
_BARS = 46

_COLOURS = (
    ("#16324F", "#F5EFE3", "#E3A857"),
    ("#5B1F2E", "#F8EEE4", "#E9B872"),
    ("#1F4037", "#F3F0E2", "#D9B66C"),
    ("#2D2A4A", "#F2EFF7", "#E59A83"),
    ("#F1E9DA", "#2A2A2C", "#B5452F"),
    ("#3B2F2A", "#F6ECDD", "#DB8F5A"),
    ("#0F4C5C", "#F4F1E8", "#F0B67F"),
    ("#E4EAE4", "#20342B", "#A8562A"),
    ("#42324B", "#F5EEF2", "#D8AE5E"),
    ("#E9E4DC", "#1E2E45", "#A63D40"),
    ("#243B2F", "#F2EFDF", "#E0A458"),
    ("#7A2E1D", "#FBF1E3", "#F0C27B"),
)
"""Ground, ink, accent; the ink stands out from its ground by 9:1 or more, the accent by 4:1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A format, and where things are on it; all in pixels."""

    wide: int
    high: int
    margin: int
    title_sizes: tuple[int, ...]
    title_room: int
    small: int
    bars_middle: int
    bar_reach: int

    @property
    def room(self) -> int:
        """Between the margins."""
        return self.wide - 2 * self.margin


_SQUARE = _Sheet(
    wide=SIDE_PX,
    high=SIDE_PX,
    margin=264,
    title_sizes=(420, 372, 330, 292, 258, 228, 202, 178, 158, 140, 124, 110, 98, 87, 77),
    title_room=1520,
    small=84,
    bars_middle=2230,
    bar_reach=170,
)
_WIDE = _Sheet(
    wide=BANNER_PX[0],
    high=BANNER_PX[1],
    margin=72,
    title_sizes=(120, 106, 94, 83, 74, 65, 58, 51, 45, 40, 35, 31, 27, 24),
    title_room=290,
    small=30,
    bars_middle=420,
    bar_reach=36,
)


@dataclass(frozen=True, slots=True)
class Cover:
    """An episode's pictures, and what they could not show."""

    square: bytes
    """A JPEG of 3,000 × 3,000 px."""
    banner: bytes
    """A JPEG of 1,200 × 630 px, for `og:image`."""
    headline: str
    """What is drawn large: the title, unless no font here has its letters."""
    says_title: bool
    undrawn: tuple[Undrawn, ...]
    """Characters of the title, the show and the note that no font here has."""


@lru_cache(maxsize=4)
def draw_cover(
    title: str,
    *,
    show: str,
    note: str = "",
    date: str = "",
    names: tuple[str, ...] = (),
    font: Path | None = None,
    typesetter: Typesetter | None = None,
) -> Cover:
    """Pictures with the title, and small under it the show, the date and a note.

    A title is drawn whole or not at all: where no font has its letters, the cover says the show, or who speaks.

    Args:
        names: who speaks.
        font: a font file asked before all others.
        typesetter: draws the text; None: in the named, the shipped and the system's fonts.

    Raises:
        CastError: the font cannot be read.
    """
    if typesetter is None:
        typesetter = Typesetter(named_face(font) if font else None)
    said, broadcast, day, label = (typesetter.drawable(text) or "" for text in (title, show, date, note))
    speaking = "、".join(drawn for name in names if (drawn := typesetter.drawable(name)))
    headline = said or broadcast or speaking or day
    small = (broadcast if said or not broadcast else speaking, day, label)
    digest = hashlib.sha256(title.encode(errors="surrogatepass")).digest()
    undrawn = typesetter.undrawn(f"{title} {show} {note}")
    says = DrawnText(headline, "".join(each.characters for each in undrawn))
    square, banner = (_draw(sheet, says, small, digest, typesetter) for sheet in (_SQUARE, _WIDE))
    return Cover(square, banner, headline, bool(said), undrawn)


def undrawn_lines(cover: Cover) -> tuple[str, ...]:
    """A line for each script that the cover lacks, naming what to install; empty where it shows all."""
    instead = f"the cover says {cover.headline or 'nothing'} in place of the title"
    effect = "the cover leaves it out" if cover.says_title else instead
    return tuple(
        f"no font here draws {' '.join(lacking.characters[:12])} ({lacking.script}): {effect}; "
        f"install Debian's {lacking.package}, or name a font: show: {{cover_font: FILE}}"
        for lacking in cover.undrawn
    )


def _draw(sheet: _Sheet, says: DrawnText, small: tuple[str, str, str], digest: bytes, typesetter: Typesetter) -> bytes:
    from PIL import Image, ImageDraw

    ground, ink, accent = _COLOURS[digest[0] % len(_COLOURS)]
    picture = Image.new("RGB", (sheet.wide, sheet.high), ground)
    draw = ImageDraw.Draw(picture)
    _draw_title(draw, sheet, says.headline, ink, typesetter)
    _draw_voice_print(draw, sheet, digest, ink=ink, accent=accent)
    _draw_small(draw, sheet, small, typesetter, ink=ink, accent=accent)
    return light_jpeg(picture, COVER_BYTES if sheet is _SQUARE else BANNER_BYTES, says=says)


def _draw_title(draw: ImageDraw, sheet: _Sheet, title: str, ink: str, typesetter: Typesetter) -> None:
    broken, size, step = _title_block(sheet, title, typesetter)
    above, _ = typesetter.reach(broken[0], size) if broken else (0.0, 0.0)
    # A line's ascent as CJK fonts have it; letters with marks above them reach higher.
    y = sheet.margin + max(0.971 * size, above)
    for line in broken:
        end = sheet.wide - sheet.margin - typesetter.advance(line, size)
        x = end if runs_rightward(title) else sheet.margin - _hang(line, size)
        typesetter.draw(draw, (x, y), line, size_px=size, fill=ink)
        y += step


def _title_block(sheet: _Sheet, title: str, typesetter: Typesetter) -> tuple[list[str], int, float]:
    """The title's lines, their size and the distance of their baselines, in pixels: as large as there is room."""
    broken, size, step = [title] if title else [], sheet.title_sizes[-1], sheet.title_sizes[-1] * _LEADING
    for size in sheet.title_sizes:
        broken = _title_lines(title, sheet.room, size, typesetter)
        reaches = [typesetter.reach(line, size) for line in broken]
        step = max([_LEADING * size, *(below + above + 0.12 * size for above, below in reaches)])
        wide = max((typesetter.advance(line, size) for line in broken), default=0.0)
        if len(broken) * step <= sheet.title_room and wide <= sheet.room + 0.5 * size:
            return broken, size, step
    most = max(1, int(sheet.title_room // step))
    if len(broken) > most:
        broken = [*broken[: most - 1], broken[most - 1][:-1] + "…"]
    return broken, size, step


def _title_lines(title: str, room: float, size: int, typesetter: Typesetter) -> list[str]:
    """The title on as few lines as it takes, as equal as they can be, and broken at words."""

    @cache
    def em(text: str) -> float:
        # White space at the ends has its width too.
        return (typesetter.advance(f"|{text}|", 100) - typesetter.advance("||", 100)) / 100

    limit = room / size
    words = [Word(text=word, start=0, end=0) for word in _words(title)]
    whole = lines(words, limit=limit, measure=em)
    narrow = max(em(title) / max(1, len(whole)) + 1.0, limit * 0.55)
    tried = [lines(words, limit=min(each, limit), measure=em) for each in (narrow, (narrow + limit) / 2)]
    # No single character is to be left for the last line; but a phrase cut in two is worse.
    fit = [each for each in (*tried, whole) if len(each) <= len(whole)]
    best = min(fit, key=lambda each: sum(line.break_cost for line in each[:-1]))
    return [line.text for line in best]


def _words(title: str) -> Iterator[str]:
    import opencc

    # The dictionary knows simplified words only; where both scripts have as many characters, the cuts are the same.
    simplified = opencc.OpenCC("t2s").convert(title)
    at = 0
    for word in segmenter().cut(simplified if len(simplified) == len(title) else title):
        yield title[at : at + len(word)]
        at += len(word)


def _hang(line: str, size: int) -> float:
    # Opening marks have their ink in the right half of their square: hung into the margin, the edge is straight.
    return 0.5 * size if line[:1] and line[0] in "“‘「『《〈（【〔［" else 0.0


def _draw_voice_print(draw: ImageDraw, sheet: _Sheet, digest: bytes, *, ink: str, accent: str) -> None:
    step = sheet.room / _BARS
    thick = round(step * 0.34)
    spoken = digest[1] % (_BARS // 2) + _BARS // 4
    for bar in range(_BARS):
        # Phrases of some ten bars, louder in their middle, as speech is.
        phrase = 0.35 + 0.65 * abs(math.sin(math.pi * bar / (7 + digest[2] % 5)))
        reach = max(thick / 2, sheet.bar_reach * phrase * (0.25 + 0.75 * digest[(3 + bar) % 32] / 255))
        x = round(sheet.margin + bar * step)
        box = (x, round(sheet.bars_middle - reach), x + thick, round(sheet.bars_middle + reach))
        draw.rounded_rectangle(box, radius=thick / 2, fill=accent if bar < spoken else ink)


def _draw_small(
    draw: ImageDraw, sheet: _Sheet, texts: tuple[str, str, str], typesetter: Typesetter, *, ink: str, accent: str
) -> None:
    show, date, note = texts
    size, left, right = sheet.small, sheet.margin, sheet.wide - sheet.margin
    second = sheet.high - sheet.margin - round(0.18 * size)
    first = second - round(1.6 * size)
    dated = typesetter.advance(date, size)
    fitted = _fitting(show, typesetter, size, sheet.room - dated - size)
    typesetter.draw(draw, (left, first), fitted, size_px=size, fill=ink)
    typesetter.draw(draw, (right - dated, first), date, size_px=size, fill=ink)
    typesetter.draw(draw, (left, second), _fitting(note, typesetter, size, sheet.room), size_px=size, fill=accent)


def _fitting(text: str, typesetter: Typesetter, size: int, room: float) -> str:
    if typesetter.advance(text, size) <= room:
        return text
    while text and typesetter.advance(text + "…", size) > room:
        text = text[:-1]
    return text + "…"
