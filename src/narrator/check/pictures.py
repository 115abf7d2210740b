"""Whether an episode's pictures are fit for directories and messengers, and show what they should."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from narrator.check.finding import Fault
from narrator.messages import tr
from narrator.standards.apple_podcasts import LARGEST_COVER_PX, SMALLEST_COVER_PX
from narrator.standards.cover_facts import BANNER_BYTES, COVER_BYTES, drawn_text, letters


@lru_cache(maxsize=4)
def picture_faults(content: bytes) -> tuple[Fault, ...]:
    """Where a cover is not what Apple asks for (artwork requirements, 896).

    Kept, because a show that has a cover of its own has the same one in every folder.
    """
    return tuple(_picture_faults(content))


def _picture_faults(content: bytes) -> Iterator[Fault]:
    from PIL import Image, UnidentifiedImageError

    do = tr("leave `cover:` out and one is drawn, or give a square JPEG or PNG of 1400 to 3000 px")
    try:
        picture = Image.open(io.BytesIO(content))
        kind, (wide, high), mode = picture.format, picture.size, picture.mode
        picture.draft(None, (wide // 4, high // 4))  # shows where the file ends early as well as the whole would
        picture.load()
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError) as error:
        yield Fault(tr("the cover cannot be read: {error}", error=error), do)
        return
    if wide != high or not SMALLEST_COVER_PX <= wide <= LARGEST_COVER_PX:
        yield Fault(tr("the cover has {wide} × {high} px", wide=wide, high=high), do)
    if kind != "JPEG" or mode != "RGB":
        yield Fault(tr("the cover is {kind} in {mode}, not JPEG in RGB", kind=kind, mode=mode), do)
    if len(content) > COVER_BYTES:
        yield Fault(
            tr("the cover has {count} kB: slow to load", count=len(content) // 1000),
            tr("give a smaller one"),
            "warning",
        )


def title_faults(content: bytes, title: str) -> Iterator[Fault]:
    """Where a drawn cover does not show what it should; of a picture that the show brought nothing is known."""
    from PIL import Image

    try:
        drawn = drawn_text(Image.open(io.BytesIO(content)).info.get("comment"))
    except (OSError, ValueError, Image.DecompressionBombError):
        return  # said by `picture_faults`
    if drawn is None:
        return
    do = tr(
        "install a font that has its characters, or name one (show: {cover_font: FILE}), and make the episode again"
    )
    lacking = tr("no font had {characters}", characters=" ".join(drawn.undrawn[:12])) if drawn.undrawn else None
    if letters(drawn.headline) != letters(title):
        what = tr("the cover says 「{headline}」, not the title", headline=drawn.headline)
        yield Fault(tr("{what} ({why})", what=what, why=lacking) if lacking else what, do, "warning")
    elif lacking:
        yield Fault(tr("something is missing on the cover: {lacking}", lacking=lacking), do, "warning")


def preview_faults(path: Path) -> Iterator[Fault]:
    """Where the picture for links is heavier than messengers fetch."""
    if path.is_file() and (weight := path.stat().st_size) > BANNER_BYTES:
        yield Fault(
            tr("the picture has {weight} kB: messengers leave it out", weight=weight // 1000),
            tr("make the episode again"),
            "warning",
        )
