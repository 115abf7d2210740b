"""Readings: the whole way from a printed text to syllables."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from narrator.messages import tr
from narrator.model import Doubt, Mapped, Reading, Span
from narrator.spoken.cantonese import cantonese_words
from narrator.spoken.folding import fold, simplify, without_inner_spaces
from narrator.spoken.foreign_numbers import spoken_language
from narrator.spoken.homophones import respell
from narrator.spoken.japanese import japanese_words
from narrator.spoken.lexicon import Fixed, Task, fixed_readings
from narrator.spoken.mandarin.dictionary import characters
from narrator.spoken.mandarin.g2pm import Guess, network
from narrator.spoken.mandarin.judge import judge
from narrator.spoken.mandarin.polyphones import pronounce
from narrator.spoken.mandarin.recurrent import recurrent
from narrator.spoken.mandarin.sandhi import spoken_tones
from narrator.spoken.mandarin.segmentation import Token, tokens
from narrator.spoken.mapping import assemble, mandarin_pieces, plain_pieces
from narrator.spoken.other_languages import foreign_words
from narrator.spoken.sounding import SoundingWord
from narrator.spoken.traditional import traditional_readings
from narrator.standards.chinese_words import segmenter
from narrator.standards.hanzi import HANZI


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """A text in words, before anything is known about its sounds."""

    written: str
    spoken: str
    spans: tuple[Mapped, ...]
    fixed: tuple[Fixed, ...]
    plain: str
    """The spoken form, Simplified, without spaces inside words."""
    places: tuple[int, ...]
    """Where each character of `plain` stands in `spoken`."""


def is_mandarin(language: str) -> bool:
    """Whether the Mandarin front end reads it; `zh-HK` is printed Cantonese as little as `zh-TW` is Hokkien."""
    first = language.lower().replace("_", "-").split("-")
    return first[0] in ("zh", "cmn") and "yue" not in first


_LOADING = Lock()


def load_mandarin() -> None:
    """Have ready what Mandarin is read with; whoever wants to read meanwhile waits for it."""
    with _LOADING:
        segmenter()
        network()
        judge()
        recurrent()
        characters("一")


def read_all(tasks: Sequence[Task], lexicon: Mapping[str, str], language: str) -> tuple[Reading, ...]:
    """The reading of each text; many at once are much faster than one by one."""
    if not is_mandarin(language):
        return tuple(_read_foreign(task, lexicon, language) for task in tasks)
    load_mandarin()
    texts = [_in_words(task, lexicon) for task in tasks]
    guesses = network().guesses([text.plain for text in texts])
    words = [tokens(text.plain) for text in texts]
    thought = recurrent().opinions([text.plain for text in texts], words)
    return tuple(_read_mandarin(*each) for each in zip(texts, words, guesses, thought, strict=True))


def _in_words(task: Task, lexicon: Mapping[str, str]) -> _Words:
    fixed = fixed_readings(task.written, lexicon, task.overrides)
    spoken, spans = assemble(task.written, mandarin_pieces(task.written, fixed), chinese=True)
    plain, places = without_inner_spaces(simplify(fold(spoken)))
    return _Words(written=task.written, spoken=spoken, spans=spans, fixed=fixed, plain=plain, places=places)


def _read_mandarin(
    text: _Words, words: tuple[Token, ...], guesses: Mapping[int, Guess], thought: Mapping[int, Mapping[str, float]]
) -> Reading:
    at_plain = {place: at for at, place in enumerate(text.places)}
    demanded = _forced(text)
    forced = {at_plain[at]: syllable for at, syllable in demanded.items()}
    told = {at_plain[at]: syllable for at, syllable in traditional_readings(text.spoken).items()}
    pronounced = pronounce(text.plain, words, guesses, thought, forced, told)
    said = spoken_tones(text.plain, pronounced.syllables, pronounced.words, frozenset(forced))
    order = [at_plain[at] for at, char in enumerate(text.spoken) if HANZI.match(char)]
    return Reading(
        written=text.written,
        spoken=text.spoken,
        spans=text.spans,
        pinyin=tuple(pronounced.syllables.get(at, "5") for at in order),
        sandhi=tuple(said.get(at, "5") for at in order),
        words=_word_spans(text, pronounced.words),
        respelled=respell(simplify(fold(text.spoken)), text.spoken, demanded),
        demanded=tuple(sorted(demanded)),
        doubts=_doubts(text, {text.places[at]: why for at, why in pronounced.doubts.items()}),
    )


def _word_spans(text: _Words, words: Sequence[Token]) -> tuple[Span, ...]:
    """The words in the spoken form; one with spaces between its characters in pieces."""
    spans: list[Span] = []
    for word in words:
        start = word.start
        for at in range(word.start + 1, word.end + 1):
            if at == word.end or text.places[at] != text.places[at - 1] + 1:
                spans.append(Span(text.places[start], text.places[at - 1] + 1))
                start = at
    return tuple(spans)


def _forced(text: _Words) -> dict[int, str]:
    """The syllables that the editor or the user's lexicon demands, by position in the spoken form."""
    forced: dict[int, str] = {}
    for each in text.fixed:
        if each.syllables is None:
            continue
        places = [
            at
            for pair in text.spans
            for at in range(pair.spoken.start, pair.spoken.end)
            if pair.written.end - pair.written.start == pair.spoken.end - pair.spoken.start
            and each.span.start <= pair.written.start + at - pair.spoken.start < each.span.end
            and HANZI.match(text.spoken[at])
        ]
        forced.update(zip(places, each.syllables, strict=False))
    return forced


def _doubts(text: _Words, by_place: Mapping[int, str]) -> tuple[Doubt, ...]:
    found = []
    for pair in text.spans:
        written = pair.written.of(text.written)
        if pair.spoken.start == pair.spoken.end and any(
            unicodedata.category(char) in ("So", "Co", "Cn", "Sk") for char in written
        ):
            found.append(Doubt(span=pair.written, why=tr("{written} is left unread", written=written)))
        found.extend(
            Doubt(span=_printed(pair, at), why=by_place[at])
            for at in range(pair.spoken.start, pair.spoken.end)
            if at in by_place
        )
    return tuple(found)


def _printed(pair: Mapped, at: int) -> Span:
    if pair.written.end - pair.written.start == pair.spoken.end - pair.spoken.start:
        start = pair.written.start + at - pair.spoken.start
        return Span(start, start + 1)
    return pair.written


def _read_foreign(task: Task, lexicon: Mapping[str, str], language: str) -> Reading:
    fixed = fixed_readings(task.written, lexicon, task.overrides)
    chinese = language.lower().split("-")[0] in ("yue", "ja", "wuu", "nan", "zh")
    spoken, spans = assemble(task.written, plain_pieces(task.written, fixed, language), chinese=chinese)
    words = _sounding(spoken, language)
    return Reading(
        written=task.written,
        spoken=spoken,
        spans=spans,
        words=tuple(word.span for word in words) or foreign_words(spoken, language),
        sounds=tuple(word.sound for word in words),
    )


def _sounding(spoken: str, language: str) -> tuple[SoundingWord, ...]:
    """The words with their sounds, where there is a library for the language."""
    own = {"ja": japanese_words, "yue": cantonese_words}.get(spoken_language(language))
    return own(spoken) if own else ()
