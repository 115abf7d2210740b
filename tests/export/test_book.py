"""The read-along EPUB: what EPUBCheck says, and that nothing of the article is lost in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from episode_samples import GUEST, HOST, SHOW, TALK, cue, episode
from narrator.export.book_text import sections
from narrator.export.epub import write_epub
from narrator.export.original import Original
from narrator.model import AudioFile, ChapterMark, Episode, Kind, Manifest, NotSpoken, Show
from narrator.published.output_folder import FILES

EPUBCHECK = shutil.which("epubcheck")
JAVA = shutil.which("java")
X = {"x": "http://www.w3.org/1999/xhtml", "s": "http://www.w3.org/ns/SMIL", "o": "http://www.idpf.org/2007/opf"}
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


def book(tmp_path: Path, episode: Episode, show: Show = SHOW) -> zipfile.ZipFile:
    """A book of an episode whose sound is not looked at."""
    mp3 = tmp_path / f"{episode.slug}.mp3"
    mp3.write_bytes(b"\xff\xfb" * 100)
    sound = AudioFile(file=mp3.name, bytes=200, type="audio/mpeg", sha256="0" * 64, bitrate_kbps=64)
    manifest = Manifest(episode=episode, audio=sound, label={}, files=dict(FILES))
    original = Original(manifest=manifest, show=show, mp3=mp3, transcript="", cover=JPEG, small_cover=JPEG)
    write_epub(original, tmp_path / "book.epub")
    return zipfile.ZipFile(tmp_path / "book.epub")


def pages(archive: zipfile.ZipFile) -> Iterator[etree._Element]:
    for name in archive.namelist():
        if "/text/" in name:
            yield etree.fromstring(archive.read(name))


def text_of(archive: zipfile.ZipFile) -> str:
    return "".join("".join(page.xpath("//x:body//text()", namespaces=X)) for page in pages(archive))


def clips(archive: zipfile.ZipFile) -> list[tuple[str, float, float]]:
    found = []
    for name in archive.namelist():
        if name.endswith(".smil"):
            for par in etree.fromstring(archive.read(name)).iter("{*}par"):
                text, audio = par
                begin, end = (float(str(audio.get(which))[:-1]) for which in ("clipBegin", "clipEnd"))
                found.append((f"{Path(name).parent.parent}/text/{str(text.get('src')).rpartition('/')[2]}", begin, end))
    return found


@pytest.mark.skipif(EPUBCHECK is None or JAVA is None, reason="needs epubcheck (Debian)")
def test_epubcheck_has_no_complaint(folder: Path) -> None:
    file = folder / f"{folder.name}.epub"
    # Debian's epubcheck is a jar that starts by itself only where the system knows jars.
    quickly = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    command = [str(JAVA), *quickly, "-jar", str(EPUBCHECK), "--failonwarnings", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "0 fatals / 0 errors / 0 warnings / 0 infos" in done.stdout, done.stderr + done.stdout
    assert done.returncode == 0


def test_every_sentence_is_lit_while_it_is_heard_and_no_pause_is_left_out(folder: Path, one: Episode) -> None:
    with zipfile.ZipFile(folder / f"{folder.name}.epub") as archive:
        found = clips(archive)
        ids = {f"{name}#{each}" for name in archive.namelist() if "/text/" in name
               for each in etree.fromstring(archive.read(name)).xpath("//@id")}  # fmt: skip
    assert len(found) == len(one.cues)
    for (text, begin, end), heard, behind in zip(found, one.cues, [*one.cues[1:], None], strict=True):
        assert text in ids
        assert begin == pytest.approx(heard.start / one.rate_hz, abs=0.001)
        until = heard.end if behind is None else behind.start
        assert end == pytest.approx(until / one.rate_hz, abs=0.001)
        assert end <= one.length / one.rate_hz


def test_lengths_of_the_overlays_add_up(folder: Path) -> None:
    with zipfile.ZipFile(folder / f"{folder.name}.epub") as archive:
        package = etree.fromstring(archive.read("EPUB/package.opf"))
        heard = clips(archive)
    lengths = package.xpath("//o:meta[@property='media:duration']", namespaces=X)
    total, *parts = [(each.get("refines"), float(each.text[:-1])) for each in lengths]
    assert total[0] is None
    assert sum(length for _, length in parts) == pytest.approx(total[1])
    assert sum(end - begin for _, begin, end in heard) == pytest.approx(total[1])


def test_book_has_the_text_whole_and_says_who_speaks(folder: Path, one: Episode) -> None:
    with zipfile.ZipFile(folder / f"{folder.name}.epub") as archive:
        text = text_of(archive)
        names = [name for page in pages(archive) for name in page.xpath("//*[@class='who']/text()", namespaces=X)]
    at = 0
    for each in one.cues:
        at = text.index(each.text, at) + len(each.text)
    assert names == [HOST, GUEST, HOST, GUEST, HOST, GUEST]


def test_sound_in_the_book_is_the_published_mp3(folder: Path) -> None:
    with zipfile.ZipFile(folder / f"{folder.name}.epub") as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        assert archive.read(f"EPUB/sound/{folder.name}.mp3") == (folder / f"{folder.name}.mp3").read_bytes()


def test_printed_text_that_nobody_says_stands_in_its_place(tmp_path: Path) -> None:
    first = cue("We met by the river.", start=0, at=10, speaker="Ann", turn=0, paragraph=0)
    second = cue("It was cold.", start=90_000, at=43, speaker="Ann", turn=0, paragraph=0)
    third = cue("Yes, I remember.", start=160_000, at=80, speaker="Ben", turn=1, paragraph=1)
    left = (
        NotSpoken(at=0, text="Home | News", why="navigation"),
        NotSpoken(at=30, text="[3]", why="footnote mark"),
        NotSpoken(at=34, text="(laughs)", why="stage direction"),
        NotSpoken(at=60, text="The river in May", why="picture caption"),
        NotSpoken(at=76, text="Ben:", why="speaker label"),
        NotSpoken(at=120, text="[3] In 1998.", why="footnote"),
    )
    talk = episode(cues=(first, second, third), not_spoken=left, chapters=(), language="en", title="By the river")
    (section,) = sections(talk)
    assert [paragraph.text for paragraph in section.paragraphs] == [
        "We met by the river.[3] (laughs) It was cold.",
        "The river in May",
        "Yes, I remember.",
        "[3] In 1998.",
    ]
    with book(tmp_path, talk) as archive:
        text = text_of(archive)
    assert "Home | News" not in text
    assert "We met by the river.[3] (laughs) It was cold." in text


def test_chapter_title_that_is_said_is_the_heading_itself(tmp_path: Path) -> None:
    heading = cue("水从哪里来", start=0, at=0, speaker=None, turn=0, paragraph=0)
    said = cue("从山上来。", start=60_000, at=6, speaker=GUEST, turn=1, paragraph=1)
    chapter = ChapterMark(title="水从哪里来", start=0, end=120_000)
    with book(tmp_path, episode(cues=(heading, said), not_spoken=(), chapters=(chapter,), length=120_000)) as archive:
        (page,) = pages(archive)
    assert page.xpath("string(//x:h2)", namespaces=X) == "水从哪里来"
    assert "".join(page.xpath("//x:body//text()", namespaces=X)).count("水从哪里来") == 1


def test_music_opens_the_chapter_it_leads_to_and_pauses_by_hand_are_not_printed(tmp_path: Path) -> None:
    talk = episode(TALK[:5])
    question = next(number for number, each in enumerate(talk.cues) if number > 1 and each.speaker == HOST)
    behind = talk.cues[question].start
    music = replace(
        cue("[音乐]", start=behind - 9_000, at=-1, speaker=None, turn=-1, paragraph=-1, pace=1000), kind=Kind.MUSIC
    )
    chapters = (talk.chapters[0], replace(talk.chapters[1], start=music.start))
    pause = NotSpoken(at=talk.cues[1].at + 5, text="[停顿2秒]", why="pause")
    talk = replace(
        talk, cues=(*talk.cues[:question], music, *talk.cues[question:]), chapters=chapters, not_spoken=(pause,)
    )
    *_, last = sections(talk)
    assert last.paragraphs[0].text == "[音乐]"
    with book(tmp_path, talk) as archive:
        assert "停顿" not in text_of(archive)
        assert len(clips(archive)) == len(talk.cues)


def test_question_that_is_the_chapter_title_keeps_its_speaker(tmp_path: Path) -> None:
    asked = cue("水从哪里来？", start=0, at=0, speaker=HOST, turn=0, paragraph=0)
    chapter = ChapterMark(title=asked.text, start=0, end=60_000)
    with book(tmp_path, episode(cues=(asked,), not_spoken=(), chapters=(chapter,), length=60_000)) as archive:
        (page,) = pages(archive)
    assert page.xpath("string(//*[@class='who'])") == HOST
    assert page.xpath("string(//*[@class='said'])") == asked.text


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he-IL", "rtl"), ("zh-TW", "ltr"), ("en", "ltr")])
def test_book_has_its_language_and_direction_everywhere(tmp_path: Path, language: str, direction: str) -> None:
    with book(tmp_path, episode(language=language)) as archive:
        package = etree.fromstring(archive.read("EPUB/package.opf"))
        assert package.xpath("string(//o:spine/@page-progression-direction)", namespaces=X) == direction
        assert package.xpath("string(//*[local-name()='language'])") == language
        for page in pages(archive):
            assert (page.get("lang"), page.get("dir")) == (language, direction)


def test_book_says_what_it_offers_to_whom(folder: Path) -> None:
    with zipfile.ZipFile(folder / f"{folder.name}.epub") as archive:
        package = archive.read("EPUB/package.opf").decode()
    for value in ("synchronizedAudioText", "textual", "auditory", "tableOfContents"):
        assert f">{value}</meta>" in package
    assert "schema:accessibilitySummary" in package
    assert 'name="AIGC"' in package
    assert "人工智能合成" in package


def test_hostile_text_leaves_the_book_well_formed(tmp_path: Path) -> None:
    text = "a<b>&\x00\x0b\ud800\ufffe]]><script>'\""
    said = cue("x", start=0, at=0, turn=0, paragraph=0, speaker=HOST)
    talk = episode(
        cues=(replace(said, text=text, words=(), speaker="<i>&"),), title=text, publisher=text, chapters=(),
        not_spoken=(NotSpoken(at=50, text=text, why="footnote"),),
    )  # fmt: skip
    with book(tmp_path, talk, replace(SHOW, title=text, author=text, license="<&>")) as archive:
        assert all(
            etree.fromstring(archive.read(name)) is not None
            for name in archive.namelist()
            if name.endswith(("xhtml", "opf", "smil"))
        )
        assert "<script>'\"" in text_of(archive)


def test_same_episode_gives_the_same_book_whenever_it_is_written(tmp_path: Path) -> None:
    book(tmp_path, episode()).close()
    first = (tmp_path / "book.epub").read_bytes()
    (tmp_path / f"{episode().slug}.mp3").touch()
    book(tmp_path, episode()).close()
    assert (tmp_path / "book.epub").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "book.epub") as archive:
        package = archive.read("EPUB/package.opf").decode()
    assert re.search(r"<meta property=\"dcterms:modified\">2024-05-06T01:30:00Z</meta>", package)
