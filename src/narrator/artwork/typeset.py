"""Lines of any script, each character in a font that has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from narrator.artwork.bidi import joined_backwards, levels, visual_order
from narrator.artwork.faces import Face, can_shape, shipped_faces, system_face
from narrator.standards.printable import one_line

if TYPE_CHECKING:  # 30 ms that only drawing needs
    from PIL.ImageDraw import ImageDraw

_UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
"""Default-ignorable characters that no fallback needs: variation selectors, soft hyphens, word joiners."""
_JOINERS = "\u200c\u200d"
_ORNAMENT = ("So", "Sk", "Sm", "Sc", "Co", "Cn", "Cf", "Zs", "Po")
"""Categories of what a title can lose and still say what it says."""
_STACKED = re.compile("[\u0700-\u085f\u0900-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\U00011000-\U00011fff]")
"""Scripts that only a shaper can write: Syriac, those of India and of South East Asia, Tibetan, Mongolian."""
_SHAPED = re.compile("[\u0600-\u08ff\u200d\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
"""What looks better by a shaper, and can be read without one."""
SHAPER = "libfribidi0"
"""Debian's package of FriBiDi, which Pillow's shaper looks for."""


@dataclass(frozen=True, slots=True)
class Undrawn:
    """Characters that no font here has."""

    characters: str
    script: str
    """In English, as a reader knows it."""
    package: str
    """Debian's package that helps: of a font that has most of the script, or of what stacks its letters."""


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    face: Face
    level: int

    @property
    def shaped(self) -> bool:
        return can_shape() and _wants_shaper(self.text)

    @property
    def drawn(self) -> str:
        """The text as its font is given it."""
        if self.shaped:
            return self.text
        bare = self.text.translate(dict.fromkeys(map(ord, _JOINERS)))
        return joined_backwards(bare, self.face.has) if self.level % 2 else bare

    @property
    def direction(self) -> str | None:
        if not self.shaped:
            return None
        return "rtl" if self.level % 2 else "ltr"


@dataclass(frozen=True)
class Typesetter:
    """Draws and measures text in several fonts."""

    named: Face | None = None
    """The font that the person chose, asked before all others."""
    beyond: Callable[[str], Face | None] = field(default=system_face)
    """Finds a font for a character that the shipped ones lack."""

    def undrawn(self, text: str) -> tuple[Undrawn, ...]:
        """What of the text has no font, script by script; spaces and what is never seen do not count."""
        scripts: dict[tuple[str, str], str] = {}
        for char in dict.fromkeys(char for char in _visible(text) if self._alone(char) is None):
            script, package = script_of(char)
            needed = package if self._face_of(char) is None else SHAPER
            scripts[script, needed] = scripts.get((script, needed), "") + char
        return tuple(Undrawn(characters, script, package) for (script, package), characters in scripts.items())

    def drawable(self, text: str) -> str | None:
        """The text as it is drawn: all of it but ornaments that no font has; None where letters would be missing."""
        kept = [char for char in _visible(text) if self._alone(char) is not None]
        lost = [char for char in _visible(text) if self._alone(char) is None]
        if any(unicodedata.category(char) not in _ORNAMENT for char in lost):
            return None
        return " ".join("".join(kept).split())

    def advance(self, text: str, size_px: int) -> float:
        """How wide the line is, in pixels."""
        return sum(_advance(run, size_px) for run in self._runs(text))

    def reach(self, text: str, size_px: int) -> tuple[float, float]:
        """How far the line's ink goes above and below its baseline, in pixels."""
        boxes = [
            run.face.font(size_px, shaped=run.shaped).getbbox(run.drawn, anchor="ls", direction=run.direction)
            for run in self._runs(text)
        ]
        return max((-box[1] for box in boxes), default=0.0), max((box[3] for box in boxes), default=0.0)

    def draw(self, draw: ImageDraw, at: tuple[float, float], text: str, *, size_px: int, fill: str) -> None:
        """Draw the line; `at` is the left end of its baseline."""
        x, y = at
        for run in self._runs(text):
            font = run.face.font(size_px, shaped=run.shaped)
            draw.text((x, y), run.drawn, font=font, fill=fill, anchor="ls", direction=run.direction)
            x += _advance(run, size_px)

    def _runs(self, text: str) -> list[_Run]:
        """From left to right."""
        text = _visible(text)
        faces, level = self._faces(text), levels(text)
        runs: list[_Run] = []
        for _, group in groupby(range(len(text)), lambda at: (faces[at], level[at])):
            at = list(group)
            if (face := faces[at[0]]) is not None:
                runs.append(_Run(text[at[0] : at[-1] + 1], face, level[at[0]]))
        return [runs[at] for at in visual_order([run.level for run in runs])]

    def _faces(self, text: str) -> list[Face | None]:
        """A face for each character: one for the whole word where one has it."""
        faces: list[Face | None] = []
        pieces = list(_pieces(text))
        # One face for all that is written in words, so that two words of a name do not look different.
        common = self._whole("".join(piece for piece in pieces if not _is_wide(piece[0])))
        for piece in pieces:
            before = faces[-1] if faces else None
            whole = before if not piece.strip(_JOINERS) else common or self._whole(piece)
            if whole is not None or _is_wide(piece[0]):
                faces += [self._alone(piece) if _is_wide(piece[0]) else whole] * len(piece)
                continue
            for char in piece:
                clings = char in _JOINERS or unicodedata.category(char).startswith("M")
                before = faces[-1] if faces else None
                faces.append(before if clings and before is not None else self._alone(char))
        return faces

    def _whole(self, piece: str) -> Face | None:
        seen = "".join(char for char in piece if char not in _JOINERS)
        if _STACKED.search(piece) and not can_shape():
            return None
        return next((face for face in self._asked() if face.has(seen)), None)

    def _alone(self, char: str) -> Face | None:
        if char in _JOINERS or char.isspace():
            return shipped_faces()[0]
        return None if _STACKED.match(char) and not can_shape() else self._face_of(char)

    def _face_of(self, char: str) -> Face | None:
        return next((face for face in self._asked() if face.has(char)), None) or self.beyond(char)

    def _asked(self) -> Sequence[Face]:
        return shipped_faces() if self.named is None else (self.named, *shipped_faces())


