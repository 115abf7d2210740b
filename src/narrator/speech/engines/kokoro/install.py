"""Downloading a pack of voices: resumed where it broke off, checked to the byte, there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import BinaryIO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from filelock import FileLock, Timeout

from narrator.errors import EngineBusy, EngineError
from narrator.messages import tr
from narrator.model import Progress
from narrator.speech.engines.kokoro.catalogue import PACKS, Pack, PackFile
from narrator.speech.engines.kokoro.kept_files import not_writable
from narrator.speech.engines.kokoro.styles import styles_in
from narrator.standards.user_cache import user_cache_folder

MIRROR_VARIABLE = "NARRATOR_VOICES_MIRROR"
"""An http(s) address or a folder that has the same files, by name."""

FRUITLESS_TRIES = 4
"""In a row without a byte, before the download is given up."""

SILENCE_S = 30.0
"""How long a server may send nothing."""

CHUNK = 1 << 18
_RANGE = re.compile(r"bytes (\d+)-")

Wait = Callable[[float], None]


class _WrongFileError(Exception):
    """What came is not the file that was asked for."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """Adds the bytes of one file to those of the files before it."""

    progress: Progress | None
    before: int
    whole: int

    def __call__(self, count: int) -> None:
        if self.progress:
            self.progress("download", self.before + count, self.whole)


def install(
    name: str,
    *,
    mirror: str | None = None,
    progress: Progress | None = None,
    packs: Sequence[Pack] = PACKS,
    wait: Wait = time.sleep,
) -> Path:
    """The folder with the pack's network and voices, downloaded where they are not there yet.

    A download that breaks off is resumed where it stopped, now or by the next call.

    Args:
        mirror: an http(s) address or a folder with the same files; None: `NARRATOR_VOICES_MIRROR`, else the release.
        progress: is called with "download", the bytes that are there, and all of them.

    Raises:
        EngineBusy: the server cannot be reached or breaks off again and again.
        EngineError: there is no such pack, the files are not the ones narrator knows, or there is no room.
    """
    pack = next((pack for pack in packs if pack.name == name), None)
    if pack is None:
        known = ", ".join(pack.name for pack in packs)
        raise EngineError(
            tr("there are no voices {name!r} to install", name=name), hint=tr("there are: {known}", known=known)
        )
    mirror = mirror or os.environ.get(MIRROR_VARIABLE) or None
    folder = folder_of(pack)
    wanted = (pack.network, pack.voices)
    whole = sum(file.bytes for file in wanted)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=5):
            done = 0
            for file in wanted:
                _fetch(file, folder, mirror, wait, _Counted(progress, before=done, whole=whole))
                done += file.bytes
            styles_in(folder / pack.voices.name)
    except Timeout as cause:
        raise EngineBusy(
            tr("{name} is being installed by another narrator", name=name), hint=tr("wait until it is done")
        ) from cause
    except OSError as cause:
        raise not_writable(folder, cause) from cause
    return folder


def folder_of(pack: Pack) -> Path:
    """Where the pack is or will be."""
    return user_cache_folder() / "kokoro" / pack.name


def installed(pack: Pack) -> Path | None:
    """The pack's folder, if all its files are there; they were checked when they came."""
    folder = folder_of(pack)
    for file in (pack.network, pack.voices):
        with suppress(OSError):
            if (folder / file.name).stat().st_size == file.bytes:
                continue
        return None
    return folder


def is_intact(path: Path, file: PackFile) -> bool:
    """Whether the bytes are the ones that narrator knows."""
    with suppress(OSError):
        return path.stat().st_size == file.bytes and _digest(path) == file.sha256
    return False


def _fetch(file: PackFile, folder: Path, mirror: str | None, wait: Wait, arrived: Callable[[int], None]) -> None:
    target = folder / file.name
    if is_intact(target, file):
        arrived(file.bytes)
        return
    url = _address(file, mirror)
    part = folder / f"{file.name}.part"
    resumed = part.is_file() and part.stat().st_size > 0
    try:
        _download(url, part, file, wait, arrived)
    except _WrongFileError:
        part.unlink(missing_ok=True)
        if not resumed:
            raise _wrong(file, url) from None
        # What was there before may have come from elsewhere.
        try:
            _download(url, part, file, wait, arrived)
        except _WrongFileError:
            part.unlink(missing_ok=True)
            raise _wrong(file, url) from None
    part.replace(target)


