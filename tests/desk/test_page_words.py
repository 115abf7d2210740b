"""The desk speaks the editor's language, with the library it says it is built on."""

from __future__ import annotations

import hashlib
import re
import string
from importlib.resources import files
from typing import get_args

import pytest

from narrator.desk.editing import AnyEdit
from narrator.desk.page_files import language_of, words
from narrator.display_words import REASONS

WEB = files("narrator.desk") / "web"
SCRIPTS = {each.name: each.read_text("utf-8") for each in WEB.iterdir() if each.name.endswith(".js")}
VENDORED = {
    "preact.mjs": "bdcbd9abdf2c77c5c45326eab42191e949222d479d0d5f69467387a77040cb55",  # 11.2.0, dist/preact.mjs, MIT
    "htm.mjs": "ab33dd3f38059b9be4d5f5350128eefb2356639c4e0bbe9d9e8b3ba75847e9e4",  # 3.1.1, dist/htm.mjs, Apache-2.0
}


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_everything_is_said_in_both_languages_with_the_same_values() -> None:
    for key, said in words().items():
        assert set(said) == {"en", "zh"}, key
        assert said["en"].strip(), key
        assert said["zh"].strip(), key
        assert names(said["en"]) == names(said["zh"]), key
    without = [key for key, said in words().items() if not re.search(r"[\u4e00-\u9fff]", said["zh"])]
    assert without == []


def test_everything_the_page_says_is_in_the_table() -> None:
    said = {key for source in SCRIPTS.values() for key in re.findall(r"""\bsay\("([^"]+)""", source)}
    said |= {key for source in SCRIPTS.values() for key in re.findall(r"""\bbutton\("([^"]+)""", source)}
    said |= set(re.findall(r"""^  \[".+?", ".+?", "(.+?)",""", SCRIPTS["keys.js"], re.MULTILINE))
    assert said - set(words()) == set()
    assert len(said) > 60
    acts = {each.model_fields["do"].default for each in get_args(AnyEdit)}
    assert {f"act {act}" for act in acts} <= set(words())
    assert {f"why {reason}" for reason in REASONS} <= set(words())


def test_no_text_stands_in_the_scripts_themselves() -> None:
    for name, source in SCRIPTS.items():
        code = re.sub(r"^\s*//.*$|/\*\*.*?\*/", "", source, flags=re.MULTILINE | re.DOTALL)
        assert not re.search(r"[\u4e00-\u9fff]", re.sub(r'join\("、"\)', "", code)), name


@pytest.mark.parametrize(
    ("environment", "accepted", "language"),
    [
        ({"NARRATOR_LANG": "zh"}, "en", "zh"),
        ({"NARRATOR_LANG": "en", "LANG": "zh_CN.UTF-8"}, "zh-CN", "en"),
        ({"LANG": "zh_CN.UTF-8"}, "en-GB,en", "zh"),
        ({"LANG": "C.UTF-8"}, "zh-CN,zh;q=0.9", "zh"),
        ({}, "de-DE,de", "en"),
    ],
)
def test_the_language_is_the_environments_or_the_browsers(
    environment: dict[str, str], accepted: str, language: str
) -> None:
    assert language_of(environment, accepted) == language


@pytest.mark.parametrize("name", VENDORED)
def test_the_library_is_the_one_that_is_named(name: str) -> None:
    content = (WEB / "vendor" / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == VENDORED[name]
    assert (WEB / "vendor" / f"{name.removesuffix('.mjs')}-LICENSE.txt").is_file()
