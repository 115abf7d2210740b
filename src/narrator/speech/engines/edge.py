"""The read-aloud service of Microsoft Edge: complete, or not at all.

What proves an answer whole is that the service said it was done, and the sound: it decodes to its length, lacks no
frame, is as long as its syllables take and is no silence. What the service reports about words proves nothing: it
may be missing, incomplete or wrong where the sound is perfect (edge_words.py).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import defaultdict, deque
from dataclasses import dataclass

import numpy as np

from narrator.errors import EngineBusy, EngineError
from narrator.messages import tr
from narrator.model import Clip, Utterance, Voice
from narrator.speech.audible import Heard, heard
from narrator.speech.completeness import pace_of, shortcoming
from narrator.speech.engine import VoiceInfo
from narrator.speech.engines.edge_connection import CERTIFICATES_VARIABLE, point_at, trust_also
from narrator.speech.engines.edge_loop import await_result
from narrator.speech.engines.edge_request import Answer, NoSoundError, ask, listed, unknown_voice
from narrator.speech.engines.edge_text import pieces, sendable
from narrator.speech.engines.edge_words import Report, marks_of, report
from narrator.speech.engines.mp3_frames import lacks_frames
from narrator.speech.marks import Boundary, is_pronounceable
from narrator.speech.sound import Samples, UndecodableError, decode_mp3, segment
from narrator.speech.syllable_count import syllables

URL_VARIABLE = "NARRATOR_EDGE_URL"
"""Environment variable: where the service is, for a relay of one's own or a stand-in (`ws://127.0.0.1:8080`)."""

IDLE_TIMEOUT_S = 15.0
"""The service sends something every second or so while it speaks."""
AVAILABLE_TIMEOUT_S = 6.0
"""For all that `available` asks; an editor waits for it."""
AVAILABLE_ATTEMPTS = 3

BYTES_PER_SECOND = 6_000
"""The service's one format: 48 kbit/s, constant."""
FRAME_S = 0.024
"""576 samples at 24 kHz (ISO/IEC 13818-3)."""

PAUSE_S = 0.12
"""A silence of this length is no part of a syllable."""
SHORTEST_SYLLABLE_S = 0.13
"""At the voice's own pace, pauses not counted: the quickest newsreaders take 0.16 s."""
SHORT_SYLLABLE_S = 0.19
"""So quick is a voice seldom; if then the silence behind the last word is not the service's usual one, the sound was
broken off or faded out."""
TAIL_S = 0.1
LONG_TAIL_S = 1.2
"""The service leaves more than half a second, and less than this."""
USUAL_SHARE = 0.6
"""Of a voice's usual length of a syllable: no sentence of some length is spoken in less."""
SHARE_BROKEN_OFF = 0.8
"""The same, where the silence behind the last word is not the usual one."""
USUAL_AFTER = 3
"""Clips after which a voice's usual pace is known."""
LONG_ENOUGH = 8.0
"""Syllables whose mean length says what is usual for a voice."""
FEW = 4.0
"""Syllables whose mean length can be judged by what is usual; in short sentences they are longer, if anything."""

