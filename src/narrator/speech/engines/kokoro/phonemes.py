"""Reading → what Kokoro is told, symbol by symbol, and which spoken character each symbol says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrator.errors import EngineError
from narrator.messages import tr
from narrator.model import Reading, Span
from narrator.speech.engines.espeak import SCRIPT_VOICES
from narrator.speech.engines.kokoro.alphabet import MARKS, Alphabet
from narrator.speech.engines.kokoro.foreign import symbols
from narrator.speech.marks import is_pronounceable
from narrator.standards.hanzi import HANZI

ENGLISH = "en-us"
"""eSpeak NG's voice whose phonemes Kokoro's English is nearest to."""

_HAN_OR_OTHER = re.compile(rf"{HANZI.pattern}|(?:(?!{HANZI.pattern}).)+", re.DOTALL)
_LETTER = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Phoneme:
    """One symbol of the model's alphabet."""

    symbol: str
    spoken: Span | None
    """The characters of `Reading.spoken` that it says; None for marks and spaces."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of a word that is said in one way."""

    span: Span
    is_hanzi: bool
    starts_word: bool


def phonemes(reading: Reading, letters: Alphabet, *, mandarin: bool) -> list[Phoneme]:
    """The reading in the alphabet: nothing that can be pronounced is left out.

    Raises:
        EngineError: there is a syllable or a word that Kokoro cannot say.
    """
    said: list[Phoneme] = []
    pending: list[_Run] = []
    syllables = iter(_syllables(reading))
    at = 0
    for run in _runs(reading):
        marks = _marks(reading.spoken[at : run.span.start])
        if pending and (run.is_hanzi or marks or not _goes_on(reading.spoken, pending[-1], run, mandarin=mandarin)):
            _say_foreign(said, reading.spoken, pending, letters, mandarin=mandarin)
            pending = []
        _add_marks(said, marks)
        if run.is_hanzi:
            after_hanzi = not marks and run.span.start == at and HANZI.match(reading.spoken, max(at - 1, 0)) is not None
            _say_hanzi(said, run, next(syllables), letters, between=letters.between_words if after_hanzi else " ")
        else:
            pending.append(run)
        at = run.span.end
    if pending:
        _say_foreign(said, reading.spoken, pending, letters, mandarin=mandarin)
    _add_marks(said, _marks(reading.spoken[at:]))
    return said


def _syllables(reading: Reading) -> Sequence[str]:
    """One for each hanzi."""
    hanzi = HANZI.findall(reading.spoken)
    given = reading.sandhi or reading.pinyin
    if len(given) == len(hanzi):
        return given
    if given:
        raise EngineError(
            tr(
                "“{spoken}” has {count} hanzi but {given_count} syllables",
                spoken=reading.spoken[:40],
                count=len(hanzi),
                given_count=len(given),
            ),
            hint=tr("please report this text"),
        )
    # A page in English quotes Chinese: nobody has read these yet.
    from pypinyin import Style, lazy_pinyin

    return [lazy_pinyin(each, style=Style.TONE3, neutral_tone_with_five=True)[0] for each in hanzi]


def _runs(reading: Reading) -> Iterator[_Run]:
    """Each hanzi, and each stretch of other letters, of each word; and what can be said between the words."""
    at = 0
    for word in (*reading.words, Span(len(reading.spoken), len(reading.spoken))):
        between = Span(at, word.start)
        if is_pronounceable(between.of(reading.spoken)):
            yield from _runs_of(reading.spoken, between)
        yield from _runs_of(reading.spoken, word)
        at = word.end


def _runs_of(spoken: str, word: Span) -> Iterator[_Run]:
    first = True
    for match in _HAN_OR_OTHER.finditer(spoken, word.start, word.end):
        if is_pronounceable(match[0]):
            is_hanzi = HANZI.fullmatch(match[0]) is not None
            yield _Run(span=Span(*match.span()), is_hanzi=is_hanzi, starts_word=first)
            first = False


def _marks(between: str) -> str:
    """The punctuation between two words; each mark once, for two of a kind are no longer pause."""
    return "".join(dict.fromkeys(MARKS[character] for character in between if character in MARKS))


def _add_marks(said: list[Phoneme], marks: str) -> None:
    for mark in marks:
        if mark in "“(" and said and said[-1].symbol != " ":
            said.append(Phoneme(" ", None))
        said.append(Phoneme(mark, None))


def _space(said: list[Phoneme], between: str = " ") -> None:
    if said and said[-1].symbol not in " /“(":
        said.append(Phoneme(between, None))


def _say_hanzi(said: list[Phoneme], run: _Run, pinyin: str, letters: Alphabet, *, between: str) -> None:
    before = said[-1].spoken if said else None
    if pinyin == "r5" and before is not None and before.end == run.span.start and _draws_in(said, before, letters):
        return
    if run.starts_word:
        _space(said, between)
    said += [Phoneme(symbol, run.span) for symbol in letters.syllable(pinyin)]


def _draws_in(said: list[Phoneme], before: Span, letters: Alphabet) -> bool:
    """Draw 儿 into the syllable before it, if that is one; both hanzi are then said by one syllable."""
    own = [phoneme for phoneme in said if phoneme.spoken == before]
    plain = "".join(phoneme.symbol for phoneme in own)
    drawn = letters.erhua(plain)
    if drawn is None:
        return False
    del said[-len(own) :]
    said += [Phoneme(symbol, Span(before.start, before.end + 1)) for symbol in drawn]
    return True


def _goes_on(spoken: str, before: _Run, run: _Run, *, mandarin: bool) -> bool:
    """Whether two stretches are one text to whoever says them: a lone letter is spelled by itself."""
    if not run.starts_word:
        return True
    lone = 1 in (before.span.end - before.span.start, run.span.end - run.span.start)
    return _voice(before.span.of(spoken)) == _voice(run.span.of(spoken)) and not (mandarin and lone)


def _voice(text: str) -> str:
    return next((voice for script, voice in SCRIPT_VOICES if script.search(text)), ENGLISH)


def _say_foreign(said: list[Phoneme], spoken: str, runs: Sequence[_Run], letters: Alphabet, *, mandarin: bool) -> None:
    start = runs[0].span.start
    text = spoken[start : runs[-1].span.end]
    words = [Span(run.span.start - start, run.span.end - start) for run in runs]
    if mandarin and len(text) == 1 and _LETTER.match(text):
        text = text.upper()
    text = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    _space(said)
    for symbol, word in symbols(text, words, _voice(text), letters.ids):
        said.append(Phoneme(symbol, Span(start + word.start, start + word.end) if word else None))
