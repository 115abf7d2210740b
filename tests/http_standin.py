"""What the stand-ins for speech servers have in common: a real HTTP server with real speech, and real faults."""

from __future__ import annotations

import asyncio
import io
import struct
import wave
from collections.abc import AsyncIterator, Callable, Iterator
from enum import StrEnum
from functools import lru_cache

import av
import numpy as np
from aiohttp import web

from local_server import LocalServer
from narrator.speech.engines import espeak_library
from narrator.speech.engines.espeak_library import Prosody
from narrator.speech.sound import resampled

RATE_HZ = 24_000
LEAD_S, TAIL_S = 0.1, 0.5
"""Silence around the words."""


class Fault(StrEnum):
    """What goes wrong with one request."""

    UNAUTHORISED = "401"
    FORBIDDEN = "403"
    NOT_FOUND = "404"
    BAD_REQUEST = "400"
    TOO_MANY = "429, with the seconds to wait"
    NO_CREDIT = "429, because the account is empty"
    BROKEN = "500"
    UNAVAILABLE = "503"
    MOVED = "302"
    RESET = "the connection is reset before the answer"
    SHORT_BODY = "the connection ends before as many bytes have come as were promised"
    CUT_CHUNK = "the connection ends in the middle of a chunk"
    CUT_AND_CLOSED = "part of the sound comes, without a length, and the connection is closed politely"
    EMPTY = "no bytes"
    HTML = "an error page, as HTML, with status 200"
    JSON = "an error, as JSON, with status 200"
    JSON_AS_SOUND = "an error, as JSON, said to be sound"
    GARBAGE = "bytes that are no sound"
    STALL = "nothing more comes, and the connection stays open"
    DRIP = "a byte now and then, for ever"
    ENDLESS = "sound that never ends"
    SILENT = "silence as long as the words"
    HALF = "half of the words, as if whole"
    SILENT_END = "the last words are silence"
    BABBLE = "the words, and then a minute of others"


REFUSALS = {
    Fault.UNAUTHORISED: 401,
    Fault.FORBIDDEN: 403,
    Fault.NOT_FOUND: 404,
    Fault.BAD_REQUEST: 400,
    Fault.TOO_MANY: 429,
    Fault.NO_CREDIT: 429,
    Fault.BROKEN: 500,
    Fault.UNAVAILABLE: 503,
    Fault.MOVED: 302,
}

NOT_WORTH_ANOTHER_TRY = frozenset(
    {Fault.UNAUTHORISED, Fault.FORBIDDEN, Fault.NOT_FOUND, Fault.BAD_REQUEST, Fault.NO_CREDIT, Fault.MOVED}
)

Faults = Callable[[], Fault | None]


def in_turn(*faults: Fault | None) -> Faults:
    """These, one a request, and then none."""
    left: Iterator[Fault | None] = iter(faults)
    return lambda: next(left, None)


