"""An episode with pauses by hand and the show's own sounds, as its files have it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from mutagen.id3 import ID3

from narrator.cli import main
from narrator.errors import CastError
from narrator.listening import expectations
from narrator.model import Reading
from narrator.pipeline import PublishOptions, SoundOptions, findings_of, narrate, plan
from narrator.pipeline.make import EpisodeResult

PAGE = """水厂访谈

这是一座建在河边的水厂，我们请来了总工程师。

主持人：各位好，[停顿2秒]今天谈水。请问水厂是什么时候建成的？

陈工：好的[停顿1.5秒]，我们从头说起。水厂是2001年建成的。

主持人：那么水从哪里来？

陈工：从河里来，[pause 500ms]也从水库来。谢谢。
"""
VOICES = """
show: {title: 河边谈话, description: 谈水。, author: 河边, email: a@river.example, link: https://river.example/talks/}
gaps: {sentences: 500ms}
sound: {intro: chime, outro: {file: chime, level: -2dB}, chapter_sting: chime, bed: chime}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> EpisodeResult:
    folder = tmp_path_factory.mktemp("music")
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    (folder / "voices.yaml").write_text(VOICES, encoding="utf-8")
    return narrate(
        str(folder / "page.txt"),
        sound=SoundOptions(engine="espeak"),
        publishing=PublishOptions(output=folder / "output"),
        voices=folder / "voices.yaml",
    )


def text_of(made: EpisodeResult, name: str) -> str:
    return (made.folder / made.manifest.files[name]).read_text(encoding="utf-8")


def test_episode_with_music_is_fit_to_publish(made: EpisodeResult) -> None:
    findings = findings_of([made.folder])
    assert [each for each in findings if each.level == "error"] == []
    assert not any("notice" in each.what for each in findings if each.level == "warning")


def test_captions_and_transcripts_show_music_as_what_it_is_and_no_pause(made: EpisodeResult) -> None:
    for name in ("captions_vtt", "captions_srt", "transcript_txt"):
        shown = text_of(made, name)
        assert "停顿" not in shown
        assert "pause" not in shown
        assert re.findall(r".*\[音乐\].*", shown) == ["[音乐]"] * 4, name
    assert "各位好，今天谈水。请问" in text_of(made, "transcript_txt")
    segments = json.loads(text_of(made, "transcript"))["segments"]
    assert {"[音乐]"} == {one["body"] for one in segments if "speaker" not in one}


def test_chapters_name_the_music(made: EpisodeResult) -> None:
    chapters = json.loads(text_of(made, "chapters"))["chapters"]
    tags = ID3(made.folder / made.manifest.audio.file)
    in_tags = [
        frame.sub_frames["TIT2"].text[0] for frame in sorted(tags.getall("CHAP"), key=lambda one: one.start_time)
    ]
    assert in_tags == [one["title"] for one in chapters]
    assert (in_tags[0], in_tags[-1]) == ("片头音乐", "片尾音乐")
    assert [one["endTime"] for one in chapters[:-1]] == [one["startTime"] for one in chapters[1:]]


def test_page_to_read_along_has_the_music_apart_from_the_text(made: EpisodeResult) -> None:
    page = text_of(made, "page")
    assert page.count("turn music") == 4
    assert "停顿" not in page


def test_pauses_are_in_episode_json_with_their_lengths(made: EpisodeResult) -> None:
    episode = made.manifest.episode
    assert [each.pause_s for each in episode.not_spoken if each.pause_s] == [2.0, 1.5, 0.5]
    cues = {cue.text: cue for cue in episode.cues}
    for before, behind, length_s in (
        ("各位好，", "今天谈水。", 2),
        ("好的", "我们从头说起。", 1.5),
        ("从河里来，", "也从水库来。", 0.5),
    ):
        assert (cues[behind].start - cues[before].end) / episode.rate_hz == pytest.approx(length_s, abs=0.001)


def test_listener_expects_no_words_of_music(made: EpisodeResult) -> None:
    expected = expectations(made.manifest.episode, lambda text: Reading(written=text, spoken=text, spans=()))
    said = [cue.spoken for cue in made.manifest.episode.cues if cue.text != "[音乐]"]
    assert [each.reading.written for each in expected] == said


def test_plan_counts_music_and_pauses(made: EpisodeResult, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "plain.txt").write_text(re.sub(r"\[.*?\]", "", PAGE), encoding="utf-8")
    (tmp_path / "voices.yaml").write_text(VOICES, encoding="utf-8")
    (tmp_path / "plain.yaml").write_text("gaps: {sentences: 500ms}\n", encoding="utf-8")

    def length_s(page: str, voices: str) -> float:
        return plan(str(tmp_path / page), sound=SoundOptions(engine="tone"), voices=tmp_path / voices).length_s

    assert length_s("page.txt", "plain.yaml") - length_s("plain.txt", "plain.yaml") == pytest.approx(3.4, abs=0.8)
    assert length_s("page.txt", "voices.yaml") - length_s("page.txt", "plain.yaml") > 8


def test_sound_files_that_cannot_be_heard_are_told_before_anything_is_spoken(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "voices.yaml").write_text("sound: {intro: page.txt, outro: no.mp3}\n", encoding="utf-8")
    voices = (
        (tmp_path / "voices.yaml").read_text(encoding="utf-8").replace("page.txt", (tmp_path / "page.txt").as_posix())
    )
    (tmp_path / "voices.yaml").write_text(voices, encoding="utf-8")
    with pytest.raises(
        CastError, match=r"sound: intro: .*page.txt cannot be read as sound.*sound: outro: there is no file no.mp3"
    ):
        narrate(
            str(tmp_path / "page.txt"),
            sound=SoundOptions(engine="tone"),
            publishing=PublishOptions(output=tmp_path / "output"),
            voices=tmp_path / "voices.yaml",
        )
    assert not list((tmp_path / "output").rglob("*.entry"))


def test_bed_without_words_to_lie_under_is_told(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(
        PAGE.replace("这是一座建在河边的水厂，我们请来了总工程师。", ""), encoding="utf-8"
    )
    (tmp_path / "voices.yaml").write_text("sound: {bed: chime}\nlabel: {audible: false}\n", encoding="utf-8")
    arguments = ["make", str(tmp_path / "page.txt"), "--engine", "tone", "--voices", str(tmp_path / "voices.yaml")]
    result = CliRunner().invoke(main, [*arguments, "--output", str(tmp_path / "output")])
    assert result.exit_code == 0
    assert "sound: bed: it is not heard" in " ".join(result.stderr.split())
