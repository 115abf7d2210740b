"""The feed: what Apple and Podcasting 2.0 ask for, rebuilt from what is there."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from episode_samples import GUEST, HOST, SHOW, TALK, cue, episode, recording
from narrator.errors import CastError
from narrator.feed import feed_styles
from narrator.feed.channel import feed_guid, feed_pages
from narrator.feed.item import soundbite
from narrator.model import AudioFile, Episode, LabelSettings, Manifest, Show
from narrator.pipeline.publish import feed, publish, refresh
from narrator.published import stretches
from narrator.published.chapter_times import chapter_lines, chapter_times
from narrator.published.feed_entries import address_of, feed_faults
from narrator.published.output_folder import FILES

NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
BASE = "https://river.example/talks/"
GUID = "00000000-0000-5000-8000-000000000000"


def manifest(one: Episode) -> Manifest:
    audio = AudioFile(file=f"{one.slug}.mp3", bytes=123_456, type="audio/mpeg", sha256="0" * 64, bitrate_kbps=64)
    return Manifest(episode=one, audio=audio, label={"Label": "1"}, files=dict(FILES))


def pages(*episodes: Episode, show: Show = SHOW) -> dict[str, etree._Element]:
    made = feed_pages([manifest(one) for one in episodes], show, base=BASE, guid=GUID)
    return {name: etree.fromstring(content) for name, content in made.items()}


def channel(*episodes: Episode, show: Show = SHOW) -> etree._Element:
    found = pages(*episodes, show=show)["feed.xml"].find("channel")
    assert found is not None
    return found


def text(element: etree._Element, path: str) -> str:
    return str(element.xpath(f"string({path})", namespaces=NS))


def test_show_has_all_that_directories_ask_for() -> None:
    show = channel(episode())
    assert text(show, "title") == "河边谈话"
    assert text(show, "link") == "https://river.example/talks/"
    assert text(show, "language") == "zh-CN"
    assert text(show, "description")
    assert text(show, "itunes:author") == "河边编辑部"
    assert text(show, "itunes:explicit") == "false"
    assert text(show, "itunes:image/@href") == BASE + "cover.jpg"
    assert text(show, "itunes:owner/itunes:email") == "editor@river.example"
    assert text(show, "itunes:category/@text") == "News"
    assert text(show, "itunes:category/itunes:category/@text") == "News Commentary"
    assert text(show, "atom:link[@rel='self']/@href") == BASE + "feed.xml"
    assert text(show, "podcast:guid") == GUID
    assert text(show, "podcast:locked") == "yes"
    assert text(show, "podcast:locked/@owner") == "editor@river.example"
    assert text(show, "podcast:medium") == "podcast"
    assert text(show, "podcast:license") == "cc-by-4.0"


def test_item_has_all_that_apps_show() -> None:
    one = episode()
    item = channel(one).find("item")
    assert item is not None
    folder = f"{BASE}{one.slug}/"
    assert text(item, "title") == one.title
    assert text(item, "link") == folder + "index.html"
    assert text(item, "enclosure/@url") == f"{folder}{one.slug}.mp3"
    assert text(item, "enclosure/@length") == "123456"
    assert text(item, "enclosure/@type") == "audio/mpeg"
    assert text(item, "guid/@isPermaLink") == "false"
    assert text(item, "itunes:duration") == str(round(one.length / one.rate_hz))
    assert text(item, "itunes:image/@href") == folder + "cover.jpg"
    assert item.xpath("podcast:transcript/@type", namespaces=NS) == [
        "text/vtt", "application/x-subrip", "application/json",
    ]  # fmt: skip
    assert text(item, "podcast:chapters/@type") == "application/json+chapters"
    people = {(person.get("role"), person.text) for person in item.findall("podcast:person", NS)}
    assert people == {("host", HOST), ("guest", GUEST)}


def test_show_and_item_say_that_the_speech_is_synthetic() -> None:
    show = channel(episode())
    assert text(show, "podcast:txt[@purpose='ai-content']") == "true"
    assert text(show, "item/podcast:txt[@purpose='ai-content']") == "true"
    assert "人工智能" in text(show, "item/description")


def test_description_lists_the_chapters_as_apple_reads_them() -> None:
    lines = text(channel(episode()), "item/description").splitlines()
    stamps = [line for line in lines if line[:3] == "00:"]
    assert len(stamps) >= 3
    assert stamps[0].startswith("00:00:00 ")
    assert stamps == sorted(stamps)


def test_description_is_never_longer_than_apple_takes() -> None:
    marks = tuple(
        replace(episode().chapters[0], title=f"第{n}个很长很长的问题", start=n * 9999, end=(n + 1) * 9999)
        for n in range(250)
    )
    description = text(channel(episode(chapters=marks, title="题" * 3000)), "item/description")
    assert len(description.encode()) <= 4000


def test_article_of_the_item_is_the_whole_transcript() -> None:
    article = text(channel(episode()), "item/content:encoded")
    assert all(said in article for _, said in TALK)
    assert f"<strong>{GUEST}：</strong>" in article


@pytest.mark.parametrize(
    ("published", "language", "expected"),
    [
        ("2024-05-06T09:30:00", "zh-CN", "2024-05-06T09:30:00+08:00"),
        ("2024-05-06T09:30:00-04:00", "zh-CN", "2024-05-06T09:30:00-04:00"),
        ("2024-05-06", "ja", "2024-05-06T00:00:00+09:00"),
        ("2024-05", "en", "2024-05-01T00:00:00+00:00"),
        ("2024", "en", "2024-01-01T00:00:00+00:00"),
        ("last week", "en", "1970-01-01T00:00:00+00:00"),
    ],
)
def test_date_is_the_pages_in_the_zone_of_its_language(published: str, language: str, expected: str) -> None:
    found = text(channel(episode(published=published, language=language)), "item/pubDate")
    assert parsedate_to_datetime(found).isoformat() == expected


def test_newest_episode_comes_first() -> None:
    shown = channel(
        episode(slug="a", published="2023-01-01"),
        episode(slug="b", published="2025-01-01T10:00:00"),
        episode(slug="c", published="2024-01-01"),
    )
    assert [text(item, "link").split("/")[-2] for item in shown.findall("item")] == ["b", "c", "a"]


def test_fallback_stays_out_until_it_is_accepted() -> None:
    fallback = episode(slug="fallback", fallback="edge did not answer")
    accepted = episode(slug="accepted", fallback="edge did not answer", accepted=True)
    assert len(channel(episode(), fallback, accepted).findall("item")) == 2


def test_guid_of_an_item_survives_a_new_title_and_a_move() -> None:
    before = text(channel(episode()), "item/guid")
    moved = feed_pages([manifest(episode(title="改过"))], SHOW, base="https://elsewhere.example/", guid=GUID)
    after = etree.fromstring(moved["feed.xml"])
    assert str(after.xpath("string(//item/guid)")) == before
    assert text(channel(episode(slug="other")), "item/guid") != before


def test_guid_of_the_show_is_made_of_its_address_and_kept_after_a_move() -> None:
    # The example of podcast-namespace, docs/tags/guid.md.
    assert feed_guid(None, "https://podnews.net/") != feed_guid(None, "https://podnews.example/")
    assert feed_guid(None, "https://river.example/talks/") == feed_guid(None, "http://river.example/talks/")
    first = feed_guid(None, BASE)
    known = feed_pages([], SHOW, base=BASE, guid=first)["feed.xml"]
    assert feed_guid(known, "https://elsewhere.example/") == first
    assert feed_guid(b"no feed at all", BASE) == first


def test_long_feed_has_pages_that_lead_to_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "NEWEST_ITEMS", 100)
    many = [episode(slug=f"e{n}", published=f"{2000 + n // 12}-{n % 12 + 1:02}-01") for n in range(205)]
    made = pages(*many)
    assert list(made) == ["feed.xml", "feed-1.xml"]
    assert [len(page.findall("channel/item")) for page in made.values()] == [105, 100]
    links = {
        name: {link.get("rel"): link.get("href") for link in page.findall("channel/atom:link", NS)}
        for name, page in made.items()
    }
    assert links["feed.xml"]["next"] == links["feed.xml"]["prev-archive"] == BASE + "feed-1.xml"
    assert links["feed-1.xml"]["previous"] == links["feed-1.xml"]["current"] == BASE + "feed.xml"
    assert "previous" not in links["feed.xml"]
    assert "next" not in links["feed-1.xml"]
    assert all(link["first"] == BASE + "feed.xml" and link["last"] == BASE + "feed-1.xml" for link in links.values())
    guids = [guid.text for page in made.values() for guid in page.findall("channel/item/guid")]
    assert len(set(guids)) == 205


def test_one_more_episode_changes_only_the_first_page_of_a_long_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "NEWEST_ITEMS", 100)
    many = [episode(slug=f"e{n}", published=f"{2000 + n // 12}-{n % 12 + 1:02}-01") for n in range(321)]
    before = feed_pages([manifest(one) for one in many[:320]], SHOW, base=BASE, guid=GUID)
    after = feed_pages([manifest(one) for one in many], SHOW, base=BASE, guid=GUID)
    assert [name for name in after if after[name] != before.get(name)] == ["feed.xml"]
    assert len(after) == 3


def test_pages_that_are_no_longer_needed_are_removed(tmp_path: Path) -> None:
    (tmp_path / "feed-2.xml").write_text("<rss/>")
    feed(tmp_path, show=SHOW)
    assert not (tmp_path / "feed-2.xml").exists()


def test_all_addresses_are_ascii() -> None:
    made = feed_pages([manifest(episode())], replace(SHOW, link="https://河边.example/谈话"), base=BASE, guid=GUID)
    root = etree.fromstring(made["feed.xml"])
    addresses = [*root.xpath("//@url"), *root.xpath("//@href"), *(link.text for link in root.iter("link"))]
    assert all(str(address).isascii() for address in addresses)


def test_a_show_that_lacks_much_is_told_all_of_it_at_once() -> None:
    lacking = Show(title=" ", language="Chinese!", category="Nws", email="nobody", license="my own terms")
    faults = feed_faults(lacking)
    for word in ("title", "description", "address", "language", "category", "email", "license"):
        assert any(word in fault for fault in faults), word
    assert any("did you mean 'News'" in fault for fault in faults)
    assert feed_faults(SHOW) == ()


def test_feed_without_an_address_is_refused_but_the_site_is_made(tmp_path: Path) -> None:
    homeless = replace(SHOW, link=None)
    with pytest.raises(CastError) as caught:
        feed(tmp_path, show=homeless)
    assert "--base-url" in caught.value.hint
    assert refresh(tmp_path, show=homeless) is None
    assert (tmp_path / "index.html").is_file()
    assert (tmp_path / "player.js").is_file()
    assert not (tmp_path / "feed.xml").exists()


def test_base_url_wins_over_the_shows_own(tmp_path: Path) -> None:
    path = feed(tmp_path, show=replace(SHOW, link=None), base_url="http://127.0.0.1:8000")
    root = etree.fromstring(path.read_bytes())
    assert text(root, "channel/atom:link/@href") == "http://127.0.0.1:8000/feed.xml"
    with pytest.raises(CastError, match="ftp"):
        feed(tmp_path, show=SHOW, base_url="ftp://river.example/")


def test_feed_is_rebuilt_from_what_is_there(tmp_path: Path) -> None:
    for slug in ("one", "two"):
        one = episode(slug=slug)
        publish(one, recording(one), tmp_path, show=SHOW, label=LabelSettings())
    first = etree.fromstring(feed(tmp_path, show=SHOW).read_bytes())
    assert len(first.findall("channel/item")) == 2
    for entry in (tmp_path / "one").iterdir():
        entry.unlink()
    (tmp_path / "one").rmdir()
    again = feed(tmp_path, show=SHOW).read_bytes()
    assert len(etree.fromstring(again).findall("channel/item")) == 1
    assert feed(tmp_path, show=SHOW).read_bytes() == again


def test_soundbite_is_the_question_with_the_longest_answer_if_it_is_fit_to_be_heard() -> None:
    assert soundbite(episode()) is None  # no question lasts 15 seconds
    slow = [
        cue(text, start=n * 3_000_000, at=n, speaker=who, turn=n, pace=30_000) for n, (who, text) in enumerate(TALK[1:])
    ]
    found = soundbite(episode(cues=tuple(slow), length=99_000_000))
    assert found is not None
    start, end, title = found
    assert title.endswith("？")
    assert (start, end) in {(one.start, one.end) for one in slow if one.speaker == HOST}
    assert 15 <= (end - start) / 44_100 <= 120


def test_show_of_one_episode_in_json_can_be_told_from_nothing(tmp_path: Path) -> None:
    one = episode()
    publish(one, recording(one), tmp_path, show=SHOW, label=LabelSettings())
    fields = json.loads((tmp_path / one.slug / "episode.json").read_text("utf-8"))
    assert fields["files"]["captions_vtt"] == "captions.vtt"


@pytest.mark.parametrize(
    ("link", "base"),
    [
        ("https://river.example/talks", "https://river.example/talks/"),
        ("https://river.example/talks/index.html?from=mail#top", "https://river.example/talks/"),
        ("https://river.example", "https://river.example/"),
        ("https://podcasts.html", "https://podcasts.html/"),
    ],
)
def test_folder_of_the_shows_page_is_where_the_files_are(link: str, base: str) -> None:
    assert address_of(replace(SHOW, link=link), None) == base


def test_apps_that_ask_for_one_page_find_more_than_a_hundred_episodes() -> None:
    feedparser = pytest.importorskip("feedparser", reason="needs feedparser")
    many = [episode(slug=f"e{n}", published=f"{1900 + n}-01-01") for n in range(250)]
    made = feed_pages([manifest(one) for one in many], SHOW, base=BASE, guid=GUID)
    read = feedparser.parse(made["feed.xml"])
    assert len({entry.id for entry in read.entries}) == 250
    full = [entry.title for entry in read.entries if "content" in entry]
    assert len(full) == 100


def test_what_looks_like_markup_is_there_to_be_read() -> None:
    written = "关于印发<通知>的解读，AT&T 与 R&amp;D"
    shown = channel(
        episode(
            cues=(cue(written, start=0, at=0), cue("您怎么看<条例>？", start=99_000, at=40, turn=1)), title=written
        ),
        show=replace(SHOW, description="谈<水>的节目"),
    )
    assert html.unescape(text(shown, "description")) == "谈<水>的节目"
    assert "<通知>" not in text(shown, "item/description")
    assert html.unescape(text(shown, "item/description")).startswith(written)
    body = lxml.html.fromstring(f"<div>{text(shown, 'item/content:encoded')}</div>").text_content()
    assert written in body
    assert "<条例>" in body


def test_article_of_the_item_has_the_notice_once_and_the_chapters_with_their_times() -> None:
    one = episode()
    article = text(channel(one), "item/content:encoded")
    assert article.count("人工智能合成朗读") == 1
    for line in chapter_lines(chapter_times(one)):
        assert line in article


def test_narration_in_the_article_is_named() -> None:
    said = cue("多到河边走走。", start=0, at=0, speaker=GUEST)
    told = cue("说完他又上了船。", start=said.end, at=7, speaker=None, turn=1)
    article = text(channel(episode(cues=(said, told), chapters=())), "item/content:encoded")
    assert "<strong>旁白：</strong>说完" in article


@pytest.mark.parametrize(
    "addresses",
    [
        ["https://river.example/2024/1206.html", "https://river.example/2024/1207.html"],
        ["https://river.example/t20240506_998.shtml", "https://river.example/t20240506_1002.shtml"],
        ["https://river.example/view?id=9", "https://river.example/view?id=10", "https://river.example/view?id=100"],
    ],
)
def test_pages_of_one_day_keep_the_order_of_the_site(addresses: list[str]) -> None:
    many = [episode(slug=f"z{9 - n}", url=each, published="2024-05-06") for n, each in enumerate(addresses)]
    items = channel(*many).findall("item")
    assert [text(item, "link") for item in items] == [f"{BASE}{one.slug}/index.html" for one in reversed(many)]
    moments = [parsedate_to_datetime(text(item, "pubDate")) for item in items]
    assert moments == sorted(set(moments), reverse=True)
    assert {moment.date().isoformat() for moment in moments} == {"2024-05-06"}


def test_pages_of_one_day_keep_the_order_of_their_times() -> None:
    early = episode(slug="b", url="https://river.example/9.html", published="2024-05-06T08:00:00")
    late = episode(slug="a", url="https://river.example/1.html", published="2024-05-06T17:30:00")
    assert [text(item, "link").split("/")[-2] for item in channel(early, late).findall("item")] == ["a", "b"]


def test_feed_opened_in_a_browser_is_a_page_with_links() -> None:
    made = feed_pages([manifest(episode(title="关于<通知>的解读"))], SHOW, base=BASE, guid=GUID)
    root = etree.fromstring(made["feed.xml"])
    styles = [node.text for node in root.xpath("/processing-instruction('xml-stylesheet')")]
    assert [style.split('"')[3] for style in styles] == list(feed_styles())
    shown = etree.XSLT(etree.fromstring(feed_styles()["feed.xsl"]))(root)
    assert shown.xpath("//h2/a/@href") == [f"{BASE}{episode().slug}/index.html"]
    assert shown.xpath("string(//h2)").strip() == "关于<通知>的解读"
    assert shown.xpath("//input/@value") == [BASE + "feed.xml"]
    assert shown.xpath("//audio/@src")
    assert "播客" in shown.xpath("string(//label)")
