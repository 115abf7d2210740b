"""Downloading voices: whole or not at all, whatever the server does."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from file_server import Fault, FileServer
from narrator.errors import EngineBusy, EngineError
from narrator.speech.engines.kokoro import catalogue
from narrator.speech.engines.kokoro.catalogue import Pack, PackFile
from narrator.speech.engines.kokoro.install import MIRROR_VARIABLE, install, installed
from narrator.speech.engines.kokoro.styles import styles_in
from narrator.standards.user_cache import FOLDER_VARIABLE

NETWORK = bytes(range(256)) * 4000


def voices_file(**arrays: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


VOICES = voices_file(zf_900=np.zeros((510, 1, 256), np.float32), zm_901=np.ones((510, 1, 256), np.float32))
FILES = {"network.onnx": NETWORK, "voices.bin": VOICES}


def pack(url: str, voices: bytes = VOICES) -> Pack:
    def described(name: str, content: bytes) -> PackFile:
        digest = hashlib.sha256(content).hexdigest()
        return PackFile(name=name, url=f"{url}/{name}", bytes=len(content), sha256=digest)

    return Pack(
        name="village",
        alphabet="v1.1-zh",
        network=described("network.onnx", NETWORK),
        voices=described("voices.bin", voices),
        licence="CC0-1.0",
        origin="nobody",
    )


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.delenv(MIRROR_VARIABLE, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return tmp_path / "cache"


def fetched(server: FileServer, **settings: object) -> Path:
    return install("village", packs=[pack(server.url)], wait=lambda _: None, **settings)  # type: ignore[arg-type]


def is_whole(folder: Path) -> bool:
    return all((folder / name).read_bytes() == content for name, content in FILES.items())


def test_installed_pack_is_whole_and_found() -> None:
    with FileServer(FILES) as server:
        folder = fetched(server)
        assert is_whole(folder)
        assert installed(pack(server.url)) == folder
    assert sorted(styles_in(folder / "voices.bin")) == ["zf_900", "zm_901"]


def test_installing_again_downloads_nothing() -> None:
    with FileServer(FILES) as server:
        fetched(server)
        before = len(server.asked)
        fetched(server)
        assert len(server.asked) == before


def test_damaged_file_is_downloaded_again() -> None:
    with FileServer(FILES) as server:
        folder = fetched(server)
        (folder / "network.onnx").write_bytes(bytes(len(NETWORK)))
        assert is_whole(fetched(server))


def test_download_that_breaks_off_goes_on_where_it_stopped() -> None:
    with FileServer(FILES, iter([Fault.BREAKS_OFF] * 5)) as server:
        assert is_whole(fetched(server))
    starts = [int(wanted.removeprefix("bytes=").rstrip("-")) for _, wanted in server.asked if wanted]
    assert starts[:5] == sorted(set(starts[:5]))


@pytest.mark.parametrize(
    "faults",
    [
        [Fault.BREAKS_OFF, Fault.IGNORES_RANGE],
        [Fault.UNAVAILABLE, Fault.UNAVAILABLE],
        [Fault.BREAKS_OFF, Fault.UNAVAILABLE, Fault.BREAKS_OFF],
    ],
)
def test_what_a_server_gets_wrong_once_in_a_while_is_got_over(faults: list[Fault]) -> None:
    with FileServer(FILES, iter(faults)) as server:
        assert is_whole(fetched(server))


def test_download_that_was_given_up_is_resumed_by_the_next_command() -> None:
    gives_up = chain([Fault.BREAKS_OFF], repeat(Fault.UNAVAILABLE, 4))
    with FileServer(FILES, gives_up) as server:
        with pytest.raises(EngineBusy, match="breaks off") as caught:
            fetched(server)
        assert "again" in caught.value.hint
        assert installed(pack(server.url)) is None
        before = len(server.asked)
        assert is_whole(fetched(server))
        assert server.asked[before][1] == f"bytes={len(NETWORK) // 2}-"


@pytest.mark.parametrize("fault", [Fault.WRONG_BYTES, Fault.WRONG_LENGTH, Fault.TOO_LONG, Fault.NOT_FOUND])
def test_wrong_file_is_an_error_and_leaves_nothing(cache: Path, fault: Fault) -> None:
    with FileServer(FILES, repeat(fault)) as server, pytest.raises(EngineError) as caught:
        fetched(server)
    assert not isinstance(caught.value, EngineBusy)
    assert "--mirror" in caught.value.hint
    assert [path for path in cache.rglob("*") if path.is_file() and path.stat().st_size] == []


def test_bytes_of_another_file_are_not_built_upon(cache: Path) -> None:
    leftover = cache / "kokoro/village/network.onnx.part"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"of an older release" * 100)
    with FileServer(FILES) as server:
        assert is_whole(fetched(server))


def test_no_server_at_all_is_an_error_worth_another_try() -> None:
    with pytest.raises(EngineBusy, match=r"127\.0\.0\.1"):
        install("village", packs=[pack("http://127.0.0.1:1")], wait=lambda _: None)


def test_mirror_is_asked_instead_by_argument_and_by_environment(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    with FileServer(FILES) as server:
        elsewhere = [pack("http://127.0.0.1:1")]
        assert is_whole(install("village", packs=elsewhere, mirror=server.url))
        monkeypatch.setenv(FOLDER_VARIABLE, str(cache / "second"))
        monkeypatch.setenv(MIRROR_VARIABLE, f"{server.url}/")
        assert is_whole(install("village", packs=elsewhere))


def test_mirror_can_be_a_folder(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with pytest.raises(EngineError, match=r"has no network\.onnx"):
        install("village", packs=[pack("http://127.0.0.1:1")], mirror=str(disk))
    for name, content in FILES.items():
        (disk / name).write_bytes(content)
    assert is_whole(install("village", packs=[pack("http://127.0.0.1:1")], mirror=str(disk)))


def test_progress_counts_all_bytes_of_all_files() -> None:
    seen: list[tuple[int, int]] = []
    with FileServer(FILES) as server:
        fetched(server, progress=lambda _, done, whole: seen.append((done, whole)))
    whole = len(NETWORK) + len(VOICES)
    assert seen == sorted(seen)
    assert seen[-1] == (whole, whole)


def test_two_who_install_at_once_both_end_up_with_a_whole_pack() -> None:
    folders: list[Path] = []
    with FileServer(FILES) as server:
        threads = [Thread(target=lambda: folders.append(fetched(server))) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [is_whole(folder) for folder in folders] == [True, True]


def test_pack_that_nobody_knows_is_an_error_that_lists_the_packs() -> None:
    with pytest.raises(EngineError, match="kokoro-xx") as caught:
        install("kokoro-xx")
    assert "kokoro-zh" in caught.value.hint


def test_release_is_addressed_over_https_and_by_digest() -> None:
    for file in (catalogue.KOKORO_ZH.network, catalogue.KOKORO_ZH.voices):
        assert file.url.startswith("https://")
        assert file.url.endswith(f"/{file.name}")
        assert len(bytes.fromhex(file.sha256)) == 32


# Voices that are none.


class _Runs:
    def __reduce__(self) -> tuple[object, ...]:
        return (pytest.fail, ("code in a file of voices was run",))


def not_voices() -> Iterator[bytes]:
    yield b""
    yield b"PK no archive"
    yield pickle.dumps(_Runs())
    yield voices_file(zf_900=np.zeros((3, 256), np.float32))
    yield voices_file(zf_900=np.zeros((510, 256), np.int32))
    array = np.empty(1, object)
    array[0] = _Runs()
    yield voices_file(zf_900=array)


@pytest.mark.parametrize("content", [*not_voices()])
def test_file_that_is_no_voices_is_an_error_and_runs_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "voices.bin"
    path.write_bytes(content)
    with pytest.raises(EngineError, match=r"voices\.bin has no voices"):
        styles_in(path)
