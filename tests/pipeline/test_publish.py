"""The output folder: an episode is there whole, or the last good one is."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from episode_samples import GUEST, HOST, SHOW, episode, measured, recording
from narrator.errors import OutputError
from narrator.library import storage as write
from narrator.library import swap
from narrator.library.naming import slug_in
from narrator.model import Episode, LabelSettings, Manifest
from narrator.pipeline.publish import feed, publish, refresh
from narrator.published.output_folder import load_manifest

FILES = {
    "episode.json", "captions.vtt", "words.vtt", "captions.srt", "chapters.json", "transcript.json", "transcript.txt",
    "index.html", "embed.html", "cover.jpg", "og.jpg",
}  # fmt: skip


def put(one: Episode, output: Path) -> Manifest:
    return publish(one, recording(one), output, show=SHOW, label=LabelSettings())


def whole(folder: Path) -> bool:
    manifest = load_manifest(folder)
    mp3 = (folder / manifest.audio.file).read_bytes()
    there = {entry.name for entry in folder.iterdir()}
    return there >= FILES and hashlib.sha256(mp3).hexdigest() == manifest.audio.sha256


def test_folder_holds_all_the_files_and_the_manifest_says_so(tmp_path: Path) -> None:
    one = measured(episode())
    manifest = put(one, tmp_path)
    folder = tmp_path / one.slug
    assert {entry.name for entry in folder.iterdir()} == {*FILES, f"{one.slug}.mp3"}
    assert load_manifest(folder) == manifest
    assert manifest.audio.bytes == (folder / manifest.audio.file).stat().st_size
    assert set(manifest.files.values()) <= FILES


def test_same_episode_twice_is_the_same_bytes(tmp_path: Path) -> None:
    one = episode()
    for name in ("a", "b"):
        put(one, tmp_path / name)
    for file in [*FILES, f"{one.slug}.mp3"]:
        assert (tmp_path / "a" / one.slug / file).read_bytes() == (tmp_path / "b" / one.slug / file).read_bytes()


def test_nothing_else_is_left_in_the_output(tmp_path: Path) -> None:
    one = episode()
    put(one, tmp_path)
    put(one, tmp_path)
    assert {entry.name for entry in tmp_path.iterdir()} - {".lock"} == {one.slug}


def test_an_older_episode_of_that_name_is_replaced(tmp_path: Path) -> None:
    put(episode(), tmp_path)
    put(episode(title="新的题目"), tmp_path)
    assert load_manifest(tmp_path / episode().slug).episode.title == "新的题目"


def test_replacing_works_where_folders_cannot_be_exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "exchange", lambda first, second: False)
    put(episode(), tmp_path)
    put(episode(title="新的题目"), tmp_path)
    assert load_manifest(tmp_path / episode().slug).episode.title == "新的题目"
    assert {entry.name for entry in tmp_path.iterdir()} - {".lock"} == {episode().slug}


def second_rename_fails(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """The old folder has been set aside; the new one does not get its name."""
    monkeypatch.setattr(write, "exchange", lambda first, second: False)
    replace_path = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if path.name.startswith(".new-"):
            raise error
        return replace_path(path, target)

    monkeypatch.setattr(Path, "replace", failing)


def test_the_old_episode_is_back_at_once_when_the_new_one_cannot_take_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(measured(episode()), tmp_path)
    second_rename_fails(monkeypatch, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    with pytest.raises(OutputError, match="cannot write"):
        put(episode(title="新的题目"), tmp_path)
    assert whole(tmp_path / episode().slug)
    assert load_manifest(tmp_path / episode().slug).episode.title == episode().title
    assert {entry.name for entry in tmp_path.iterdir()} - {".lock"} == {episode().slug}


def test_the_old_episode_is_back_at_once_when_the_user_gives_up_between_the_two_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(episode(), tmp_path)
    second_rename_fails(monkeypatch, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        put(episode(title="新的题目"), tmp_path)
    assert whole(tmp_path / episode().slug)


def test_a_virus_scanner_that_holds_a_folder_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(episode(), tmp_path)
    monkeypatch.setattr(write, "exchange", lambda first, second: False)
    monkeypatch.setattr(swap, "WAITS_S", (0.0, 0.0, 0.0))
    held, replace_path = dict.fromkeys((".new-", episode().slug), 2), Path.replace

    def scanned(path: Path, target: Path) -> Path:
        for start in held:
            if path.name.startswith(start) and held[start]:
                held[start] -= 1
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return replace_path(path, target)

    monkeypatch.setattr(Path, "replace", scanned)
    put(episode(title="新的题目"), tmp_path)
    assert not any(held.values())
    assert load_manifest(tmp_path / episode().slug).episode.title == "新的题目"


def test_who_never_lets_go_of_a_folder_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(episode(), tmp_path)
    monkeypatch.setattr(swap, "WAITS_S", (0.0, 0.0))
    second_rename_fails(monkeypatch, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    with pytest.raises(OutputError):
        put(episode(title="新的题目"), tmp_path)
    assert whole(tmp_path / episode().slug)


def test_an_episode_set_aside_by_a_dead_run_comes_back(tmp_path: Path) -> None:
    one = episode()
    put(one, tmp_path)
    (tmp_path / one.slug).rename(tmp_path / f".old-{one.slug}")
    (tmp_path / f".new-{one.slug}-00ff").mkdir()
    (tmp_path / ".aside-feed.xml").write_text("half a feed")
    refresh(tmp_path, show=SHOW)
    assert whole(tmp_path / one.slug)
    assert not [entry for entry in tmp_path.iterdir() if entry.name.startswith((".new-", ".old-", ".aside-"))]


def test_a_full_disk_leaves_the_last_good_episode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(episode(), tmp_path)
    written = 0

    def full(descriptor: int) -> None:
        nonlocal written
        written += 1
        if written > 4:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(write.os, "fsync", full)
    with pytest.raises(OutputError) as caught:
        put(episode(title="新的题目"), tmp_path)
    assert "make room" in caught.value.hint
    monkeypatch.undo()
    assert load_manifest(tmp_path / episode().slug).episode.title == episode().title
    assert whole(tmp_path / episode().slug)
    assert {entry.name for entry in tmp_path.iterdir()} - {".lock"} == {episode().slug}


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_says_what_to_do(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError) as caught:
        put(episode(), tmp_path)
    assert "--output" in caught.value.hint


def test_an_output_that_is_a_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file")
    with pytest.raises(OutputError) as caught:
        put(episode(), tmp_path / "output")
    assert "file stands where a folder should be" in caught.value.hint


def test_a_folder_of_somebody_else_is_never_touched(tmp_path: Path) -> None:
    theirs = tmp_path / episode().slug
    theirs.mkdir()
    (theirs / "thesis.docx").write_text("three years of work")
    with pytest.raises(OutputError, match="no episode"):
        put(episode(), tmp_path)
    assert (theirs / "thesis.docx").read_text() == "three years of work"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_out_of_the_output_is_never_followed(tmp_path: Path) -> None:
    put(episode(), tmp_path / "elsewhere")
    output = tmp_path / "output"
    output.mkdir()
    (output / episode().slug).symlink_to(tmp_path / "elsewhere" / episode().slug, target_is_directory=True)
    with pytest.raises(OutputError, match="no episode"):
        put(episode(title="新的题目"), output)
    assert load_manifest(tmp_path / "elsewhere" / episode().slug).episode.title == episode().title


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", ".hidden", "a\\b", "河口"])
def test_a_name_that_leads_out_of_the_output_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError):
        put(episode(slug=name), tmp_path / "output")
    assert not list(tmp_path.rglob("episode.json"))


def test_several_runs_at_once_leave_whole_episodes(tmp_path: Path) -> None:
    titles = [f"第{number}次" for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda title: put(episode(title=title), tmp_path), titles))
    assert whole(tmp_path / episode().slug)
    assert load_manifest(tmp_path / episode().slug).episode.title in titles


def test_a_missing_date_becomes_the_day_it_was_first_published_and_stays(tmp_path: Path) -> None:
    undated = episode(published=None)
    first = put(undated, tmp_path)
    assert first.issued is not None
    again = publish(
        replace(undated, title="改过的题目"), recording(undated), tmp_path, show=SHOW, label=LabelSettings()
    )
    assert again.issued == first.issued
    assert put(episode(), tmp_path / "dated").issued is None


RUN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from episode_samples import SHOW, episode, recording
from narrator.model import LabelSettings
from narrator.pipeline.publish import publish, refresh
short = episode().cues[:1]
ones = [episode(title=f"{n}", cues=short, chapters=(), length=115_200) for n in range(2)]
sounds = [recording(one) for one in ones]
print("ready", flush=True)
for n in range(10_000):
    publish(ones[n % 2], sounds[n % 2], Path(sys.argv[2]), show=SHOW, label=LabelSettings())
    refresh(Path(sys.argv[2]), show=SHOW)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a POSIX signal")
def test_a_killed_run_leaves_a_whole_episode_and_site(tmp_path: Path) -> None:
    put(episode(), tmp_path)
    refresh(tmp_path, show=SHOW)
    chance = random.Random(7)
    for _ in range(4):
        command = [sys.executable, "-c", RUN, str(Path(__file__).parent.parent), str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            assert run.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.02, 0.7))
            run.send_signal(signal.SIGKILL)
        # Before anything is put right: whoever looks now sees a whole episode.
        if sys.platform in ("linux", "darwin"):
            assert whole(tmp_path / episode().slug)
        refresh(tmp_path, show=SHOW)
        assert whole(tmp_path / episode().slug)
        assert (tmp_path / "feed.xml").read_bytes().rstrip().endswith(b"</rss>")
    left = {entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")}
    assert left <= {".lock", ".catalogue.sqlite"}


def test_an_episode_json_that_is_damaged_stops_the_feed_and_names_all_of_them(tmp_path: Path) -> None:
    for name in ("a", "b"):
        put(episode(slug=name), tmp_path)
        (tmp_path / name / "episode.json").write_text(json.dumps({"schema": "other"}))
    with pytest.raises(OutputError) as caught:
        feed(tmp_path, show=SHOW)
    assert str(Path("a", "episode.json")) in caught.value.message
    assert str(Path("b", "episode.json")) in caught.value.message


DAMAGED = {
    "half a file": "{",
    "another program's": "{}",
    "a newer version's": json.dumps({"schema": "narrator/episode/2"}),
    "nothing": "",
    "brackets without end": "[" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_neighbour_does_not_stop_the_others(tmp_path: Path, damage: str) -> None:
    put(episode(), tmp_path)
    neighbour = tmp_path / "old-episode"
    neighbour.mkdir()
    (neighbour / "episode.json").write_text(DAMAGED[damage])
    told: list[str] = []
    path = refresh(tmp_path, show=SHOW, warn=told.append)
    assert path is not None
    assert episode().slug in path.read_text("utf-8")
    assert "old-episode" not in (tmp_path / "index.html").read_text("utf-8")
    assert len(told) == 1
    assert "old-episode" in told[0]
    assert "make that episode again, or remove its folder" in told[0]
    assert "\n" not in told[0]
    refresh(tmp_path, show=SHOW)  # with nobody to tell
    with pytest.raises(OutputError, match="old-episode"):
        feed(tmp_path, show=SHOW)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("audio", "sample_rate_hz"), 0),
        (("audio", "bytes"), 1e400),
        (("chapters", 0, "title"), None),
        (("files",), {}),
        (("files",), [1]),
        (("published",), 20240506),
    ],
)
def test_a_neighbour_with_a_value_that_nothing_can_be_done_with_is_told_of(
    tmp_path: Path, where: tuple[str | int, ...], value: object
) -> None:
    put(episode(), tmp_path)
    put(episode(slug="old-episode"), tmp_path)
    path = tmp_path / "old-episode" / "episode.json"
    fields = json.loads(path.read_text("utf-8"))
    inner = fields
    for key in where[:-1]:
        inner = inner[key]
    inner[where[-1]] = value
    path.write_text(json.dumps(fields), "utf-8")
    told: list[str] = []
    assert refresh(tmp_path, show=SHOW, warn=told.append) is not None
    assert len(told) == 1


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everywhere")
def test_a_neighbour_that_may_not_be_read_is_told_of(tmp_path: Path) -> None:
    put(episode(), tmp_path)
    put(episode(slug="old-episode"), tmp_path)
    (tmp_path / "old-episode").chmod(0o000)
    told: list[str] = []
    try:
        assert refresh(tmp_path, show=SHOW, warn=told.append) is not None
    finally:
        (tmp_path / "old-episode").chmod(0o700)
    assert len(told) == 1


OTHER_TALK = (
    (None, "本节目由人工智能合成朗读。"),
    (HOST, "渔港的灯塔是哪一年点亮的？"),
    (GUEST, "一九八四年的冬天，那一晚全村的人都站在堤上看。"),
)


def test_another_page_that_took_the_name_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    first, second = episode(url=None), episode(OTHER_TALK, url=None, source="elsewhere.txt")
    # Both were given their name before either was published.
    one, other = put(first, tmp_path), put(second, tmp_path)
    assert one.episode.slug == first.slug
    assert other.episode.slug.startswith(f"{first.slug}-")
    assert load_manifest(tmp_path / first.slug) == one
    assert load_manifest(tmp_path / other.episode.slug) == other
    assert whole(tmp_path / other.episode.slug)
    assert put(second, tmp_path) == other


def test_pages_of_one_name_that_are_published_at_once_are_all_there(tmp_path: Path) -> None:
    addresses = [f"https://river.example/page?id={number}" for number in range(5)]
    with ThreadPoolExecutor(5) as pool:
        made = list(pool.map(lambda url: put(episode(url=url), tmp_path), addresses))
    assert len({manifest.episode.slug for manifest in made}) == 5
    assert {load_manifest(tmp_path / manifest.episode.slug).episode.url for manifest in made} == set(addresses)


def test_an_undated_page_does_not_inherit_the_day_of_the_one_whose_name_it_wanted(tmp_path: Path) -> None:
    first = episode(url=None, published=None)
    put(first, tmp_path)
    path = tmp_path / first.slug / "episode.json"
    fields = json.loads(path.read_text("utf-8")) | {"issued": "2001-01-01T00:00:00Z"}
    path.write_text(json.dumps(fields), "utf-8")
    other = put(episode(OTHER_TALK, url=None, published=None), tmp_path)
    assert other.issued is not None
    assert not other.issued.startswith("2001")
    assert load_manifest(tmp_path / first.slug).issued == "2001-01-01T00:00:00Z"


def test_a_page_whose_episode_is_damaged_is_put_right_by_making_it_again(tmp_path: Path) -> None:
    first = episode(url=None)
    put(first, tmp_path)
    (tmp_path / first.slug / "episode.json").write_text("{")
    name = slug_in(tmp_path, title="河口", published="2024-05-06", source="page.txt")
    (tmp_path / first.slug).rename(tmp_path / name)
    assert slug_in(tmp_path, title="河口", published="2024-05-06", source="page.txt") == name
    put(replace(first, slug=name), tmp_path)
    assert whole(tmp_path / name)
