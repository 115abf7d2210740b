"""A stand-in for a server with OpenAI's text-to-speech interface, in eSpeak NG's voice."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from http_standin import REFUSALS, Fault, Faults, HttpStandIn, as_format, as_wav, with_fault, words_spoken

TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg", "flac": "audio/flac", "opus": "audio/ogg", "pcm": "audio/pcm"}

MODELS = ("tts-1", "gpt-4o-mini-tts")


class OpenAIStandIn(HttpStandIn):
    """Speaks at `/v1/audio/speech`.

    Args:
        key: Without which nobody is answered; None: everybody is.
        voices: By name, whether it is a woman's.
        lists: What `/v1/audio/voices` answers; None: 404, as OpenAI does.
        sends: The format it sends, whatever was asked for; None: that one.
        wav_length: What the header of a WAVE file says, in bytes; None: the truth.
    """

    def __init__(
        self,
        *,
        faults: Faults = lambda: None,
        key: str | None = None,
        voices: dict[str, bool] | None = None,
        lists: object = None,
        sends: str | None = None,
        wav_length: int | None = None,
    ) -> None:
        super().__init__(faults=faults)
        self.key = key
        self.offered = voices or {"alloy": True, "onyx": False}
        self.lists = lists
        self.sends = sends
        self.wav_length = wav_length
        self.asked: list[dict[str, object]] = []
        """The questions, in order."""

    def routes(self, app: web.Application) -> None:
        app.router.add_post("/v1/audio/speech", self._speak)
        app.router.add_get("/v1/audio/voices", self._list)

    async def _list(self, request: web.Request) -> web.Response:
        if self.lists is None:
            return web.json_response({"error": {"message": "Invalid URL (GET /v1/audio/voices)"}}, status=404)
        return web.json_response(self.lists)

    async def _speak(self, request: web.Request) -> web.StreamResponse:
        question = json.loads(await request.text())
        fault = self.faults()
        self.asked.append(question)
        if self.key and request.headers.get("Authorization") != f"Bearer {self.key}":
            return _refusal(401, "Incorrect API key provided")
        if fault in REFUSALS:
            return _faulty(fault)
        if question["model"] not in MODELS or question["voice"] not in self.offered:
            return _refusal(404, f"The model or voice {question['voice']} does not exist")
        name = self.sends or question["response_format"]
        female = self.offered[question["voice"]]
        pace = float(question.get("speed", 1.0))
        samples = await asyncio.to_thread(words_spoken, question["input"], female=female, pace=pace)
        samples = with_fault(samples, fault)
        body = as_wav(samples, length=self.wav_length) if name == "wav" else as_format(samples, name)
        return await self.answer(request, body, TYPES[name], fault)


def _refusal(status: int, message: str, **error: str) -> web.Response:
    return web.json_response({"error": {"message": message, "type": "error", **error}}, status=status)


def _faulty(fault: Fault) -> web.Response:
    if fault is Fault.NO_CREDIT:
        return _refusal(429, "You exceeded your current quota", code="insufficient_quota")
    response = _refusal(REFUSALS[fault], f"refused: {fault.name.lower()}")
    if fault is Fault.TOO_MANY:
        response.headers["Retry-After"] = "7"
    if fault is Fault.MOVED:
        response.headers["Location"] = "https://elsewhere.example/v1/audio/speech"
    return response