def _download(url: str, part: Path, file: PackFile, wait: Wait, arrived: Callable[[int], None]) -> None:
    """Fill `part` until it is the file."""
    fruitless = 0
    while (have := part.stat().st_size if part.is_file() else 0) < file.bytes:
        try:
            with _opened(url, have) as response, part.open("r+b" if have else "wb") as into:
                start = _start(response, have, file)
                into.seek(start)
                into.truncate()
                _copy(response, into, start, file, arrived)
        except HTTPError as cause:
            cause.close()
            if cause.code == 416:
                part.unlink(missing_ok=True)
            elif cause.code < 500 and cause.code not in (408, 429):
                raise EngineError(
                    tr("{url} answers HTTP {code}", url=url, code=cause.code),
                    hint=tr("name another source with --mirror or {mirror_variable}", mirror_variable=MIRROR_VARIABLE),
                ) from cause
        except (URLError, HTTPException, ConnectionError, TimeoutError):
            pass
        now = part.stat().st_size if part.is_file() else 0
        fruitless = 0 if now > have else fruitless + 1
        if fruitless >= FRUITLESS_TRIES:
            raise EngineBusy(
                tr(
                    "{hostname} breaks off again and again: {now:,} of {bytes:,} bytes came",
                    hostname=urlsplit(url).hostname or url,
                    now=now,
                    bytes=file.bytes,
                ),
                hint=tr(
                    "run the same command again: it goes on where it stopped; or name another source with --mirror"
                ),
            )
        if now < file.bytes:
            wait(min(2.0**fruitless, 8.0))
    if part.stat().st_size != file.bytes or _digest(part) != file.sha256:
        raise _WrongFileError


def _opened(url: str, have: int) -> HTTPResponse:
    headers = {"User-Agent": "narrator", "Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    response: HTTPResponse = urlopen(Request(url, headers=headers), timeout=SILENCE_S)  # noqa: S310 - see _address
    return response


def _start(response: HTTPResponse, have: int, file: PackFile) -> int:
    """From which byte on the response is; a server that ignores Range sends everything."""
    if getattr(response, "status", None) == 206:
        match = _RANGE.match(response.headers.get("Content-Range", ""))
        if not match or int(match[1]) > have:
            raise _WrongFileError
        return int(match[1])
    length = response.headers.get("Content-Length")
    if length is not None and length != str(file.bytes):
        raise _WrongFileError
    return 0


def _copy(response: HTTPResponse, into: BinaryIO, at: int, file: PackFile, arrived: Callable[[int], None]) -> None:
    while chunk := response.read1(CHUNK) if hasattr(response, "read1") else response.read(CHUNK):
        if at + len(chunk) > file.bytes:
            raise _WrongFileError
        into.write(chunk)
        at += len(chunk)
        arrived(at)


def _address(file: PackFile, mirror: str | None) -> str:
    """Where to get the file; only http, https and folders that the user named."""
    if mirror is None:
        return file.url
    if mirror.lower().startswith(("http://", "https://")):
        return f"{mirror.rstrip('/')}/{quote(file.name)}"
    local = Path(mirror) / file.name
    if not local.is_file():
        raise EngineError(
            tr("the mirror {mirror} has no {file}", mirror=mirror, file=file.name),
            hint=tr("a mirror is an http(s) address or a folder that has the release's files by name"),
        )
    return local.absolute().as_uri()


def _wrong(file: PackFile, url: str) -> EngineError:
    return EngineError(
        tr(
            "{url} is not the {file} that narrator knows ({bytes:,} bytes, sha256 {sha256}…)",
            url=url,
            file=file.name,
            bytes=file.bytes,
            sha256=file.sha256[:12],
        ),
        hint=tr(
            "nothing of it was kept; name another source with --mirror or {mirror_variable}",
            mirror_variable=MIRROR_VARIABLE,
        ),
    )


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
