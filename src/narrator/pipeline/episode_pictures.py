"""An episode's pictures, drawn once: an edit of its words leaves them as they are."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path
from typing import Final

from narrator.artwork import Cover, banner_from, cover_from, draw_cover, small_cover, undrawn_lines
from narrator.installed import code_digest, packages_digest
from narrator.model import Episode, Role, Show, Store
from narrator.pipeline.made_from import file_stamp
from narrator.published.added_words import words_of

_KINDS: Final = ("cover", "preview", "in tags")


def pictures_of(episode: Episode, show: Show, *, labelled: bool, store: Store | None) -> dict[str, bytes]:
    """By what they are for: `cover`, `preview`, `in tags`.

    Args:
        labelled: whether a drawn cover says that the speech is synthetic.

    Raises:
        CastError: the show's cover or font is not usable.
    """
    key = _key(episode, show, labelled=labelled)
    kept = store.get(key) if store else None
    if kept is not None:
        return _unpacked(kept)
    lacking: tuple[str, ...] = ()
    if show.cover:
        cover = cover_from(Path(show.cover))
        preview = banner_from(cover)
    else:
        drawn = _drawn(episode, show, labelled=labelled)
        cover, preview, lacking = drawn.square, drawn.banner, undrawn_lines(drawn)
    pictures = dict(zip(_KINDS, (cover, preview, small_cover(cover)), strict=True))
    if store and not lacking:  # a font may be installed that has the rest
        store.put(key, _packed(pictures))
    return pictures


def cover_warnings(
    episode: Episode, show: Show, *, labelled: bool = True, store: Store | None = None
) -> tuple[str, ...]:
    """What the episode's cover cannot show, and what to install; empty where it shows all, or the show has its own.

    Raises:
        CastError: the cover's font cannot be read.
    """
    if show.cover or (store and store.get(_key(episode, show, labelled=labelled)) is not None):
        return ()
    return undrawn_lines(_drawn(episode, show, labelled=labelled))


def _key(episode: Episode, show: Show, *, labelled: bool) -> str:
    decides = [
        code_digest("artwork", "standards", "published"),
        packages_digest(),
        file_stamp(show.cover) if show.cover else _drawn_words(episode, show, labelled=labelled),
        file_stamp(show.cover_font) if show.cover_font else None,
    ]
    return f"pictures-{hashlib.sha256(json.dumps(decides).encode()).hexdigest()}"


def _drawn_words(episode: Episode, show: Show, *, labelled: bool) -> tuple[str, str, str, str, tuple[str, ...]]:
    """The title, the show, the note, the date, and who speaks."""
    return (
        episode.title,
        show.title or episode.publisher or "",
        words_of(episode.language).label if labelled else "",
        (episode.published or "")[:10],
        tuple(member.speaker.name for member in episode.speakers if member.speaker.role is not Role.NARRATOR),
    )


def _drawn(episode: Episode, show: Show, *, labelled: bool) -> Cover:
    title, name, note, date, names = _drawn_words(episode, show, labelled=labelled)
    font = Path(show.cover_font) if show.cover_font else None
    return draw_cover(title, show=name, note=note, date=date, names=names, font=font)


def _packed(pictures: dict[str, bytes]) -> bytes:
    return b"".join(struct.pack(">I", len(pictures[kind])) + pictures[kind] for kind in _KINDS)


def _unpacked(kept: bytes) -> dict[str, bytes]:
    pictures, at = {}, 0
    for kind in _KINDS:
        (size,) = struct.unpack_from(">I", kept, at)
        pictures[kind] = kept[at + 4 : at + 4 + size]
        at += 4 + size
    return pictures
