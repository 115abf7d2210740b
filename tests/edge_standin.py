"""A stand-in for the Edge read-aloud service: a real WebSocket server with real speech, and real faults.

It speaks the service's protocol as edge-tts 7.3 understands it, in eSpeak NG's voice, and misbehaves when told
to. Usable from tests and benchmarks alike:

    with StandIn(faults=some_of(0.45, seed=1)) as service:
        monkeypatch.setenv("NARRATOR_EDGE_URL", service.url)
"""

from __future__ import annotations

import asyncio
import html
import json
import random
import re
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from aiohttp import WSMsgType, web

from edge_manners import Manner, Manners, Told, reports
from edge_speech import RATE_HZ, TAIL_S, WORD, Speech, encode, speech
from local_server import LocalServer
from narrator.speech.sound import decode_mp3

AUDIO_FRAME_BYTES = 720
"""Of MP3 in one message: 0.12 s."""


class Fault(StrEnum):
    """What goes wrong with one connection."""

    DROP = "the connection is reset in the middle of the sound"
    CLOSE = "the connection is closed politely in the middle of the sound"
    NO_END = "everything is sent but the end of the turn"
    NO_AUDIO = "the turn ends without any sound"
    FORBIDDEN = "403"
    TOO_MANY = "429"
    UNAVAILABLE = "503"
    RESET = "the connection is reset before the handshake"
    GARBAGE_TEXT = "a text frame of garbage"
    GARBAGE_SOUND = "a sound frame of garbage"
    WRONG_LENGTH = "a frame whose header is longer than it says"
    STALL = "nothing more comes, and the connection stays open"
    SHORT = "the last words and their sound are left out, and the turn ends as if whole"
    HOLE = "sound is missing in the middle, and the turn ends as if whole"
    SILENT = "the sound is silence"
    FADED = "the second half of the sound is silence"
    SHORT_QUIETLY = "the last words are left out, and the usual silence follows"
    SQUEEZED = "a syllable of sound, and the turn ends as if whole"


Faults = Callable[[], Fault | None]


def some_of(share: float, *, seed: int, kinds: tuple[Fault, ...] = tuple(Fault)) -> Faults:
    """A fault of random kind for this share of the connections."""
    chance = random.Random(seed)
    return lambda: chance.choice(kinds) if chance.random() < share else None


