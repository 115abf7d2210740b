"""What an episode was made from, as a digest: while it stays the same, making the page again would change nothing.

Nothing heavy is imported here: an unchanged page is told before anything else is loaded.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from narrator.installed import code_digest, packages_digest
from narrator.model import Cast, KeptVoice, Settings
from narrator.pipeline.options import MakeOptions
from narrator.published.cast_json import kept_from
from narrator.published.output_folder import CAST, MANIFEST

if TYPE_CHECKING:
    from narrator.article import Fetched

_ENVIRONMENT: Final = ("NARRATOR_", "AZURE_", "OPENAI_", "SPEECH_", "ORT_")
"""How variables begin that decide what an engine says."""
_LANGUAGE: Final = "NARRATOR_LANG"
"""Of messages, not of episodes."""
_SAID_BY_CODE: Final = ("azure", "edge", "espeak", "openai", "tone")
"""Engines whose sound is decided by narrator's code, installed packages, settings and environment alone."""


def is_address(source: str) -> bool:
    """Whether it is a URL, not a file."""
    return "://" in source[:16]


def content_stamp(data: bytes) -> str:
    """Of a page's bytes."""
    return f"sha256 {hashlib.sha256(data).hexdigest()}"


def file_stamp(source: str) -> str | None:
    """Of a page's file; None where it cannot be read: whoever reads it says why."""
    try:
        with Path(source).open("rb") as file:
            return f"sha256 {hashlib.file_digest(file, 'sha256').hexdigest()}"
    except (OSError, ValueError):
        return None


def fetched_stamp(page: Fetched) -> str:
    """Of a page from the web: the server's own mark of its version, or its content."""
    return page.validator or content_stamp(page.data)


def validator_of(stamp: str | None) -> str:
    """The header by which the server can tell whether a page has changed since the stamp; empty where it cannot."""
    return stamp if stamp and stamp.startswith("If-") else ""


def inputs_digest(
    stamp: str,
    source: str,
    options: MakeOptions,
    *,
    named: Sequence[str],
    fingerprint: str | None,
    kept: Sequence[KeptVoice] = (),
) -> str:
    """Of all that decides an episode's files: it changes whenever they might.

    Args:
        stamp: of the page's content.
        named: the files that the voices file names, as it names them.
        fingerprint: of the engine, as `engine_fingerprint` gives it.
        kept: voices that the episode's people have in the output folder.
    """
    publishing = replace(
        options.publishing, output=Path(), cache=None, people=None
    )  # where it lies is none of its content
    decides = [
        stamp,
        source if is_address(source) else Path(source).name,
        asdict(options.page),
        asdict(options.sound),
        asdict(publishing),
        _voices_digest(options.voices),
        {name: _named_stamp(name) for name in named},
        fingerprint,
        [asdict(each) for each in kept],
        code_digest(),
        packages_digest(),
        sorted(pair for pair in os.environ.items() if pair[0].startswith(_ENVIRONMENT) and pair[0] != _LANGUAGE),
    ]
    return hashlib.sha256(json.dumps(decides, default=str).encode("utf-8", "surrogatepass")).hexdigest()


def _named_stamp(name: str) -> str | None:
    try:
        status = Path(name).stat()
    except (OSError, ValueError):
        return None
    return _stamp_of(name, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=32)
def _stamp_of(name: str, _size: int, _mtime_ns: int) -> str | None:
    """In a run of many pages, a show's music is not read for each of them."""
    return file_stamp(name)


def _voices_digest(voices: Path | None) -> str | None:
    """Of the voices file, the one in this folder if none is named; None: that of the package, which is code."""
    if voices is None and not Path("voices.yaml").is_file():
        return None
    return file_stamp(str(voices or "voices.yaml")) or "missing"


def engine_fingerprint(name: str, voices: Path | None) -> str | None:
    """What an engine says changes whenever it sounds different; None where the other inputs say it already.

    Raises:
        NarratorError: the engine is not there any more, or the voices file has mistakes.
    """
    if name in _SAID_BY_CODE:
        return None
    from narrator.settings import load_settings
    from narrator.speech import engine

    settings = load_settings(voices)
    return engine(name, settings.engine_options.get(name)).fingerprint


def files_named_in(settings: Settings) -> tuple[str, ...]:
    """The files that the voices file names, whatever for, as it names them."""
    plain = replace(settings, lexicon={}, cast=Cast(members={}, pool={}))  # which name none
    return tuple(sorted({text for text in _texts_in(asdict(plain)) if _is_file(text)}))


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts_in(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _texts_in(each)


def _is_file(name: str) -> bool:
    try:
        return bool(name) and Path(name).is_file()
    except (OSError, ValueError):  # a text that cannot be a path
        return False


def voices_kept(folder: Path, people: Sequence[str]) -> tuple[KeptVoice, ...]:
    """The voices that these people have in an output folder; what others have does not change theirs.

    Raises:
        OutputError: the file that says so is damaged.
    """
    path = folder / CAST
    known = kept_from(path.read_bytes(), str(path)) if path.is_file() else ()
    return tuple(each for each in known if not set(people).isdisjoint((each.name, *each.aliases)))


def settings_changed_since(moment_s: float, voices: Path | None, named: Sequence[str]) -> bool:
    """Whether the voices file, or a file that it names, was written or exchanged while an episode was made of it.

    Args:
        moment_s: since the epoch.
    """
    for name in (voices or "voices.yaml", *named):
        with suppress(OSError, ValueError):
            status = Path(name).stat()
            if max(status.st_mtime, status.st_ctime) >= moment_s:
                return True
    return False


def files_digest(folder: Path) -> str | None:
    """Of the names, sizes and times of an episode's files; None where it is no episode."""
    if not (folder / MANIFEST).is_file():
        return None
    found = []
    for path in sorted(folder.iterdir()):
        status = path.stat()
        found.append([path.name, status.st_size, status.st_mtime_ns])
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()
