from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.speech import FileStore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "CACHEDIR.TAG"]


def test_cache_returns_what_was_put(folder: Path) -> None:
    FileStore(folder).put("老街", b"sound")
    assert FileStore(folder).get("老街") == b"sound"


def test_cache_knows_nothing_else(folder: Path) -> None:
    store = FileStore(folder)
    assert store.get("never") is None
    store.put("a", b"1")
    assert store.get("b") is None


@given(st.dictionaries(st.text(), st.binary(max_size=200), max_size=8))
def test_cache_keeps_any_value_under_any_key(values: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = FileStore(Path(folder))
        for key, value in values.items():
            store.put(key, value)
        assert {key: store.get(key) for key in values} == values


@pytest.mark.parametrize("damage", ["cut short", "one bit", "emptied", "replaced"])
def test_cache_forgets_a_damaged_entry(folder: Path, damage: str) -> None:
    store = FileStore(folder)
    store.put("key", b"sound" * 1000)
    store.put("other", b"music" * 1000)
    path, other = files(folder)
    data = bytearray(path.read_bytes())
    match damage:
        case "cut short":
            path.write_bytes(data[:-1])
        case "one bit":
            data[len(data) // 2] ^= 1
            path.write_bytes(data)
        case "emptied":
            path.write_bytes(b"")
        case "replaced":
            path.write_bytes(other.read_bytes())
    assert sorted(map(bool, (store.get("key"), store.get("other")))) == [False, True]
    assert files(folder) == [other]


def test_cache_forgets_what_was_not_used_for_longest(folder: Path) -> None:
    store = FileStore(folder, max_bytes=3500)
    for age, key in enumerate(["oldest", "older", "newer"]):
        known = set(files(folder))
        store.put(key, b"x" * 1000)
        (added,) = set(files(folder)) - known
        os.utime(added, (time.time() - 1000 + age,) * 2)
    assert store.get("oldest") is not None  # used just now
    store.put("newest", b"x" * 1000)
    assert [key for key in ("oldest", "older", "newer", "newest") if store.get(key)] == ["oldest", "newer", "newest"]


def test_cache_stays_within_its_limit(folder: Path) -> None:
    store = FileStore(folder, max_bytes=10_000)
    for count in range(100):
        store.put(str(count), b"x" * 500)
        assert store.usage().bytes <= 10_000
    assert store.get("99") is not None


def test_cache_of_another_size_limit_makes_room_at_once(folder: Path) -> None:
    FileStore(folder).put("big", b"x" * 10_000)
    small = FileStore(folder, max_bytes=2000)
    small.put("small", b"x")
    assert small.usage().bytes <= 2000


def test_value_beyond_the_limit_is_not_kept(folder: Path) -> None:
    store = FileStore(folder, max_bytes=100)
    store.put("big", b"x" * 1000)
    assert store.get("big") is None


def test_cache_says_what_it_holds_and_clears_it(folder: Path) -> None:
    store = FileStore(folder)
    store.put("a", b"x" * 100)
    store.put("b", b"x" * 100)
    mine = folder / "notes.txt"
    mine.write_text("not the cache's")
    assert store.usage().entries == 2
    assert store.usage().bytes > 200
    assert store.clear().entries == 2
    assert store.usage().entries == 0
    assert files(folder) == [mine]


def test_usage_of_a_cache_that_was_never_used_is_nothing(folder: Path) -> None:
    assert FileStore(folder).usage().entries == 0
    assert FileStore(folder).clear().bytes == 0
    assert not folder.exists()


def test_cache_is_left_out_of_backups(folder: Path) -> None:
    FileStore(folder).put("a", b"1")
    assert (folder / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55")


def test_cache_that_cannot_be_written_does_nothing(tmp_path: Path) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file, where the folder should be")
    store = FileStore(in_the_way)
    store.put("a", b"1")
    assert store.get("a") is None
    assert store.usage().entries == 0


def test_cache_on_a_full_disk_does_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FileStore(folder)
    store.put("before", b"1")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    store.put("a", b"1")
    monkeypatch.undo()
    assert store.get("a") is None
    assert store.get("before") == b"1"
    assert not list(folder.rglob("*.part"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_cache_survives_a_disk_that_fills_up_in_the_middle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really_open = Path.open

    def open_full(self: Path, mode: str = "r", **rest: Any) -> Any:
        return really_open(Path("/dev/full"), "wb") if mode == "xb" else really_open(self, mode, **rest)

    monkeypatch.setattr(Path, "open", open_full)
    FileStore(folder).put("a", b"x" * 100_000)
    monkeypatch.undo()
    assert FileStore(folder).get("a") is None


def test_what_a_killed_process_left_is_cleared_away(folder: Path) -> None:
    store = FileStore(folder)
    store.put("a", b"1")
    left = files(folder)[0].with_suffix(".123.part")
    left.write_bytes(b"half")
    os.utime(left, (time.time() - 7200,) * 2)
    FileStore(folder).put("b", b"2")
    assert not left.exists()


def _put_many(folder: Path, worker: int) -> None:
    store = FileStore(folder, max_bytes=60_000)
    for count in range(150):
        key = str(count % 40)
        value = store.get(key)
        if value not in (None, key.encode() * 1000):
            sys.exit(1)
        store.put(key, key.encode() * 1000)


def test_cache_shared_by_processes_never_returns_a_wrong_value(folder: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_put_many, args=(folder, worker)) for worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert not list(folder.rglob("*.part"))