def in_turn(*faults: Fault | None) -> Faults:
    """These, one a connection, and then none."""
    left: Iterator[Fault | None] = iter(faults)
    return lambda: next(left, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedVoice:
    """A line of the voice list."""

    name: str
    gender: str


VOICES = (
    OfferedVoice(name="zh-CN-XiaoxiaoNeural", gender="Female"),
    OfferedVoice(name="zh-CN-XiaoyiNeural", gender="Female"),
    OfferedVoice(name="zh-CN-YunjianNeural", gender="Male"),
    OfferedVoice(name="zh-CN-YunxiNeural", gender="Male"),
    OfferedVoice(name="zh-CN-YunyangNeural", gender="Male"),
    OfferedVoice(name="zh-CN-liaoning-XiaobeiNeural", gender="Female"),
    OfferedVoice(name="en-US-AriaNeural", gender="Female"),
)


class StandIn(LocalServer):
    """The service, on a port of its own, in a thread of its own.

    Args:
        faults: Asked once for each connection that wants speech.
        manners: Asked once for each answer: how it reports words, other than as they are.
        latency_s: Before the first frame.
        pace: Times real time at which sound is sent; None: as fast as it goes.
        connections: At once; one more gets 429.
        voices: What it offers; any other voice gets no sound.
        encryption: For wss and https, as the service has it; None: in the open.
    """

    scheme = "ws"

    def __init__(
        self,
        *,
        faults: Faults = lambda: None,
        manners: Manners = lambda: (),
        latency_s: float = 0.0,
        pace: float | None = None,
        connections: int = 40,
        voices: tuple[OfferedVoice, ...] = VOICES,
        encryption: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__()
        self.faults = faults
        self.manners = manners
        self.latency_s = latency_s
        self.pace = pace
        self.connections = connections
        self.voices = voices
        self.list_answers = 200
        """HTTP status of the list of voices."""
        self.encryption = encryption
        self.asked: list[str] = []
        """The texts it was asked to speak, in order."""
        self.seen: Counter[Fault | None] = Counter()
        self.most_at_once = 0
        self._open = 0
        self._guard = threading.Lock()

    def routes(self, app: web.Application) -> None:
        """The two addresses of the service."""
        app.router.add_get("/edge/v1", self._speak)
        app.router.add_get("/voices/list", self._list)

    async def _list(self, request: web.Request) -> web.Response:
        if self.list_answers != 200:
            return web.Response(status=self.list_answers)
        return web.json_response(
            [
                {
                    "Name": f"Microsoft Server Speech Text to Speech Voice ({voice.name})",
                    "ShortName": voice.name,
                    "Gender": voice.gender,
                    "Locale": voice.name.rpartition("-")[0],
                    "Status": "GA",
                    "VoiceTag": {"ContentCategories": ["News"], "VoicePersonalities": ["Warm"]},
                }
                for voice in self.voices
            ]
        )

    async def _speak(self, request: web.Request) -> web.StreamResponse:
        with self._guard:
            fault = self.faults()
            self.seen[fault] += 1
        if fault is Fault.RESET:
            _reset(request)
            return web.Response()
        if self._open >= self.connections:
            return web.Response(status=429)
        for refusal, status in ((Fault.FORBIDDEN, 403), (Fault.TOO_MANY, 429), (Fault.UNAVAILABLE, 503)):
            if fault is refusal:
                return web.Response(status=status)
        self._open += 1
        self.most_at_once = max(self.most_at_once, self._open)
        socket = web.WebSocketResponse(compress=False)
        try:
            await socket.prepare(request)
            await self._converse(request, socket, fault)
        except ConnectionError:  # the client has gone
            pass
        finally:
            self._open -= 1
        return socket if socket.prepared else web.Response()

    async def _converse(self, request: web.Request, socket: web.WebSocketResponse, fault: Fault | None) -> None:
        ssml = ""
        while "Path:ssml" not in ssml:
            message = await socket.receive()
            if message.type is not WSMsgType.TEXT:
                return
            ssml = message.data
        text, voice, rate_percent = _request_of(ssml)
        self.asked.append(text)
        await asyncio.sleep(self.latency_s)
        await socket.send_str(_text_frame("turn.start", {"context": {}}))
        await socket.send_str(_text_frame("response", {"context": {}}))
        offered = {offer.name: offer for offer in self.voices}.get(voice)
        if offered is None or not WORD.search(text) or fault is Fault.NO_AUDIO:
            await socket.send_str(_text_frame("turn.end", {}))
            return
        whole = await asyncio.to_thread(speech, text, female=offered.gender == "Female", rate_percent=rate_percent)
        for kind, frame in _frames(whole, fault, self.manners()):
            match kind:
                case "text":
                    await socket.send_str(frame.decode())
                case "sound":
                    await socket.send_bytes(frame)
                    if self.pace:
                        await asyncio.sleep(len(frame) / 6000 / self.pace)
                case "reset":
                    _reset(request)
                    return
                case "close":
                    await socket.close()
                    return
                case "stall":
                    await self._stop_or_gone(socket)
                    return

    async def _stop_or_gone(self, socket: web.WebSocketResponse) -> None:
        waiting = [asyncio.ensure_future(self._stop.wait()), asyncio.ensure_future(socket.receive())]
        _, left = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()


def _reset(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _request_of(ssml: str) -> tuple[str, str, int]:
    """Text, voice by its short name, and rate of a request."""
    named = re.search(r"<voice name='[^(]*\(([^,]+), (\w+)\)'>", ssml)
    rate = re.search(r"rate='([+-]\d+)%'", ssml)
    said = re.search(r"<prosody[^>]*>(.*)</prosody>", ssml, re.DOTALL)
    assert named
    assert rate
    assert said
    return html.unescape(said[1]), f"{named[1]}-{named[2]}", int(rate[1])


def _frames(whole: Speech, fault: Fault | None, manners: Sequence[Manner]) -> Iterator[tuple[str, bytes]]:
    """What is sent, words a little ahead of their sound, with the fault where it belongs."""
    mp3, words = whole.mp3, list(whole.words)
    middle = len(mp3) * 3 // 5 // 144 * 144
    if fault is Fault.SHORT:
        words = words[: max(1, len(words) // 2)]
        mp3 = mp3[: round((words[-1][1] + words[-1][2] + 0.3) * 6000) // 144 * 144]
    elif fault is Fault.HOLE:
        mp3 = mp3[: middle // 3 // 144 * 144] + mp3[middle:]
    elif fault is Fault.SHORT_QUIETLY:
        words = words[: max(1, len(words) // 2)]
        samples, _ = decode_mp3(mp3)
        said = samples[: round((words[-1][1] + words[-1][2]) * RATE_HZ)]
        mp3 = encode(np.concatenate((said, np.zeros(round(TAIL_S * RATE_HZ), np.int16))))
    elif fault is Fault.FADED:
        samples, _ = decode_mp3(mp3)
        mp3 = encode(np.where(np.arange(len(samples)) < len(samples) // 2, samples, 0).astype(np.int16))
    elif fault is Fault.SQUEEZED:
        samples, _ = decode_mp3(mp3)
        mp3 = encode(samples[: RATE_HZ // 2])
    elif fault is Fault.SILENT:
        mp3 = encode(np.zeros(len(mp3) // 144 * 576 - 1200, np.int16))
    told = reports(words, manners, len(mp3) / 6000)
    for at in range(0, len(mp3), AUDIO_FRAME_BYTES):
        while told and told[0].sent_s <= (at + 2 * AUDIO_FRAME_BYTES) / 6000:
            yield "text", _metadata_frame(told.pop(0))
        if at >= middle and fault in IN_THE_MIDDLE:
            yield IN_THE_MIDDLE[fault]
        yield "sound", _sound_frame(mp3[at : at + AUDIO_FRAME_BYTES])
    for one in told:
        yield "text", _metadata_frame(one)
    if fault is Fault.NO_END:
        yield "close", b""
    yield "text", _text_frame("turn.end", {}).encode()


def _sound_frame(mp3: bytes) -> bytes:
    header = b"X-RequestId:stand-in\r\nContent-Type:audio/mpeg\r\nX-StreamId:1\r\nPath:audio\r\n"
    return len(header).to_bytes(2, "big") + header + mp3


IN_THE_MIDDLE: dict[Fault, tuple[str, bytes]] = {
    Fault.DROP: ("reset", b""),
    Fault.CLOSE: ("close", b""),
    Fault.STALL: ("stall", b""),
    Fault.GARBAGE_TEXT: ("text", b"\x01\x02 no header at all"),
    Fault.GARBAGE_SOUND: ("sound", _sound_frame(bytes(range(256)) * 3)),
    Fault.WRONG_LENGTH: ("sound", b"\x7f\xff" + _sound_frame(b"\0" * 700)[2:]),
}
"""What comes instead of the rest, or before it."""


def _text_frame(path: str, body: object) -> str:
    return f"X-RequestId:stand-in\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n" + json.dumps(
        body, ensure_ascii=False
    )


def _metadata_frame(told: Told) -> bytes:
    return _text_frame("audio.metadata", {"Metadata": [told.metadata()]}).encode()
