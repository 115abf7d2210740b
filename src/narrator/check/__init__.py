"""Whether what was published is fit to be: an episode, a feed, or the whole output folder."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from narrator.check.caption_timing import timing_faults
from narrator.check.feed_file import check_feed
from narrator.check.finding import Fault, Finding, Level, findings
from narrator.check.other_forms import export_faults
from narrator.check.pictures import picture_faults, preview_faults, title_faults
from narrator.check.sound_file import decoding_faults, file_faults, header_faults, loudness_faults
from narrator.check.tagged import (
    credentials_faults,
    is_signed,
    label_faults,
    notice_faults,
    page_faults,
    read_tags,
    tag_faults,
)
from narrator.check.text_files import coverage_faults, cue_faults, read, text_faults
from narrator.errors import OutputError
from narrator.messages import tr
from narrator.model import DecodedAudio, Manifest, Show
from narrator.published.cast_json import kept_from
from narrator.published.feed_entries import feed_faults
from narrator.published.output_folder import CAST, FEED, MANIFEST, episode_folders, load_manifest

_log = logging.getLogger(__name__)

__all__ = ["Finding", "Level", "check"]

Analyse = Callable[[bytes], DecodedAudio]
"""Decodes an MP3 whole and measures it."""

_AGAIN = tr("make the episode again")


def check(
    paths: Sequence[Path], *, analyse: Analyse, site_files: Sequence[str] = (), show: Show | None = None
) -> tuple[Finding, ...]:
    """Everything that was looked at, in order, and whether it is fit to publish.

    Args:
        paths: of episodes' folders, of feeds, or of output folders with all that is in them.
        analyse: decodes an MP3 whole and measures it.
        site_files: names of the files that the whole site shares.
        show: the show as it is in voices.yaml now; None when only the files count.
    """
    return tuple(finding for path in paths for finding in _check(path, analyse, site_files, show))


def _check(path: Path, analyse: Analyse, site_files: Sequence[str], show: Show | None) -> Iterator[Finding]:
    if not path.exists():
        yield Finding(
            level="error", what=tr("there is no such file or folder"), where=str(path), do=tr("check the path")
        )
    elif path.is_file():
        manifests, found = _manifests(path.parent)
        yield from found
        yield from check_feed(path, manifests)
    elif (path / MANIFEST).exists():
        yield from _check_episode(path, analyse)
    else:
        yield from _check_output(path, analyse, site_files, show)


def _check_output(output: Path, analyse: Analyse, site_files: Sequence[str], show: Show | None) -> Iterator[Finding]:
    folders = episode_folders(output)
    if not folders:
        yield Finding(
            level="error", what=tr("there is no episode"), where=str(output), do=tr("make one: narrator make PAGE")
        )
    for folder in folders:
        yield from _check_episode(folder, analyse)
    yield from findings(str(output), tr("the site's own files are there"), _site_faults(output, site_files))
    if (cast := output / CAST).is_file():
        yield from findings(str(cast), tr("it can be read who has which voice"), _cast_faults(cast))
    feed = output / FEED
    if feed.is_file():
        manifests, _ = _manifests(output)
        yield from check_feed(feed, manifests)
    else:
        do = tr("complete `show:` in voices.yaml, then: narrator feed --base-url ADDRESS")
        yield Finding(level="warning", what=tr("there is no feed"), where=str(feed), do=do)
    if show is not None:
        faults = (Fault(fault, tr("complete `show:` in voices.yaml"), "warning") for fault in feed_faults(show))
        yield from findings("voices.yaml, show", tr("the show is fit for a feed"), faults)


def _cast_faults(cast: Path) -> Iterator[Fault]:
    try:
        kept_from(cast.read_bytes(), CAST)
    except OutputError as error:
        yield Fault(error.message, error.hint)


def _site_faults(output: Path, site_files: Sequence[str]) -> Iterator[Fault]:
    for name in ("index.html", *site_files):
        if not (output / name).is_file():
            yield Fault(tr("{name} is missing", name=name), tr("rebuild it: narrator feed"))
    for entry in sorted(output.iterdir()):
        if entry.is_dir() and not entry.name.startswith(".") and not (entry / MANIFEST).is_file():
            what = tr("the folder {entry} is no episode and will be published with the others", entry=entry.name)
            yield Fault(what, tr("move it away if that is not meant"), "warning")
        if entry.name.startswith((".new-", ".old-", ".aside-")):
            what = tr("{entry} was left by a run that did not finish", entry=entry.name)
            yield Fault(what, tr("the next `narrator make` puts it right"), "warning")


def _manifests(output: Path) -> tuple[dict[str, Manifest], list[Finding]]:
    manifests, found = {}, []
    for folder in episode_folders(output):
        try:
            manifests[folder.name] = load_manifest(folder)
        except OutputError as error:
            found.append(Finding(level="error", what=error.message, where=str(folder), do=error.hint))
    return manifests, found


def _check_episode(folder: Path, analyse: Analyse) -> Iterator[Finding]:
    try:
        manifest = load_manifest(folder)
    except OutputError as error:
        yield Finding(level="error", what=error.message, where=str(folder), do=error.hint)
        return
    where, episode = str(folder), manifest.episode
    _log.info("checking %s", folder)
    yield from findings(where, tr("every file of the episode is there, under an ASCII name"), _files(folder, manifest))
    yield from findings(
        where, tr("all that is printed is either said or listed as not spoken"), coverage_faults(episode)
    )
    yield from findings(where, tr("every sentence has its words and its time"), cue_faults(episode))
    yield from findings(where, tr("the episode was spoken by the engine that was wanted"), _engine_faults(manifest))
    yield from findings(where, tr("a notice says at the beginning that it is synthetic"), notice_faults(episode))
    for name, fine, faults in text_faults(folder, manifest):
        yield from findings(str(folder / name), fine, faults)
    page = read(folder / manifest.files.get("page", "index.html"))
    if page is not None:
        yield from findings(str(folder / "index.html"), tr("the page says that it is synthetic"), page_faults(page))
    cover = folder / manifest.files.get("cover", "cover.jpg")
    if cover.is_file():
        picture = cover.read_bytes()
        yield from findings(str(cover), tr("the cover is what directories ask for"), picture_faults(picture))
        yield from findings(str(cover), tr("the cover shows the title whole"), title_faults(picture, episode.title))
    if preview := manifest.files.get("preview"):
        yield from findings(
            str(folder / preview), tr("links to it have a light picture"), preview_faults(folder / preview)
        )
    for export in manifest.exports:
        fine = tr("it is whole, and of this very episode")
        yield from findings(str(folder / export.file), fine, export_faults(folder, export, manifest))
    audio = folder / manifest.audio.file
    if audio.is_file():
        yield from _check_audio(audio, manifest, analyse)


def _check_audio(path: Path, manifest: Manifest, analyse: Analyse) -> Iterator[Finding]:
    mp3, where = path.read_bytes(), str(path)
    tags = read_tags(mp3)
    yield from findings(where, tr("the file is the one that episode.json describes"), file_faults(mp3, manifest))
    yield from findings(where, tr("its header says how long it is, as it is"), header_faults(mp3, manifest))
    yield from findings(where, tr("its tags and chapters are the episode's"), tag_faults(tags, manifest))
    yield from findings(where, tr("its label says that it is synthetic"), label_faults(tags, mp3, manifest))
    if is_signed(tags):
        yield from findings(where, tr("its C2PA credentials are those of its content"), credentials_faults(mp3))
    heard = analyse(mp3)
    yield from findings(where, tr("it decodes whole, to the sample"), decoding_faults(heard, manifest))
    yield from findings(where, tr("it is as loud as podcasts are"), loudness_faults(heard, manifest))
    fine = tr("captions stand where somebody is heard, and nowhere else")
    yield from findings(where, fine, timing_faults(heard, manifest))


def _files(folder: Path, manifest: Manifest) -> Iterator[Fault]:
    episode = manifest.episode
    if folder.resolve().name != episode.slug:
        yield Fault(
            tr("the folder is not called {slug}, as episode.json says", slug=episode.slug),
            tr("rename it back"),
            "warning",
        )
    for name in (manifest.audio.file, *manifest.files.values(), *(each.file for each in manifest.exports)):
        if not name.isascii() or "/" in name or "\\" in name or name.startswith("."):
            yield Fault(tr("{name!r} is no name that Apple accepts", name=name), _AGAIN)
        elif not (folder / name).is_file():
            yield Fault(tr("{name} is missing", name=name), _AGAIN)
        elif (folder / name).stat().st_size == 0:
            yield Fault(tr("{name} is empty", name=name), _AGAIN)


def _engine_faults(manifest: Manifest) -> Iterator[Fault]:
    episode = manifest.episode
    if episode.fallback is not None and not episode.accepted:
        what = tr(
            "it was spoken by the stand-in {engine} ({fallback}) and stays out of the feed",
            engine=episode.engine,
            fallback=episode.fallback,
        )
        yield Fault(what, tr("make it again when the service answers, or accept it as it is"), "warning")
