"""Any server with the interface of OpenAI's text-to-speech: POST /v1/audio/speech.

Such servers send sound and nothing else: no times, no word of what was said. So the sound is held against the text.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args
from urllib.parse import urlunsplit

import numpy as np

from narrator.errors import EngineBusy, EngineError
from narrator.messages import tr
from narrator.model import Clip, Gender, Utterance, Voice
from narrator.speech.engine import VoiceInfo
from narrator.speech.engines.edge_loop import await_result
from narrator.speech.engines.edge_text import pieces, sendable
from narrator.speech.engines.http_clip import joined, most_bytes, whole_clip
from narrator.speech.engines.http_sound import decode
from narrator.speech.engines.http_voice import (
    Answer,
    Request,
    Service,
    Timeouts,
    address,
    ask,
    check_type,
    key_from,
    refusal,
    why_not_available,
)
from narrator.speech.marks import is_pronounceable
from narrator.speech.sound import Samples, UndecodableError, samples_of, segment

URL_VARIABLE = "OPENAI_BASE_URL"
"""Environment variable: where the server is, where the settings do not say."""
KEY_VARIABLE = "OPENAI_API_KEY"
"""Environment variable: the key; a server of one's own needs none."""
OPENAI_URL = "https://api.openai.com/v1"

Format = Literal["wav", "mp3", "flac", "opus", "pcm"]

AVAILABLE_TIMEOUT_S = 45.0
"""For one word: a server of one's own loads its model at the first request."""
SLOWEST, FASTEST = 0.25, 4.0
"""What `speed` may be."""

SERVICE = Service(name="openai", key_variable=KEY_VARIABLE, settings=tr("`openai:` in voices.yaml (base_url, model)"))

VOICES: Mapping[str, Gender | None] = {
    "alloy": None,
    "ash": "male",
    "ballad": "male",
    "coral": "female",
    "echo": "male",
    "fable": None,
    "onyx": "male",
    "nova": "female",
    "sage": "female",
    "shimmer": "female",
    "verse": "male",
    "marin": "female",
    "cedar": "male",
}
"""OpenAI's own, from its reference; it says nothing about gender, so that is how they are commonly described."""

TEST_WORD = "OK"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAISettings:
    """What is asked of the server, beside the text and the voice."""

    base_url: str | None = None
    """Up to and including `/v1`; None: the environment's, else OpenAI's."""
    model: str = "gpt-4o-mini-tts"
    voice: str = "alloy"
    """That says the word by which `available` tries the server."""
    format: Format = "wav"
    """wav, flac and opus say themselves whether they are whole."""
    instructions: str = ""
    """How to speak, in words, for models that take them; a voice's own style follows them."""
    pcm_hz: int = 24_000
    """Rate of `pcm`, which does not tell it."""
    concurrency: int = 4
    """Requests at once; a server of one's own usually speaks one at a time."""
    proxy: str | None = None
    """Address of a proxy; None: the environment's."""


class OpenAIEngine:
    """Speaks with any voice of a server with OpenAI's interface."""

    name = "openai"
    Options = OpenAISettings

    def __init__(self, settings: OpenAISettings | None = None, *, timeouts: Timeouts | None = None) -> None:
        self._settings = settings or OpenAISettings()
        if self._settings.format not in get_args(Format):
            formats = ", ".join(get_args(Format))
            raise EngineError(
                tr("openai has no format “{format}”", format=self._settings.format),
                hint=tr("the formats are {formats}", formats=formats),
            )
        self._base_url = _base_url(self._settings.base_url or os.environ.get(URL_VARIABLE) or OPENAI_URL)
        self._key = key_from(KEY_VARIABLE)
        self._timeouts = timeouts or Timeouts()
        self._proxy = self._settings.proxy
        self._voices: tuple[VoiceInfo, ...] | None = None
        self.concurrency = self._settings.concurrency

    @property
    def fingerprint(self) -> str:
        """The server, the model and how it is asked; where the key comes from makes no difference."""
        settings = self._settings
        asked = [self._base_url, settings.model, settings.format, settings.instructions, settings.pcm_hz]
        digest = hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]
        return f"openai {settings.model} {digest} 1"

    def available(self) -> str | None:
        """None if it speaks a word now; else why not, in one line."""
        if self._base_url == OPENAI_URL and not self._key:
            return tr("the environment variable {key_variable} is not set", key_variable=KEY_VARIABLE)
        voice = Voice(engine=self.name, name=self._settings.voice)
        return await_result(why_not_available(lambda: self._say(TEST_WORD, voice), AVAILABLE_TIMEOUT_S))

    def voices(self) -> tuple[VoiceInfo, ...]:
        """What the server lists at `/v1/audio/voices`, which OpenAI's own does not have; asked once.

        Raises:
            EngineError: the list cannot be had.
        """
        if self._base_url == OPENAI_URL:
            return tuple(
                VoiceInfo(name=name, language="mul", gender=gender, description="OpenAI")
                for name, gender in VOICES.items()
            )
        if self._voices is None:
            request = Request(method="GET", url=f"{self._base_url}/audio/voices", headers=self._headers())
            answer = await_result(ask(request, timeouts=self._timeouts, proxy=self._proxy))
            if answer.status in (404, 405, 501):
                self._voices = ()  # the interface does not ask for a list
            elif answer.status != 200:
                raise refusal(answer, SERVICE, tr("a list of voices"))
            else:
                self._voices = _listed(answer)
        return self._voices

    def speak(self, utterance: Utterance) -> Clip:
        """All of the utterance as audio, at the server's rate, or an error.

        The interface knows no pitch; `pitch_hz` of the voice has no effect.

        Raises:
            EngineBusy: refused for now, timed out, cut short, damaged, or not the length of the text.
            EngineError: unknown voice or model, key refused, nothing to pronounce.
        """
        reading, voice = utterance.sentence.reading, utterance.voice
        text = sendable(reading.respelled or reading.spoken)
        if not is_pronounceable(text):
            raise EngineError(tr("there is nothing to pronounce in “{text}”", text=text[:30]))
        if not voice.name:
            raise EngineError(tr("the voice has no name"), hint=tr("name one under `cast:` in voices.yaml"))
        samples, rate_hz = joined([await_result(self._say(piece, voice)) for piece in pieces(text)])
        clip = whole_clip(utterance, samples, rate_hz, pace=_speed(voice))
        return _louder(clip, voice.volume_percent)

    async def _say(self, text: str, voice: Voice) -> tuple[Samples, int]:
        request = Request(
            method="POST",
            url=f"{self._base_url}/audio/speech",
            headers={**self._headers(), "Content-Type": "application/json"},
            body=json.dumps(self._question(text, voice), ensure_ascii=False).encode(),
            most_bytes=most_bytes(text, _speed(voice)),
        )
        answer = await ask(request, timeouts=self._timeouts, proxy=self._proxy)
        if answer.status != 200:
            raise refusal(
                answer,
                SERVICE,
                tr("model “{model}” with voice “{voice}”", model=self._settings.model, voice=voice.name),
            )
        return _sound(answer, self._settings)

    def _question(self, text: str, voice: Voice) -> dict[str, object]:
        settings = self._settings
        question: dict[str, object] = {
            "model": settings.model,
            "input": text,
            "voice": voice.name,
            "response_format": settings.format,
        }
        if voice.rate_percent:
            question["speed"] = round(_speed(voice), 2)
        if instructions := " ".join(filter(None, (settings.instructions.strip(), voice.style.strip()))):
            question["instructions"] = instructions
        return question

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}"} if self._key else {}


