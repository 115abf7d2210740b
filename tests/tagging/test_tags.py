"""The MP3's tags, read back by a library and by their bytes."""

from __future__ import annotations

import io
from dataclasses import replace

import mutagen.id3
import pytest

from episode_samples import GUEST, HOST, SHOW, episode, recording
from narrator.artwork import draw_cover, small_cover
from narrator.captions import transcript_text
from narrator.model import ChapterMark, Episode, Show
from narrator.standards.addresses import web_address
from narrator.standards.mp3_tags import audio_frames
from narrator.tagging import id3_tags

LABEL = {"Label": "1", "ContentProducer": "河边编辑部"}


def tagged(one: Episode, show: Show = SHOW, cover: bytes | None = None) -> bytes:
    tags = id3_tags(one, lyrics=transcript_text(one), show=show, label=LABEL, cover=cover)
    return tags + recording(one).mp3


def read(mp3: bytes) -> mutagen.id3.ID3:
    return mutagen.id3.ID3(io.BytesIO(mp3), translate=False)


def test_tags_are_version_2_3_in_utf_16() -> None:
    tags = read(tagged(episode()))
    assert tags.version == (2, 3, 0)
    assert all(frame.encoding == mutagen.id3.Encoding.UTF16 for frame in tags.values() if hasattr(frame, "encoding"))
    assert "TDRC" not in tags


def test_tags_say_what_the_episode_is() -> None:
    tags = read(tagged(episode()))
    assert str(tags["TIT2"]) == "河口水文站：一百零九天的守望"
    assert str(tags["TPE1"]) == "河边编辑部"
    assert str(tags["TALB"]) == "河边谈话"
    assert str(tags["TYER"]) == "2024"
    assert str(tags["TDAT"]) == "0605"
    assert str(tags["TLAN"]) == "zho"
    assert str(tags["TCON"]) == "Podcast"
    assert tags["WOAS"].url == "https://river.example/page?id=7"
    assert "人工智能" in str(tags["COMM::zho"])


def test_artist_is_the_people_when_the_show_has_no_author() -> None:
    assert str(read(tagged(episode(), Show(title="河边谈话")))["TPE1"]) == f"{HOST}、{GUEST}"


def test_transcript_is_in_the_tags() -> None:
    lyrics = read(tagged(episode())).getall("USLT")[0]
    assert lyrics.lang == "zho"
    assert f"{GUEST}：主持人好。" in lyrics.text


def test_chapters_are_listed_once_each_in_an_ordered_table_of_contents() -> None:
    tags = read(tagged(episode()))
    chapters = tags.getall("CHAP")
    (contents,) = tags.getall("CTOC")
    assert contents.child_element_ids == ["chp0", "chp1", "chp2"]
    assert int(contents.flags) == 3
    assert str(contents.sub_frames["TIT2"]) == "目录"
    assert {chapter.element_id for chapter in chapters} == {"chp0", "chp1", "chp2"}
    assert all(chapter.start_time < chapter.end_time for chapter in chapters)
    assert all(chapter.start_offset == chapter.end_offset == 0xFFFFFFFF for chapter in chapters)
    assert all(str(chapter.sub_frames["TIT2"]) for chapter in chapters)


def test_chapters_beyond_what_a_table_can_count_become_one() -> None:
    marks = tuple(ChapterMark(title=f"第{n}问", start=n * 4410, end=(n + 1) * 4410) for n in range(300))
    tags = read(tagged(episode(chapters=marks)))
    (contents,) = tags.getall("CTOC")
    assert len(contents.child_element_ids) == len(tags.getall("CHAP")) == 255
    assert max(chapter.end_time for chapter in tags.getall("CHAP")) == 30_000


def test_tags_of_the_same_episode_are_the_same_bytes() -> None:
    assert tagged(episode()) == tagged(episode())


def test_tags_stand_in_front_of_the_sound_and_can_be_taken_off_again() -> None:
    assert audio_frames(tagged(episode())) == recording(episode()).mp3


def test_sound_is_found_between_tags_of_all_kinds() -> None:
    sound = recording(episode()).mp3
    ape = b"APETAGEX" + (2000).to_bytes(4, "little") + (32).to_bytes(4, "little") + bytes(16)
    assert audio_frames(tagged(episode()) + ape + b"TAG" + bytes(125)) == sound


def test_cover_in_the_tags_is_a_small_jpeg() -> None:
    cover = small_cover(draw_cover("河口", show="河边谈话").square)
    (picture,) = read(tagged(episode(), cover=cover)).getall("APIC")
    assert picture.mime == "image/jpeg"
    assert picture.type == mutagen.id3.PictureType.COVER_FRONT
    assert picture.data == cover
    assert len(cover) < 120_000


def test_an_episode_that_knows_little_is_tagged_all_the_same() -> None:
    bare = episode(url=None, published=None, publisher=None, speakers=(), chapters=(), cues=(), language="tlh")
    tags = read(tagged(bare, Show(title="")))
    assert not {"WOAS", "TYER", "CTOC:toc"} & tags.keys()
    assert str(tags["TLAN"]) == "und"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://河边.example/访谈?题=水", "https://xn--ovw206e.example/%E8%AE%BF%E8%B0%88?%E9%A2%98=%E6%B0%B4"),
        ("http://river.example:8080/a b#c", "http://river.example:8080/a%20b#c"),
        ("file:///etc/passwd", None),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://[::1", None),
        ("", None),
        (None, None),
    ],
)
def test_web_address_is_ascii_and_http_or_none(url: str | None, expected: str | None) -> None:
    assert web_address(url) == expected


def test_chapters_stand_in_the_file_in_order_of_time() -> None:
    titles = ["第一章有一个很长很长很长很长的名字", "二", "第三章的名字不长", "四"]
    chapters = tuple(ChapterMark(title=title, start=n * 44_100, end=(n + 1) * 44_100) for n, title in enumerate(titles))
    tags = tagged(replace(episode(), chapters=chapters))
    starts = [int.from_bytes(part[6:].partition(b"\0")[2][:4], "big") for part in tags.split(b"CHAP")[1:]]
    assert starts == [0, 1000, 2000, 3000]
    assert [chapter.sub_frames["TIT2"].text[0] for chapter in read(tags).getall("CHAP")] == titles
