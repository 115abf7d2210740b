"""Which words Azure would read otherwise than narrator does, and how they are spelled for it.

The service tells nothing about its readings. What it would say by itself is taken to be what pypinyin says; a wrong
guess does no harm, as the phonemes given are those of narrator's own reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pypinyin import Style, lazy_pinyin

from narrator.model import Reading, Span
from narrator.standards.hanzi import HANZI

_INITIAL = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_FINAL = "iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ui|ao|ou|iu|ie|ue|an|en|in|un|ia|ua|uo|[aoeiuv]"
_ALONE = "ang|ai|ei|ao|ou|an|en|er|[aoe]"
_SYLLABLE = re.compile(rf"((?:{_INITIAL})(?:{_FINAL})|{_ALONE})[1-5]")
"""Initials, finals and syllables of the service's phonetic alphabet for zh-CN, as its documentation lists them."""

_RARE = frozenset(("bong", "cei", "fiao", "kei", "lo", "nun", "pong", "rua", "tei", "wong", "yo", "zhei"))
"""Made of documented parts, but not sure to be known; one unknown syllable has the whole request refused."""

_OTHERWISE_SPELLED = {"lve": "lue", "nve": "nue"}


def phonemes(reading: Reading) -> Mapping[Span, str]:
    """The stretches of `reading.spoken` that need their sounds told, in order, and these in the `sapi` alphabet.

    They are whole words, so that tones fit together, where their reading differs from the usual one or where the
    lexicon or the editor demands it.
    """
    places = [match.start() for match in HANZI.finditer(reading.spoken)]
    said = reading.sandhi or reading.pinyin
    if len(places) != len(said) or len(places) != len(reading.pinyin):
        return {}
    syllables = dict(zip(places, said, strict=True))
    dictionary = dict(zip(places, reading.pinyin, strict=True))
    usual = usual_readings(reading.spoken)
    wanted = {at for at in places if at in reading.demanded or usual[at] not in (dictionary[at], syllables[at])}
    told: dict[Span, str] = {}
    for run in _joined(_runs(reading), frozenset(reading.demanded)):
        if wanted.isdisjoint(range(run.start, run.end)):
            continue
        spelled = _spelled([syllables[at] for at in range(run.start, run.end)])
        if spelled:
            told[run] = spelled
            continue
        for at in sorted(wanted.intersection(range(run.start, run.end))):
            if alone := _spelled([syllables[at]]):
                told[Span(at, at + 1)] = alone
    return told


def usual_readings(text: str) -> Mapping[int, str]:
    """The commonest reading of each hanzi where it stands, by its offset: `zhong4`, neutral tone 5, `v` for ü."""
    usual: dict[int, str] = {}
    for run in re.finditer(f"{HANZI.pattern}+", text):
        said = lazy_pinyin(run.group(), style=Style.TONE3, neutral_tone_with_five=True)
        if len(said) != len(run.group()):  # hanzi that it does not know stay together
            said = [lazy_pinyin(hanzi, style=Style.TONE3, neutral_tone_with_five=True)[0] for hanzi in run.group()]
        usual.update(enumerate(said, run.start()))
    return usual


def _runs(reading: Reading) -> Iterator[Span]:
    """The words' hanzi, without the letters between them, and each hanzi outside of words."""
    at = 0
    for word in (*reading.words, Span(len(reading.spoken), len(reading.spoken))):
        for match in HANZI.finditer(reading.spoken, at, word.start):
            yield Span(*match.span())
        for run in re.finditer(f"{HANZI.pattern}+", word.of(reading.spoken)):
            yield Span(word.start + run.start(), word.start + run.end())
        at = max(at, word.end)


def _joined(runs: Iterator[Span], demanded: frozenset[int]) -> Iterator[Span]:
    """The runs, and those in one that touch inside of what is demanded: a word of the lexicon is one word."""
    last: Span | None = None
    for run in runs:
        if last is not None and last.end == run.start and {last.end - 1, run.start} <= demanded:
            last = Span(last.start, run.end)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


def _spelled(syllables: list[str]) -> str:
    """`zu 3 - zhi 1`; an erhua joins the syllable before it (`hui r 4`). Empty where one cannot be spelled."""
    spelled: list[tuple[str, str]] = []
    for syllable in syllables:
        if syllable == "r5":
            if not spelled:
                return ""
            base, tone = spelled[-1]
            spelled[-1] = (f"{base} r", tone)
            continue
        base, tone = _OTHERWISE_SPELLED.get(syllable[:-1], syllable[:-1]), syllable[-1:]
        if not _SYLLABLE.fullmatch(base + tone) or base in _RARE:
            return ""
        spelled.append((base, tone))
    return " - ".join(f"{base} {tone}" for base, tone in spelled)
