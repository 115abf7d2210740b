"""The cover: the episode's title, set as on a book, in a colour of its own.

The title's digest chooses the colours and draws the voice print under it, so that the same title always gives
the same picture.
"""

from __future__ import annotations

import hashlib
import io
import math
import warnings
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.errors import CastError
from narrator.model import Word
from narrator.published.caption_lines import lines
from narrator.standards.apple_podcasts import LARGEST_COVER_PX, SMALLEST_COVER_PX
from narrator.standards.printable import one_line
from narrator.standards.text_width import width

if TYPE_CHECKING:  # 30 ms that only drawing needs
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIDE_PX = 3000
"""What Apple prefers (artwork requirements, 896)."""
IN_TAGS_PX = 600
"""Every copy of the MP3 carries this one."""
JPEG_QUALITY = 90

_FONT = "fonts/NotoSerifCJKsc-Bold.subset.otf"
_MARGIN_PX = 264
_TITLE_SIZES_PX = (420, 372, 330, 292, 258, 228, 202, 178, 158)
_TITLE_ROOM_PX = 1520
_LEADING = 1.36
_SMALL_PX = 84
_BARS = 46
_BARS_MIDDLE_PX = 2230
_BAR_REACH_PX = 170

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


@lru_cache(maxsize=4)
def draw_cover(title: str, *, show: str, note: str = "", date: str = "") -> bytes:
    """A square JPEG of 3,000 px with the title, and small under it the show, the date and a note."""
    from PIL import Image, ImageDraw

    digest = hashlib.sha256(title.encode(errors="surrogatepass")).digest()
    ground, ink, accent = _COLOURS[digest[0] % len(_COLOURS)]
    picture = Image.new("RGB", (SIDE_PX, SIDE_PX), ground)
    draw = ImageDraw.Draw(picture)
    _draw_title(draw, _drawable(title), ink)
    _draw_voice_print(draw, digest, ink=ink, accent=accent)
    _draw_small(draw, _drawable(show), _drawable(date), _drawable(note), ink=ink, accent=accent)
    return _jpeg(picture)


def cover_from(path: Path) -> bytes:
    """The show's own picture as a JPEG fit for podcast directories.

    Raises:
        CastError: it cannot be read, or is not square, or too small.
    """
    from PIL import Image, UnidentifiedImageError

    cure = "give `cover:` a square JPEG or PNG of 1400 to 3000 px, or leave it out and one is drawn"
    try:
        content = path.read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content))
        opened.load()
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError, Warning) as error:
        raise CastError(f"the cover {path} cannot be read: {error}", hint=cure) from error
    wide, high = opened.size
    if wide != high or wide < SMALLEST_COVER_PX:
        raise CastError(f"the cover {path} is {wide} × {high} px", hint=cure)
    if opened.format == "JPEG" and opened.mode == "RGB" and wide <= LARGEST_COVER_PX:
        return content
    clear = opened.convert("RGBA")
    picture = Image.new("RGB", opened.size, "white")
    picture.paste(clear, mask=clear.getchannel("A"))
    if wide > LARGEST_COVER_PX:
        picture = picture.resize((LARGEST_COVER_PX, LARGEST_COVER_PX), Image.Resampling.LANCZOS)
    return _jpeg(picture)


@lru_cache(maxsize=4)
def small_cover(cover: bytes) -> bytes:
    """The same picture for the MP3's tags."""
    from PIL import Image

    picture = Image.open(io.BytesIO(cover))
    picture.draft("RGB", (IN_TAGS_PX, IN_TAGS_PX))
    return _jpeg(picture.convert("RGB").resize((IN_TAGS_PX, IN_TAGS_PX), Image.Resampling.LANCZOS))


def _jpeg(picture: Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=JPEG_QUALITY, subsampling=0, optimize=False)
    return file.getvalue()


@cache
def _font_file() -> bytes:
    return files("narrator.artwork").joinpath(_FONT).read_bytes()


@cache
def _font(size_px: int) -> FreeTypeFont:
    from PIL import ImageFont

    # The basic layout is the same on every machine; the other one depends on a library that may be missing.
    return ImageFont.truetype(io.BytesIO(_font_file()), size_px, layout_engine=ImageFont.Layout.BASIC)


