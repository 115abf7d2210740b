"""The output folder: written whole or not at all, by one run at a time.

An episode is written into a folder beside the one it replaces, and takes its name in one step. Whatever a run
that was killed left behind is put right by the next one that takes the lock.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from narrator.errors import OutputError
from narrator.library.swap import exchange, exchange_in_two_steps, rename
from narrator.messages import Message, system_reason, tr
from narrator.published.output_folder import MANIFEST
from narrator.standards.byte_source import ByteSource

_LOCK, _NEW, _OLD, _ASIDE = ".lock", ".new-", ".old-", ".aside-"

_log = logging.getLogger(__name__)

LOCK_WAIT_S = 120.0
"""Writing takes a second or two; who waits longer than this waits for something that is stuck."""


@contextlib.contextmanager
def writing(output: Path) -> Iterator[None]:
    """Alone in the output folder, after what dead runs left there has been put right.

    Raises:
        OutputError: the folder cannot be written, is full, or another run does not let go of it.
    """
    with _translated(output):
        output.mkdir(parents=True, exist_ok=True)
        lock = FileLock(output / _LOCK, timeout=LOCK_WAIT_S, mode=0o644)
        try:
            lock.acquire()
        except Timeout as error:
            raise OutputError(
                tr(
                    "another run has been writing to {output} for {lock_wait_s:.0f} s",
                    output=output,
                    lock_wait_s=LOCK_WAIT_S,
                ),
                hint=tr("wait for it, or give this one an --output of its own"),
            ) from error
    try:
        with _translated(output):
            _put_right(output)
        yield
    finally:
        lock.release()


def replace_folder(output: Path, name: str, files: Mapping[str, bytes | ByteSource]) -> Path:
    """Put an episode's folder in place of the one of that name, if any; call it inside `writing`.

    Raises:
        OutputError: the folder that is there is none of ours.
    """
    target = output / name
    _log.info("%s %s, %d files", "replacing" if target.exists() else "writing", target, len(files))
    _refuse_what_is_not_ours(target)
    fresh = output / f"{_NEW}{name}-{secrets.token_hex(4)}"
    try:
        with _translated(output):
            fresh.mkdir()
            for file, content in files.items():
                _write_through(fresh / file, content)
            _sync_folder(fresh)
            _take_name(fresh, target, output / f"{_OLD}{name}")
            _sync_folder(output)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return target


def adopt_folder(output: Path, name: str, fresh: Path) -> Path:
    """Put an episode's folder that stands elsewhere on the same disk in place of the one of that name, in one step.

    Call it inside `writing`.

    Raises:
        OutputError: the folder that is there is none of ours.
    """
    target = output / name
    _refuse_what_is_not_ours(target)
    with _translated(output):
        _take_name(fresh, target, output / f"{_OLD}{name}")
        _sync_folder(output)
    return target


def _refuse_what_is_not_ours(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not (target / MANIFEST).is_file()):
        raise OutputError(
            tr("{target} is there and is no episode", target=target),
            hint=tr("move it away, or give another folder with --output"),
        )


def _take_name(fresh: Path, target: Path, old: Path) -> None:
    if not target.exists():
        rename(fresh, target)
    elif not exchange(fresh, target):
        # _put_right brings the old one back if this run dies between the steps.
        exchange_in_two_steps(fresh, target, old)
        shutil.rmtree(old, ignore_errors=True)


def replace_files(output: Path, files: Mapping[str, bytes]) -> None:
    """Put each file in place of the one of that name in one step; call it inside `writing`."""
    with _translated(output):
        for name, content in files.items():
            target = output / name
            if target.is_file() and target.read_bytes() == content:
                continue
            aside = output / f"{_ASIDE}{name}"
            try:
                _write_through(aside, content)
                rename(aside, target)
            finally:
                aside.unlink(missing_ok=True)
        _sync_folder(output)


def remove_files(output: Path, names: Sequence[str]) -> None:
    """Remove files that are no longer part of the site; call it inside `writing`."""
    with _translated(output):
        for name in names:
            (output / name).unlink(missing_ok=True)


def _put_right(output: Path) -> None:
    for entry in sorted(_left_over(output)):
        if entry.name.startswith(_OLD):
            target = output / entry.name.removeprefix(_OLD)
            if target.exists():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                rename(entry, target)
        elif entry.name.startswith(_NEW):
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.name.startswith(_ASIDE):
            entry.unlink(missing_ok=True)


def _left_over(output: Path) -> Sequence[Path]:
    with os.scandir(output) as found:
        return [output / entry.name for entry in found if entry.name.startswith((_OLD, _NEW, _ASIDE))]


def _write_through(path: Path, content: bytes | ByteSource) -> None:
    with path.open("wb") as file:
        file.writelines([content] if isinstance(content, bytes) else content.pieces())
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there; NTFS journals its renames
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # file systems without it
            raise
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _translated(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            tr("cannot write to {output}: {error}", output=output, error=_reason(error)), hint=_cure(error)
        ) from error


def _reason(error: OSError) -> Message:
    if error.filename:
        return tr("{reason} ({path})", reason=system_reason(error), path=error.filename)
    return system_reason(error)


def _cure(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return tr("make room on the disk; the last good episode is still there")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return tr("allow writing there, or give another folder with --output")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return tr("a file stands where a folder should be: move it away, or give another folder with --output")
    return tr("give another folder with --output")
