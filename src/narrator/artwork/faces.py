"""The fonts that covers are set in: the shipped ones, one that the person names, and the system's."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.artwork.cmap import characters_of, faces_in
from narrator.errors import CastError
from narrator.messages import tr

if TYPE_CHECKING:  # 30 ms that only drawing needs
    from PIL.ImageFont import FreeTypeFont

_MAIN = "NotoSerifCJKsc-Bold.subset.otf"
"""Asked before all others."""
_SUFFIXES = (".otf", ".ttf", ".ttc", ".otc")
_NO_WRITING = ("lastresort", "adobeblank", "notdef", "fallback", "keycaps")
"""Fonts that have a glyph for everything, and show nothing by it."""
_FINDER = "fc-list"
_FINDER_TIMEOUT_S = 20


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file."""

    path: Path
    index: int
    """In its collection."""
    characters: frozenset[int]
    """The code points that it has a glyph for."""

    def has(self, text: str) -> bool:
        """Whether every character can be drawn."""
        return all(ord(char) in self.characters for char in text)

    def font(self, size_px: int, *, shaped: bool = False) -> FreeTypeFont:
        """The face at a size.

        Args:
            shaped: joined and stacked as its script is written, where the machine has what that needs.
        """
        return _opened(self.path, self.index, size_px, shaped)


@cache
def _opened(path: Path, index: int, size_px: int, shaped: bool) -> FreeTypeFont:
    from PIL import ImageFont

    # The basic layout is the same on every machine; the other one depends on a library that may be missing.
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(_content(path)), size_px, index=index, layout_engine=engine)


@cache
def _content(path: Path) -> bytes:
    return path.read_bytes()


@cache
def can_shape() -> bool:
    """Whether text is joined and stacked here as its script is written (Raqm and FriBiDi)."""
    from PIL import features

    return bool(features.check("raqm")) and bool(features.check("fribidi"))


@cache
def shipped_faces() -> tuple[Face, ...]:
    """The fonts that come with narrator, in the order in which they are asked."""
    folder = Path(str(files("narrator.artwork").joinpath("fonts")))
    paths = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES)
    paths.sort(key=lambda path: (path.name != _MAIN, not path.name.startswith("NotoSerif-"), "Emoji" in path.name))
    return tuple(_face(path, 0) for path in paths)


def named_face(path: Path) -> Face:
    """The font that the person chose.

    Raises:
        CastError: it cannot be read, or is no font.
    """
    cure = tr("give `cover_font:` a TrueType or OpenType file (.ttf, .otf, .ttc), or leave it out")
    try:
        face = _face(path, 0)
        face.font(20)
    except (OSError, ValueError) as error:
        raise CastError(
            tr("the cover's font {path} cannot be read: {error}", path=path, error=error), hint=cure
        ) from error
    if not face.characters:
        raise CastError(tr("the cover's font {path} has no Unicode characters", path=path), hint=cure)
    return face


@cache
def system_face(char: str) -> Face | None:
    """A font of this machine that has the character; None where there is none."""
    listed = _listed(char)
    found = _in_folders() if listed is None else listed
    return next((face for face in found if face.has(char) and _draws(face, char)), None)


def _draws(face: Face, char: str) -> bool:
    # Bitmap fonts have one size, and some fonts have empty glyphs for what they do not show.
    try:
        left, top, right, bottom = face.font(100).getbbox(char)
    except OSError:
        return False
    return right > left and bottom > top


def _listed(char: str) -> Iterator[Face] | None:
    """The fonts that fontconfig knows to have the character, the likest to the shipped ones first."""
    program = shutil.which(_FINDER)
    if program is None:
        return None
    asked = [program, f":charset={ord(char):x}", "--format", "%{file}\t%{index}\n"]
    try:
        run = subprocess.run(asked, capture_output=True, timeout=_FINDER_TIMEOUT_S, check=True)  # noqa: S603 - found by its name, given one character
    except (OSError, subprocess.SubprocessError):
        return None
    lines = {line for line in run.stdout.decode(errors="replace").splitlines() if line.count("\t") == 1}
    places = [(Path(file), int(index) & 0xFFFF) for file, index in (line.split("\t") for line in sorted(lines))]
    return _faces(sorted(places, key=lambda place: (*_unlike(place[0]), *place)))


def _in_folders() -> Iterator[Face]:
    return _faces((path, None) for path in _font_files())


@cache
def _font_files() -> tuple[Path, ...]:
    found = [
        Path(folder, name)
        for root in _folders()
        for folder, _, names in os.walk(root)
        for name in names
        if name.lower().endswith(_SUFFIXES)
    ]
    return tuple(sorted(found, key=lambda path: (*_unlike(path), path)))


def _folders() -> Sequence[Path]:
    home = Path.home()
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home))
        return (Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", local / "Microsoft/Windows/Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts")


def _unlike(path: Path) -> tuple[bool, bool, bool]:
    """Sorts upright bold serif faces first."""
    name = path.name.lower()
    return ("italic" in name or "oblique" in name or "mono" in name, "bold" not in name, "serif" not in name)


def _faces(places: Sequence[tuple[Path, int]] | Iterator[tuple[Path, int | None]]) -> Iterator[Face]:
    for path, index in places:
        if path.suffix.lower() not in _SUFFIXES or any(name in path.name.lower() for name in _NO_WRITING):
            continue
        try:
            yield _face(path, index or 0)
        except (OSError, ValueError):
            continue  # a damaged font is no reason not to look into the next


@cache
def _face(path: Path, index: int) -> Face:
    with path.open("rb") as file:
        return Face(path, min(index, faces_in(file) - 1), characters_of(file, index))