@lru_cache(maxsize=1024)
def words_spoken(text: str, *, female: bool = True, pace: float = 1.0, higher_hz: int = 0) -> np.ndarray:
    """The text in a voice, with silence around it, at `RATE_HZ`."""
    pcm, _ = espeak_library.synthesise(
        text,
        voice="cmn+f3" if female else "cmn+m1",
        prosody=Prosody(words_per_minute=round(160 * pace), pitch=50 + higher_hz // 4, amplitude=60),
        phonemes=False,
    )
    spoken = resampled(np.frombuffer(pcm, np.int16), espeak_library.RATE_HZ, RATE_HZ)
    loud = np.flatnonzero(np.abs(spoken.astype(np.int32)) > 100)
    lead, tail = (np.zeros(round(seconds * RATE_HZ), np.int16) for seconds in (LEAD_S, TAIL_S))
    return np.concatenate((lead, spoken[: loud[-1] + 1], tail))


def with_fault(samples: np.ndarray, fault: Fault | None) -> np.ndarray:
    """The sound as a server sends it that does not know of its fault."""
    spoken = len(samples) - round(TAIL_S * RATE_HZ)
    match fault:
        case Fault.SILENT:
            return np.zeros_like(samples)
        case Fault.HALF:
            return samples[: max(spoken // 8, 1)]
        case Fault.SILENT_END:
            return np.concatenate((samples[: spoken // 2], np.zeros(3 * RATE_HZ, np.int16)))
        case Fault.BABBLE:
            return np.concatenate((samples, *[samples] * (60 * RATE_HZ // len(samples))))
    return samples


def as_wav(samples: np.ndarray, *, length: int | None = None, channels: int = 1) -> bytes:
    """A WAVE file; `length` is what its header says that the sound has, in bytes."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(np.repeat(samples, channels).astype("<i2").tobytes())
    data = bytearray(file.getvalue())
    if length is not None:
        data[4:8] = struct.pack("<I", min(length + 36, 0xFFFFFFFF))
        data[40:44] = struct.pack("<I", length)
    return bytes(data)


CODECS = {"mp3": ("mp3", "libmp3lame"), "flac": ("flac", "flac"), "opus": ("ogg", "libopus")}


def as_format(samples: np.ndarray, name: str) -> bytes:
    """The samples in one of OpenAI's formats."""
    if name == "pcm":
        return samples.astype("<i2").tobytes()
    if name == "wav":
        return as_wav(samples)
    container, codec = CODECS[name]
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        stream = out.add_stream(codec, rate=RATE_HZ)
        stream.codec_context.layout = "mono"
        stream.codec_context.format = {"mp3": "s16p", "flac": "s16", "opus": "s16"}[name]
        resampler = av.AudioResampler(stream.codec_context.format, "mono", RATE_HZ, frame_size=960)
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1).copy(), format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            for packet in stream.encode(part):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)
    return file.getvalue()


class HttpStandIn(LocalServer):
    """A service that is asked for speech over HTTP; subclasses say what it answers.

    Args:
        faults: Asked once for each request for speech.
    """

    def __init__(self, *, faults: Faults = lambda: None) -> None:
        super().__init__()
        self.faults = faults

    async def answer(
        self, request: web.Request, body: bytes, content_type: str, fault: Fault | None
    ) -> web.StreamResponse:
        """The sound, or what the fault makes of it."""
        if fault is Fault.RESET:
            _reset(request)
            return web.Response()
        bodies = {
            Fault.EMPTY: (b"", content_type),
            Fault.HTML: (b"<!doctype html><html><head><title>Maintenance</title></head></html>", "text/html"),
            Fault.JSON: (b'{"error": {"message": "the model is not loaded"}}', "application/json"),
            Fault.JSON_AS_SOUND: (b'{"error": "the model is not loaded"}', content_type),
            Fault.GARBAGE: (bytes(range(256)) * 40, content_type),
        }
        if fault in bodies:
            instead, its_type = bodies[fault]
            return web.Response(body=instead, content_type=its_type)
        return await self._stream(request, body, content_type, fault)

    async def _stream(
        self, request: web.Request, body: bytes, content_type: str, fault: Fault | None
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": content_type})
        if fault is Fault.CUT_CHUNK:
            response.enable_chunked_encoding()
        elif fault is Fault.CUT_AND_CLOSED:
            response.force_close()
            response.headers["Connection"] = "close"
        elif fault not in (Fault.DRIP, Fault.ENDLESS, Fault.STALL):
            response.content_length = len(body)
        try:
            await response.prepare(request)
            async for part in self._parts(body, fault):
                await response.write(part)
            if fault in (Fault.CUT_CHUNK, Fault.SHORT_BODY):
                await asyncio.sleep(0.05)
                _reset(request)
            else:
                await response.write_eof()
        except ConnectionError:  # the client has gone
            pass
        return response

    async def _parts(self, body: bytes, fault: Fault | None) -> AsyncIterator[bytes]:
        half = len(body) // 2
        match fault:
            case Fault.SHORT_BODY | Fault.CUT_CHUNK | Fault.CUT_AND_CLOSED:
                yield body[:half]
            case Fault.STALL:
                yield body[:half]
                await self._stop.wait()
            case Fault.DRIP:
                yield body[:half]
                while not self._stop.is_set():
                    yield b"\0"
                    await asyncio.sleep(0.05)
            case Fault.ENDLESS:
                while not self._stop.is_set():
                    yield body
                    await asyncio.sleep(0)
            case _:
                yield body


def _reset(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
