"""voices.yaml changed entry by entry: what somebody wrote there stays."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from narrator.errors import CastError
from narrator.settings import load_settings, with_entries, write_file
from narrator.settings.yaml_edit import Entry, with_values, without_value

WRITTEN = """\
# Our show.
engines: [espeak]   # no network in the studio

cast:
  # the host of every Friday
  阿芳:
    gender: female
    espeak: {voice: cmn+f3, rate: +5%}   # a little quicker
  老周: {gender: male, espeak: cmn+m1}

lexicon:
  # place names
  重庆: chong2 qing4   # not zhong4
  乐亭: lao4 ting2
# the end
"""


def with_entry(text: str, keys: tuple[str, ...], value: Entry | None) -> str:
    if value is None:
        return without_value(text, keys, name="voices.yaml")
    return with_values(text, {keys: value}, name="voices.yaml")


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("lexicon", "单县"), "shan4 xian4", "  单县: shan4 xian4"),
        (("lexicon", "重庆"), "zhong4 qing4", "  重庆: zhong4 qing4   # not zhong4"),
        (("lexicon", "3:1"), "三比一", '  "3:1": 三比一'),
        (("cast", "阿芳", "espeak"), "cmn+f2", "    espeak: cmn+f2   # a little quicker"),
        (("cast", "阿芳", "espeak", "rate"), "-5%", "    espeak: {voice: cmn+f3, rate: -5%}   # a little quicker"),
        (("cast", "老周", "role"), "guest", "  老周: {gender: male, espeak: cmn+m1, role: guest}"),
        (("cast", "小林", "espeak"), {"voice": "cmn+f4"}, "    espeak: {voice: cmn+f4}"),
        (("show", "title"), "夜市", "  title: 夜市"),
    ],
)
def test_an_entry_is_written_and_everything_else_stays(path: tuple[str, ...], value: Entry, line: str) -> None:
    changed = with_entry(WRITTEN, path, value)
    assert line in changed.splitlines()
    kept = [each for each in WRITTEN.splitlines() if each not in changed.splitlines()]
    assert len(kept) <= 1


def test_an_entry_is_taken_out_with_its_line() -> None:
    assert with_entry(WRITTEN, ("lexicon", "乐亭"), None) == WRITTEN.replace("  乐亭: lao4 ting2\n", "")
    assert with_entry(WRITTEN, ("lexicon", "没有"), None) == WRITTEN
    for word in ("甲", "乙", "丙"):
        flow = "lexicon: {甲: jia3, 乙: yi3, 丙: bing3}  # short\n"
        left = yaml.safe_load(with_entry(flow, ("lexicon", word), None))["lexicon"]
        assert left == {key: each for key, each in yaml.safe_load(flow)["lexicon"].items() if key != word}


def test_a_reading_that_cannot_be_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    path.write_text(WRITTEN, encoding="utf-8")
    with pytest.raises(CastError, match="2 hanzi but 1 syllable"):
        with_entries(path, {("lexicon", "重新"): "chong2"})
    assert path.read_text("utf-8") == WRITTEN


def test_where_there_is_no_voices_file_the_shipped_one_is_begun_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_file(with_entries(None, {("lexicon", "重新"): "chong2 xin1"}))
    assert load_settings(None).lexicon["重新"] == "chong2 xin1"
    assert (tmp_path / "voices.yaml").read_text("utf-8").count("#") > 3


words = some.text(alphabet="甲乙ab#:'\"{}[]-? ,&*!|>%@`0", min_size=1, max_size=6)


@settings(max_examples=60)
@given(entries=some.lists(some.tuples(words, some.one_of(some.none(), words)), max_size=6))
def test_whatever_is_written_is_read_back(entries: list[tuple[str, str | None]]) -> None:
    text, wanted = WRITTEN, dict(yaml.safe_load(WRITTEN)["lexicon"])
    for word, reading in entries:
        if not word.strip():  # a word that nobody writes
            continue
        text = with_entry(text, ("lexicon", word), reading)
        wanted.pop(word, None) if reading is None else wanted.update({word: reading})
    assert yaml.safe_load(text)["lexicon"] == wanted
    assert all(line in text for line in ("# Our show.", "# the host of every Friday", "# place names", "# the end"))
