"""Readings of characters and phrases: pypinyin's tables, the built-in lexicon on top.

pypinyin's own files take 0.2 s and 54 MB. What is asked of them is kept in the user's cache in a form that is ready at
once (`bucket_table`); a cache that is missing, damaged or not to be written costs time, nothing else.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from narrator.standards.bucket_table import ORDER, BucketTable, encode
from narrator.standards.chinese_words import lexicon
from narrator.standards.pinyin import numbered
from narrator.standards.user_cache import keep, user_cache_folder

PLACES = frozenset("省市县区镇乡村州山河江湖站路")
"""Behind a name of the lexicon: 铅山县 is read as 铅山 is."""

FORM = b"1"
"""Of what is kept; another where `_entries` gives something else."""


@lru_cache(maxsize=65536)
def phrase(word: str) -> tuple[str, ...] | None:
    """The syllables of a word of two and more hanzi, if a dictionary has it."""
    if found := lexicon().get(word):
        return found
    if word[-1:] in PLACES and (found := lexicon().get(word[:-1])):
        return (*found, characters(word[-1])[0])
    entry = (_table().get(word) or "").split(" ")
    if len(word) < 2 or len(entry) != len(word):
        return None
    return tuple(_dictionary_tone(char, numbered(each)) for char, each in zip(word, entry, strict=True))


def _dictionary_tone(char: str, syllable: str) -> str:
    """Some phrases give 一 and 不 as they are spoken; sandhi is for `sandhi` alone to decide.

    A character that the lexicon has by itself is never read otherwise.
    """
    if found := lexicon().get(char):
        return found[0]
    if char == "一":
        return "yi1"
    if char == "不" and syllable[:-1] == "bu":
        return "bu4"
    return syllable


@lru_cache(maxsize=32768)
def characters(char: str) -> tuple[str, ...]:
    """All readings of one hanzi, the usual one first; empty when no table has it."""
    if char == "〇":
        return ("ling2",)
    entry = _table().get(char) if len(char) == 1 else None
    return tuple(dict.fromkeys(map(numbered, entry.split(",")))) if entry else ()


def same_sound(syllable: str) -> str:
    """The characters whose first reading it is, the common ones first."""
    return _table().get(syllable) or ""


@lru_cache(maxsize=1)
def _table() -> BucketTable:
    return kept_table(user_cache_folder())


def kept_table(cache: Path) -> BucketTable:
    """pypinyin's tables, from the cache folder if they are there whole, else made and put there."""
    folder = _package_folder()
    kept = cache / "readings" / f"pypinyin-{_source_digest(folder)}.table"
    with suppress(OSError, ValueError):
        return BucketTable(kept.read_bytes())
    made = encode(dict(_entries()))
    with suppress(OSError):
        keep(kept, [made])
    return BucketTable(made)


def _package_folder() -> Path:
    # found without being imported: that alone takes 0.2 s
    spec = importlib.util.find_spec("pypinyin")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pypinyin", name="pypinyin")
    return Path(next(iter(spec.submodule_search_locations)))


def _source_digest(folder: Path) -> str:
    digest = blake2b(FORM + ORDER.encode(), digest_size=8)
    for path in sorted(folder.glob("p*_dict.*")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _entries() -> Iterator[tuple[str, str]]:
    """Phrases with a syllable for each character, characters with all readings, syllables with their characters."""
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    yield from ((word, " ".join(each[0] for each in said)) for word, said in phrases_dict.items() if len(word) > 1)
    yield from ((chr(code), said) for code, said in pinyin_dict.items())
    for syllable, found in _by_syllable(pinyin_dict).items():
        yield syllable, "".join(found)


def _by_syllable(readings: dict[int, str]) -> dict[str, list[str]]:
    """By first reading the characters of GB 2312: all of level 1, the 3,755 commonest; of level 2 those with one."""
    found: dict[str, list[str]] = {}
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            char = bytes((row, cell)).decode("gb2312", errors="ignore")
            options = dict.fromkeys(map(numbered, readings.get(ord(char), "").split(","))) if char else {}
            level_1 = row < 0xD8
            if level_1 or len(options) == 1:
                found.setdefault(next(iter(options), ""), []).append(char)
    return {syllable: chars for syllable, chars in found.items() if syllable[-1:].isdigit()}
