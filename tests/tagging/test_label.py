"""The label: a machine can tell that the episode is synthetic, and that the sound is the labelled one."""

from __future__ import annotations

import io
import json
from pathlib import Path

import mutagen.id3

from episode_samples import SHOW, episode, recording
from narrator.captions import transcript_text
from narrator.model import LabelSettings, Show
from narrator.pipeline.publish import publish
from narrator.standards.ai_label import sound_digest
from narrator.tagging import id3_tags
from narrator.tagging.content_label import label_fields

KEYS = [
    "Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2",
]  # fmt: skip


def test_label_in_the_file_is_the_json_of_the_standard(tmp_path: Path) -> None:
    one = episode()
    publish(one, recording(one), tmp_path, show=SHOW, label=LabelSettings(producer="河边编辑部 91440000"))
    mp3 = (tmp_path / one.slug / f"{one.slug}.mp3").read_bytes()
    fields = json.loads(str(mutagen.id3.ID3(io.BytesIO(mp3))["TXXX:AIGC"]))
    assert list(fields) == KEYS
    assert all(isinstance(value, str) for value in fields.values())
    assert fields["Label"] == "1"
    assert fields["ContentProducer"] == "河边编辑部 91440000"
    assert fields["ReservedCode1"] == sound_digest(mp3)


def test_label_names_the_show_when_no_producer_is_given() -> None:
    one = episode()
    fields = label_fields(one, sound_digest(recording(one).mp3), show=SHOW, settings=LabelSettings())
    assert fields["ContentProducer"] == "河边编辑部"
    untitled = label_fields(one, sound_digest(recording(one).mp3), show=Show(title=""), settings=LabelSettings())
    assert untitled["ContentProducer"] == "河边日报"


def test_label_is_on_unless_it_is_turned_off() -> None:
    one = episode()
    assert label_fields(one, sound_digest(recording(one).mp3), show=SHOW, settings=LabelSettings())
    assert label_fields(one, sound_digest(recording(one).mp3), show=SHOW, settings=LabelSettings(metadata=False)) == {}


def test_digest_is_of_the_sound_and_not_of_the_tags() -> None:
    one = episode()
    sound = recording(one).mp3
    assert sound_digest(
        id3_tags(one, lyrics=transcript_text(one), show=SHOW, label={}, cover=None) + sound
    ) == sound_digest(sound)
    changed = bytearray(sound)
    changed[-1000] ^= 1
    assert sound_digest(bytes(changed)) != sound_digest(sound)


def test_produce_id_is_one_for_each_sound() -> None:
    one = episode()
    sound = recording(one).mp3
    first = label_fields(one, sound_digest(sound), show=SHOW, settings=LabelSettings())["ProduceID"]
    assert first == label_fields(one, sound_digest(sound), show=SHOW, settings=LabelSettings())["ProduceID"]
    assert first != label_fields(one, sound_digest(sound + b"x"), show=SHOW, settings=LabelSettings())["ProduceID"]
