"""The read-aloud service of Microsoft Edge: complete, or not at all.

What edge-tts leaves open is closed here: it does not tell a finished answer from one that was cut off, waits
for ever on a connection that has gone quiet, and cuts long texts where it likes.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from dataclasses import dataclass

import aiohttp
import edge_tts
import edge_tts.communicate
import edge_tts.voices
import numpy as np
from edge_tts.exceptions import EdgeTTSException, NoAudioReceived

from narrator.errors import EngineBusy, EngineError
from narrator.model import Clip, Utterance, Voice
from narrator.speech.completeness import shortcoming
from narrator.speech.engine import VoiceInfo
from narrator.speech.engines.edge_loop import await_result
from narrator.speech.engines.edge_text import pieces, sendable
from narrator.speech.marks import Boundary, align, is_pronounceable
from narrator.speech.sound import Samples, UndecodableError, decode_mp3, segment

URL_VARIABLE = "NARRATOR_EDGE_URL"
"""Environment variable: where the service is, for a relay of one's own or a stand-in (`ws://127.0.0.1:8080`)."""

CONNECT_TIMEOUT_S = 10
IDLE_TIMEOUT_S = 15.0
"""The service sends something every second or so while it speaks."""
ANSWER_TIMEOUT_S = 120.0
"""For one request of at most two minutes of speech, which takes a few seconds."""
AVAILABLE_TIMEOUT_S = 6.0
"""For all that `available` asks; an editor waits for it."""
AVAILABLE_ATTEMPTS = 3

MOST_BYTES = 6_000 * 300
"""Five minutes at 48 kbit/s, for 500 characters: whoever sends more is not the service we know."""

TICKS_PER_SECOND = 10_000_000
BYTES_PER_SECOND = 6_000
"""The service's one format: 48 kbit/s, constant."""
FRAME_S = 0.024
"""576 samples at 24 kHz (ISO/IEC 13818-3)."""

