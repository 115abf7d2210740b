"""What other people's programs make of what is published."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import published_readers as readers
from episode_samples import GUEST, HOST, SHOW, TALK, episode, measured, recording
from narrator.captions.timed_text import captions
from narrator.model import LabelSettings
from narrator.pipeline.publish import feed, publish

ONE = measured(episode())


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("output")
    publish(ONE, recording(ONE), folder, show=SHOW, label=LabelSettings())
    feed(folder, show=SHOW)
    return folder


@pytest.fixture
def folder(output: Path) -> Path:
    return output / ONE.slug


@pytest.fixture
def mp3(folder: Path) -> Path:
    return folder / f"{ONE.slug}.mp3"


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(bool(readers.missing([program])), reason=f"needs {program} (Debian)")


def npm(package: str) -> Path:
    found = readers.node_modules(package)
    if found is None:
        pytest.skip(f"needs {package} (npm install {package}; $NARRATOR_NODE_MODULES names its node_modules)")
    return found


def test_feedparser_reads_the_feed_without_a_complaint(output: Path) -> None:
    feedparser = pytest.importorskip("feedparser", reason="needs feedparser")
    read = feedparser.parse(str(output / "feed.xml"))
    assert not read.bozo
    assert read.feed.title == SHOW.title
    assert not read.feed.itunes_explicit
    (item,) = read.entries
    assert item.title == ONE.title
    assert item.enclosures[0].length == str((output / ONE.slug / f"{ONE.slug}.mp3").stat().st_size)
    assert item.published_parsed[:5] == (2024, 5, 6, 1, 30)
    assert TALK[2][1] in item.content[0].value


def test_podcast_index_reads_everything_that_the_feed_says(output: Path) -> None:
    read: dict[str, Any] = readers.partytime(output / "feed.xml", npm("podcast-partytime"))
    assert read["explicit"] is False
    assert read["locked"] is True
    assert read["medium"] == "podcast"
    assert read["guid"]
    assert read["license"]["identifier"] == "cc-by-4.0"
    assert read["itunesCategory"] == ["News > News Commentary"]
    (item,) = read["items"]
    assert item["duration"] == round(ONE.length / ONE.rate_hz)
    assert len(item["podcastTranscripts"]) == 3
    assert item["podcastChapters"]["type"] == "application/json+chapters"
    assert {(person["name"], person["role"]) for person in item["podcastPeople"]} == {(HOST, "Host"), (GUEST, "Guest")}


def test_w3c_parser_accepts_every_caption(folder: Path) -> None:
    errors, count = readers.webvtt_parser(folder / "captions.vtt", npm("webvtt-parser"))
    assert errors == []
    assert count == len(captions(ONE))


@pytest.mark.parametrize("name", ["captions.vtt", "captions.srt", "transcript.json"])
def test_reader_of_podcast_apps_takes_every_transcript(folder: Path, name: str) -> None:
    read = readers.transcriptator(folder / name, npm("transcriptator"))
    said = "".join(str(segment["body"]) for segment in read)
    assert all(text[:6] in said.replace("\n", "") for _, text in TALK)
    assert not re.search(r"NOTE|<\d\d:", said)


def test_strict_srt_parser_accepts_every_caption(folder: Path) -> None:
    srt = pytest.importorskip("srt", reason="needs srt")
    read = list(srt.parse((folder / "captions.srt").read_text("utf-8")))
    assert [each.index for each in read] == list(range(1, len(read) + 1))
    assert srt.compose(read).strip() == (folder / "captions.srt").read_text("utf-8").strip()


@needs("mp3val")
def test_mp3val_finds_nothing_wrong(mp3: Path) -> None:
    assert readers.mp3val(mp3) == []


@needs("ffprobe")
def test_ffprobe_shows_the_length_the_tags_and_the_chapters(mp3: Path) -> None:
    read: dict[str, Any] = readers.ffprobe(mp3)
    assert float(read["format"]["duration"]) == pytest.approx(ONE.length / ONE.rate_hz, abs=0.06)
    assert read["format"]["tags"]["title"] == ONE.title
    assert read["format"]["tags"]["AIGC"].startswith('{"Label":"1"')
    assert [chapter["tags"]["title"] for chapter in read["chapters"]] == [mark.title for mark in ONE.chapters]


@needs("eyeD3")
def test_eyed3_shows_the_tags_and_complains_of_none(mp3: Path) -> None:
    shown = readers.eyed3(mp3)
    assert "ID3 v2.3" in shown
    assert ONE.title in shown
    assert "AIGC" in shown
    assert not [
        line
        for line in shown.splitlines()
        if "eyed3" in line.lower() and ("warn" in line.lower() or "error" in line.lower())
    ]


@contextmanager
def served(output: Path) -> Iterator[str]:
    uvicorn = pytest.importorskip("uvicorn", reason="needs narrator[serve]")
    pytest.importorskip("starlette", reason="needs narrator[serve]")
    from narrator.preview import server as serve

    config = uvicorn.Config(serve.app(output), port=0, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    while not server.started and running.is_alive():
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    finally:
        server.should_exit = True
        running.join(10)


@needs("gpo")
def test_gpodder_subscribes_and_downloads_the_very_bytes(tmp_path: Path) -> None:
    output, home = tmp_path / "output", tmp_path / "gpodder"
    home.mkdir()
    publish(ONE, recording(ONE), output, show=SHOW, label=LabelSettings())
    with served(output) as address:
        feed(output, show=SHOW, base_url=address)
        readers.gpo(home, "subscribe", f"{address}feed.xml")
        assert ONE.title in readers.gpo(home, "episodes")
        readers.gpo(home, "download")
    # It says DONE on a 404 too: only the bytes tell.
    (downloaded,) = home.rglob("*.mp3")
    assert downloaded.read_bytes() == (output / ONE.slug / f"{ONE.slug}.mp3").read_bytes()
