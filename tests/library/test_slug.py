"""The name of an episode: ASCII, the same for the same page, never a way out of the folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from episode_samples import SHOW, TALK, episode, recording
from narrator.library.identity import slug
from narrator.library.naming import slug_in
from narrator.model import Episode, LabelSettings
from narrator.pipeline.publish import publish


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


NOTICE = "本节目由人工智能合成朗读。"
HARBOUR = (
    "各位听众好！", "渔港的灯塔是哪一年点亮的？", "一九八四年的冬天，那一晚全村的人都站在堤上看。",
    "后来灯塔改成太阳能，守塔的老周还是每晚上去擦一遍玻璃。", "谢谢您。",
)  # fmt: skip
ORCHARD = (
    "各位听众好！", "今年的梨为什么熟得这样晚？", "四月里下过一场霜，早开的花全落了，剩下的都是迟花。",
    "我们给每棵树挂了牌子，哪一枝什么时候开花都记着。", "谢谢您。",
)  # fmt: skip


def make(
    output: Path, source: str, *, title: str, published: str | None, said: Sequence[str], url: str | None = None
) -> str:
    """Publish an episode that says this, as the pipeline does; the name it got."""
    talk = [(None, NOTICE), *(("主持人", sentence) for sentence in said)]
    one = episode(talk, title=title, published=published, source=Path(source).name, url=url)
    texts = [cue.text for cue in one.cues]
    name = slug_in(output, title=title, published=published, source=source, url=url, texts=texts)
    one = replace(one, slug=name)
    made = publish(one, recording(one), output, show=SHOW, label=LabelSettings())
    assert made.episode.slug == name
    return name


def there(output: Path) -> set[str]:
    return {path.parent.name for path in output.glob("*/episode.json")}


def both_are_there(output: Path, first: str, second: str) -> bool:
    return first != second and there(output) == {first, second}


@pytest.mark.parametrize("source", ["a/interview.txt", "-"])
def test_pages_of_a_series_with_one_title_a_week_apart_are_two_episodes(tmp_path: Path, source: str) -> None:
    first = make(tmp_path, source, title="每周访谈", published="2024-05-06", said=HARBOUR)
    second = make(tmp_path, source.replace("a/", "b/"), title="每周访谈", published="2024-05-13", said=ORCHARD)
    assert both_are_there(tmp_path, first, second)


@pytest.mark.parametrize("source", ["a/interview.txt", "-"])
def test_pages_of_one_day_with_two_titles_are_two_episodes(tmp_path: Path, source: str) -> None:
    first = make(tmp_path, source, title="灯塔", published="2024-05-06", said=HARBOUR)
    second = make(tmp_path, source.replace("a/", "b/"), title="梨树", published="2024-05-06", said=ORCHARD)
    assert both_are_there(tmp_path, first, second)


@pytest.mark.parametrize("source", ["a/interview.txt", "-"])
def test_undated_pages_of_one_title_are_two_episodes_if_they_say_different_things(tmp_path: Path, source: str) -> None:
    first = make(tmp_path, source, title="访谈", published=None, said=HARBOUR)
    second = make(tmp_path, source.replace("a/", "b/"), title="访谈", published=None, said=ORCHARD)
    assert both_are_there(tmp_path, first, second)
    assert make(tmp_path, source, title="访谈", published=None, said=HARBOUR) == first
    assert make(tmp_path, source, title="访谈", published=None, said=ORCHARD) == second


def test_pages_of_one_title_and_day_in_two_files_are_two_episodes_and_stay_so(tmp_path: Path) -> None:
    first = make(tmp_path, "harbour.txt", title="访谈", published="2024-05-06", said=HARBOUR)
    second = make(tmp_path, "orchard.txt", title="访谈", published="2024-05-06", said=ORCHARD)
    assert both_are_there(tmp_path, first, second)
    assert make(tmp_path, "orchard.txt", title="访谈", published="2024-05-06", said=ORCHARD) == second
    assert make(tmp_path, "harbour.txt", title="访谈", published="2024-05-06", said=HARBOUR) == first


def test_names_are_never_used_up(tmp_path: Path) -> None:
    talks = [[f"第{number}处渡口的事，我从头说起。", f"船有{number}条。"] for number in "一二三四五"]
    names = [make(tmp_path, "interview.txt", title="访谈", published=None, said=talk) for talk in talks]
    assert there(tmp_path) == set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("source", ["interview.txt", "-"])
@pytest.mark.parametrize(
    ("title", "published"),
    [("灯塔与老周", "2024-05-06"), ("灯塔", "2024-05-07"), ("灯塔", None), ("灯塔", "2024-05-06T08:00:00")],
)
def test_a_file_made_again_keeps_its_name_though_its_title_or_date_and_a_sentence_were_corrected(
    tmp_path: Path, source: str, title: str, published: str | None
) -> None:
    first = make(tmp_path, source, title="灯塔", published="2024-05-06", said=HARBOUR)
    corrected = [*HARBOUR[:2], "一九八四年十二月，那一晚全村的人都站在堤上看。", *HARBOUR[3:]]
    assert (
        make(
            tmp_path,
            f"elsewhere/{source}" if source != "-" else source,
            title=title,
            published=published,
            said=corrected,
        )
        == first
    )
    assert there(tmp_path) == {first}


def test_a_file_of_the_same_title_and_day_keeps_its_name_though_it_was_rewritten(tmp_path: Path) -> None:
    first = make(tmp_path, "interview.txt", title="灯塔", published="2024-05-06", said=HARBOUR[:2])
    assert make(tmp_path, "interview.txt", title="灯塔", published="2024-05-06", said=ORCHARD) == first


def test_a_text_that_is_cut_into_other_sentences_is_still_the_same(tmp_path: Path) -> None:
    first = make(tmp_path, "interview.txt", title="灯塔", published="2024-05-06", said=HARBOUR)
    said = ["".join(HARBOUR[:2]), " ".join(HARBOUR[2:])]
    assert make(tmp_path, "interview.txt", title="灯塔与老周", published="2024-05-06", said=said) == first


def test_a_greeting_a_farewell_and_the_notice_make_no_page_the_same(tmp_path: Path) -> None:
    first = make(
        tmp_path,
        "-",
        title="访谈",
        published="2024-05-06",
        said=["大家好！", "谢谢。", "灯塔是一九八四年的冬天点亮的。"],
    )
    second = make(tmp_path, "-", title="访谈", published="2024-05-13", said=["大家好！", "谢谢。", "今年的梨熟得晚。"])
    assert both_are_there(tmp_path, first, second)


def test_a_page_with_an_address_is_never_taken_for_one_at_another(tmp_path: Path) -> None:
    address = "https://river.example/page?id="
    names = [
        make(tmp_path, "page.html", title="灯塔", published="2024-05-06", said=HARBOUR, url=url)
        for url in (f"{address}1", f"{address}2", None)
    ]
    assert there(tmp_path) == set(names)
    assert len(set(names)) == 3


def test_the_page_that_is_most_alike_keeps_its_name(tmp_path: Path) -> None:
    early = make(tmp_path, "-", title="甲", published="2024-01-01", said=[*HARBOUR, "只在早先那一版里。"])
    late = episode(
        [("主持人", sentence) for sentence in HARBOUR], title="乙", published="2024-02-02", source="-", url=None
    )
    late = replace(late, slug="late")
    publish(late, recording(late), tmp_path, show=SHOW, label=LabelSettings())
    assert there(tmp_path) == {early, "late"}
    assert slug_in(tmp_path, title="乙", published="2024-02-02", source="-", texts=HARBOUR) == "late"
    assert slug_in(tmp_path, title="丙", published="2024-03-03", source="-", texts=HARBOUR) == "late"


def test_without_its_text_a_page_is_known_by_title_and_date(tmp_path: Path) -> None:
    for number, published in enumerate(("2024-05-06", None)):
        output = tmp_path / str(number)
        first: Episode = episode(url=None, published=published)
        publish(first, recording(first), output, show=SHOW, label=LabelSettings())
        assert slug_in(output, title=first.title, published=published, source="page.txt") == first.slug
        assert slug_in(output, title="别的题目", published=published, source="page.txt") != first.slug
        corrected = slug_in(
            output, title="别的题目", published="2024-05-06", source="page.txt", texts=[text for _, text in TALK]
        )
        assert (corrected == first.slug) == (published is not None)