TEST_VOICE = "zh-CN-XiaoxiaoNeural"
TEST_WORD = {"zh": "好", "en": "yes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """One request's sound and words."""

    mp3: bytes
    words: tuple[tuple[str, float, float], ...]
    """Text, start and end in seconds."""
    finished: bool
    """The service said that it was done."""


class EdgeEngine:
    """Speaks with the voices of Microsoft Edge, over the network."""

    name = "edge"
    concurrency = 8
    """More than about 40 at once are blocked; beyond 8 nothing is gained (rany2/edge-tts 21, 366)."""
    fingerprint = "edge audio-24khz-48kbitrate-mono-mp3 1"

    def __init__(self, *, idle_timeout_s: float = IDLE_TIMEOUT_S) -> None:
        self._idle_timeout_s = idle_timeout_s
        self._voices: tuple[VoiceInfo, ...] | None = None
        if url := os.environ.get(URL_VARIABLE):
            _point_at(url)

    def available(self) -> str | None:
        """None if it speaks a word now; else why not, in one line.

        A voice list alone proves little: when the service changes its token, the list still answers and speech
        is refused (rany2/edge-tts 458, 463).
        """
        try:
            return await_result(asyncio.wait_for(self._try_out(), AVAILABLE_TIMEOUT_S))
        except TimeoutError:
            return f"no answer within {AVAILABLE_TIMEOUT_S:.0f} s"

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Every voice the service lists; asked once.

        Raises:
            EngineBusy: the list cannot be had now.
        """
        if self._voices is None:
            try:
                self._voices = await_result(self._list_voices())
            except EngineBusy as busy:
                raise EngineBusy(f"edge does not tell its voices: {busy.message}", hint="try again later") from busy
        return self._voices

    def speak(self, utterance: Utterance) -> Clip:
        """All of the utterance as audio at 24 kHz, or an error.

        Raises:
            EngineBusy: refused, timed out, cut short, damaged.
            EngineError: unknown voice, nothing to pronounce.
        """
        reading = utterance.sentence.reading
        text = sendable(reading.respelled or reading.spoken)
        if not is_pronounceable(text):
            raise EngineError(f"there is nothing to pronounce in “{text[:30]}”")
        sounds: list[Samples] = []
        boundaries: list[Boundary] = []
        length, rate_hz = 0, 24_000
        for piece in pieces(text):
            answer = await_result(self._ask(piece, utterance.voice))
            samples, rate_hz = _checked(answer)
            for word, start_s, end_s in answer.words:
                start, end = round(start_s * rate_hz), round(end_s * rate_hz)
                if end > len(samples):
                    raise EngineBusy("the sound ends before the last word does")
                boundaries.append(Boundary(text=word, start=length + start, end=length + end))
            sounds.append(samples)
            length += len(samples)
        audio = segment(np.concatenate(sounds), rate_hz)
        clip = Clip(utterance=utterance, audio=audio, marks=align(text, boundaries), timing="engine")
        if (why := shortcoming(clip)) is not None:
            raise EngineBusy(why)
        return clip

    async def _ask(self, text: str, voice: Voice) -> _Answer:
        try:
            request = edge_tts.Communicate(
                text,
                voice.name,
                rate=f"{voice.rate_percent:+d}%",
                volume=f"{voice.volume_percent:+d}%",
                pitch=f"{voice.pitch_hz:+d}Hz",
                boundary="WordBoundary",
                connect_timeout=CONNECT_TIMEOUT_S,
            )
        except ValueError as error:
            raise _unknown(voice.name) from error
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                return await self._receive(request)
        except NoAudioReceived as error:
            if self._voices is not None and voice.name not in {known.name for known in self._voices}:
                raise _unknown(voice.name) from error
            raise EngineBusy("no sound came") from error
        except _FOREIGN as error:
            raise EngineBusy(_reason(error)) from error

    async def _receive(self, request: edge_tts.Communicate) -> _Answer:
        sound = bytearray()
        words: list[tuple[str, float, float]] = []
        async with contextlib.aclosing(request.stream()) as stream:
            while True:
                try:
                    async with asyncio.timeout(self._idle_timeout_s):
                        chunk = await anext(stream)
                except StopAsyncIteration:
                    break
                except TimeoutError as error:
                    raise EngineBusy(f"nothing came for {self._idle_timeout_s:g} s") from error
                if chunk["type"] == "audio":
                    sound += chunk["data"]
                    if len(sound) > MOST_BYTES:
                        raise EngineBusy("the answer does not end")
                else:
                    start_s = chunk["offset"] / TICKS_PER_SECOND
                    words.append((chunk["text"], start_s, start_s + chunk["duration"] / TICKS_PER_SECOND))
        # edge-tts does not say whether `turn.end` came, but only then does it add the request's bytes to its sum.
        return _Answer(
            mp3=bytes(sound),
            words=tuple(words),
            finished=request.state["cumulative_audio_bytes"] == len(sound),
        )

    async def _list_voices(self) -> tuple[VoiceInfo, ...]:
        try:
            async with asyncio.timeout(self._idle_timeout_s):
                listed = await edge_tts.list_voices()
            return tuple(
                VoiceInfo(
                    name=str(voice["ShortName"]),
                    language=str(voice["Locale"]),
                    gender="female" if voice["Gender"] == "Female" else "male" if voice["Gender"] == "Male" else None,
                    description=", ".join(map(str, voice["VoiceTag"]["VoicePersonalities"])),
                )
                for voice in listed
            )
        except _FOREIGN as error:
            raise EngineBusy(_reason(error)) from error

    async def _try_out(self) -> str | None:
        """Why no word could be spoken, after a few attempts; None when one was."""
        why = ""
        for attempt in range(AVAILABLE_ATTEMPTS):
            await asyncio.sleep(0.3 * attempt)
            try:
                name = await self._some_voice()
                _checked(await self._ask(TEST_WORD.get(name[:2], "OK"), Voice(engine="edge", name=name)))
            except EngineError as error:
                why = error.message
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


def _checked(answer: _Answer) -> tuple[Samples, int]:
    """The decoded sound of an answer that is whole as far as sound can tell."""
    if not answer.finished:
        raise EngineBusy("the connection ended in the middle of the answer")
    try:
        samples, rate_hz = decode_mp3(answer.mp3)
    except UndecodableError as error:
        raise EngineBusy(str(error)) from error
    if len(samples) / rate_hz < len(answer.mp3) / BYTES_PER_SECOND - 2 * FRAME_S:
        raise EngineBusy("part of the sound does not decode")
    return samples, rate_hz


_FOREIGN = (
    aiohttp.ClientError,
    EdgeTTSException,
    TimeoutError,
    OSError,
    # What edge-tts raises on frames it does not understand:
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
)


def _reason(error: BaseException) -> str:
    """What went wrong, in a few words that are the same whenever the same went wrong."""
    if isinstance(error, aiohttp.ClientResponseError):
        return f"the service refused (HTTP {error.status})"
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"no connection to {error.host}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, aiohttp.ClientError | OSError | NoAudioReceived):
        return "the connection broke"
    return "the answer cannot be understood"


def _unknown(voice: str) -> EngineError:
    return EngineError(f"edge has no voice “{voice}”", hint="`narrator voices edge` lists them")


def _point_at(url: str) -> None:
    """Send edge-tts elsewhere. It appends `&…`, so the addresses end in a query."""
    base = url.rstrip("/")
    secure = base.startswith(("wss:", "https:"))
    rest = base.split("://", 1)[-1]
    edge_tts.communicate.WSS_URL = f"{'wss' if secure else 'ws'}://{rest}/edge/v1?from=narrator"  # type: ignore[attr-defined]
    edge_tts.voices.VOICE_LIST = f"{'https' if secure else 'http'}://{rest}/voices/list?from=narrator"  # type: ignore[attr-defined]


__all__ = ["URL_VARIABLE", "EdgeEngine"]
