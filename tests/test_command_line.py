"""The command line, as an editor types it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from narrator.cli import main

SAMPLE = Path(__file__).parents[1] / "samples" / "interview.txt"
TALK = """供水谈话

主持人：各位好！今天请来林知远工程师。请问水厂建在哪里？
林知远：建在河边。
主持人：谢谢！
"""


def narrator(*arguments: str | Path, cwd: Path, stdin: str | None = None) -> Result:
    """What the command says and how it ends."""
    before = Path.cwd()
    os.chdir(cwd)
    try:
        runner = CliRunner(env={"COLUMNS": "100"}, catch_exceptions=False)
        return runner.invoke(main, [str(argument) for argument in arguments], input=stdin)
    finally:
        os.chdir(before)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "谈话.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


def test_make_prints_the_folder_of_the_episode_and_nothing_else_on_stdout(page: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "narrator", "make", str(page), "--engine", "espeak"]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, env=environment)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / done.stdout.strip()
    assert (folder / "episode.json").is_file()
    assert (folder / f"{folder.name}.mp3").is_file()
    assert "林知远" in done.stderr
    assert "<narrator-player" in done.stderr


def test_same_page_twice_gives_the_same_bytes_with_and_without_what_was_kept(page: Path, tmp_path: Path) -> None:
    sounds = []
    for output in ("one", "two", "two"):
        done = narrator("make", page, "--engine", "espeak", "--output", output, cwd=tmp_path)
        folder = tmp_path / done.stdout.strip()
        sounds.append((folder / f"{folder.name}.mp3").read_bytes())
    assert sounds[0] == sounds[1] == sounds[2]


def test_several_pages_are_made_though_one_fails(page: Path, tmp_path: Path) -> None:
    done = narrator("make", page, "nowhere.txt", "--engine", "tone", cwd=tmp_path)
    assert done.exit_code == 3
    assert len(done.stdout.splitlines()) == 1
    assert "nowhere.txt" in done.stderr


def test_pages_of_one_name_in_two_folders_are_two_episodes(tmp_path: Path) -> None:
    for folder, place in (("春", "河边"), ("秋", "山上")):
        (tmp_path / folder).mkdir()
        text = TALK.replace("建在哪里", f"为什么建在{place}").replace(
            "建在河边", f"{place}的水最好，我们看了三年才定下来"
        )
        (tmp_path / folder / "谈话.txt").write_text(text, encoding="utf-8")
    done = narrator("make", "春/谈话.txt", "秋/谈话.txt", "--engine", "tone", cwd=tmp_path)
    assert len(set(done.stdout.split())) == 2


def test_corrected_page_keeps_its_folder(page: Path, tmp_path: Path) -> None:
    first = narrator("make", page, "--engine", "tone", cwd=tmp_path).stdout
    page.write_text(TALK.replace("供水谈话", "供水谈话录"), encoding="utf-8")
    assert narrator("make", page, "--engine", "tone", cwd=tmp_path).stdout == first


def test_damaged_neighbour_does_not_stop_an_episode(page: Path, tmp_path: Path) -> None:
    (tmp_path / "output" / "old-episode").mkdir(parents=True)
    (tmp_path / "output" / "old-episode" / "episode.json").write_text("{", encoding="utf-8")
    done = narrator("make", page, "--engine", "tone", cwd=tmp_path)
    assert done.exit_code == 0
    assert "old-episode" in done.stderr


def test_dry_run_writes_nothing(page: Path, tmp_path: Path) -> None:
    done = narrator("make", page, "--engine", "espeak", "--dry-run", cwd=tmp_path)
    assert done.exit_code == 0, done.stderr
    assert "cmn+f3" in done.stdout
    assert not (tmp_path / "output").exists()


def test_script_as_json_is_one_object_that_says_who_says_what_and_how(page: Path, tmp_path: Path) -> None:
    done = narrator("script", page, "--format", "json", cwd=tmp_path)
    script = json.loads(done.stdout)
    assert {"title", "source", "published", "speakers", "turns", "chapters", "not_spoken"} <= script.keys()
    assert [turn["speaker"] for turn in script["turns"]] == ["主持人", "林知远", "主持人"]
    assert script["speakers"][0]["role"] == "host"
    sentence = script["turns"][1]["sentences"][0]
    assert (sentence["written"], sentence["pinyin"]) == ("建在河边。", ["jian4", "zai4", "he2", "bian1"])


def test_script_as_text_can_be_made_again(tmp_path: Path) -> None:
    text = narrator("script", SAMPLE, "--format", "text", cwd=tmp_path).stdout
    (tmp_path / "script.txt").write_text(text, encoding="utf-8")
    one = json.loads(narrator("script", SAMPLE, "--format", "json", cwd=tmp_path).stdout)
    other = json.loads(narrator("script", "script.txt", "--format", "json", cwd=tmp_path).stdout)
    for script in (one, other):
        for turn in script["turns"]:
            turn.pop("line")
            for sentence in turn["sentences"]:
                sentence.pop("at")
        for left_out in script["not_spoken"]:
            left_out.pop("at")
    assert one == other


def test_one_off_reading_in_the_script_is_heard(tmp_path: Path) -> None:
    text = narrator("script", "-", "--format", "text", cwd=tmp_path, stdin=TALK).stdout
    changed = text.replace("建在河边", "{建|jian1}在河边")
    assert changed != text
    done = narrator("script", "-", "--format", "json", cwd=tmp_path, stdin=changed)
    assert json.loads(done.stdout)["turns"][1]["sentences"][0]["pinyin"][0] == "jian1"


def test_table_shows_what_is_read_differently(tmp_path: Path) -> None:
    done = narrator("script", SAMPLE, cwd=tmp_path)
    assert "1+4[一加四]" in done.stdout
    assert "(笑)" in done.stdout
    assert "stage direction" in done.stdout


def test_say_tells_written_spoken_and_pinyin_and_keeps_the_sound(tmp_path: Path) -> None:
    done = narrator("say", "出台1+4文件", "--engine", "espeak", "-o", "heard.mp3", cwd=tmp_path)
    assert done.exit_code == 0, done.stderr
    assert "出台一加四文件" in done.stdout
    assert "chu1 tai2 yi1 jia1 si4" in done.stdout
    assert (tmp_path / "heard.mp3").stat().st_size > 5000


def test_voices_lists_those_of_an_engine(tmp_path: Path) -> None:
    done = narrator("voices", "espeak", cwd=tmp_path)
    assert "cmn+f3" in done.stdout
    assert "female" in done.stdout


def test_made_episode_is_fit_to_publish_and_a_damaged_one_is_not(page: Path, tmp_path: Path) -> None:
    folder = tmp_path / narrator("make", page, "--engine", "espeak", cwd=tmp_path).stdout.strip()
    good = narrator("check", folder, cwd=tmp_path)
    assert good.exit_code == 0, good.stdout
    mp3 = folder / f"{folder.name}.mp3"
    mp3.write_bytes(mp3.read_bytes()[:-4000])
    bad = narrator("check", folder, "--json", cwd=tmp_path)
    assert bad.exit_code == 1
    assert json.loads(bad.stdout)["fit"] is False


def test_feed_is_made_once_the_show_says_where_it_lives(page: Path, tmp_path: Path) -> None:
    (tmp_path / "voices.yaml").write_text(
        "engines: [espeak]\npool: {espeak: {female: [cmn+f3], male: [cmn+m1]}}\n"
        "show: {title: 河边谈话, description: 谈水。, author: 编辑部, email: a@river.example,"
        " link: 'https://river.example/', category: News}\n",
        encoding="utf-8",
    )
    done = narrator("make", page, cwd=tmp_path)
    assert done.exit_code == 0, done.stderr
    assert "https://river.example/" in (tmp_path / "output" / "feed.xml").read_text(encoding="utf-8")
    assert narrator("check", "output", cwd=tmp_path).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("make", "nowhere.txt"), 3, "nowhere.txt"),
        (("make", "empty.txt"), 3, "empty.txt"),
        (("make", "binary.txt"), 3, "binary.txt"),
        (("make", "points.txt", "--engine", "tone"), 3, "points.txt"),
        (("make", "script.txt", "--engine", "tone"), 4, "script.txt"),
        (("make", "谈话.txt", "--voices", "bad.yaml"), 5, "line 1"),
        (("make", "谈话.txt", "--voices", "nowhere.yaml"), 5, "nowhere.yaml"),
        (("make", "谈话.txt", "--engine", "tone", "--output", "谈话.txt/x"), 7, "谈话.txt"),
        (("check", "nowhere"), 1, ""),
        (("feed", "--output", "."), 5, "show"),
        (("make", "http://127.0.0.1:9/x"), 3, "127.0.0.1"),
        (("make", "ftp://example.org/x"), 3, "ftp"),
    ],
)
def test_mistake_ends_with_its_exit_code_and_without_a_traceback(
    arguments: tuple[str, ...], code: int, told: str, page: Path, tmp_path: Path
) -> None:
    assert page.is_file()
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 64)
    (tmp_path / "points.txt").write_text("……！？", encoding="utf-8")
    (tmp_path / "script.txt").write_text("---\nnarrator: 1\nspeakers: 3\n---\n\n好。\n", encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("cats: {}", encoding="utf-8")
    done = narrator(*arguments, cwd=tmp_path)
    assert done.exit_code == code, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    if code != 1:
        assert told in done.stderr
        assert "\n  → " in done.stderr


def test_help_is_there_without_loading_anything_heavy() -> None:
    heavy = ["numpy", "pydub", "av", "lxml", "rich", "pydantic", "edge_tts", "aiohttp", "pypinyin", "PIL"]
    code = (
        "import sys\nfrom narrator.cli import main\nmain(['--help'], standalone_mode=False)\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "narrator make interview.txt" in done.stdout


@pytest.mark.parametrize("command", ["make", "script", "say", "voices", "feed", "check", "serve", "cache"])
def test_each_command_explains_itself(command: str, tmp_path: Path) -> None:
    done = narrator(command, "--help", cwd=tmp_path)
    assert done.exit_code == 0
    assert "--" in done.stdout


def test_cache_tells_what_it_holds_and_forgets_it(page: Path, tmp_path: Path) -> None:
    narrator("make", page, "--engine", "tone", cwd=tmp_path)
    assert " 0 entries" not in narrator("cache", cwd=tmp_path).stdout
    narrator("cache", "--clear", cwd=tmp_path)
    assert " 0 entries" in narrator("cache", cwd=tmp_path).stdout


def test_nothing_is_logged_unless_it_is_asked_for(page: Path, tmp_path: Path) -> None:
    said = narrator("make", page, "--engine", "tone", cwd=tmp_path).stderr
    assert "narrator.pipeline" not in said


def test_log_says_what_each_stage_did_and_how_long_it_took(page: Path, tmp_path: Path) -> None:
    done = narrator("make", page, "--engine", "tone", "-v", "--log-file", "all.log", cwd=tmp_path)
    assert done.exit_code == 0
    for stage in ("read", "parse", "verbalise", "speak and record", "publish"):
        assert re.search(rf"narrator\.pipeline: {stage}: .*\d\.\d\d s", done.stderr), stage
    assert "林知远 speaks in tone" in done.stderr
    log = (tmp_path / "all.log").read_text("utf-8")
    assert "read as" in log
    assert "segment at" in log
    assert "segment at" not in done.stderr  # that is -vv


def test_log_that_cannot_be_written_is_an_error_before_anything_is_made(page: Path, tmp_path: Path) -> None:
    done = narrator("make", page, "--engine", "tone", "--log-file", "no/such/folder/log", cwd=tmp_path)
    assert done.exit_code == 7
    assert "--log-file" in done.stderr