@cache
def _glyphs() -> frozenset[int]:
    listed = files("narrator.artwork").joinpath("fonts/characters.txt").read_text("utf-8")
    return frozenset(map(ord, listed))


def _drawable(text: str) -> str:
    # A character that the font lacks would be drawn as an empty box.
    return one_line("".join(char for char in text if ord(char) in _glyphs()))


def _draw_title(draw: ImageDraw, title: str, ink: str) -> None:
    room = SIDE_PX - 2 * _MARGIN_PX
    broken, size = [title], _TITLE_SIZES_PX[-1]
    for size in _TITLE_SIZES_PX:
        broken = _title_lines(title, room / size)
        if len(broken) * size * _LEADING <= _TITLE_ROOM_PX and all(width(line) * size <= room for line in broken):
            break
    most = int(_TITLE_ROOM_PX // (size * _LEADING))
    if len(broken) > most:
        broken = [*broken[: most - 1], broken[most - 1][:-1] + "…"]
    y = _MARGIN_PX - 0.18 * size
    for line in broken:
        draw.text((_MARGIN_PX - _hang(line, size), y), line, font=_font(size), fill=ink)
        y += size * _LEADING


def _title_lines(title: str, limit: float) -> list[str]:
    """The title on as few lines as it takes, as equal as they can be, and broken at words."""
    words = [Word(text=word, start=0, end=0) for word in _words(title)]
    whole = lines(words, limit=limit)
    narrow = max(width(title) / max(1, len(whole)) + 1.0, limit * 0.55)
    tried = [lines(words, limit=min(each, limit)) for each in (narrow, (narrow + limit) / 2)]
    # No single character is to be left for the last line; but a phrase cut in two is worse.
    fit = [each for each in (*tried, whole) if len(each) <= len(whole)]
    best = min(fit, key=lambda each: sum(line.break_cost for line in each[:-1]))
    return [line.text for line in best]


def _words(title: str) -> Iterator[str]:
    import opencc
    import rjieba

    # The dictionary knows simplified words only; where both scripts have as many characters, the cuts are the same.
    simplified = opencc.OpenCC("t2s").convert(title)
    at = 0
    for word in rjieba.cut(simplified if len(simplified) == len(title) else title):
        yield title[at : at + len(word)]
        at += len(word)


def _hang(line: str, size: int) -> float:
    # Opening marks have their ink in the right half of their square: hung into the margin, the edge is straight.
    return 0.5 * size if line[:1] and line[0] in "“‘「『《〈（【〔［" else 0.0


def _draw_voice_print(draw: ImageDraw, digest: bytes, *, ink: str, accent: str) -> None:
    room = SIDE_PX - 2 * _MARGIN_PX
    step = room / _BARS
    thick = round(step * 0.34)
    spoken = digest[1] % (_BARS // 2) + _BARS // 4
    for bar in range(_BARS):
        # Phrases of some ten bars, louder in their middle, as speech is.
        phrase = 0.35 + 0.65 * abs(math.sin(math.pi * bar / (7 + digest[2] % 5)))
        reach = max(thick / 2, _BAR_REACH_PX * phrase * (0.25 + 0.75 * digest[(3 + bar) % 32] / 255))
        x = round(_MARGIN_PX + bar * step)
        box = (x, round(_BARS_MIDDLE_PX - reach), x + thick, round(_BARS_MIDDLE_PX + reach))
        draw.rounded_rectangle(box, radius=thick / 2, fill=accent if bar < spoken else ink)


def _draw_small(draw: ImageDraw, show: str, date: str, note: str, *, ink: str, accent: str) -> None:
    font = _font(_SMALL_PX)
    room = SIDE_PX - 2 * _MARGIN_PX
    first, second = SIDE_PX - _MARGIN_PX - round(2.75 * _SMALL_PX), SIDE_PX - _MARGIN_PX - round(1.15 * _SMALL_PX)
    dated = font.getlength(date)
    draw.text((_MARGIN_PX, first), _fitting(show, font, room - dated - _SMALL_PX), font=font, fill=ink)
    draw.text((SIDE_PX - _MARGIN_PX - dated, first), date, font=font, fill=ink)
    draw.text((_MARGIN_PX, second), _fitting(note, font, room), font=font, fill=accent)


def _fitting(text: str, font: FreeTypeFont, room: float) -> str:
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(text + "…") > room:
        text = text[:-1]
    return text + "…"
