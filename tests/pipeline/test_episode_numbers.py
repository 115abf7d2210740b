"""Season and episode numbers on their way from a page, an option or voices.yaml into the feed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from narrator.cli import main
from narrator.model import Numbers
from narrator.pipeline import editable, script_of
from narrator.published.output_folder import load_manifest

VOICES = "show: {title: 河边谈话, description: 听河边的人谈水。, link: 'https://river.example/', season: 3}\n"
PAGE = (
    "---\ntitle: {title}\n{front}---\n\n**主持人：** 你好吗？\n\n**林知远：** 我很好，谢谢。\n\n**主持人：** 再见！\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "voices.yaml").write_text(VOICES, "utf-8")
    return tmp_path


def page(folder: Path, title: str, front: str = "") -> Path:
    path = folder / f"{title}.md"
    path.write_text(PAGE.format(title=title, front=front), "utf-8")
    return path


def make(*arguments: str | Path) -> Result:
    command = ["make", *map(str, arguments), "--engine", "tone"]
    return CliRunner(env={"COLUMNS": "100"}, catch_exceptions=False).invoke(main, command)


def numbers(done: Result) -> Numbers:
    assert done.exit_code == 0, done.output
    return load_manifest(Path(done.stdout.split()[-1])).episode.numbers


def test_option_goes_before_the_page_and_the_page_before_voices_yaml(folder: Path) -> None:
    assert numbers(make(page(folder, "a"))) == Numbers(season=3)
    assert numbers(make(page(folder, "b", "season: 2\nepisode: 7\n"))) == Numbers(season=2, episode=7)
    assert numbers(make(folder / "b.md", "--episode", "8")) == Numbers(season=2, episode=8)
    feed = etree.parse(folder / "output" / "feed.xml")
    said = feed.xpath("//item/podcast:season/text()", namespaces={"podcast": "https://podcastindex.org/namespace/1.0"})
    assert sorted(said) == ["2", "3"]


@pytest.mark.parametrize(
    "front", ["season: winter\n", "episode: S01E02\n", "episode: 0\n", "season: -1\n", "season:\n"]
)
def test_what_is_no_number_in_a_strangers_front_matter_is_none(folder: Path, front: str) -> None:
    assert script_of(str(page(folder, "a", front))).numbers == Numbers()


def test_numbers_stand_in_the_editable_script_and_come_back(folder: Path) -> None:
    script = script_of(str(page(folder, "a", "season: 2\nepisode: 7\n")))
    (folder / "a.script").write_text(editable(script), "utf-8")
    assert script_of("a.script").numbers == Numbers(season=2, episode=7)
    (folder / "a.script").write_text(editable(script).replace("episode: 7", "episode: seven"), "utf-8")
    done = make("a.script")
    assert done.exit_code == 4
    assert "episode is a whole number from 1" in done.stderr


def test_one_episodes_number_is_not_for_many(folder: Path) -> None:
    done = make(page(folder, "a"), page(folder, "b"), "--episode", "8")
    assert done.exit_code == 2
    assert "one episode" in done.stderr


def test_missing_producer_is_told_and_the_pages_publisher_is_one(folder: Path) -> None:
    assert "the label names no producer" in make(page(folder, "a")).stderr
    assert "producer" not in make(page(folder, "b", "publisher: 河边日报\n")).stderr
