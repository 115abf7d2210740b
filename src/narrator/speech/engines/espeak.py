"""The built-in engine: eSpeak NG, which needs no network and sounds like a machine, but a clear one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np

from narrator.errors import EngineError
from narrator.messages import tr
from narrator.model import Clip, Gender, Mark, Reading, Span, Utterance, Voice
from narrator.speech.engine import VoiceInfo
from narrator.speech.engines import espeak_library
from narrator.speech.engines.cantonese_phonemes import jyutping_phonemes
from narrator.speech.engines.espeak_library import RATE_HZ, Event, Prosody
from narrator.speech.engines.mandarin_phonemes import word_phonemes
from narrator.standards.audio_segment import AudioSegment
from narrator.standards.hanzi import HANZI

WORDS_PER_MINUTE = {"cmn": 215, "yue": 190, "ja": 175}
"""On eSpeak NG's scale. A newsreader's pace: measured, 215 and the pauses below give 250 Mandarin
syllables a minute."""
OTHER_WORDS_PER_MINUTE = 165

HEADROOM = 60
"""Amplitude, of 100: several variants clip at their own level."""

LANGUAGE_VOICES = {"zh": "cmn", "en": "en-us", "en-gb": "en-gb", "pt": "pt-br", "no": "nb", "yue": "yue"}
"""BCP 47 → eSpeak NG's name, where the two differ."""

SCRIPT_VOICES = (
    (re.compile(r"[A-Za-zÀ-ɏ]"), "en-us"),
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\uac00-\ud7af]"), "ko"),
    (re.compile(r"[\u0400-\u04ff]"), "ru"),
    (re.compile(r"[\u0370-\u03ff]"), "el"),
)
"""Who reads the foreign words in a Mandarin sentence."""

VARIANTS: tuple[tuple[str, Gender, int, str], ...] = (
    ("f3", "female", 181, "clear"),
    ("belinda", "female", 214, "bright"),
    ("f2", "female", 172, "warm"),
    ("Annie", "female", 195, "light"),
    ("f1", "female", 161, "low"),
    ("m1", "male", 84, "deep"),
    ("Alex", "male", 101, "clear"),
    ("m8", "male", 76, "deep and dark"),
    ("Michael", "male", 98, "soft"),
    ("m7", "male", 94, "muffled"),
    ("max", "male", 93, "plain"),
)
"""Variant, gender, median pitch in Hz (measured on one Mandarin sentence), character: those that stay clear."""

_PAUSES = str.maketrans(
    {",": "，", ".": "。", ";": "；", ":": "：", "!": "！", "?": "？", "…": "，", "—": "，", "(": "，", ")": "，"}
    | {"（": "，", "）": "，", "·": None, "～": None}
)
_PAUSE = re.compile(r"[，、。；：？！]")
PAUSES_S = {"、": 0.10, "，": 0.22, "：": 0.26, "；": 0.32, "。": 0.38, "！": 0.38, "？": 0.38}
"""Added to eSpeak NG's own in Mandarin, which at a newsreader's pace are 10 ms: too short to take a breath."""
_VARIANT = re.compile(r"[\w ]+")
_SILENT = 40
"""Of 32,768: below it a sample counts as silence when runs are joined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Words that one eSpeak voice says at one go."""

    language: str
    text: str
    starts: tuple[tuple[int, Span], ...]
    """Where each word starts in `text`, and which spoken characters it is."""
    phonemes: bool


