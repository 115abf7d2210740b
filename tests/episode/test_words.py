"""When the printed words are heard."""

from __future__ import annotations

from narrator.episode.word_times import printed_words
from narrator.model import Mapped, Mark, Reading, Span

YEAR = Reading(
    written="到2024年，建成81个。",
    spoken="到二零二四年，建成八十一个。",
    spans=(
        Mapped(Span(0, 1), Span(0, 1)),
        Mapped(Span(1, 5), Span(1, 5)),
        Mapped(Span(5, 9), Span(5, 9)),
        Mapped(Span(9, 11), Span(9, 12)),
        Mapped(Span(11, 13), Span(12, 14)),
    ),
    words=(Span(0, 1), Span(1, 3), Span(3, 6), Span(7, 9), Span(9, 12), Span(12, 13)),
)


def marks_of(reading: Reading) -> list[Mark]:
    """A tenth of a second, in samples of a thousandth, for each spoken character."""
    return [Mark(spoken=word, start=word.start * 100, end=word.end * 100) for word in reading.words]


def test_number_is_one_printed_word_though_it_is_spoken_as_several() -> None:
    words = printed_words(YEAR, marks_of(YEAR), 0, 1400)
    assert [word.text for word in words] == ["到", "2024年，", "建成", "81", "个。"]
    assert (words[1].start, words[1].end) == (100, 600)


def test_word_without_a_mark_stands_between_its_neighbours() -> None:
    marks = marks_of(YEAR)
    del marks[3]
    words = printed_words(YEAR, marks, 0, 1400)
    assert (words[2].text, words[2].start, words[2].end) == ("建成", 600, 900)


def test_words_share_the_time_where_the_engine_gave_no_marks() -> None:
    words = printed_words(YEAR, [], 100, 1100)
    assert [(word.start, word.end) for word in words] == [(n, n + 200) for n in range(100, 1100, 200)]


def test_mark_over_several_words_is_shared_by_their_characters() -> None:
    reading = Reading(
        written="水厂建成", spoken="水厂建成", spans=(Mapped(Span(0, 4), Span(0, 4)),), words=(Span(0, 2), Span(2, 4))
    )
    words = printed_words(reading, [Mark(spoken=Span(0, 4), start=0, end=400)], 0, 400)
    assert [(word.text, word.start, word.end) for word in words] == [("水厂", 0, 200), ("建成", 200, 400)]


def test_sentence_of_punctuation_alone_is_one_word() -> None:
    reading = Reading(written="……", spoken="……", spans=(Mapped(Span(0, 2), Span(0, 2)),))
    assert [word.text for word in printed_words(reading, [], 0, 10)] == ["……"]
