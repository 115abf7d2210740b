"""One page of many, as a task that any process can do: made aside, whole, for somebody else to put in its place."""

from __future__ import annotations

import hashlib
import shutil
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from narrator.article import fetched
from narrator.delivery import reach
from narrator.errors import NarratorError
from narrator.messages import tr
from narrator.model import Progress
from narrator.pipeline.made_from import fetched_stamp, is_address
from narrator.pipeline.make import EpisodeResult, make_episode
from narrator.pipeline.options import MakeOptions, PageOptions, PublishOptions, SoundOptions
from narrator.published.output_folder import MANIFEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Where a worker of another machine brings an episode."""

    url: str
    options: Mapping[str, object]
    folder: str
    """Of the destination: what is not in its place yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTask:
    """A page that is to be made."""

    number: int
    """Its place among the pages of the run."""
    source: str
    page: PageOptions
    sound: SoundOptions
    publishing: PublishOptions
    """Its output is the folder in which episodes are made aside."""
    voices: Path | None
    known: Mapping[str, bytes] = field(default_factory=dict)
    """episode.json by folder of the episodes that decide its name: its own of an earlier run, or a namesake's."""
    upload: Upload | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMade:
    """An episode that stands aside, whole."""

    number: int
    slug: str
    manifest: bytes
    """Its episode.json."""
    folder: Path
    """Where it stands on the machine that made it."""
    uploaded: str | None
    """Where it stands at the destination instead."""
    digests: Mapping[str, str]
    """By file, SHA-256."""
    stamp: str | None
    """Of the page as it was fetched; None for files, which whoever asked for it reads too."""
    final: bool
    """Whether making it again from the same would give the same."""
    named: tuple[str, ...]
    """The files that the voices file names."""
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFailed:
    """A page that could not be made, and why."""

    number: int
    message: str
    hint: str
    exit_code: int
    warnings: tuple[str, ...] = ()


PageResult = PageMade | PageFailed


def make_page(task: PageTask, step: Progress | None = None) -> PageResult:
    """The page as an episode that stands aside, or why not: whatever goes wrong is this page's alone."""
    warnings: list[str] = []
    aside = task.publishing.output / f"{task.number}-{uuid4().hex[:8]}"
    try:
        for slug, manifest in task.known.items():
            (aside / slug).mkdir(parents=True, exist_ok=True)
            (aside / slug / MANIFEST).write_bytes(manifest)
        page = fetched(task.source, allow_private=task.page.allow_private) if is_address(task.source) else None
        publishing = replace(task.publishing, output=aside, site=False)
        options = MakeOptions(page=task.page, sound=task.sound, publishing=publishing, voices=task.voices)
        result = make_episode(task.source, options, fetched=page, warn=warnings.append, progress=step)
        return _made(task, result, fetched_stamp(page) if page else None, tuple(warnings))
    except NarratorError as error:
        failed = PageFailed(
            number=task.number, message=error.message, hint=error.hint, exit_code=error.exit_code, warnings=(*warnings,)
        )
    except Exception:  # noqa: BLE001 - a mistake of ours: it is told whole, and the other pages are made
        told = tr(
            "{source}: a mistake in narrator\n{format_exc}", source=task.source, format_exc=traceback.format_exc()
        )
        failed = PageFailed(
            number=task.number, message=told, hint=tr("report it, with the page"), exit_code=1, warnings=(*warnings,)
        )
    shutil.rmtree(aside, ignore_errors=True)
    return failed


def _made(task: PageTask, result: EpisodeResult, stamp: str | None, warnings: tuple[str, ...]) -> PageMade:
    folder = result.folder
    files = sorted(folder.iterdir(), key=lambda file: (file.name == MANIFEST, file.name))
    manifest = (folder / MANIFEST).read_bytes()
    digests = {file.name: _digest(file) for file in files}
    uploaded = None
    if task.upload is not None:
        uploaded = f"{task.upload.folder}/{folder.parent.name}"
        destination = reach(task.upload.url, task.upload.options)
        for file in files:
            destination.put(f"{uploaded}/{file.name}", file)
        shutil.rmtree(folder.parent, ignore_errors=True)
    return PageMade(
        number=task.number,
        slug=folder.name,
        manifest=manifest,
        folder=folder,
        uploaded=uploaded,
        digests=digests,
        stamp=stamp,
        final=result.final,
        named=result.named,
        warnings=warnings,
    )


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