TEST_VOICE = "zh-CN-XiaoxiaoNeural"
TEST_WORD = {"zh": "好", "en": "yes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeOptions:
    """What `edge:` in voices.yaml sets."""

    proxy: str | None = None
    """`http://…` or `socks5://…`; None: as HTTPS_PROXY, ALL_PROXY and NO_PROXY say."""


class EdgeEngine:
    """Speaks with the voices of Microsoft Edge, over the network.

    Args:
        idle_timeout_s: How long nothing may come on an open connection.
        proxy: In place of the one in the options.
    """

    Options = EdgeOptions

    name = "edge"
    concurrency = 8
    """More than about 40 at once are blocked; beyond 8 nothing is gained (rany2/edge-tts 21, 366)."""
    fingerprint = "edge audio-24khz-48kbitrate-mono-mp3 1"

    def __init__(
        self,
        options: EdgeOptions | None = None,
        *,
        idle_timeout_s: float = IDLE_TIMEOUT_S,
        proxy: str | None = None,
    ) -> None:
        self._idle_timeout_s = idle_timeout_s
        self._proxy = proxy or (options.proxy if options else None)
        self._voices: tuple[VoiceInfo, ...] | None = None
        self._syllables_s: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=50))
        if url := os.environ.get(URL_VARIABLE):
            point_at(url)
        if certificates := os.environ.get(CERTIFICATES_VARIABLE):
            trust_also(certificates)

    def available(self) -> str | None:
        """None if it speaks a word now; else why not, in one line.

        A voice list alone proves little: when the service changes its token, the list still answers and speech
        is refused (rany2/edge-tts 458, 463).
        """
        try:
            return await_result(asyncio.wait_for(self._try_out(), AVAILABLE_TIMEOUT_S))
        except TimeoutError:
            return tr("no answer within {available_timeout_s:.0f} s", available_timeout_s=AVAILABLE_TIMEOUT_S)

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Every voice the service lists; asked once.

        Raises:
            EngineBusy: the list cannot be had now.
        """
        if self._voices is None:
            try:
                self._voices = await_result(self._list_voices())
            except EngineError as cause:
                message = tr("edge does not tell its voices: {reason}", reason=cause.message)
                raise EngineBusy(message, hint=cause.hint or tr("try again later")) from cause
        return self._voices

    def speak(self, utterance: Utterance) -> Clip:
        """All of the utterance as audio at 24 kHz, or an error.

        Raises:
            EngineBusy: refused, timed out, cut short, damaged.
            EngineError: unknown voice, nothing to pronounce.
        """
        reading, voice = utterance.sentence.reading, utterance.voice
        text = sendable(reading.respelled or reading.spoken)
        if not is_pronounceable(text):
            raise EngineError(tr("there is nothing to pronounce in “{text}”", text=text[:30]))
        sounds: list[Samples] = []
        told: list[Boundary] = []
        length, rate_hz = 0, 24_000
        for piece in pieces(text):
            answer = await_result(self._ask(piece, voice))
            samples, rate_hz = _decoded(answer)
            words = _in_samples(answer, rate_hz)
            self._check(piece, voice, samples, rate_hz, words)
            told += [Boundary(text=w.text, start=length + w.start, end=length + w.end) for w in words]
            sounds.append(samples)
            length += len(samples)
        whole = np.concatenate(sounds)
        sound = _speech_in(whole, rate_hz)
        marks, timing = marks_of(reading, _report(text, told, sound, voice))
        clip = Clip(utterance=utterance, audio=segment(whole, rate_hz), marks=marks, timing=timing)
        if (why := shortcoming(clip)) is not None:
            raise EngineBusy(why)
        self._learn(text, voice, sound)
        return clip

    def _check(self, text: str, voice: Voice, samples: Samples, rate_hz: int, words: list[Boundary]) -> None:
        """Nothing, if the sound is all of the text as far as its length can tell.

        Raises:
            EngineBusy: it is not.
        """
        sound = _speech_in(samples, rate_hz)
        count = syllables(text)
        tail_s = (len(samples) - sound.end) / rate_hz
        syllable_s = sound.net_s(PAUSE_S) * pace_of(voice) / max(count, 1.0)
        usual = self._syllables_s[voice.name]
        too_quick = SHORTEST_SYLLABLE_S
        if count >= FEW:
            broken_off = not TAIL_S <= tail_s <= LONG_TAIL_S
            too_quick = SHORT_SYLLABLE_S if broken_off else too_quick
            if len(usual) >= USUAL_AFTER:
                share = SHARE_BROKEN_OFF if broken_off else USUAL_SHARE
                too_quick = max(too_quick, share * float(np.median(tuple(usual))))
        if syllable_s < too_quick:
            raise EngineBusy(
                tr(
                    "{pause_s:.1f} s of speech are too short for {count:.0f} syllables",
                    pause_s=sound.net_s(PAUSE_S),
                    count=count,
                )
            )
        if _report(text, words, sound, voice).lacks_the_end(tail_s, SHORT_SYLLABLE_S / pace_of(voice)):
            raise EngineBusy(tr("the sound ends before the text does"))

    def _learn(self, text: str, voice: Voice, sound: Heard) -> None:
        """How long this voice's syllables are."""
        count = syllables(text)
        if count >= LONG_ENOUGH:
            self._syllables_s[voice.name].append(sound.net_s(PAUSE_S) * pace_of(voice) / count)

    async def _ask(self, text: str, voice: Voice) -> Answer:
        try:
            return await ask(text, voice, proxy=self._proxy, idle_timeout_s=self._idle_timeout_s)
        except NoSoundError as error:
            if self._voices is not None and voice.name not in {known.name for known in self._voices}:
                raise unknown_voice(voice.name) from error
            raise

    async def _list_voices(self) -> tuple[VoiceInfo, ...]:
        voices = await listed(proxy=self._proxy, idle_timeout_s=self._idle_timeout_s)
        try:
            return tuple(
                VoiceInfo(
                    name=str(voice["ShortName"]),
                    language=str(voice["Locale"]),
                    gender="female" if voice["Gender"] == "Female" else "male" if voice["Gender"] == "Male" else None,
                    description=", ".join(map(str, voice["VoiceTag"].get("VoicePersonalities", ()))),
                )
                for voice in voices
            )
        except (LookupError, TypeError, AttributeError) as error:
            raise EngineBusy(tr("the list of voices cannot be understood")) from error

    async def _try_out(self) -> str | None:
        """Why no word could be spoken, after a few attempts; None when one was."""
        why = ""
        for attempt in range(AVAILABLE_ATTEMPTS):
            await asyncio.sleep(0.3 * attempt)
            try:
                name = await self._some_voice()
                _decoded(await self._ask(TEST_WORD.get(name[:2], "OK"), Voice(engine="edge", name=name)))
            except EngineBusy as busy:
                why = busy.message
            except EngineError as error:  # another attempt would not help
                return tr("{reason} ({hint})", reason=error, hint=error.hint) if error.hint else error.message
            else:
                return None
        return why

    async def _some_voice(self) -> str:
        """A voice that is there, as far as the list can be had."""
        if self._voices is None:
            with contextlib.suppress(EngineBusy):
                self._voices = await self._list_voices()
        names = [voice.name for voice in self._voices or ()]
        return names[0] if names and TEST_VOICE not in names else TEST_VOICE


