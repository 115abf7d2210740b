"""Sentences of which a word is removed, doubled or replaced in the sound: what a listener is measured on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from narrator.model import Clip, Kind, Reading, Sentence, Span, Utterance, Voice
from narrator.speech import Engine, FileStore, synthesise
from narrator.speech.sound import Samples, samples_of, segment
from narrator.spoken import verbalise_text
from narrator.standards.hanzi import HANZI

RATE_HZ = 24_000
FADE_S = 0.006
"""Over which two cut ends are joined, so that nothing clicks."""

What = Literal["removed", "doubled", "replaced"]
How = Literal["cut", "spoken"]
KINDS: tuple[What, ...] = ("removed", "doubled", "replaced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sentence as it is printed, and what is heard in its place."""

    clip: Clip
    """Its utterance is the sentence as printed."""
    what: What | None = None
    """None: all of it is said."""
    how: How | None = None
    word: str = ""
    """Of the printed sentence."""


def sentences(path: Path) -> list[str]:
    """One a line; lines that start with # are not."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def utterance(text: str, voice: Voice, at: int) -> Utterance:
    """The text in a voice, as the paragraph number `at`."""
    reading = verbalise_text(text)
    sentence = Sentence(
        kind=Kind.SPEECH, speaker=voice.name, reading=reading, at=at, turn=at, paragraph=at, language="zh-CN"
    )
    return Utterance(sentence=sentence, voice=voice)


def cases(
    texts: Sequence[str], voices: Sequence[Voice], engine: Engine, store: FileStore, *, faults: int
) -> Iterator[Case]:
    """Each sentence in each voice, whole and `faults` times with a word removed, doubled or replaced.

    Every other fault is cut into the sound, the others are spoken anew from a changed text.
    """
    chance = random.Random(20261125)
    count = 0
    for voice in voices:
        spoken = [_spoken(utterance(text, voice, at), engine, store) for at, text in enumerate(texts)]
        for at, clip in enumerate(spoken):
            yield Case(clip=clip)
            for _ in range(faults):
                other = spoken[(at + 1 + chance.randrange(len(spoken) - 1)) % len(spoken)]
                what, how = KINDS[count % 3], ("cut", "spoken")[count // 3 % 2]
                count += 1
                yield _fault(clip, other, what, how, chance, engine, store)  # type: ignore[arg-type]


def _spoken(wanted: Utterance, engine: Engine, store: FileStore) -> Clip:
    return next(iter(synthesise([wanted], engine, store=store, rate_hz=RATE_HZ)))


def _fault(
    clip: Clip, other: Clip, what: What, how: How, chance: random.Random, engine: Engine, store: FileStore
) -> Case:
    reading = clip.utterance.sentence.reading
    word = chance.choice(_words(reading))
    stranger = _replacement(reading, word, other.utterance.sentence.reading, chance)
    audio = (
        _cut(clip, word, what, other, stranger)
        if how == "cut"
        else _respoken(clip, word, what, stranger.of(other.utterance.sentence.reading.spoken), engine, store)
    )
    changed = replace(clip, audio=segment(audio, RATE_HZ), marks=())
    return Case(clip=changed, what=what, how=how, word=word.of(reading.spoken))


def _words(reading: Reading) -> list[Span]:
    return [span for span in reading.words if all(HANZI.match(char) for char in span.of(reading.spoken))]


def _syllables(reading: Reading, span: Span) -> list[str]:
    before = sum(1 for char in reading.spoken[: span.start] if HANZI.match(char))
    return [each.rstrip("12345") for each in reading.pinyin[before : before + span.end - span.start]]


def _replacement(reading: Reading, word: Span, other: Reading, chance: random.Random) -> Span:
    """A word of another sentence that sounds otherwise, of the same length where there is one."""
    own = _syllables(reading, word)
    different = [span for span in _words(other) if _syllables(other, span) != own]
    as_long = [span for span in different if span.end - span.start == word.end - word.start]
    return chance.choice(as_long or different)


def _sound(clip: Clip, word: Span) -> tuple[int, int]:
    within = [mark for mark in clip.marks if word.start <= mark.spoken.start < word.end]
    return within[0].start, within[-1].end


def _cut(clip: Clip, word: Span, what: What, other: Clip, stranger: Span) -> Samples:
    whole = samples_of(clip.audio)
    start, end = _sound(clip, word)
    if what == "removed":
        return _joined(whole[:start], whole[end:])
    if what == "doubled":
        return _joined(whole[:end], whole[start:])
    first, last = _sound(other, stranger)
    return _joined(whole[:start], _joined(samples_of(other.audio)[first:last], whole[end:]))


def _joined(before: Samples, after: Samples) -> Samples:
    fade = min(round(FADE_S * RATE_HZ), len(before), len(after))
    if not fade:
        return np.concatenate([before, after])
    weights = np.linspace(0, 1, fade)
    both = before[-fade:] * (1 - weights) + after[:fade] * weights
    return np.concatenate([before[:-fade], both.astype(np.int16), after[fade:]])


def _respoken(clip: Clip, word: Span, what: What, stranger: str, engine: Engine, store: FileStore) -> Samples:
    sentence = clip.utterance.sentence
    spoken = sentence.reading.spoken
    said = {"removed": "", "doubled": word.of(spoken) * 2, "replaced": stranger}[what]
    changed = verbalise_text(spoken[: word.start] + said + spoken[word.end :])
    wanted = replace(clip.utterance, sentence=replace(sentence, reading=changed))
    return samples_of(_spoken(wanted, engine, store).audio)
