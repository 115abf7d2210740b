"""Pages made by a cluster, and episodes that go to S3 at once."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from narrator.cli import main
from narrator.model import Manifest
from narrator.published.episode_json import manifest_from
from s3_server import s3_server

VOICES = """
show: {title: 河边谈话, description: 听河边的人谈水。, link: "https://river.example/talks/", language: zh-CN, category: News}
"""

pytestmark = pytest.mark.filterwarnings("ignore")  # what Dask and the AWS libraries warn of is theirs


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NARRATOR_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "voices.yaml").write_text(VOICES, "utf-8")
    (tmp_path / "pages").mkdir()
    for number in range(6):
        text = f"供水谈话\n\n2024年5月6日\n\n主持人：请问水厂建在第{number}条河边吗？\n林知远：是的。\n"
        (tmp_path / "pages" / f"p{number}.txt").write_text(text, "utf-8")
    return tmp_path / "pages"


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with s3_server(monkeypatch) as client:
        yield client


def make(*arguments: str | Path) -> Result:
    command = ["make", *map(str, arguments), "--engine", "espeak"]
    return CliRunner(env={"COLUMNS": "100"}, catch_exceptions=False).invoke(main, command)


def names_in(s3: Any, prefix: str) -> list[str]:
    return [
        each["Key"].removeprefix(prefix)
        for each in s3.list_objects_v2(Bucket="bucket", Prefix=prefix).get("Contents", [])
    ]


def content(s3: Any, name: str) -> bytes:
    body: bytes = s3.get_object(Bucket="bucket", Key=name)["Body"].read()
    return body


def episodes(s3: Any, prefix: str) -> dict[str, Manifest]:
    """Every episode there, each proved to be whole."""
    found = {}
    for name in names_in(s3, prefix):
        folder, _, file = name.partition("/")
        if file == "episode.json":
            manifest = manifest_from(content(s3, prefix + name).decode(), name)
            sound = content(s3, f"{prefix}{folder}/{manifest.audio.file}")
            assert hashlib.sha256(sound).hexdigest() == manifest.audio.sha256
            found[folder] = manifest
    return found


def test_episodes_go_to_s3_and_a_machine_that_knows_nothing_goes_on_from_there(
    pages: Path, s3: Any, tmp_path: Path
) -> None:
    run = (pages, "--output", "s3://bucket/talks", "--new-only")
    done = make(*run)
    assert done.exit_code == 0, done.output
    first = episodes(s3, "talks/")
    assert len(first) == 6
    assert content(s3, "talks/feed.xml").count(b"<item>") == 6
    assert not [name for name in names_in(s3, "talks/") if "incoming" in name or ".cache" in name]
    cast = content(s3, "talks/cast.json")
    assert "主持人" in cast.decode()
    shutil.rmtree(tmp_path / "cache")
    (pages / "p1.txt").write_text("另一次谈话\n\n主持人：请问建在哪里？\n林知远：河边。\n", "utf-8")
    done = make(*run)
    assert "1 made · 5 unchanged" in done.stderr
    assert content(s3, "talks/cast.json") == cast
    assert len(episodes(s3, "talks/")) in (6, 7)
    assert {slug: manifest for slug, manifest in episodes(s3, "talks/").items() if slug in first}.items() >= {
        slug: manifest for slug, manifest in first.items() if manifest.episode.source != "p1.txt"
    }.items()


@pytest.fixture
def cluster(pages: Path, s3: Any) -> Iterator[Any]:
    """A real cluster of two worker processes, in which S3 is known."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, scheduler_port=0
    ) as running:
        yield running


def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(
    cluster: Any, pages: Path, s3: Any, tmp_path: Path
) -> None:
    killed = threading.Event()

    def kill() -> None:
        while not names_in(s3, "talks/"):
            pass
        os.kill(next(iter(cluster.workers.values())).process.pid, signal.SIGKILL)
        killed.set()

    threading.Thread(target=kill, daemon=True).start()
    done = make(pages, "--cluster", cluster.scheduler_address, "--output", "s3://bucket/talks")
    assert done.exit_code == 0, done.output
    assert killed.wait(10)
    assert "6 made" in done.stderr
    by_cluster = episodes(s3, "talks/")
    assert {manifest.episode.source for manifest in by_cluster.values()} == {f"p{number}.txt" for number in range(6)}
    assert not [name for name in names_in(s3, "talks/") if "incoming" in name]
    # Whoever made them and in whatever order: the same names and the same bytes.
    here = tmp_path / "here"
    assert make(pages, "--output", here).exit_code == 0
    for name in names_in(s3, "talks/"):
        if not name.startswith("."):
            assert content(s3, f"talks/{name}") == (here / name).read_bytes(), name
    assert json.loads(content(s3, "talks/.narrator-published.json"))["files"].keys() == {
        name for name in names_in(s3, "talks/") if not name.startswith(".")
    }


def most_at_once(at_once: int, address: str) -> int:
    """How many of eight requests, sent from two workers at the same time, are under way together."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        spans = client.gather(
            [
                client.submit(_spans, at_once, number, pure=False, workers=[worker])
                for number, worker in enumerate(client.nthreads())
            ]
        )
    edges = sorted(
        (moment, step)
        for spans_of_one in spans
        for start, end in spans_of_one
        for moment, step in ((start, 1), (end, -1))
    )
    running, most = 0, 0
    for _, step in edges:
        running += step
        most = max(most, running)
    return most


def _spans(at_once: int, number: int) -> list[tuple[float, float]]:
    import time
    from concurrent.futures import ThreadPoolExecutor
    from functools import partial

    from distributed import get_worker

    from narrator.pipeline.cluster import _lease

    lease = partial(_lease, get_worker())

    def ask(_: int) -> tuple[float, float]:
        with lease("standin", at_once):
            began = time.time()
            time.sleep(0.2)
            return began, time.time()

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(ask, range(4)))


def test_requests_to_an_engine_elsewhere_share_one_limit_across_the_cluster(cluster: Any) -> None:
    assert most_at_once(3, cluster.scheduler_address) <= 3


def test_an_engine_of_this_machine_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    from narrator.speech import engine
    from narrator.speech.shared_limit import request_to, share_requests

    asked: list[str] = []

    def limit(name: str, at_once: int) -> AbstractContextManager[None]:
        asked.append(f"{name} {at_once}")
        return nullcontext()

    monkeypatch.setattr("narrator.speech.shared_limit._shared", [])
    share_requests(limit)
    for name in ("espeak", "edge"):
        with request_to(engine(name)):
            pass
    assert asked == ["edge 8"]


def test_a_cluster_that_does_not_answer_says_what_to_do(pages: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    import dask

    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
        done = make(pages, "--cluster", "tcp://127.0.0.1:9", "--output", tmp_path / "out")
    assert done.exit_code == 7
    assert "dask scheduler" in done.stderr