def _visible(text: str) -> str:
    return _UNSEEN.sub("", one_line(unicodedata.normalize("NFC", text)))


def _pieces(text: str) -> Iterator[str]:
    """Words of scripts that are written in words, single characters of the others, and white space."""
    for word in re.findall(r"\s+|\S+", text):
        for wide, group in groupby(word, _is_wide):
            piece = "".join(group)
            yield from piece if wide else (piece,)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" and not unicodedata.combining(char)


def _wants_shaper(text: str) -> bool:
    marked = any(unicodedata.category(char) in ("Mn", "Mc") for char in text)
    return marked or bool(_SHAPED.search(text) or _STACKED.search(text))


def _advance(run: _Run, size_px: int) -> float:
    font = run.face.font(size_px, shaped=run.shaped)
    return font.getlength(run.drawn, direction=run.direction)


_SCRIPT_END = re.compile(r" (?:LETTER|SYLLABLE|SIGN|DIGIT|VOWEL|MARK|SYMBOL|CAPITAL|SMALL|HIEROGLYPH|NUMBER)\b")
_CJK, _CORE = "fonts-noto-cjk", "fonts-noto-core"
_SCRIPTS = (
    (0x2E80, 0x3007, "Chinese", "fonts-hanazono"),
    (0x3400, 0x9FFF, "Chinese", _CJK),
    (0xF900, 0xFAFF, "Chinese", _CJK),
    (0x20000, 0x3FFFF, "rare Chinese characters", "fonts-hanazono"),
    (0x1100, 0x11FF, "Korean", _CJK),
    (0xAC00, 0xD7FF, "Korean", _CJK),
    (0x3040, 0x30FF, "Japanese", _CJK),
    (0x2600, 0x27BF, "symbols and emoji", "fonts-symbola"),
    (0x1F000, 0x1FAFF, "symbols and emoji", "fonts-symbola"),
    (0xE000, 0xF8FF, "characters for private use", "of the font they were made for"),
)


def script_of(char: str) -> tuple[str, str]:
    """The character's script, in English, and the Debian package of a font that has it."""
    for first, last, script, package in _SCRIPTS:
        if first <= ord(char) <= last:
            return script, package
    # Names begin with the script's: DEVANAGARI LETTER KA, OLD PERSIAN SIGN A, N'KO DIGIT ONE.
    script = _SCRIPT_END.split(unicodedata.name(char, ""), maxsplit=1)[0]
    return (script.title() or "an unknown script"), _CORE
