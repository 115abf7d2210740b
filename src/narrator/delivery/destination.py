"""A place for published files, through fsspec: a folder, S3 and what speaks it, SFTP, WebDAV."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from narrator.delivery.headers import cache_control
from narrator.errors import MissingExtra, NarratorError, OutputError
from narrator.messages import Message, tr
from narrator.standards.media_types import media_type

_EXTRAS: Final[Mapping[str, str]] = {"s3": "s3", "sftp": "sftp", "ssh": "sftp", "webdav": "webdav"}
"""By scheme, the extra that installs what speaks it."""
_BY_RENAMING = ("file", "sftp")
"""Where a file is written under another name first, so that nobody reads half of it; the others put it whole."""
_SEVERAL_AT_ONCE = ("s3", "gcs", "abfs", "memory")
_UNFINISHED = ".narrator-part"


class Destination:
    """Files by relative name, with `/` between folders."""

    def __init__(self, url: str, files: Any, root: str) -> None:
        self.url = _without_password(url)
        self._files = files
        self._root = root.rstrip("/")
        protocol = files.protocol
        self._kind = _kind(protocol if isinstance(protocol, str) else protocol[0])
        self._folders: set[str] = set()

    @property
    def puts_at_once(self) -> int:
        """How many files may be put at the same time."""
        return 8 if self._kind in _SEVERAL_AT_ONCE else 1

    def read(self, name: str) -> bytes | None:
        """What the file holds; None when there is no such file."""
        with self._translated(tr("read"), name):
            try:
                return bytes(self._files.cat_file(self._path(name)))
            except FileNotFoundError:
                return None

    def put(self, name: str, file: Path) -> None:
        """Put a file in place of the one of that name, whole, with its type and how long it holds."""
        with self._translated(tr("write"), name):
            self._make_folder_of(name)
            aside = self._path(name) + (_UNFINISHED if self._kind in _BY_RENAMING else "")
            self._files.put_file(str(file), aside, **self._headers(name))
            if self._kind in _BY_RENAMING:
                self._files.mv(aside, self._path(name))

    def write(self, name: str, content: bytes) -> None:
        """Put a small file in place of the one of that name."""
        with self._translated(tr("write"), name):
            self._make_folder_of(name)
            self._files.pipe_file(self._path(name), content, **self._headers(name))

    def move(self, name: str, new: str) -> None:
        """Give a file another name, in place of the one that has it."""
        with self._translated(tr("write"), new):
            self._make_folder_of(new)
            self._files.mv(self._path(name), self._path(new))

    def remove(self, name: str) -> None:
        """Remove a file, and its folder with the last one in it; nothing if it is gone."""
        with self._translated(tr("remove"), name):
            with contextlib.suppress(FileNotFoundError):
                self._files.rm_file(self._path(name))
            folder = name.rpartition("/")[0]
            with contextlib.suppress(OSError, NotImplementedError):
                if folder and self._kind in ("file", "sftp", "webdav") and not self._files.ls(self._path(folder)):
                    self._files.rmdir(self._path(folder))

    def remove_folder(self, name: str) -> None:
        """Remove a folder with all that is in it; nothing if there is none."""
        with self._translated(tr("remove"), name), contextlib.suppress(FileNotFoundError):
            if self._files.exists(self._path(name)):
                self._files.rm(self._path(name), recursive=True)

    def names_in(self, pattern: str) -> tuple[str, ...]:
        """The names of the files that match, such as `*/episode.json`."""
        with self._translated(tr("list"), pattern):
            self._files.invalidate_cache()
            found = self._files.glob(self._path(pattern))
            return tuple(sorted(str(path)[len(self._root) :].lstrip("/") for path in found))

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if self._root or self._kind == "file" else name

    def _make_folder_of(self, name: str) -> None:
        folder = self._path(name).rpartition("/")[0]
        if self._kind != "s3" and folder and folder not in self._folders:
            self._files.makedirs(folder, exist_ok=True)
            self._folders.add(folder)

    def _headers(self, name: str) -> Mapping[str, Any]:
        if self._kind == "s3":
            return {"ContentType": media_type(name), "CacheControl": cache_control(name)}
        if self._kind == "gcs":
            fixed = {"cache_control": cache_control(name)}
            return {"content_type": media_type(name), "fixed_key_metadata": fixed}
        return {}

    @contextlib.contextmanager
    def _translated(self, verb: Message, name: str) -> Iterator[None]:
        try:
            yield
        except NarratorError:
            raise
        except Exception as error:  # every backend raises its own
            what, reason = f"{self.url.rstrip('/')}/{name}", _reason(error)
            raise OutputError(
                tr("cannot {verb} {name}: {reason}", verb=verb, name=what, reason=reason),
                hint=_CURE.get(self._kind, _CURE_ANY),
            ) from error


_CURE_ANY = tr("check the address, and whether you may write there; what was put is kept for the next run")
_CURE = {
    "s3": tr(
        "check bucket, region and keys (AWS_ACCESS_KEY_ID …, AWS_ENDPOINT_URL or `publish: options:` in voices.yaml)"
    ),
    "sftp": tr("check host and user: `ssh` has to get there; your key comes from the SSH agent or ~/.ssh"),
    "webdav": tr("check the address and the password (webdav://user:password@host/folder)"),
}


def is_remote(destination: str) -> bool:
    """Whether it is an address rather than a folder of this machine."""
    return "://" in destination and not destination.startswith(("file://", "local://"))


def reach(url: str, options: Mapping[str, Any] | None = None) -> Destination:
    """The place at the address; nothing is sent yet.

    Args:
        url: `s3://bucket/prefix`, `sftp://user@host/folder`, `webdav://host/folder`, or a folder.
        options: for fsspec's file system of that scheme, such as `endpoint_url`.

    Raises:
        MissingExtra: what speaks this scheme is not installed.
        OutputError: there is no such scheme, or the place does not answer.
    """
    import fsspec

    scheme = urlsplit(url).scheme if "://" in url else "file"
    try:
        if scheme.partition("+")[0] == "webdav":
            files, root = _webdav(url, options or {})
        else:
            given = _merged(_defaults(_kind(scheme)), options or {})
            files, root = fsspec.core.url_to_fs(url, skip_instance_cache=True, **given)
        # Several helpers may put files at once, and what others put is seen: nothing is remembered of the listing.
        return Destination(url, files, str(root))
    except ImportError as error:
        extra = _EXTRAS.get(scheme.partition("+")[0])
        if extra is None:
            raise OutputError(
                tr("{scheme}:// needs a package: {error}", scheme=scheme, error=error),
                hint=tr("install it beside narrator"),
            ) from error
        raise MissingExtra(extra, tr("publishing to {scheme}://", scheme=scheme)) from error
    except Exception as error:  # every backend raises its own
        hint = _CURE.get(_kind(scheme), tr("publish to a folder, s3://, sftp:// or webdav://"))
        raise OutputError(
            tr("cannot reach {url}: {error}", url=_without_password(url), error=_reason(error)), hint=hint
        ) from error


_S3 = {
    # OSS, COS and older MinIO refuse the checksums that newer AWS libraries add unasked.
    "config_kwargs": {
        "request_checksum_calculation": "when_required",
        "response_checksum_validation": "when_required",
    },
    "use_listings_cache": False,
}


def _defaults(kind: str) -> Mapping[str, Any]:
    if kind == "sftp":
        from narrator.delivery.host_keys import KnownHostsOnly

        return {"host_key_policy": KnownHostsOnly()}
    return _S3 if kind == "s3" else {}


def _merged(defaults: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**defaults, **given}
    for key, value in defaults.items():
        if isinstance(value, dict) and isinstance(given.get(key), dict):
            merged[key] = {**value, **given[key]}
    return merged


def _webdav(url: str, options: Mapping[str, Any]) -> tuple[Any, str]:
    from webdav4.fsspec import WebdavFileSystem

    parts = urlsplit(url)
    plain = parts.scheme == "webdav+http"
    host = parts.netloc.rpartition("@")[2]
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    given = {"auth": auth, **options}
    return WebdavFileSystem(f"{'http' if plain else 'https'}://{host}/", **given), parts.path.strip("/")


def _kind(protocol: str) -> str:
    first = protocol.partition("+")[0]
    return {"s3a": "s3", "gs": "gcs", "local": "file", "ssh": "sftp"}.get(first, first)


def _without_password(url: str) -> str:
    parts = urlsplit(url) if "://" in url else None
    if parts is None or parts.password is None:
        return url
    return parts._replace(netloc=f"{parts.username}@{parts.netloc.rpartition('@')[2]}").geturl()


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
