"""episode.json: everything there is to know about an episode, and nothing lost on the way."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from episode_samples import GUEST, HOST, cue, episode, printed
from narrator.errors import OutputError
from narrator.model import AudioFile, Cue, Episode, Kind, Manifest, Word
from narrator.published.episode_json import manifest_from, manifest_json

AUDIO = AudioFile(file="a.mp3", bytes=1234, type="audio/mpeg", sha256="0" * 64, bitrate_kbps=64)


def manifest(one: Episode) -> Manifest:
    return Manifest(episode=one, audio=AUDIO, label={"Label": "1"}, files={"cover": "cover.jpg"})


def test_manifest_has_every_name_that_the_design_promises() -> None:
    fields = json.loads(manifest_json(manifest(episode())))
    assert fields.keys() >= {
        "schema", "slug", "title", "source", "url", "published", "language", "engine", "fallback", "audio",
        "loudness", "speakers", "cues", "chapters", "not_spoken", "timing", "label", "files", "accepted",
    }  # fmt: skip
    assert fields["audio"].keys() >= {
        "file", "bytes", "type", "duration_s", "sample_rate_hz", "bitrate_kbps", "sha256",
    }  # fmt: skip
    assert fields["loudness"].keys() == {"integrated_lufs", "range_lu", "true_peak_dbtp"}
    assert fields["speakers"][0].keys() >= {"name", "role", "gender", "voice"}
    assert fields["cues"][0].keys() >= {"kind", "speaker", "at", "text", "spoken", "start_s", "end_s", "words"}
    assert fields["cues"][0]["words"][0].keys() == {"text", "start_s", "end_s"}
    assert fields["chapters"][0].keys() == {"title", "start_s", "end_s"}
    assert fields["not_spoken"][0].keys() == {"at", "text", "why", "pause_s"}


def test_manifest_text_in_order_of_place_is_the_page() -> None:
    one = episode()
    fields = json.loads(manifest_json(manifest(one)))
    parts = [item for item in fields["cues"] if item["kind"] != "notice"] + fields["not_spoken"]
    assert "".join(item["text"] for item in sorted(parts, key=lambda item: item["at"])) == printed(one)


@settings(max_examples=40, deadline=None)
@given(
    rate_hz=st.sampled_from([8_000, 22_050, 24_000, 44_100, 48_000, 96_000]),
    cuts=st.lists(st.integers(0, 20_000_000_000), min_size=4, max_size=30, unique=True).map(sorted),
    text=st.text(min_size=1),
    title=st.text(),
)
def test_manifest_comes_back_to_the_sample(rate_hz: int, cuts: list[int], text: str, title: str) -> None:
    words = tuple(Word(text=text, start=a, end=b) for a, b in itertools.pairwise(cuts))
    one = Cue(
        kind=Kind.SPEECH, speaker=HOST, at=3, text=text * len(words), spoken=text, start=cuts[0], end=cuts[-1],
        words=words, turn=1, paragraph=2,
    )  # fmt: skip
    given_manifest = manifest(replace(episode(), rate_hz=rate_hz, length=cuts[-1], cues=(one,), title=title))
    assert manifest_from(manifest_json(given_manifest), "episode.json") == given_manifest


def test_manifest_of_silence_comes_back() -> None:
    quiet = replace(episode().loudness, integrated_lufs=float("-inf"), true_peak_dbtp=float("-inf"))
    one = manifest(episode(loudness=quiet))
    assert manifest_from(manifest_json(one), "here") == one


def test_manifest_survives_a_lone_surrogate() -> None:
    one = manifest(episode(title="河\ud800口", cues=(cue("好\udfff。", start=0, at=0),)))
    text = manifest_json(one)
    text.encode()
    assert manifest_from(text, "here") == one


def test_manifest_keeps_what_is_known_of_a_person() -> None:
    guest = manifest_from(manifest_json(manifest(episode())), "here").episode.speakers[1]
    assert guest.speaker.name == GUEST
    assert (guest.speaker.affiliation, guest.speaker.position) == ("长河口水文站", "工程师")
    assert guest.voice.rate_percent == -4


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "damaged"),
        ("{", "damaged"),
        ("[]", "no schema"),
        ('{"schema": "narrator/episode/99"}', "narrator/episode/99"),
        ('{"schema": "narrator/episode/1", "audio": {}, "loudness": {}}', "lacks"),
        ('{"schema": "narrator/episode/1", "audio": [], "loudness": {}}', "wrong kind"),
    ],
)
def test_manifest_that_is_damaged_says_what_is_wrong_and_where(text: str, what: str) -> None:
    with pytest.raises(OutputError) as caught:
        manifest_from(text, "out/x/episode.json")
    assert what in caught.value.message
    assert "out/x/episode.json" in caught.value.message
    assert "make the episode again" in caught.value.hint


@pytest.mark.parametrize("name", ["../elsewhere.jpg", "a/b.jpg", ".hidden", "", "河.jpg", "a b.jpg"])
def test_manifest_that_names_a_file_elsewhere_is_refused(name: str) -> None:
    elsewhere = replace(manifest(episode()), files={"cover": name})
    with pytest.raises(OutputError, match="no name of a file"):
        manifest_from(manifest_json(elsewhere), "here")
