"""Pictures as podcast directories, messengers and MP3 tags want them."""

from __future__ import annotations

import io
import warnings
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.errors import CastError
from narrator.messages import tr
from narrator.standards.apple_podcasts import LARGEST_COVER_PX, SMALLEST_COVER_PX
from narrator.standards.cover_facts import BANNER_BYTES, BANNER_PX, COVER_BYTES, DrawnText

if TYPE_CHECKING:  # 30 ms that only drawing needs
    from PIL.Image import Image

IN_TAGS_PX = 600
"""Every copy of the MP3 carries this one."""

_QUALITIES = ((90, 0), (86, 0), (82, 0), (82, 2), (76, 2), (70, 2), (60, 2), (50, 2), (40, 2))
"""JPEG quality, and subsampling of the colours (2: 4:2:0); the first that is light enough is taken."""
_SMALLER = (1.0, 0.8, 0.64, 0.5)


def cover_from(path: Path) -> bytes:
    """The show's own picture as a JPEG fit for podcast directories.

    Raises:
        CastError: it cannot be read, or is not square, or too small.
    """
    from PIL import Image, UnidentifiedImageError

    cure = tr("give `cover:` a square JPEG or PNG of 1400 to 3000 px, or leave it out and one is drawn")
    try:
        content = path.read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content))
        opened.load()
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError, Warning) as error:
        raise CastError(tr("the cover {path} cannot be read: {error}", path=path, error=error), hint=cure) from error
    wide, high = opened.size
    if wide != high or wide < SMALLEST_COVER_PX:
        raise CastError(tr("the cover {path} is {wide} × {high} px", path=path, wide=wide, high=high), hint=cure)
    if opened.format == "JPEG" and opened.mode == "RGB" and wide <= LARGEST_COVER_PX and len(content) <= COVER_BYTES:
        return content
    clear = opened.convert("RGBA")
    picture = Image.new("RGB", opened.size, "white")
    picture.paste(clear, mask=clear.getchannel("A"))
    if wide > LARGEST_COVER_PX:
        picture = picture.resize((LARGEST_COVER_PX, LARGEST_COVER_PX), Image.Resampling.LANCZOS)
    return light_jpeg(picture, COVER_BYTES, smallest_px=SMALLEST_COVER_PX)


@lru_cache(maxsize=4)
def small_cover(cover: bytes) -> bytes:
    """The same picture for the MP3's tags."""
    picture = _opened(cover, IN_TAGS_PX).resize((IN_TAGS_PX, IN_TAGS_PX))
    return light_jpeg(picture, BANNER_BYTES)


@lru_cache(maxsize=4)
def banner_from(cover: bytes) -> bytes:
    """The cover in the middle of a wide picture, for `og:image`."""
    from PIL import Image

    wide, high = BANNER_PX
    square = _opened(cover, high).resize((high, high), Image.Resampling.LANCZOS)
    edge = square.crop((0, 0, high, 1)).resize((1, 1), Image.Resampling.BOX)
    picture = edge.resize(BANNER_PX)
    picture.paste(square, ((wide - high) // 2, 0))
    return light_jpeg(picture, BANNER_BYTES)


def light_jpeg(picture: Image, limit_bytes: int, *, says: DrawnText | None = None, smallest_px: int = 1) -> bytes:
    """The picture as a JPEG of at most so many bytes, as good as that allows.

    Args:
        says: the text that is drawn on it; it is kept in the file's comment.
        smallest_px: the picture is not made less wide than this.
    """
    content = b""
    for scale in _SMALLER:
        wide = max(round(picture.width * scale), min(smallest_px, picture.width))
        smaller = picture if wide == picture.width else picture.resize((wide, picture.height * wide // picture.width))
        for quality, subsampling in _QUALITIES:
            content = _jpeg(smaller, quality, subsampling, says)
            if len(content) <= limit_bytes:
                return content
    return content


def _opened(content: bytes, side_px: int) -> Image:
    from PIL import Image

    picture = Image.open(io.BytesIO(content))
    picture.draft("RGB", (side_px, side_px))
    return picture.convert("RGB")


def _jpeg(picture: Image, quality: int, subsampling: int, says: DrawnText | None) -> bytes:
    file = io.BytesIO()
    comment = says.comment() if says else b""
    picture.save(file, "JPEG", quality=quality, subsampling=subsampling, optimize=False, comment=comment)
    return file.getvalue()
