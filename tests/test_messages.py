"""What narrator says, in the editor's language."""

from __future__ import annotations

import contextlib
import gettext
import importlib.util
import json
import os
import pickle
import re
import string
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import untranslated
from narrator.cli import main
from narrator.errors import InputError
from narrator.messages import DOMAIN, LOCALE, joined, language, packed, tr, translated, trn, unpacked
from narrator.standards.text_width import width

LANGUAGES = sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
PROJECT = Path(__file__).parents[1]
VARIABLES = ("NARRATOR_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture
def in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATOR_LANG", "zh_CN")


def narrator(*arguments: str, cwd: Path, language: str = "zh_CN.UTF-8") -> subprocess.CompletedProcess[str]:
    """What the command says where this is the language of the system."""
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    environment = {**kept, "LANG": language, "PYTHONUTF8": "1", "COLUMNS": "80"}
    command = [sys.executable, "-m", "narrator", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False, env=environment)


# ----------------------------------------------------------------------------------------- the language


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_TW.UTF-8"}, "zh_CN"),
        ({"LANG": "zh-Hans-CN"}, "zh_CN"),
        ({"LANG": "zh"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh_CN"),
        ({"LC_ALL": "C.UTF-8", "NARRATOR_LANG": "zh"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "NARRATOR_LANG": "en"}, "en"),
        ({"NARRATOR_LANG": "xx"}, "en"),
        ({"NARRATOR_LANG": "../zh"}, "en"),
    ],
)
def test_language_is_the_one_of_the_environment_or_english(
    environment: dict[str, str], chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert language() == chosen


# ---------------------------------------------------------------------------------------- one message


def test_message_is_english_and_shown_in_the_language(in_chinese: None) -> None:
    message = tr("{value!r} is no language tag; write it like zh-CN or en", value="x y")
    assert message == "'x y' is no language tag; write it like zh-CN or en"
    assert translated(message) == "'x y' 不是语言标签；请写成 zh-CN 或 en 这样"


def test_message_inside_a_message_is_in_the_language_too(in_chinese: None) -> None:
    why = tr("Permission denied")
    assert translated(tr("Error: {message}", message=why)) == "错误：没有权限"
    assert translated(tr("Error: {message}", message=InputError(why))) == "错误：没有权限"
    assert translated(joined("\n", [why, "a name", why])) == "没有权限\na name\n没有权限"


def test_message_of_a_number_is_said_of_one_and_of_many(in_chinese: None, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})")
    assert translated(trn(*forms, 1, args="x")) == translated(trn(*forms, 2, args="x")) == "多余的参数（x）"
    monkeypatch.setenv("NARRATOR_LANG", "en")
    assert translated(trn(*forms, 1, args="x")) == "Got unexpected extra argument (x)"
    assert translated(trn(*forms, 0, args="x")) == "Got unexpected extra arguments (x)"


def test_message_without_a_translation_and_text_that_is_none_stay_as_they_are(in_chinese: None) -> None:
    assert translated(tr("a {kind} sentence", kind="new")) == "a new sentence"
    assert translated(tr("label: {audible: true}")) == "label: {audible: true}"
    assert translated("Permission denied") == "Permission denied"
    assert translated(tr("")) == ""


def test_message_comes_whole_from_another_process(in_chinese: None) -> None:
    error = pickle.loads(pickle.dumps(InputError(tr("Error: {message}", message=tr("Is a directory")))))
    assert translated(error.message) == "错误：这是文件夹"


def test_message_comes_whole_from_a_file(in_chinese: None) -> None:
    why = joined("; ", [tr("Error: {message}", message=tr("Is a directory")), "a name"])
    kept = unpacked(json.loads(json.dumps(packed(why))))
    assert kept == "Error: Is a directory; a name"
    assert translated(kept) == "错误：这是文件夹；a name"
    assert unpacked(json.loads(json.dumps(packed("a name")))) == "a name"


# ---------------------------------------------------------------------------------------- the catalogue


@pytest.fixture(params=LANGUAGES, ids=lambda path: path.parts[-3])
def written(request: pytest.FixtureRequest) -> tuple[str, Any]:
    """A language, and its catalogue as translators wrote it."""
    reader = pytest.importorskip("babel.messages.pofile", reason="Babel is not installed: pip install 'narrator[test]'")
    with request.param.open("rb") as file:
        return request.param.parts[-3], reader.read_po(file)


def _placeholders(text: str) -> set[str]:
    return {f"{name}!{how}:{form}" for _, name, form, how in string.Formatter().parse(text) if name is not None}


def test_compiled_catalogue_says_what_the_written_one_says(written: tuple[str, Any]) -> None:
    language, catalogue = written
    compiled = gettext.translation(DOMAIN, LOCALE, [language])
    for message in catalogue:
        if isinstance(message.id, str):
            assert not message.id or compiled.gettext(message.id) == (message.string or message.id)
        else:
            assert {compiled.ngettext(*message.id, number) for number in (1, 2, 5)} <= set(message.string), message.id


def test_translations_have_the_values_of_the_english(written: tuple[str, Any]) -> None:
    for message in written[1]:
        if "python-brace-format" in message.flags:
            english = message.id if isinstance(message.id, str) else message.id[-1]
            said = message.string if isinstance(message.string, str) else message.string[-1]
            assert not said or _placeholders(said) == _placeholders(english), english


# ------------------------------------------------------------------------------------ the command line


def test_help_is_in_the_language_and_no_wider_than_the_terminal(tmp_path: Path) -> None:
    said = narrator("make", "--help", cwd=tmp_path).stdout
    assert "把稿件做成节目。" in said
    assert "选项：" in said
    assert max(2 * width(line) for line in said.splitlines()) <= 80


def test_wrong_command_line_is_said_in_the_language(tmp_path: Path) -> None:
    assert "错误：缺少参数" in narrator("make", cwd=tmp_path).stderr
    assert "不是语言标签" in narrator("say", "一", "--language", "x y", cwd=tmp_path).stderr


def test_no_message_and_no_help_is_without_its_translation() -> None:
    pytest.importorskip("babel", reason="Babel is not installed: pip install 'narrator[test]'")
    spec = importlib.util.spec_from_file_location("translations", PROJECT / "docs" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert not list(module.faults())


def test_nothing_is_said_past_the_catalogue() -> None:
    assert not list(untranslated.faults(PROJECT / "src" / "narrator"))


ENGLISH = re.compile(r"(?<![\w./])[a-z]{3,},? [a-z]{2,}")
TYPED = re.compile(r"`[^`]*`|narrator [a-z]+|https?://\S+|<[^>]*>|\[[^\]]*\]|pip install \S+")
"""What is typed or copied stays as it is: commands, addresses, markup, choices."""


def _english(said: str) -> list[str]:
    return ENGLISH.findall(TYPED.sub("", said))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "谈话.txt"
    path.write_text("谈话\n\n主持人：水厂在哪里？\n\n林知远：在河边(笑)，二十年了。\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("command", sorted(main.commands))
def test_help_of_each_command_has_no_english_sentence(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATOR_LANG", "zh")
    result = CliRunner().invoke(main, [command, "--help"], prog_name="narrator")
    assert result.exit_code == 0
    assert not _english(result.output)


def test_errors_are_two_lines_in_each_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in (["make", "nowhere.txt"], ["feed"], ["say", "一", "--voices", "nowhere.yaml"], ["serve"]):
        for chosen in ("en", "zh"):
            monkeypatch.setenv("NARRATOR_LANG", chosen)
            said = CliRunner().invoke(main, arguments).stderr
            assert len(said.splitlines()) == 2
            assert bool(_english(said)) == (chosen == "en"), said


def test_mistakes_in_the_voices_file_are_said_in_the_language(tmp_path: Path, in_chinese: None) -> None:
    voices = tmp_path / "voices.yaml"
    voices.write_text(
        "casst: {}\nengines: []\nlexicon: {重庆: chong2}\nshow: {email: x, category: Newz, author:}\n"
        "cast: {林知远: {role: chief, edge: {voice: a, rate: 900%}}}\n",
        encoding="utf-8",
    )
    said = CliRunner().invoke(main, ["say", "一", "--voices", str(voices)]).stderr
    assert "有 8 处错误" in said
    assert not _english(said)


def test_episode_is_made_and_checked_in_the_language(page: Path, tmp_path: Path) -> None:
    made = _watched("make", str(page), "--engine", "espeak", cwd=tmp_path)
    assert "朗读" in made
    assert "2 个音色" in made
    assert not _english(made)
    again = _watched("make", str(page), "--engine", "espeak", cwd=tmp_path)
    assert "未改动" in again
    assert not _english(again)
    checked = narrator("check", "output", cwd=tmp_path)
    assert "可以发布：0 个错误" in checked.stdout
    assert not _english(checked.stdout)
    shown = narrator("script", str(page), cwd=tmp_path)
    assert "括注：" in shown.stdout
    assert not _english(shown.stdout)


def _watched(*arguments: str, cwd: Path) -> str:
    """What the command shows on a terminal, progress and all."""
    pty = pytest.importorskip("pty", reason="needs a terminal of Unix")
    ours, theirs = pty.openpty()
    environment = {**os.environ, "NARRATOR_LANG": "zh", "COLUMNS": "200", "TERM": "xterm"}
    command = [sys.executable, "-m", "narrator", *arguments]
    with subprocess.Popen(command, cwd=cwd, stdout=theirs, stderr=theirs, env=environment) as running:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # how a terminal ends
            while piece := os.read(ours, 65536):
                shown += piece
    os.close(ours)
    assert running.returncode == 0
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())


def test_json_and_files_are_the_same_in_every_language(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    for chosen in ("en", "zh"):
        monkeypatch.setenv("NARRATOR_LANG", chosen)
        output = tmp_path / chosen
        made = CliRunner().invoke(main, ["make", str(page), "--engine", "tone", "--output", str(output)])
        assert made.exit_code == 0, made.stderr
        files = {path.name: path.read_bytes() for path in output.glob("[!.]*/*")}
        shown = [
            CliRunner().invoke(main, arguments).stdout.replace(str(output), "")
            for arguments in (
                ["script", str(page), "--format", "json"],
                ["script", str(page), "--format", "text"],
                ["check", str(output), "--json"],
            )
        ]
        files["episode.json"] = re.sub(rb'"issued": "[^"]*"', b"", files["episode.json"])
        said.append((files, shown))
    assert said[0] == said[1]


def test_columns_of_a_table_stand_below_each_other(in_chinese: None) -> None:
    lines = CliRunner().invoke(main, ["voices", "espeak"]).stdout.splitlines()
    head = lines[0]
    at = 2 * width(head[: head.index("性别")])
    assert {2 * width(line[: line.index("女" if "女" in line else "男")]) for line in lines[1:]} == {at}
