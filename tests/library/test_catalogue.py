"""The catalogue: the feed and the front page of a long archive, without reading it again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from lxml import etree

from episode_samples import SHOW, episode
from narrator.model import AudioFile, Manifest
from narrator.pipeline.publish import refresh
from narrator.published.episode_json import manifest_json
from narrator.published.output_folder import CATALOGUE, FILES


def put(output: Path, number: int, title: str = "河口水文站") -> Path:
    slug = f"e{number:03}"
    one = episode(
        slug=slug,
        title=title,
        published=f"{2000 + number // 12}-{number % 12 + 1:02}-01",
        url=f"https://river.example/{number}",
    )
    sound = AudioFile(file=f"{slug}.mp3", bytes=1000, type="audio/mpeg", sha256="0" * 64, bitrate_kbps=64)
    (output / slug).mkdir(exist_ok=True)
    path = output / slug / "episode.json"
    path.write_text(manifest_json(Manifest(episode=one, audio=sound, label={}, files=dict(FILES))), "utf-8")
    return path


def titles(output: Path) -> list[str]:
    pages = [etree.fromstring(page.read_bytes()) for page in sorted(output.glob("feed*.xml"), reverse=True)]
    return [str(title) for page in pages for title in page.xpath("//item/title/text()")]


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("narrator.published.stretches.NEWEST_ITEMS", 10)
    monkeypatch.setattr("narrator.published.stretches.PAGE_ITEMS", 10)
    monkeypatch.setattr("narrator.pipeline.site_pages.FULL_TEXT_ITEMS", 5)
    for number in range(23):
        put(tmp_path, number)
    refresh(tmp_path, show=SHOW)
    return tmp_path


def written(output: Path) -> dict[str, tuple[int, int]]:
    pages = [*output.glob("feed*.xml"), *output.glob("index*.html"), *output.glob("cover.jpg")]
    return {page.name: (page.stat().st_ino, page.stat().st_mtime_ns) for page in pages}


def test_one_more_episode_writes_only_the_newest_pages(archive: Path) -> None:
    before = written(archive)
    put(archive, 23)
    refresh(archive, show=SHOW)
    after = written(archive)
    assert {name for name in after if after[name] != before.get(name)} == {"feed.xml", "index.html"}
    assert len(titles(archive)) == 24


def test_a_corrected_old_episode_is_corrected_on_its_page(archive: Path) -> None:
    put(archive, 3, title="改过的题目")
    refresh(archive, show=SHOW)
    assert "改过的题目" in (archive / "feed-1.xml").read_text("utf-8")
    assert "改过的题目" in (archive / "index-1.html").read_text("utf-8")


def test_a_removed_episode_is_gone_from_the_feed(archive: Path) -> None:
    shutil.rmtree(archive / "e022")
    refresh(archive, show=SHOW)
    assert len(titles(archive)) == 22
    assert "e022/" not in (archive / "index.html").read_text("utf-8")


@pytest.mark.parametrize("damage", [b"", b"no database at all", None])
def test_a_catalogue_that_is_damaged_or_gone_is_made_again(archive: Path, damage: bytes | None) -> None:
    before = {page.name: page.read_bytes() for page in archive.glob("*.xml")}
    if damage is None:
        (archive / CATALOGUE).unlink()
    else:
        (archive / CATALOGUE).write_bytes(damage)
    for page in archive.glob("feed*.xml"):
        page.write_bytes(b"<rss/>" if page.name != "feed.xml" else page.read_bytes())
    refresh(archive, show=SHOW)
    assert {page.name: page.read_bytes() for page in archive.glob("*.xml")} == before


def test_a_page_that_somebody_changed_is_written_again(archive: Path) -> None:
    before = (archive / "index-1.html").read_bytes()
    (archive / "index-1.html").write_text("changed by hand")
    refresh(archive, show=SHOW)
    assert (archive / "index-1.html").read_bytes() == before


def test_another_show_changes_every_page(archive: Path) -> None:
    refresh(archive, show=SHOW, base_url="https://elsewhere.example/")
    for page in archive.glob("feed*.xml"):
        assert b"https://river.example/talks/" not in page.read_bytes().replace(
            b"<link>https://river.example/talks/", b""
        )


def test_front_pages_lead_to_each_other(archive: Path) -> None:
    assert 'href="index-1.html"' in (archive / "index.html").read_text("utf-8")
    assert 'href="index.html"' in (archive / "index-1.html").read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="permissions are others there")
def test_names_with_halves_of_characters_do_no_harm(tmp_path: Path) -> None:
    path = put(tmp_path, 1)
    path.write_text(
        path.read_text("utf-8").replace("https://river.example/1", "https://river.example/\\ud800"), "utf-8"
    )
    (tmp_path / os.fsdecode(b"\xff\xfe")).mkdir()
    refresh(tmp_path, show=SHOW)
    assert len(titles(tmp_path)) == 1
