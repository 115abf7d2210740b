"""What voices.yaml says of silence and of the show's own sounds."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from narrator.messages import tr
from narrator.model import BED_LEVEL_LU, Gaps, SoundFile, SoundSettings
from narrator.settings.strict import Strict, Text

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|毫秒|秒|)", re.IGNORECASE)


def _length(low_s: float, high_s: float) -> Any:
    """A length of time with its unit, in seconds."""
    shortest, longest = f"{low_s:g}", f"{high_s:g}"

    def read(value: object) -> object:
        found = _DURATION.fullmatch(str(value).strip())
        seconds = float(found[1]) * (0.001 if found[2].lower() in ("ms", "毫秒") else 1.0) if found else -1.0
        if not low_s <= seconds <= high_s:
            raise ValueError(
                tr(
                    "{value!r} is not a length from {shortest}s to {longest}s, such as 0.8s or 800ms",
                    value=value,
                    shortest=shortest,
                    longest=longest,
                )
            )
        return seconds

    return BeforeValidator(read)


def _decibels(low: int, high: int) -> Any:
    softest, loudest = str(low), f"{high:+}"

    def read(value: object) -> object:
        found = _DECIBELS.fullmatch(str(value).strip().replace("−", "-"))
        if not found or not low <= float(found[1]) <= high:
            raise ValueError(
                tr(
                    "{value!r} is not a level from {softest}dB to {loudest}dB, such as -3dB",
                    value=value,
                    softest=softest,
                    loudest=loudest,
                )
            )
        return float(found[1])

    return BeforeValidator(read)


_DECIBELS = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(?:dB|LU)?", re.IGNORECASE)


_Gap = Annotated[float, _length(0, 10)]
_Fade = Annotated[float, _length(0, 30)]
_GAPS = Gaps()


class GapsEntry(Strict):
    """Silence between what is heard."""

    start: _Gap = _GAPS.start_s
    notice: _Gap = _GAPS.notice_s
    title: _Gap | None = None
    clauses: _Gap = _GAPS.clauses_s
    sentences: _Gap = _GAPS.sentences_s
    paragraphs: _Gap = _GAPS.paragraphs_s
    turns: _Gap = _GAPS.turns_s
    chapters: _Gap = _GAPS.chapters_s
    sounds: _Gap = _GAPS.sounds_s
    end: _Gap = _GAPS.end_s


class SoundEntry(Strict):
    """A sound of the show's, and how it is heard."""

    file: Text
    level: Annotated[float, _decibels(-30, 3)] = 0.0
    length: Annotated[float, _length(0.2, 120)] | None = None
    fade_in: _Fade | None = None
    fade_out: _Fade | None = None


class BedEntry(Strict):
    """Music under the first words."""

    file: Text
    level: Annotated[float, _decibels(-40, -12)] = BED_LEVEL_LU
    under: Literal["notice", "lead"] = "lead"


def _file_by_name(value: object) -> object:
    return {"file": value} if isinstance(value, str) else value


_Sound = Annotated[SoundEntry, BeforeValidator(_file_by_name)]


class SoundsEntry(Strict):
    """What is heard around the words."""

    intro: _Sound | None = None
    outro: _Sound | None = None
    chapter_sting: _Sound | None = None
    bed: Annotated[BedEntry, BeforeValidator(_file_by_name)] | None = None


def gaps_of(entry: GapsEntry) -> Gaps:
    """The gaps, in seconds."""
    return Gaps(**{f"{name}_s": length_s for name, length_s in entry.model_dump().items()})


def sound_of(entry: SoundsEntry) -> SoundSettings:
    """The sounds around the words."""
    return SoundSettings(
        intro=_sound_file(entry.intro),
        outro=_sound_file(entry.outro),
        chapter_sting=_sound_file(entry.chapter_sting),
        bed=SoundFile(path=entry.bed.file, level_lu=entry.bed.level) if entry.bed else None,
        bed_under=entry.bed.under if entry.bed else "lead",
    )


def _sound_file(entry: SoundEntry | None) -> SoundFile | None:
    if entry is None:
        return None
    return SoundFile(
        path=entry.file,
        level_lu=entry.level,
        length_s=entry.length,
        fade_in_s=entry.fade_in,
        fade_out_s=entry.fade_out,
    )