def _base_url(url: str) -> str:
    """The address that `/audio/speech` is appended to, from what people write: with or without `/v1`.

    Raises:
        EngineError: it is no address.
    """
    parts = address(url)
    if parts is None:
        raise EngineError(
            tr("“{url}” is no address of a server", url=url),
            hint=tr(
                "set `openai: {{base_url: …}}` or {url_variable} to one like http://127.0.0.1:8880/v1",
                url_variable=URL_VARIABLE,
            ),
        )
    path = parts.path.rstrip("/").removesuffix("/audio/speech")
    return urlunsplit((parts.scheme, parts.netloc, path or "/v1", "", ""))


def _speed(voice: Voice) -> float:
    return min(max(1 + voice.rate_percent / 100, SLOWEST), FASTEST)


def _sound(answer: Answer, settings: OpenAISettings) -> tuple[Samples, int]:
    """The sound of an answer that says that it is one."""
    check_type(answer)
    try:
        return decode(answer.body, pcm_hz=_pcm_hz(answer, settings) if settings.format == "pcm" else None)
    except UndecodableError as error:
        raise EngineBusy(tr("{reason}", reason=error)) from error


def _pcm_hz(answer: Answer, settings: OpenAISettings) -> int:
    """The rate the server tells (`audio/pcm;rate=16000`), else that of the settings."""
    for parameter in answer.headers.get("content-type", "").split(";")[1:]:
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "rate" and value.isdecimal() and 8_000 <= int(value) <= 192_000:
            return int(value)
    return settings.pcm_hz


def _louder(clip: Clip, percent: int) -> Clip:
    """The clip at another level: the interface knows none."""
    if not percent:
        return clip
    level = max(0.05, 1 + percent / 100)
    samples = np.clip(np.rint(samples_of(clip.audio) * level), -32768, 32767).astype(np.int16)
    return replace(clip, audio=segment(samples, clip.audio.frame_rate))


def _listed(answer: Answer) -> tuple[VoiceInfo, ...]:
    """The voices of a list in any of the shapes that servers give it.

    Names alone, or objects with a name or an id; under `voices`, `data`, or by themselves.
    """
    try:
        told = json.loads(answer.body)
    except ValueError as error:
        raise EngineBusy(tr("openai does not tell its voices: the answer is no JSON")) from error
    if isinstance(told, Mapping):
        told = told.get("voices") or told.get("data") or []
    found: dict[str, VoiceInfo] = {}
    for entry in told if isinstance(told, list) else []:
        fields = {"id": entry} if isinstance(entry, str) else entry if isinstance(entry, Mapping) else {}
        name = str(fields.get("id") or fields.get("voice_id") or fields.get("name") or "")
        if name:
            found.setdefault(name, _voice_info(name, fields))
    return tuple(found.values())


def _voice_info(name: str, fields: Mapping[str, object]) -> VoiceInfo:
    gender = str(fields.get("gender", "")).lower()
    return VoiceInfo(
        name=name,
        language=str(fields.get("language") or fields.get("locale") or fields.get("lang") or "mul"),
        gender="female" if gender in ("female", "f") else "male" if gender in ("male", "m") else None,
        description=str(fields.get("description") or ""),
    )


__all__ = ["KEY_VARIABLE", "URL_VARIABLE", "OpenAIEngine", "OpenAISettings"]
