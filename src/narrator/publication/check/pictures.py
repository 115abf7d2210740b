"""Whether an episode's pictures are fit for directories and messengers, and show what they should."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from narrator.publication.check.finding import Fault
from narrator.publication.picture import (
    BANNER_BYTES,
    COVER_BYTES,
    LARGEST_PX,
    SMALLEST_PX,
    drawn_text,
)
from narrator.publication.typeset import Typesetter, letters


@lru_cache(maxsize=4)
def picture_faults(content: bytes) -> tuple[Fault, ...]:
    """Where a cover is not what Apple asks for (artwork requirements, 896).

    Kept, because a show that has a cover of its own has the same one in every folder.
    """
    return tuple(_picture_faults(content))


def _picture_faults(content: bytes) -> Iterator[Fault]:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    do = "leave `cover:` out and one is drawn, or give a square JPEG or PNG of 1400 to 3000 px"
    try:
        picture = Image.open(io.BytesIO(content))
        kind, (wide, high), mode = picture.format, picture.size, picture.mode
        picture.draft(None, (wide // 4, high // 4))  # shows where the file ends early as well as the whole would
        picture.load()
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError) as error:
        yield Fault(f"the cover cannot be read: {error}", do)
        return
    if wide != high or not SMALLEST_PX <= wide <= LARGEST_PX:
        yield Fault(f"the cover has {wide} × {high} px", do)
    if kind != "JPEG" or mode != "RGB":
        yield Fault(f"the cover is {kind} in {mode}, not JPEG in RGB", do)
    if len(content) > COVER_BYTES:
        yield Fault(f"the cover has {len(content) // 1000} kB: slow to load", "give a smaller one", "warning")


def title_faults(content: bytes, title: str) -> Iterator[Fault]:
    """Where a drawn cover does not say the title; of a picture that the show brought nothing is known."""
    try:
        said = drawn_text(content)
    except OSError:
        return  # said by `picture_faults`
    if said is None or letters(said) == letters(title):
        return
    do = "install a font that has its letters, or name one (show: {cover_font: FILE}), and make the episode again"
    lacking = "; ".join(f"{' '.join(each.characters[:12])}, {each.script}" for each in Typesetter().undrawn(title))
    yield Fault(
        f"the cover says {said!r}, not the title" + (f" (no font has {lacking})" if lacking else ""), do, "warning"
    )


def preview_faults(path: Path) -> Iterator[Fault]:
    """Where the picture for links is heavier than messengers fetch."""
    if path.is_file() and (weight := path.stat().st_size) > BANNER_BYTES:
        yield Fault(
            f"the picture has {weight // 1000} kB: messengers leave it out", "make the episode again", "warning"
        )
