"""The check: silent on what is fit, and clear about each thing that is not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import mutagen.id3
import pytest

from episode_samples import SHOW, cue, episode, heard, measured, recording
from narrator.check import check
from narrator.check.finding import Finding
from narrator.model import LabelSettings, NotSpoken, Show
from narrator.pipeline.publish import feed, publish
from narrator.published.episode_json import manifest_json
from narrator.published.output_folder import load_manifest

ONE = measured(episode())
NAME = f"{ONE.slug}.mp3"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    publish(ONE, recording(ONE), folder, show=SHOW, label=LabelSettings())
    feed(folder, show=SHOW)
    return folder


@pytest.fixture
def output(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "output"))


def wrong(path: Path, show: Show | None = None) -> list[Finding]:
    return [finding for finding in check([path], analyse=heard, show=show) if finding.level != "ok"]


def test_what_was_just_made_is_fit(output: Path) -> None:
    assert wrong(output, SHOW) == []
    assert wrong(output / ONE.slug) == []
    assert wrong(output / "feed.xml") == []


def test_what_is_fit_is_said_too(output: Path) -> None:
    found = check([output], analyse=heard)
    assert len(found) > 15
    assert all(finding.what and finding.where for finding in found)


def test_several_paths_are_checked_in_order(output: Path) -> None:
    found = check([output / "feed.xml", output / ONE.slug], analyse=heard)
    assert "feed.xml" in found[0].where
    assert ONE.slug in found[-1].where


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (finding,) = check([tmp_path / "nothing"], analyse=heard)
    assert finding.level == "error"


def test_an_output_without_an_episode_is_an_error(tmp_path: Path) -> None:
    assert any("no episode" in finding.what for finding in wrong(tmp_path))


def _cut_short(folder: Path) -> None:
    path = folder / NAME
    path.write_bytes(path.read_bytes()[:-5000])


def _without_tags(folder: Path) -> None:
    mutagen.id3.ID3(folder / NAME).delete()


def _newer_tags(folder: Path) -> None:
    mutagen.id3.ID3(folder / NAME).save(v2_version=4)


def _noise_inside(folder: Path) -> None:
    path = folder / NAME
    content = bytearray(path.read_bytes())
    middle = len(content) - 100_000
    content[middle : middle + 2000] = bytes(2000)
    path.write_bytes(content)


def _other_title(folder: Path) -> None:
    tags = mutagen.id3.ID3(folder / NAME)
    tags["TIT2"].text = ["别的题目"]
    tags.save(v2_version=3)


def _no_contents(folder: Path) -> None:
    tags = mutagen.id3.ID3(folder / NAME)
    tags.delall("CTOC")
    tags.save(v2_version=3)


def _label(folder: Path, **changes: str) -> None:
    tags = mutagen.id3.ID3(folder / NAME)
    fields = json.loads(str(tags["TXXX:AIGC"])) | changes
    tags["TXXX:AIGC"].text = [json.dumps(fields)]
    tags.save(v2_version=3)


def _replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        content = path.read_text("utf-8")
        assert old in content
        path.write_text(content.replace(old, new), "utf-8")

    return change


FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a missing file": (lambda folder: (folder / "captions.srt").unlink(), "captions.srt is missing"),
    "an empty file": (lambda folder: (folder / "captions.vtt").write_bytes(b""), "captions.vtt is empty"),
    "sound cut short": (_cut_short, "the header counts"),
    "sound that decodes badly": (_noise_inside, "belong to no frame"),
    "no tags": (_without_tags, "no ID3v2 tags"),
    "tags of a version that loses chapters": (_newer_tags, "ID3v2.4"),
    "another title": (_other_title, "TIT2"),
    "no table of contents": (_no_contents, "table of contents"),
    "a label of another sound": (lambda folder: _label(folder, ReservedCode1="sha256:00"), "of another sound"),
    "a label that denies it": (lambda folder: _label(folder, Label="0"), "the label says"),
    "captions that say something else": (_replaced("captions.vtt", "可靠", "可能"), "not the episode's"),
    "captions out of order": (_replaced("captions.srt", "00:00:38,", "00:00:02,"), "out of order"),
    "captions of no kind": (_replaced("captions.vtt", "WEBVTT", "CAPTIONS"), "begin with WEBVTT"),
    "a transcript that says something else": (_replaced("transcript.json", "可靠", "可能"), "not the episode's"),
    "a transcript that is no JSON": (_replaced("transcript.json", "{", "("), "no JSON transcript"),
    "chapters of another episode": (_replaced("chapters.json", "各位听众", "别的问题"), "not the episode's"),
    "a page that hides it": (
        lambda folder: (folder / "index.html").write_text("<!doctype html><p>水"), "does not say that the speech",
    ),
    "a cover of nothing": (lambda folder: (folder / "cover.jpg").write_bytes(b"jpeg"), "cover cannot be read"),
    "another digest": (_replaced("episode.json", '"sha256": "', '"sha256": "0'), "changed after it was published"),
    "another loudness": (_replaced("episode.json", '"integrated_lufs": -1', '"integrated_lufs": -2'), "says -2"),
    "a damaged manifest": (lambda folder: (folder / "episode.json").write_text("{"), "is damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_check_finds(output: Path, name: str) -> None:
    change, what = FAULTS[name]
    change(output / ONE.slug)
    found = wrong(output / ONE.slug)
    assert any(what in finding.what for finding in found), [finding.what for finding in found]
    assert all(finding.do for finding in found)


def _published(tmp_path: Path, **changes: object) -> list[str]:
    one = replace(ONE, **changes)  # type: ignore[arg-type]
    publish(one, recording(ONE), tmp_path, show=SHOW, label=LabelSettings())
    return [finding.what for finding in wrong(tmp_path / one.slug)]


def test_check_finds_a_caption_over_silence(tmp_path: Path) -> None:
    extra = cue("没有声音。", start=ONE.cues[-1].end + 8000, at=99_999, pace=1000)
    assert any("stands over silence" in what for what in _published(tmp_path, cues=(*ONE.cues, extra)))


def test_check_finds_speech_without_a_caption(tmp_path: Path) -> None:
    assert any("speech have no caption" in what for what in _published(tmp_path, cues=ONE.cues[:-1]))


def test_check_finds_captions_that_are_late(tmp_path: Path) -> None:
    late = replace(ONE.cues[3], start=ONE.cues[3].start + 44_100)
    sound = recording(replace(ONE, cues=(*ONE.cues[:3], late, *ONE.cues[4:])))
    publish(ONE, sound, tmp_path, show=SHOW, label=LabelSettings())
    assert any("1.0 s before its words" in finding.what for finding in wrong(tmp_path / ONE.slug))


def test_check_finds_text_that_is_left_out_or_there_twice(tmp_path: Path) -> None:
    assert any("neither said nor listed" in what for what in _published(tmp_path, not_spoken=ONE.not_spoken[1:]))
    twice = (*ONE.not_spoken, NotSpoken(at=0, text="河口", why="title"))
    assert any("there twice" in what for what in _published(tmp_path, not_spoken=twice))


def test_check_finds_a_length_that_is_not_the_sounds(tmp_path: Path) -> None:
    found = _published(tmp_path, length=ONE.length + 44_100)
    assert any("header makes the sound -1.000 s longer" in what for what in found)
    assert any("decoding gives -1.000 s" in what for what in found)


def test_check_finds_that_no_notice_is_heard(tmp_path: Path) -> None:
    assert any("no notice is heard" in what for what in _published(tmp_path, cues=ONE.cues[1:]))
    vague = cue("欢迎收听本节目，敬请关注。", start=ONE.cues[0].start, at=-1, speaker=None, pace=8000)
    assert any("does not say both" in what for what in _published(tmp_path, cues=(vague, *ONE.cues[1:])))


def test_check_finds_that_the_label_is_turned_off(tmp_path: Path) -> None:
    publish(ONE, recording(ONE), tmp_path, show=SHOW, label=LabelSettings(metadata=False))
    assert ["turned off" in finding.what for finding in wrong(tmp_path / ONE.slug)] == [True]


def test_check_finds_a_stand_in_engine(tmp_path: Path) -> None:
    assert any("stand-in" in what for what in _published(tmp_path, fallback="edge did not answer"))
    assert _published(tmp_path, fallback="edge did not answer", accepted=True) == []


FEED_FAULTS: dict[str, tuple[str, str, str]] = {
    "an enclosure of another length": (' length="', ' length="9', "the feed says"),
    "an address that leads nowhere": ("captions.vtt", "captions.vvt", "leads to no file"),
    "an address that is not ASCII": ("captions.vtt", "字幕.vtt", "no absolute http(s) address in ASCII"),
    "explicit spelled yes": (">false<", ">no<", "itunes:explicit"),
    "a category that Apple has not": ('text="News"', 'text="Rivers"', "not on Apple's list"),
    "no label": ('purpose="ai-content"', 'purpose="other"', "ai-content"),
    "a duration with colons": ("<itunes:duration>", "<itunes:duration>0:", "whole number of seconds"),
    "a date of another kind": ("<pubDate>", "<pubDate>on ", "RFC 2822"),
    "a feed that is no XML": ("</rss>", "", "not well-formed"),
    "a feed that is no RSS": ('version="2.0"', 'version="0.9"', "no RSS 2.0"),
    "an episode that is not here": ("</guid>", "0</guid>", "no folder here"),
    "chapters of the wrong type": ("application/json+chapters", "application/json", "wrong type"),
    "no title": ("<title>河边谈话</title>", "<title/>", "the show has no title"),
}


@pytest.mark.parametrize("name", FEED_FAULTS)
def test_check_of_a_feed_finds(output: Path, name: str) -> None:
    old, new, what = FEED_FAULTS[name]
    path = output / "feed.xml"
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new), "utf-8")
    found = wrong(path)
    assert any(what in finding.what for finding in found), [finding.what for finding in found]
    assert all(finding.do for finding in found)


def test_check_of_a_feed_finds_an_episode_that_is_not_listed(output: Path) -> None:
    other = replace(ONE, slug="another")
    publish(other, recording(other), output, show=SHOW, label=LabelSettings())
    assert any("another is not listed" in finding.what for finding in wrong(output))


def test_check_of_a_feed_for_this_computer_says_so(output: Path) -> None:
    feed(output, show=SHOW, base_url="http://127.0.0.1:8000/")
    assert ["this computer" in finding.what for finding in wrong(output / "feed.xml")] == [True]


def test_check_of_a_long_feed_reads_all_its_pages(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.published.stretches.NEWEST_ITEMS", 10)
    monkeypatch.setattr("narrator.published.stretches.PAGE_ITEMS", 10)
    manifest = load_manifest(output / ONE.slug)
    for number in range(20):
        slug = f"e{number}"
        folder = output / slug
        folder.mkdir()
        copy = replace(manifest, episode=replace(ONE, slug=slug), audio=replace(manifest.audio, file=f"{slug}.mp3"))
        (folder / "episode.json").write_text(manifest_json(copy), "utf-8")
        for name in manifest.files.values():
            (folder / name).hardlink_to(output / ONE.slug / name)
        (folder / f"{slug}.mp3").hardlink_to(output / ONE.slug / NAME)
    feed(output, show=SHOW)
    assert (output / "feed-1.xml").is_file()
    assert wrong(output / "feed.xml") == []
    (output / "feed-1.xml").unlink()
    assert any("feed-1.xml cannot be read" in finding.what for finding in wrong(output / "feed.xml"))


def test_check_of_an_output_without_a_feed_warns(tmp_path: Path) -> None:
    publish(ONE, recording(ONE), tmp_path, show=SHOW, label=LabelSettings())
    assert any("there is no feed" in finding.what for finding in wrong(tmp_path))
    lacking = replace(SHOW, link=None)
    assert any("no address" in finding.what for finding in wrong(tmp_path, lacking))


@pytest.mark.parametrize("content", [b"", b"no sound at all" * 99, bytes(5000), b"ID3\x03\x00\x00\x7f\x7f\x7f\x7f"])
def test_check_of_a_file_that_is_no_sound_says_so_and_goes_on(output: Path, content: bytes) -> None:
    (output / ONE.slug / NAME).write_bytes(content)
    found = wrong(output)
    assert any("no MP3 frame" in finding.what for finding in found)
    assert any("no sound can be decoded" in finding.what for finding in found)
    assert any("the feed says" in finding.what for finding in found)
    assert len(found) < 40