def _decoded(answer: Answer) -> tuple[Samples, int]:
    """The samples of an answer that is finished and whole, frame by frame."""
    if not answer.finished:
        raise EngineBusy(tr("the connection ended in the middle of the answer"))
    try:
        samples, rate_hz = decode_mp3(answer.mp3)
    except UndecodableError as error:
        raise EngineBusy(tr("{reason}", reason=error)) from error
    if len(samples) / rate_hz < len(answer.mp3) / BYTES_PER_SECOND - 2 * FRAME_S:
        raise EngineBusy(tr("part of the sound does not decode"))
    if lacks_frames(answer.mp3):
        raise EngineBusy(tr("the sound has a hole"))
    return samples, rate_hz


def _speech_in(samples: Samples, rate_hz: int) -> Heard:
    sound = heard(samples, rate_hz)
    if sound is None:
        raise EngineBusy(tr("the sound is silent"))
    return sound


def _in_samples(answer: Answer, rate_hz: int) -> list[Boundary]:
    return [Boundary(text=text, start=round(at * rate_hz), end=round(end * rate_hz)) for text, at, end in answer.words]


def _report(text: str, told: list[Boundary], sound: Heard, voice: Voice) -> Report:
    return report(text, told, sound, pace_of(voice))


__all__ = ["URL_VARIABLE", "EdgeEngine", "EdgeOptions"]
