"""Guests keep their voices from episode to episode, whoever makes them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from narrator.cli import main

VOICES = """
cast: {主持人: {role: host, gender: female, tone: high}}
pool: {tone: {female: [higher], male: [low, lower]}}
"""


def talk(*guests: str) -> str:
    lines = [f"{guest}：我是{guest}，在河边工作，他们都认识我。" for guest in guests]
    return "\n".join(
        ["河边谈话", "", "2024年5月6日", "", "主持人：请各位介绍自己，好吗？", *lines, "主持人：谢谢！", ""]
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "voices.yaml").write_text(VOICES, "utf-8")
    return tmp_path


def page(folder: Path, name: str, *guests: str) -> Path:
    path = folder / f"{name}.txt"
    path.write_text(talk(*guests), "utf-8")
    return path


def narrator(*arguments: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "100"}, catch_exceptions=False).invoke(main, list(map(str, arguments)))


def make(*pages: str | Path) -> Result:
    done = narrator("make", *pages, "--engine", "tone")
    assert done.exit_code == 0, done.output
    return done


def people(output: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((output / "cast.json").read_text("utf-8"))["people"]
    return found


def voices(folder: Path, slug: str) -> dict[str, str]:
    episode = json.loads((folder / "output" / slug / "episode.json").read_text("utf-8"))
    return {speaker["name"]: speaker["voice"] for speaker in episode["speakers"]}


def test_guest_of_two_pages_has_one_voice_and_another_guest_another(folder: Path) -> None:
    make(page(folder, "a", "林知远先生"))
    make(page(folder, "b", "周二先生", "林知遠"))
    assert {one["name"]: one["voice"] for one in people(folder / "output")} == {
        "主持人": "high", "林知远先生": "low", "周二先生": "lower",
    }  # fmt: skip


def test_episode_made_again_sounds_as_before_whoever_came_since(folder: Path) -> None:
    first, slug = page(folder, "a", "林知远先生"), "2024-05-06-he-bian-tan-hua"
    make(first)
    before = (folder / "output" / slug / f"{slug}.mp3").read_bytes()
    make(page(folder, "b", "周二先生"))
    make(first)
    assert (folder / "output" / slug / f"{slug}.mp3").read_bytes() == before


def test_guess_of_gender_is_said_as_a_guess_and_only_once(folder: Path) -> None:
    path = page(folder, "a", "林知远先生")
    assert "林知远先生 is taken for a man, which is a guess" in make(path).stderr
    assert "guess" not in make(path).stderr


def test_voice_that_was_removed_is_replaced_and_said(folder: Path) -> None:
    path = page(folder, "a", "林知远先生")
    make(path)
    (folder / "voices.yaml").write_text(VOICES.replace("low, ", ""), "utf-8")
    said = make(path).stderr
    assert "林知远先生 had the voice low here" in said
    assert "lower speaks instead" in said
    assert "instead" not in make(path).stderr


def test_two_runs_at_once_give_no_voice_twice(folder: Path) -> None:
    paths = [page(folder, f"p{n}", f"林{name}先生") for n, name in enumerate("一二三")]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(make, paths))
    found = people(folder / "output")
    assert sorted(one["name"] for one in found) == sorted(["主持人", "林一先生", "林二先生", "林三先生"])
    assert len({(one["voice"], one.get("pitch_hz")) for one in found}) == 4


def test_dry_run_says_the_kept_voice_and_keeps_nothing(folder: Path) -> None:
    make(page(folder, "a", "林知远先生"))
    before = (folder / "output" / "cast.json").read_bytes()
    done = narrator("make", page(folder, "b", "周二先生", "林知远"), "--engine", "tone", "--dry-run")
    assert "林知远  low" in done.output
    assert (folder / "output" / "cast.json").read_bytes() == before


def test_damaged_file_is_told_and_left_alone(folder: Path) -> None:
    (folder / "output").mkdir()
    (folder / "output" / "cast.json").write_text('{"schema": "narrator/cast/1", "people": [{"name": 7}]}')
    done = narrator("make", page(folder, "a", "林知远先生"), "--engine", "tone")
    assert done.exit_code == 7
    assert "cast.json is damaged" in done.stderr
    assert "remove it" in done.stderr
    assert "7" in (folder / "output" / "cast.json").read_text()
    assert "cast.json is damaged" in narrator("check", folder / "output").output


def test_file_is_readable_and_may_be_changed_by_hand(folder: Path) -> None:
    path = page(folder, "a", "林知远先生")
    make(path)
    kept = folder / "output" / "cast.json"
    line = '{"name": "林知远先生", "gender": "male", "engine": "tone", "voice": "low"}'
    assert line in kept.read_text("utf-8")
    kept.write_text("\ufeff" + kept.read_text("utf-8").replace('"low"', '"lower"'), "utf-8")
    make(path)
    assert voices(folder, "2024-05-06-he-bian-tan-hua")["林知远先生"] == "lower"
