"""The name of an episode: ASCII, the same for the same page, never a way out of the folder."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from episode_samples import SHOW, episode, recording
from narrator.model import LabelSettings
from narrator.publication import publish, slug, slug_in


def test_slug_is_date_and_title_in_pinyin() -> None:
    assert slug("河口水文站访谈", "2024-05-06T09:30:00", "page.txt") == "2024-05-06-he-kou-shui-wen-zhan-fang-tan"


def test_slug_keeps_latin_words_and_numbers() -> None:
    assert slug("COVID-19 与 Café 的５G", None, "x") == "covid-19-yu-cafe-de-5g"


def test_slug_is_cut_at_a_syllable() -> None:
    name = slug("以小流域治理带动乡村面貌整体提升的实践与思考访谈实录", "2024-05-06", "x")
    assert len(name) <= 60
    whole = slug("以小流域治理带动", None, "x")
    assert whole in name
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)


@settings(max_examples=60, deadline=None)
@given(st.text(), st.one_of(st.none(), st.text(), st.dates().map(str)), st.text())
def test_slug_is_a_harmless_name_whatever_the_page_says(title: str, published: str | None, source: str) -> None:
    name = slug(title, published, source)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= 70
    assert slug(title, published, source) == name


@pytest.mark.parametrize("title", ["CON", "nul", "LPT1", "../../etc/passwd", "..", ".hidden", "a/b\\c", "aux"])
def test_slug_is_no_device_and_no_path(title: str) -> None:
    name = slug(title, None, "page.txt")
    assert name not in ("con", "nul", "lpt1", "aux")
    assert not set(name) & set("./\\:")


def test_slug_of_a_title_without_letters_is_the_file_name_else_a_digest() -> None:
    assert slug("？！", None, "rivers.txt") == "rivers"
    assert slug("🎧", None, "-").startswith("episode-")
    assert slug("🎧", None, "-") != slug("🎙", None, "-")


def test_a_page_made_again_keeps_its_name_though_its_title_was_corrected(tmp_path: Path) -> None:
    first = episode()
    publish(first, recording(first), tmp_path, show=SHOW, label=LabelSettings())
    again = slug_in(tmp_path, title="换了题目", published=None, source="elsewhere.txt", url=first.url)
    assert again == first.slug


def test_another_page_with_the_same_title_gets_a_name_of_its_own(tmp_path: Path) -> None:
    name = slug("河口", "2024-05-06", "page.txt")
    first = replace(episode(), slug=name, title="河口", published="2024-05-06")
    publish(first, recording(first), tmp_path, show=SHOW, label=LabelSettings())
    other = slug_in(
        tmp_path, title="河口", published="2024-05-06", source="page.txt", url="https://elsewhere.example/1"
    )
    assert other != name
    assert other.startswith(name)


def test_a_new_page_under_an_old_file_name_is_a_new_episode(tmp_path: Path) -> None:
    first = replace(episode(), url=None)
    publish(first, recording(first), tmp_path, show=SHOW, label=LabelSettings())
    new = slug_in(tmp_path, title="完全不同的谈话", published="2025-01-01", source=first.source)
    assert new == "2025-01-01-wan-quan-bu-tong-de-tan-hua"
