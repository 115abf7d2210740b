"""A stand-in for Azure's text-to-speech over REST, in eSpeak NG's voice, that holds the SSML against a schema."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
from aiohttp import web
from lxml import etree

from http_standin import RATE_HZ, REFUSALS, Fault, Faults, HttpStandIn, as_format, with_fault, words_spoken

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "azure_ssml.rng"))
NAMESPACES = {"s": "http://www.w3.org/2001/10/synthesis", "m": "https://www.w3.org/2001/mstts"}

FORMATS = {
    "riff-24khz-16bit-mono-pcm": ("wav", "audio/x-wav"),
    "audio-24khz-96kbitrate-mono-mp3": ("mp3", "audio/mpeg"),
    "ogg-24khz-16bit-mono-opus": ("opus", "audio/ogg; codecs=opus"),
}

VOICES: dict[str, tuple[str, ...]] = {
    "zh-CN-XiaoxiaoNeural": ("newscast", "calm", "chat"),
    "zh-CN-YunxiNeural": ("newscast", "narration-relaxed"),
    "zh-CN-YunjianNeural": (),
    "zh-CN-XiaoyiNeural": (),
    "zh-CN-YunyangNeural": (),
    "zh-TW-HsiaoChenNeural": (),
    "zh-CN-Yunfan:DragonHDLatestNeural": (),
}
FEMALE = ("Xiao", "Hsiao")


class AzureStandIn(HttpStandIn):
    """Speaks at `/cognitiveservices/v1`, and lists its voices.

    Args:
        key: What it accepts.
        under: A path in front, as custom domains have it.
    """

    def __init__(self, *, faults: Faults = lambda: None, key: str = "right-key", under: str = "") -> None:
        super().__init__(faults=faults)
        self.key = key
        self.under = under
        self.list_answers = 200
        self.asked: list[etree._Element] = []
        """The documents, in order."""
        self.asked_format: list[str] = []

    def routes(self, app: web.Application) -> None:
        app.router.add_post(f"{self.under}/cognitiveservices/v1", self._speak)
        app.router.add_get(f"{self.under}/cognitiveservices/voices/list", self._list)

    async def _list(self, request: web.Request) -> web.Response:
        if request.headers.get("Ocp-Apim-Subscription-Key") != self.key:
            return web.Response(status=401)
        if self.list_answers != 200:
            return web.Response(status=self.list_answers)
        return web.json_response(
            [
                {
                    "Name": f"Microsoft Server Speech Text to Speech Voice ({name})",
                    "ShortName": name,
                    "Gender": "Female" if any(part in name for part in FEMALE) else "Male",
                    "Locale": "-".join(name.split("-")[:2]),
                    "SampleRateHertz": "24000",
                    "VoiceType": "Neural",
                    "Status": "GA",
                    **({"StyleList": list(styles)} if styles else {}),
                }
                for name, styles in VOICES.items()
            ]
        )

    async def _speak(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults()
        if request.headers.get("Ocp-Apim-Subscription-Key") != self.key:
            return web.Response(status=401, reason="Unauthorized")
        if fault in REFUSALS:
            return _refusal(fault)
        body = await request.read()
        wrong = _wrong(request, body)
        if wrong is not None:
            return wrong
        speak = etree.fromstring(body)
        self.asked.append(speak)
        output = request.headers["X-Microsoft-OutputFormat"]
        self.asked_format.append(output)
        voice = speak.find("s:voice", NAMESPACES).get("name")
        if voice not in VOICES:
            return web.Response(status=400, text=f"Unsupported voice {voice}.")
        samples = with_fault(await asyncio.to_thread(_spoken, speak, any(part in voice for part in FEMALE)), fault)
        name, content_type = FORMATS[output]
        return await self.answer(request, as_format(samples, name), content_type, fault)


def _wrong(request: web.Request, body: bytes) -> web.Response | None:
    """What is wrong with a request, as the documentation says that it is refused."""
    if request.headers.get("Content-Type") != "application/ssml+xml":
        return web.Response(status=415)
    if request.headers.get("X-Microsoft-OutputFormat") not in FORMATS:
        return web.Response(status=400, text="Invalid output format")
    if not 0 < len(request.headers.get("User-Agent", "")) < 255:
        return web.Response(status=400, text="User-Agent is missing")
    try:
        speak = etree.fromstring(body)
    except etree.XMLSyntaxError as error:
        return web.Response(status=400, text=f"SSML parsing error: {error}")
    if not SCHEMA.validate(speak):
        return web.Response(status=400, text=f"SSML is invalid: {SCHEMA.error_log.last_error}")
    return None


def _refusal(fault: Fault) -> web.Response:
    headers = {Fault.TOO_MANY: {"Retry-After": "7"}, Fault.MOVED: {"Location": "https://elsewhere.example/"}}
    said = {Fault.NO_CREDIT: "insufficient_quota", Fault.BAD_REQUEST: "0x80045003 element is not supported"}
    return web.Response(status=REFUSALS[fault], headers=headers.get(fault), text=said.get(fault, ""))


def _spoken(speak: etree._Element, female: bool) -> np.ndarray:
    """The words of the document in a voice, at its pace, with its breaks."""
    prosody = speak.find(".//s:prosody", NAMESPACES)
    attributes = prosody.attrib if prosody is not None else {}
    rate = attributes.get("rate", "+0%")
    pitch = attributes.get("pitch", "+0Hz")
    samples = words_spoken(
        "".join(speak.itertext()),
        female=female,
        pace=1 + int(rate.removesuffix("%")) / 100,
        higher_hz=int(pitch.removesuffix("Hz")),
    )
    breaks_ms = sum(int(pause.get("time").removesuffix("ms")) for pause in speak.iterfind(".//s:break", NAMESPACES))
    silence = np.zeros(round(breaks_ms / 1000 * RATE_HZ), np.int16)
    return np.concatenate((samples[: RATE_HZ // 10], silence, samples[RATE_HZ // 10 :]))
