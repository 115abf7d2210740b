"""M4B and Opus: what players, taggers and decoders of other people make of them."""

from __future__ import annotations

import base64
import json
import shutil
import struct
import subprocess
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from episode_samples import SHOW, TALK, episode, measured, recording
from narrator.model import Episode, LabelSettings, Manifest
from narrator.pipeline.exporting import set_exports
from narrator.pipeline.publish import publish
from narrator.published.chapter_times import chapter_times
from narrator.standards.ai_label import label_json

needs_ffprobe = pytest.mark.skipif(shutil.which("ffprobe") is None, reason="needs ffprobe (Debian: ffmpeg)")


def decoded(path: Path) -> tuple[np.ndarray, int]:
    with av.open(str(path)) as container:
        frames = list(container.decode(audio=0))
        return np.concatenate([frame.to_ndarray()[0] for frame in frames]), frames[0].sample_rate


def ffprobe(path: Path) -> Any:
    shown = ["-show_format", "-show_streams", "-show_chapters", "-of", "json"]
    done = subprocess.run(["ffprobe", "-v", "error", *shown, str(path)], capture_output=True, check=True)
    assert not done.stderr
    return json.loads(done.stdout)


def file_of(folder: Path, form: str) -> Path:
    return folder / f"{folder.name}.{form}"


def test_m4b_is_as_long_as_the_episode_to_the_sample(tmp_path: Path) -> None:
    # Not a whole number of AAC's frames: the last one is filled up, and the file says where its sound ends.
    short = measured(episode(TALK[:3]))
    assert short.length % 1024
    publish(short, recording(short), tmp_path, show=SHOW, label=LabelSettings())
    set_exports(tmp_path / short.slug, ["m4b"], show=SHOW)
    path = file_of(tmp_path / short.slug, "m4b")
    with av.open(str(path)) as container:
        assert container.streams.audio[0].duration == short.length
    sound, rate_hz = decoded(path)
    assert rate_hz == short.rate_hz
    assert short.length <= len(sound) < short.length + 1024
    assert np.abs(sound[short.length :]).max() < 0.001


def test_opus_decodes_to_the_length_of_the_episode(folder: Path, one: Episode) -> None:
    sound, rate_hz = decoded(file_of(folder, "opus"))
    assert rate_hz == 48_000
    assert abs(len(sound) - one.length * 48_000 / one.rate_hz) <= 1


@pytest.mark.parametrize("form", ["m4b", "opus"])
def test_other_forms_sound_as_the_mp3_at_the_same_moments_and_as_loud(folder: Path, one: Episode, form: str) -> None:
    mp3, rate_hz = decoded(file_of(folder, "mp3"))
    other, other_rate_hz = decoded(file_of(folder, form))
    cue = one.cues[3]

    def level(sound: np.ndarray, hz: int, start: int, end: int) -> float:
        part = sound[start * hz // one.rate_hz : end * hz // one.rate_hz]
        return 20 * float(np.log10(np.sqrt(np.mean(np.square(part))) + 1e-6))

    heard = level(mp3, rate_hz, cue.start, cue.end)
    assert level(other, other_rate_hz, cue.start, cue.end) == pytest.approx(heard, abs=0.3)
    assert level(other, other_rate_hz, cue.start - 4410, cue.start - 441) < heard - 40


@needs_ffprobe
@pytest.mark.parametrize("form", ["m4b", "opus"])
def test_ffprobe_reads_length_chapters_cover_and_tags(folder: Path, one: Episode, form: str) -> None:
    read = ffprobe(file_of(folder, form))
    sound, *others = read["streams"]
    tags = {key.lower(): value for key, value in {**read["format"].get("tags", {}), **sound["tags"]}.items()}
    assert float(sound["duration"]) == pytest.approx(one.length / one.rate_hz, abs=0.01)
    assert sound["codec_name"] == {"m4b": "aac", "opus": "opus"}[form]
    assert any(other["codec_name"] == "mjpeg" for other in others)
    starts = [(round(float(each["start_time"]) * 1000), each["tags"]["title"]) for each in read["chapters"]]
    assert starts == [(chapter.start_ms, chapter.title) for chapter in chapter_times(one)]
    assert tags["title"] == one.title
    assert tags["album"] == SHOW.title
    assert tags["artist"] == SHOW.author
    assert tags["date"].startswith("2024-05-06")
    assert "人工智能合成" in tags["comment"]


def test_m4b_is_an_audiobook_with_both_kinds_of_chapters_and_begins_with_its_index(folder: Path, one: Episode) -> None:
    mp4: Any = pytest.importorskip("mutagen.mp4")
    path = file_of(folder, "m4b")
    read = mp4.MP4(str(path))
    assert read["stik"] == [2]
    assert [each.title for each in read.chapters] == [each.title for each in chapter_times(one)]
    boxes, at, content = [], 0, path.read_bytes()
    while at < len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        boxes.append(kind)
        at += size
    assert boxes.index(b"moov") < boxes.index(b"mdat")
    with av.open(str(path)) as container:
        text = [stream for stream in container.streams if stream.type in ("data", "subtitle")]
        assert text, "QuickTime's track of chapters is missing"


def test_label_is_in_every_form_as_in_the_mp3(folder: Path, manifest: Manifest) -> None:
    mp4: Any = pytest.importorskip("mutagen.mp4")
    oggopus: Any = pytest.importorskip("mutagen.oggopus")
    wanted = label_json(manifest.label)
    assert bytes(mp4.MP4(str(file_of(folder, "m4b")))["----:com.apple.iTunes:AIGC"][0]).decode() == wanted
    assert oggopus.OggOpus(str(file_of(folder, "opus")))["AIGC"] == [wanted]


def test_opus_has_numbered_chapters_a_cover_and_its_gain_in_the_tags_only(folder: Path, one: Episode) -> None:
    oggopus: Any = pytest.importorskip("mutagen.oggopus")
    flac: Any = pytest.importorskip("mutagen.flac")
    path = file_of(folder, "opus")
    read = oggopus.OggOpus(str(path))
    assert read["CHAPTER001"] == ["00:00:00.000"]
    assert read["CHAPTER001NAME"] == [chapter_times(one)[0].title]
    assert int(read["R128_TRACK_GAIN"][0]) == round((-23 - one.loudness.integrated_lufs) * 256)
    picture = flac.Picture(base64.b64decode(read["METADATA_BLOCK_PICTURE"][0]))
    assert picture.type == 3
    assert picture.data.startswith(b"\xff\xd8")
    head = path.read_bytes()
    at = head.index(b"OpusHead")
    assert struct.unpack_from("<h", head, at + 16) == (0,)
