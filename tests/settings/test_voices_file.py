"""voices.yaml, and every mistake in it told at once."""

from __future__ import annotations

import contextlib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.errors import CastError
from narrator.model import Role, SoundFile, Voice
from narrator.settings import load_settings, parse_settings
from narrator.speech.engines.azure import AzureSettings
from narrator.speech.engines.openai import OpenAISettings

WHOLE = """
engines: [espeak]
cast:
  主持人: {role: host, gender: female, edge: {voice: zh-CN-XiaoxiaoNeural, rate: -4%}, espeak: cmn+f3}
  周明川:
    gender: male
    espeak: {voice: cmn+m1, rate: "+10%", pitch: -20Hz, volume: 5 %}
  旁白: {espeak: cmn+f2}
pool:
  espeak: {female: [cmn+f1], male: [cmn+m7, {voice: cmn+m8, pitch: 10Hz}]}
lexicon:
  线长: xian4 chang2
  110: 幺幺零
show: {title: 河边谈话, link: https://river.example/talks, explicit: false, base_url: https://cdn.example/talks}
label: {audible: no, notice: 合成语音}
"""


def told(text: str) -> str:
    with pytest.raises(CastError) as caught:
        parse_settings(text, "voices.yaml")
    return caught.value.message


def test_file_says_who_speaks_how() -> None:
    settings = parse_settings(WHOLE, "voices.yaml")
    assert settings.engines == ("espeak",)
    assert settings.cast.members["主持人"].role is Role.HOST
    assert settings.cast.members["主持人"].voices["edge"].rate_percent == -4
    wanted = Voice(engine="espeak", name="cmn+m1", rate_percent=10, pitch_hz=-20, volume_percent=5)
    assert settings.cast.members["周明川"].voices == {"espeak": wanted}
    assert settings.cast.members["旁白"].role is Role.NARRATOR
    assert [voice.name for voice in settings.cast.pool["espeak"]["male"]] == ["cmn+m7", "cmn+m8"]
    assert settings.lexicon == {"线长": "xian4 chang2", "110": "幺幺零"}
    assert (settings.show.title, settings.show.base_url) == ("河边谈话", "https://cdn.example/talks/")
    assert (settings.label.audible, settings.label.notice, settings.label.metadata) == (False, "合成语音", True)


def test_file_says_in_what_style_a_voice_speaks() -> None:
    text = "cast: {周明川: {azure: {voice: zh-CN-YunxiNeural, style: calm, style_degree: 1.2, role: OlderAdultMale}}}"
    voice = parse_settings(text, "voices.yaml").cast.members["周明川"].voices["azure"]
    assert (voice.style, voice.style_degree, voice.role) == ("calm", 1.2, "OlderAdultMale")


def test_file_sets_what_network_engines_are_asked_with() -> None:
    text = """
openai: {base_url: "http://127.0.0.1:8880/v1", model: kokoro, format: flac, concurrency: 1}
azure: {region: eastasia, proxy: "http://proxy.example:3128"}
"""
    options = parse_settings(text, "voices.yaml").engine_options
    assert options["openai"] == OpenAISettings(
        base_url="http://127.0.0.1:8880/v1", model="kokoro", format="flac", concurrency=1
    )
    assert options["azure"] == AzureSettings(region="eastasia", proxy="http://proxy.example:3128")
    assert "format" in told("openai: {format: aac}")
    assert "api_key" in told("openai: {api_key: abc}")


def test_file_that_ships_is_the_one_at_the_top_of_the_project() -> None:
    shipped = files("narrator").joinpath("voices.yaml").read_text(encoding="utf-8")
    assert parse_settings(shipped, "voices.yaml").engines == ("edge", "kokoro", "espeak")
    top = Path(__file__).parents[2] / "voices.yaml"
    assert top.read_text(encoding="utf-8") == shipped


def test_all_mistakes_are_told_at_once_with_their_lines() -> None:
    message = told("engins: [edge]\nengines: [edge, festival]\nshow:\n  explicit: perhaps\n  email: nobody\n")
    assert "4 mistakes" in message
    assert "line 1: engins: there is no such key; did you mean `engines`?" in message
    assert "line 2: engines: 1: 'festival' is none of" in message
    assert "line 4: show: explicit: 'perhaps' is neither true nor false" in message
    assert "line 5: show: email" in message


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("cast:\n  甲: {espeak: {vioce: x}}", 2, "did you mean `voice`?"),
        ("cast:\n  甲: {edge: {voice: x, rate: fast}}", 2, "'fast' is not a number"),
        ("cast:\n  甲: {edge: {voice: x, pitch: 900Hz}}", 2, "is not a number from -200Hz to +200Hz"),
        ("cast:\n  甲: {role: hots}", 2, "did you mean `host`?"),
        ("cast:\n  甲: 女", 2, "keys and values belong"),
        ("cast:\n  甲: {role: host}\n  甲: {role: guest}", 3, "given twice"),
        ("lexicon:\n  重塑:\n", 2, "nothing stands behind it"),
        ("pool:\n  espeak:\n    femal: [a]", 3, "did you mean `female`?"),
        ("pool: {espeak: {female: cmn}}", 1, "a list belongs"),
        ("show:\n  category: Newz", 2, "did you mean `News`?"),
        ("label:\n  c2pa_key: key.pem", 1, "go together"),
        ("engines: []", 1, "the list is empty"),
        ("engines: [edge, edge]", 1, "named twice"),
        ("- a\n- b", 1, "keys and values belong"),
        ("cast: [", 1, "line 1"),
        ("cast:\n\t甲: x", 2, "line 2"),
        ("? [a, b]\n: c", 1, "a key must be a word"),
    ],
)
def test_mistake_is_told_with_its_line_and_its_cure(text: str, line: int, what: str) -> None:
    message = told(text)
    assert f"line {line}" in message
    assert what in message


