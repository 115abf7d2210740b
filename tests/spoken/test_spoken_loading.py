"""What Mandarin is read with is ready quickly, whatever happens to the copy in the user's cache."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from narrator.spoken.mandarin.dictionary import kept_table
from narrator.standards.bucket_table import BucketTable, encode

WORDS = st.text(st.characters(exclude_characters="\t\n", exclude_categories=["Cs"]), min_size=1, max_size=4)


def _cached(cache: Path) -> Path:
    (found,) = (cache / "readings").iterdir()
    return found


def _alike(one: BucketTable, other: BucketTable) -> bool:
    return all(one.get(each) == other.get(each) for each in ("银行", "行", "hang2", "行走江湖", "没有这个词"))


@given(st.dictionaries(WORDS, WORDS))
def test_bucket_table_gives_back_what_was_put_in(entries: dict[str, str]) -> None:
    table = BucketTable(encode(entries))
    assert {key: table.get(key) for key in entries} == entries
    assert table.get("none of them") is None


def test_bucket_table_that_was_damaged_is_refused() -> None:
    kept = encode({"银行": "yin2 hang2"})
    for damaged in (b"", kept[:-1], kept[:-1] + b"?"):
        with pytest.raises(ValueError, match="damaged"):
            BucketTable(damaged)


def test_kept_dictionary_says_what_pypinyin_says(tmp_path: Path) -> None:
    table = kept_table(tmp_path)
    assert all(table.get(word) == " ".join(each[0] for each in said) for word, said in phrases_dict.items())
    assert all(table.get(chr(code)) == said for code, said in pinyin_dict.items())


def test_kept_dictionary_is_used_again(tmp_path: Path) -> None:
    first = kept_table(tmp_path)
    when = _cached(tmp_path).stat().st_mtime_ns
    assert _alike(kept_table(tmp_path), first)
    assert _cached(tmp_path).stat().st_mtime_ns == when


def test_kept_dictionary_that_was_damaged_is_made_again(tmp_path: Path) -> None:
    first = kept_table(tmp_path)
    path = _cached(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert _alike(kept_table(tmp_path), first)
    assert path.read_bytes() == whole


def test_dictionary_is_there_where_nothing_can_be_kept(tmp_path: Path) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_bytes(b"")
    assert kept_table(in_the_way).get("银行") == "yín háng"
    assert in_the_way.read_bytes() == b""