class EspeakEngine:
    """Speaks with eSpeak NG, in process."""

    name = "espeak"
    concurrency = 1
    local = True

    @property
    def fingerprint(self) -> str:
        """The library's version and that of what is told to it."""
        return f"espeak-ng {espeak_library.version()}, recipe 3"

    def available(self) -> str | None:
        """None where the library can be loaded."""
        try:
            espeak_library.version()
        except EngineError as cause:
            return cause.message
        return None

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The clear ones of the hundred variants, for Mandarin; any language of eSpeak NG takes them."""
        return tuple(
            VoiceInfo(name=f"cmn+{variant}", language="zh-CN", gender=gender, description=f"{character}, {hz} Hz")
            for variant, gender, hz, character in VARIANTS
        )

    def speak(self, utterance: Utterance) -> Clip:
        """All of the utterance as audio, at 22,050 Hz.

        Raises:
            EngineError: unknown voice, or a syllable that Mandarin does not have.
        """
        reading = utterance.sentence.reading
        pieces: list[np.ndarray] = []
        marks: list[Mark] = []
        at = 0
        for run in _runs(reading, _language_voice(utterance)):
            samples, run_marks = _speak_run(run, utterance.voice)
            pieces.append(samples)
            marks += [Mark(spoken=m.spoken, start=at + m.start, end=at + m.end) for m in run_marks]
            at += len(samples)
        pcm = np.concatenate(pieces).tobytes() if pieces else b""
        audio = AudioSegment(data=pcm, sample_width=2, frame_rate=RATE_HZ, channels=1)
        return Clip(utterance=utterance, audio=audio, marks=tuple(marks), timing="engine")


def _language_voice(utterance: Utterance) -> str:
    """eSpeak's language: the sentence's, in the accent of the voice where that is the same language."""
    tag = utterance.sentence.language.lower()
    parts = tag.split("-")
    base = "yue" if "yue" in parts else parts[0]
    own = utterance.voice.name.split("+")[0]
    if not any((espeak_library.data_folder() / "lang").rglob(own)):
        raise EngineError(
            tr("espeak has no voice {voice!r}", voice=utterance.voice.name),
            hint=tr("`narrator voices espeak` lists them"),
        )
    wanted = LANGUAGE_VOICES.get(tag) or LANGUAGE_VOICES.get(base, base)
    return own if own.split("-")[0] == wanted.split("-")[0] else wanted


def _runs(reading: Reading, language: str) -> Iterator[_Run]:
    if reading.sounds and language in ("ja", "yue"):
        yield _sounding_run(reading, language)
        return
    if language != "cmn":
        yield _Run(
            language=language,
            text=reading.spoken,
            starts=tuple((word.start, word) for word in reading.words),
            phonemes=False,
        )
        return
    text, starts, voice = "", list[tuple[int, Span]](), ""
    for piece, span, wanted in _mandarin_pieces(reading):
        if span is not None and wanted != voice:
            if starts:
                yield _Run(language=voice, text=text, starts=tuple(starts), phonemes=voice == "cmn")
            text, starts, voice = "", [], wanted
        if span is not None:
            starts.append((len(text), span))
        text += piece
    if starts:
        yield _Run(language=voice, text=text, starts=tuple(starts), phonemes=voice == "cmn")


def _sounding_run(reading: Reading, language: str) -> _Run:
    """What a library of the language says of its words: eSpeak NG knows no kanji, and few words of Cantonese."""
    text, starts, at = "", list[tuple[int, Span]](), 0
    for word, sound in zip(reading.words, reading.sounds, strict=True):
        text += reading.spoken[at : word.start]
        if text and not text[-1].isspace():
            text += " "
        starts.append((len(text), word))
        if language == "yue" and sound:
            text += f"[[{jyutping_phonemes(sound)}]]"
        else:
            text += sound or word.of(reading.spoken)
        at = word.end
    return _Run(language=language, text=text + reading.spoken[at:], starts=tuple(starts), phonemes=language == "yue")


def _mandarin_pieces(reading: Reading) -> Iterator[tuple[str, Span | None, str]]:
    """Words with their spans and who says them, and the pauses between them."""
    syllables = iter(reading.sandhi)
    at = 0
    for word in reading.words:
        yield _pauses(reading.spoken[at : word.start]), None, ""
        text = word.of(reading.spoken)
        said = [next(syllables) for _ in HANZI.findall(text)]
        if said:
            yield f"[[{word_phonemes(said)}]] ", word, "cmn"
        else:
            yield f"{text} ", word, next((voice for script, voice in SCRIPT_VOICES if script.search(text)), "en-us")
        at = word.end
    yield _pauses(reading.spoken[at:]), None, ""


def _pauses(between: str) -> str:
    """One mark, the last, for all the punctuation between two words: each would add a pause of its own."""
    marks = _PAUSE.findall(between.translate(_PAUSES))
    return f"{marks[-1]} " if marks else ""


def _speak_run(run: _Run, voice: Voice) -> tuple[np.ndarray, list[Mark]]:
    variant = voice.name.partition("+")[2]
    known = _VARIANT.fullmatch(variant) and (espeak_library.data_folder() / "voices" / "!v" / variant).is_file()
    if variant and not known:
        raise EngineError(
            tr("espeak has no voice variant {variant!r}", variant=variant),
            hint=tr("`narrator voices espeak` lists them"),
        )
    pcm, events = espeak_library.synthesise(
        run.text,
        voice=f"{run.language}+{variant}" if variant else run.language,
        prosody=_prosody(run.language, variant, voice),
        phonemes=run.phonemes,
    )
    samples = _without_trailing_silence(np.frombuffer(pcm, dtype=np.int16))
    marks = _marks(run.starts, events, samples)
    return _with_pauses(run, samples, marks) if run.phonemes else (samples, marks)


def _prosody(language: str, variant: str, voice: Voice) -> Prosody:
    pace = WORDS_PER_MINUTE.get(language, OTHER_WORDS_PER_MINUTE) * (1 + voice.rate_percent / 100)
    own_hz = next((hz for name, _, hz, _ in VARIANTS if name == variant), 100)
    wanted_hz = max(own_hz + voice.pitch_hz, own_hz / 2)
    # An octave is 50 steps of eSpeak NG's pitch scale (pitch_adjust_tab in its source).
    pitch = 50 + round(50 * float(np.log2(wanted_hz / own_hz)))
    return Prosody(
        words_per_minute=min(max(round(pace), 80), 450),
        pitch=min(max(pitch, 0), 99),
        amplitude=min(max(round(HEADROOM * (1 + voice.volume_percent / 100)), 5), 200),
    )


def _without_trailing_silence(samples: np.ndarray) -> np.ndarray:
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _SILENT)
    return samples[: loud[-1] + 1] if len(loud) else samples[:0]


def _with_pauses(run: _Run, samples: np.ndarray, marks: Sequence[Mark]) -> tuple[np.ndarray, list[Mark]]:
    """The samples with silence put in where the text has punctuation, and the marks moved along."""
    start_of = {span: start for start, span in run.starts}
    pieces: list[np.ndarray] = []
    moved: list[Mark] = []
    done = shift = 0
    for mark, following in zip_longest(marks, marks[1:]):
        moved.append(replace(mark, start=mark.start + shift, end=mark.end + shift))
        until = start_of[following.spoken] if following else len(run.text)
        pause = _PAUSE.search(run.text, start_of[mark.spoken], until)
        if pause:
            silence = np.zeros(round(PAUSES_S[pause[0]] * RATE_HZ), dtype=np.int16)
            at = following.start if following else len(samples)
            pieces += [samples[done:at], silence]
            done = at
            shift += len(silence)
    return np.concatenate([*pieces, samples[done:]]), moved


def _marks(starts: Sequence[tuple[int, Span]], events: Sequence[Event], samples: np.ndarray) -> list[Mark]:
    """When each word is heard: from its event to the next, without the pause at a clause's end."""
    heard: dict[int, int] = {}  # index of the word → sample
    ends: list[int] = []
    word = 0
    for event in events:
        if event.at is None:
            ends.append(event.sample)
            continue
        while word + 1 < len(starts) and starts[word + 1][0] <= event.at:
            word += 1
        heard.setdefault(word, min(event.sample, len(samples)))
    marks: list[Mark] = []
    order = [0, *sorted(heard.keys() - {0})] if starts else []
    heard.setdefault(0, 0)
    for index, following in zip_longest(order, order[1:]):
        start = heard[index]
        end = heard[following] if following is not None else len(samples)
        end = min([end, *(e for e in ends if start < e < end)])
        sound = _without_trailing_silence(samples[start:end])
        # Some words share an event: eSpeak NG says "of the" as one.
        together = [span for _, span in starts[index : following if following is not None else len(starts)]]
        marks += _shared(together, start, start + len(sound) if len(sound) else end)
    return marks


def _shared(words: Sequence[Span], start: int, end: int) -> list[Mark]:
    """The time shared out by the words' lengths."""
    lengths = np.cumsum([0, *(word.end - word.start for word in words)])
    at = [start + int((end - start) * length // lengths[-1]) for length in lengths]
    return [Mark(spoken=word, start=at[n], end=at[n + 1]) for n, word in enumerate(words)]
