"""Readings that are kept: the same as fresh ones, and only as long as all that decides them is the same."""

from __future__ import annotations

import pytest

from narrator.model import Override, Paragraph, Script, Sentence, Span, Turn
from narrator.spoken import verbalise

TEXT = "2024年，水厂的行长说：“重新修，不行！”这条河长30 km。銀行行長看著AI。"


class Kept:
    """A store that counts what is new."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}
        self.new = 0

    def get(self, key: str) -> bytes | None:
        return self.values.get(key)

    def put(self, key: str, value: bytes) -> None:
        self.values[key] = value
        self.new += 1

    def newly(self) -> int:
        """How many were put since this was asked last."""
        count, self.new = self.new, 0
        return count


def script(text: str, *, language: str = "zh-CN", overrides: tuple[Override, ...] = ()) -> Script:
    return Script(
        text=text,
        source="page.txt",
        speakers=(),
        turns=(Turn(speaker=None, paragraphs=(Paragraph(at=0, text=text, overrides=overrides),)),),
        chapters=(),
        not_spoken=(),
        title="谈话",
        language=language,
    )


def read(text: str, store: Kept | None = None, lexicon: dict[str, str] | None = None, **more: object) -> list[Sentence]:
    return list(verbalise(script(text, **more), lexicon or {}, store))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en", "ja"])
def test_kept_readings_are_those_that_were_made(language: str) -> None:
    store = Kept()
    fresh = read(TEXT, language=language)
    assert read(TEXT, store, language=language) == fresh
    assert store.newly() == len({sentence.reading.written for sentence in fresh})
    assert read(TEXT, store, language=language) == fresh
    assert store.newly() == 0


def test_an_edited_sentence_alone_is_read_again() -> None:
    store = Kept()
    read(TEXT, store)
    store.newly()
    edited = TEXT.replace("30 km", "31 km")
    assert read(edited, store) == read(edited)
    assert store.newly() == 1


def test_a_reading_does_not_depend_on_what_is_read_with_it() -> None:
    together = [sentence.reading for sentence in read(TEXT)]
    assert [read(reading.written)[0].reading for reading in together] == together


def test_an_entry_of_the_lexicon_has_only_its_sentences_read_again() -> None:
    store = Kept()
    read(TEXT, store)
    store.newly()
    for lexicon in ({"重新": "chong2 xin1"}, {"重新": "zhong4 xin1"}, {"国际": "guo2 ji4"}, {"银行": "yin2 xing2"}):
        assert read(TEXT, store, lexicon) == read(TEXT, None, lexicon)
    # the third stands nowhere; the fourth as printed in Traditional characters
    assert store.newly() == 3


def test_a_reading_by_hand_is_kept_apart() -> None:
    store = Kept()
    at = TEXT.index("行长")
    by_hand = (Override(span=Span(at, at + 2), reading="hang2 zhang3"),)
    read(TEXT, store)
    assert read(TEXT, store, overrides=by_hand) == read(TEXT, overrides=by_hand)
