"""What a show may say of itself, and of an episode, beyond what directories ask for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import published_readers as readers
from episode_samples import GUEST, SHOW, episode, measured, recording
from narrator.check import Finding, check
from narrator.episode import analyse
from narrator.errors import CastError
from narrator.model import Episode, LabelSettings, Numbers, PersonPage, Show
from narrator.pipeline.publish import feed, publish
from narrator.player import site_files
from narrator.published.feed_entries import numbered
from narrator.settings import parse_settings
from narrator.tagging import label_fields

NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
ONE = measured(episode())
FACTS = parse_settings(
    """
cast:
  林知遠: {href: "https://river.example/lin", img: "https://river.example/lin.jpg"}
  别人: {href: "https://river.example/x"}
show:
  title: 河边谈话
  description: 每周一次，听河边的人谈水。
  author: 河边编辑部
  email: editor@river.example
  link: https://river.example/talks/
  category: News
  copyright: © 2026 河边编辑部
  license: CC-BY-4.0
  season: 2
  numbering: auto
  funding: [{url: "https://river.example/give", text: 支持河边}, "https://river.example/join"]
  update_frequency: weekly
  enclosure_prefix: https://op3.dev/e
""",
    "voices.yaml",
).show


def published(output: Path, *episodes: Episode, show: Show = FACTS) -> etree._Element:
    for one in episodes or (ONE,):
        publish(one, recording(one), output, show=show, label=LabelSettings())
    feed(output, show=show)
    found = etree.parse(output / "feed.xml").find("channel")
    assert found is not None
    return found


def text(element: etree._Element, path: str) -> str:
    return str(element.xpath(f"string({path})", namespaces=NS))


def faults(output: Path, show: Show = FACTS) -> list[Finding]:
    found = check([output], analyse=analyse, site_files=tuple(site_files()), show=show)
    return [finding for finding in found if finding.level != "ok"]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("output")
    published(folder)
    return folder


def test_podcast_index_reads_every_fact_it_knows(output: Path) -> None:
    modules = readers.node_modules("podcast-partytime")
    if modules is None:
        pytest.skip("needs podcast-partytime (npm install podcast-partytime; $NARRATOR_NODE_MODULES)")
    read: dict[str, Any] = readers.partytime(output / "feed.xml", modules)
    assert read["copyright"] == "© 2026 河边编辑部"
    assert read["podcastFunding"][0] == {"message": "支持河边", "url": "https://river.example/give"}
    (item,) = read["items"]
    assert item["podcastSeason"]["number"] == item["itunesSeason"] == 2
    assert item["podcastEpisode"]["number"] == item["itunesEpisode"] == 1
    assert item["author"] == "河边日报"
    guest = next(person for person in item["podcastPeople"] if person["name"] == GUEST)
    assert (guest["href"], guest["img"]) == ("https://river.example/lin", "https://river.example/lin.jpg")
    assert item["enclosure"]["url"].startswith("https://op3.dev/e/river.example/talks/2024-05-06")


def test_feedparser_reads_every_fact_it_knows(output: Path) -> None:
    feedparser = pytest.importorskip("feedparser", reason="needs feedparser")
    read = feedparser.parse(str(output / "feed.xml"))
    assert not read.bozo
    assert read.feed.rights == "© 2026 河边编辑部"
    (item,) = read.entries
    assert (item.itunes_season, item.itunes_episode) == ("2", "1")
    assert item.author == item.publisher == "河边日报"


def test_check_finds_nothing_wrong_with_any_fact(output: Path) -> None:
    assert faults(output) == []


def test_second_funding_link_has_the_shows_title_and_often_is_said_in_its_language(tmp_path: Path) -> None:
    channel = published(tmp_path)
    assert channel.xpath("podcast:funding/text()", namespaces=NS) == ["支持河边", "河边谈话"]
    assert text(channel, "podcast:updateFrequency") == "每周"
    assert text(channel, "podcast:updateFrequency/@rrule") == "FREQ=WEEKLY"
    english = replace(FACTS, language="en")
    assert text(published(tmp_path, show=english), "podcast:updateFrequency") == "weekly"


def test_prefix_is_in_the_feeds_enclosure_and_nowhere_else(output: Path) -> None:
    counted = [file for file in output.rglob("*") if file.is_file() and b"op3.dev" in file.read_bytes()]
    assert [file for file in counted if not file.name.startswith(".")] == [output / "feed.xml"]
    plain = etree.parse(output / "feed.xml").find("channel/item")
    assert plain is not None
    assert "op3.dev" not in text(plain, "guid")
    assert (output / "feed.xml").read_bytes().count(b"op3.dev") == 1


def test_guid_does_not_change_with_the_prefix(tmp_path: Path) -> None:
    with_prefix = text(published(tmp_path), "item/guid")
    assert text(published(tmp_path, show=replace(FACTS, enclosure_prefix=None)), "item/guid") == with_prefix


def test_license_stands_for_the_copyright_where_there_is_none(tmp_path: Path) -> None:
    assert text(published(tmp_path, show=replace(FACTS, copyright=None)), "copyright") == "CC-BY-4.0"


def test_show_that_says_nothing_has_none_of_these(tmp_path: Path) -> None:
    channel = published(tmp_path, episode(publisher=None), show=replace(SHOW, license=None))
    for tag in ("copyright", "podcast:funding", "podcast:updateFrequency", "item/podcast:season", "item/itunes:episode",
                "item/itunes:author", "item/podcast:person/@href"):  # fmt: skip
        assert not channel.xpath(tag, namespaces=NS), tag


# ------------------------------------------------------------------------------------------------ numbers


def test_episodes_are_counted_only_where_asked_from_the_oldest_in_each_season() -> None:
    given = [Numbers(season=2), Numbers(season=2), Numbers(season=1, episode=7), Numbers(season=1), Numbers()]
    assert numbered(given, automatic=False) == given
    assert [(each.season, each.episode) for each in numbered(given, automatic=True)] == [
        (2, 2), (2, 1), (1, 7), (1, 1), (None, 1),
    ]  # fmt: skip
    after = [Numbers(), Numbers(episode=5), Numbers()]
    assert [each.episode for each in numbered(after, automatic=True)] == [6, 5, 1]


def test_numbers_of_an_episode_stay_when_it_is_made_again_in_a_later_season(tmp_path: Path) -> None:
    show = replace(FACTS, numbering="none", season=1)
    published(tmp_path, replace(ONE, numbers=Numbers(episode=4)), show=show)
    channel = published(tmp_path, ONE, show=replace(show, season=2))
    assert (text(channel, "item/podcast:season"), text(channel, "item/podcast:episode")) == ("1", "4")


def test_feed_is_written_again_when_a_number_changes(tmp_path: Path) -> None:
    older = episode(slug="older", published="2020-01-01", title="旧", url="https://river.example/1")
    assert text(published(tmp_path), "item/itunes:episode") == "1"
    channel = published(tmp_path, older)
    assert channel.xpath("item/itunes:episode/text()", namespaces=NS) == ["2", "1"]


# --------------------------------------------------------------------------------------------- the producer


@pytest.mark.parametrize(
    ("producer", "author", "publisher", "named"),
    [
        ("河边传媒", "编辑部", "河边日报", "河边传媒"),
        ("", "编辑部", "河边日报", "编辑部"),
        ("", "narrator", "河边日报", "河边日报"),
        ("Narrator 0.1.0", "", "河边日报", "河边日报"),
        ("", "", None, ""),
    ],
)
def test_label_names_the_publisher_and_never_the_tool(
    producer: str, author: str, publisher: str | None, named: str
) -> None:
    show, settings = Show(title="Narrator", author=author), LabelSettings(producer=producer)
    fields = label_fields(episode(publisher=publisher), "sha256:0", show=show, settings=settings)
    assert fields["ContentProducer"] == named


# --------------------------------------------------------------------------------------------- voices.yaml


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("season: 0", "not a whole number from 1"),
        ("season: winter", "not a whole number from 1"),
        ("numbering: always", "'auto'"),
        ("funding: give", "write it like https://"),
        ("funding: [{text: x}]", "`url` is missing"),
        ("funding: [{url: 'https://a.example', txt: x}]", "did you mean `text`"),
        ("update_frequency: often", "'OFTEN' is no part of a recurrence rule"),
        ("update_frequency: {rrule: FREQ=NEVER}", "FREQ cannot be 'NEVER'"),
        ("update_frequency: {rrule: FREQ=WEEKLY;COUNT=3}", "dtstart"),
        ("update_frequency: {rrule: FREQ=WEEKLY, dtstart: soon}", "is no date"),
        ("update_frequency: {complete: true}", "says nothing"),
        ("enclosure_prefix: http://op3.dev/e/", "not https"),
        ("enclosure_prefix: https://op3.dev/e/?x=1", "? or #"),
        ("enclosure_prefix: op3.dev/e/", "no address"),
    ],
)
def test_fact_that_is_not_one_is_told_with_its_line(line: str, said: str) -> None:
    with pytest.raises(CastError) as caught:
        parse_settings(f"show:\n  title: x\n  {line}\n", "voices.yaml")
    assert said in caught.value.message
    assert "line 3" in caught.value.message


def test_persons_page_and_picture_have_to_be_addresses() -> None:
    with pytest.raises(CastError, match="href"):
        parse_settings("cast: {甲: {href: somewhere}}", "voices.yaml")
    assert FACTS.people["林知遠"] == PersonPage(href="https://river.example/lin", img="https://river.example/lin.jpg")


# --------------------------------------------------------------------------------------------------- check


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("<itunes:episode>1<", "<itunes:episode>one<", "no whole number"),
        ("<itunes:episode>1<", "<itunes:episode>3<", "not the same number"),
        ('rrule="FREQ=WEEKLY"', 'rrule="WEEKLY"', "none of RFC 5545"),
        ('rrule="FREQ=WEEKLY"', 'rrule="FREQ=WEEKLY;COUNT=3"', "dtstart"),
        (">支持河边<", "><", "lacks its url or its words"),
        ("https://op3.dev/e/river", "http://op3.dev/e/river", "on another site"),
        (
            "https://op3.dev/e/river.example/talks/2024",
            "https://op3.dev/e/river.example/talks/1924",
            "leads to no file",
        ),
    ],
)
def test_check_names_a_fact_that_went_wrong(tmp_path: Path, output: Path, before: str, after: str, said: str) -> None:
    path = output / "feed.xml"
    whole = path.read_text("utf-8")
    try:
        assert before in whole
        path.write_text(whole.replace(before, after), "utf-8")
        assert any(said in finding.what for finding in faults(output))
    finally:
        path.write_text(whole, "utf-8")
