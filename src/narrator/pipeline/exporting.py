"""Episodes that are there already, in other forms beside their MP3."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from narrator.artwork import small_cover
from narrator.errors import OutputError
from narrator.export import FORMS, Original, Report, digest_of, write_form
from narrator.library import replace_folder, writing
from narrator.messages import joined, tr
from narrator.model import Export, Form, Manifest, Progress, Show
from narrator.pipeline.episode_files import is_there
from narrator.pipeline.options import Warn, ignore
from narrator.pipeline.publish import refresh
from narrator.pipeline.stages import stage
from narrator.player import page, site_files
from narrator.published.episode_json import manifest_json
from narrator.published.feed_entries import address_of
from narrator.published.output_folder import FILES, MANIFEST, episode_folders, load_manifest
from narrator.settings import load_settings
from narrator.standards.byte_source import ByteSource


def export(
    paths: Sequence[Path],
    forms: Collection[Form],
    *,
    remove: Collection[Form] = (),
    voices: Path | None = None,
    base_url: str | None = None,
    warn: Warn = ignore,
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """The episodes in other forms too; the files, in order. The pages and the feed lead to them.

    What is there and was made from the same episode stays as it is.

    Args:
        paths: folders of episodes, or output folders with all their episodes.
        remove: forms that are to go.

    Raises:
        OutputError: some of the paths hold no episode, and nothing is written; or some of the files cannot be
            written, and the others are. All of them at once.
    """
    folders = _episodes(paths)
    show = load_settings(voices).show
    show = replace(show, base_url=base_url) if base_url else show
    written: list[Path] = []
    faults: list[OutputError] = []
    for folder in folders:
        try:
            manifest = set_exports(folder, forms, remove=remove, show=show, progress=progress)
        except OutputError as fault:
            faults.append(fault)
        else:
            written += [folder / each.file for each in manifest.exports if each.form in forms]
    for output in dict.fromkeys(folder.parent for folder in folders):
        if any((output / name).is_file() for name in site_files()):
            refresh(output, show=show, warn=warn)
    if faults:
        raise OutputError(joined("; ", (fault.message for fault in faults)), hint=faults[0].hint)
    return tuple(written)


def set_exports(
    folder: Path,
    forms: Collection[Form],
    *,
    remove: Collection[Form] = (),
    show: Show,
    progress: Progress | None = None,
) -> Manifest:
    """Write the episode's other forms into its folder, in one step; returns what episode.json says then.

    Raises:
        OutputError: the episode or one of its files cannot be read, or the folder cannot be written.
    """
    manifest = load_manifest(folder)
    kept = {each.form: each for each in manifest.exports if each.form not in remove}
    wanted = [form for form in FORMS if form in forms and not _is_current(folder, manifest, kept.get(form), form, show)]
    if not wanted and len(kept) == len(manifest.exports):
        return manifest
    with tempfile.TemporaryDirectory(prefix="narrator-") as aside:
        original = _original(folder, manifest, show)
        for form in wanted:
            with stage("export") as came:
                made = write_form(form, original, Path(aside) / f"{folder.name}.{form}", _report(form, progress))
                came(f"{made.file}, {made.bytes} bytes")
            kept[form] = made
        fresh = replace(manifest, exports=tuple(kept[form] for form in FORMS if form in kept))
        _put(folder, manifest, fresh, Path(aside), show)
    return fresh


def exported_forms(folder: Path) -> tuple[Form, ...]:
    """The forms that the folder's episode was exported as, if there is one."""
    try:
        return tuple(each.form for each in load_manifest(folder).exports)
    except OutputError:
        return ()


def _episodes(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    faults: list[str] = []
    for path in paths:
        own = [path] if (path / MANIFEST).is_file() else list(episode_folders(path))
        if not own:
            faults.append(tr("{path} is no episode and has none in it", path=path))
        # The folder's name counts, which `.` and `..` do not say.
        found += [folder if folder.name not in ("", "..") else folder.resolve() for folder in own]
    for folder in found:
        try:
            load_manifest(folder)
        except OutputError as fault:
            faults.append(fault.message)
    if faults:
        raise OutputError(
            joined("; ", faults), hint=tr("give folders of episodes, or the output folder that holds them")
        )
    return list(dict.fromkeys(found))


def _is_current(folder: Path, manifest: Manifest, there: Export | None, form: Form, show: Show) -> bool:
    return (
        there is not None
        and there.made_from == digest_of(form, manifest, show)
        and is_there(folder / there.file, there.bytes)
    )


def _original(folder: Path, manifest: Manifest, show: Show) -> Original:
    try:
        cover = (folder / manifest.files["cover"]).read_bytes()
        transcript = (folder / FILES["transcript_txt"]).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise OutputError(
            tr("{folder} is not whole: {cause}", folder=folder, cause=cause), hint=tr("make the episode again")
        ) from cause
    return Original(
        manifest=manifest,
        show=show,
        mp3=folder / manifest.audio.file,
        transcript=transcript,
        cover=cover,
        small_cover=small_cover(cover),
    )


def _report(form: Form, progress: Progress | None) -> Report | None:
    return None if progress is None else lambda done, total: progress(f"export {form}", done, total)


def _put(folder: Path, manifest: Manifest, fresh: Manifest, aside: Path, show: Show) -> None:
    """Put the episode's folder with its new exports in place of the one that is there, in one step."""
    output, gone = folder.parent, {each.file for each in manifest.exports}
    with writing(output):
        if load_manifest(folder) != manifest:
            raise OutputError(tr("{folder} was made again meanwhile", folder=folder), hint=tr("export it again"))
        files = {file.name: ByteSource.stored(file) for file in _plain_files(folder) if file.name not in gone}
        for each in fresh.exports:
            made = aside / each.file
            files[each.file] = ByteSource.stored(made if made.is_file() else folder / each.file)
        shown = replace(show, base_url=address_of(show, None))
        texts = {MANIFEST: manifest_json(fresh), fresh.files["page"]: page(fresh, shown)}
        replace_folder(output, folder.name, {**files, **{name: text.encode() for name, text in texts.items()}})


def _plain_files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.iterdir()) if file.is_file())