def test_aliases_that_multiply_are_refused() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
        for before, name in zip("abcdefg", "bcdefgh", strict=True)
    )
    assert "aliases that multiply" in told(bomb)


def test_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(CastError, match=r"nowhere\.yaml"):
        load_settings(tmp_path / "nowhere.yaml")
    (tmp_path / "gbk.yaml").write_bytes("cast: {主持人: {}}".encode("gb18030"))
    with pytest.raises(CastError, match="UTF-8"):
        load_settings(tmp_path / "gbk.yaml")


def test_file_in_the_working_folder_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "voices.yaml").write_text("show: {title: 我的节目}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_settings(None).show.title == "我的节目"


WORDS = ["cast", "pool", "show", "edge", "voice", "主持人", "null", "1", "true", "&a", "*a"]
SCRAPS = st.sampled_from([*WORDS, *"{}[]:#|>!%'\"\t\n\x00\u202e", "  ", "- "])


@given(st.one_of(st.text(), st.lists(SCRAPS).map("".join)))
def test_any_text_are_settings_or_a_clear_error(text: str) -> None:
    with contextlib.suppress(CastError):
        parse_settings(text, "voices.yaml")


def test_file_without_a_pool_has_the_one_that_ships(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("show: {title: 我的节目}", encoding="utf-8")
    settings = load_settings(tmp_path / "mine.yaml")
    assert settings.cast.pool["espeak"]["male"]
    assert settings.cast.pool["edge"]["female"]


def test_wrong_readings_are_told_with_all_other_mistakes() -> None:
    text = "shwo: {}\nlexicon:\n  线长: xian4\n"
    with pytest.raises(CastError) as caught:
        parse_settings(text, "voices.yaml")
    assert "line 1: shwo" in caught.value.message
    assert "line 3: lexicon: 线长: 2 hanzi but 1 syllables" in caught.value.message


def test_file_says_how_long_nothing_is_heard_and_which_sounds_are() -> None:
    text = """
gaps: {turns: 900ms, sentences: 0.5, title: 1 秒}
sound:
  intro: music/open.mp3
  outro: {file: close.wav, level: -3dB, length: 12s, fade_out: 4s}
  chapter_sting: chime
  bed: {file: bed.ogg, under: notice, level: −24 LU}
"""
    settings = parse_settings(text, "voices.yaml")
    gaps, sound = settings.gaps, settings.sound
    assert (gaps.turns_s, gaps.sentences_s, gaps.title_s, gaps.paragraphs_s) == (0.9, 0.5, 1.0, 0.6)
    assert sound.intro == SoundFile(path="music/open.mp3", level_lu=0)
    assert sound.outro == SoundFile(path="close.wav", level_lu=-3, length_s=12, fade_out_s=4)
    assert (sound.chapter_sting, sound.bed) == (
        SoundFile(path="chime", level_lu=0),
        SoundFile(path="bed.ogg", level_lu=-24),
    )
    assert sound.bed_under == "notice"


def test_mistakes_in_gaps_and_sounds_are_told_at_once() -> None:
    text = "gaps: {turn: 1s, sentences: -1, end: 40s}\nsound:\n  intr: a.mp3\n  outro: {fil: b.wav, level: loud}\n  bed: {file: c.ogg, under: all, level: -3, lenght: 3s}\n"
    message = told(text)
    for part in (
        "line 1: gaps: turn: there is no such key; did you mean `turns`?",
        "line 1: gaps: sentences: '-1' is not a length from 0s to 10s, such as 0.8s or 800ms",
        "line 1: gaps: end: '40s' is not a length",
        "line 3: sound: intr: there is no such key; did you mean `intro`?",
        "line 4: sound: outro: `file` is missing",
        "line 4: sound: outro: level: 'loud' is not a level from -30dB to +3dB, such as -3dB",
        "line 5: sound: bed: level: '-3' is not a level from -40dB to -12dB",
        "line 5: sound: bed: under: 'all' is none of 'notice' or 'lead'",
        "line 5: sound: bed: lenght: there is no such key",
    ):
        assert part in message
