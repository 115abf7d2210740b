"""What narrator says, in the editor's language."""

from __future__ import annotations

import gettext
import os
import pickle
import string
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from narrator.errors import InputError
from narrator.messages import DOMAIN, LOCALE, joined, language, tr, translated, trn

LANGUAGES = sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
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
    from narrator.standards.text_width import width

    said = narrator("make", "--help", cwd=tmp_path).stdout
    assert "把稿件做成节目。" in said
    assert "选项：" in said
    assert max(2 * width(line) for line in said.splitlines()) <= 80


def test_wrong_command_line_is_said_in_the_language(tmp_path: Path) -> None:
    assert "错误：缺少参数" in narrator("make", cwd=tmp_path).stderr
    assert "不是语言标签" in narrator("say", "一", "--language", "x y", cwd=tmp_path).stderr
