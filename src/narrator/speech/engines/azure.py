"""Azure's text-to-speech, over its REST interface: the voices of Edge, with a licence to publish them.

The interface sends sound and no times (those are for Microsoft's own library alone), so times are estimated.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import urlunsplit

from narrator.errors import EngineBusy, EngineError
from narrator.messages import tr, trn
from narrator.model import Clip, Kind, Reading, Sentence, Utterance, Voice
from narrator.speech.engine import VoiceInfo
from narrator.speech.engines.azure_ssml import documents, pace, style_attributes
from narrator.speech.engines.edge_loop import await_result
from narrator.speech.engines.http_clip import joined, most_bytes, whole_clip
from narrator.speech.engines.http_sound import decode
from narrator.speech.engines.http_voice import (
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
from narrator.speech.sound import Samples, UndecodableError

KEY_VARIABLE = "AZURE_SPEECH_KEY"
"""Environment variable: a key of the Speech resource."""
REGION_VARIABLE = "AZURE_SPEECH_REGION"
"""Environment variable: its region (`eastasia`, `chinanorth3`), where the settings do not say."""
ENDPOINT_VARIABLE = "AZURE_SPEECH_ENDPOINT"
"""Environment variable: its address, instead of a region: a custom domain, a container, a gateway of one's own."""

DOMAINS = (("china", "tts.speech.azure.cn"), ("usgov", "tts.speech.azure.us"), ("", "tts.speech.microsoft.com"))
"""Where a region's service is, by how its name begins."""

AVAILABLE_TIMEOUT_S = 10.0
TEST_WORD = {"zh": "好", "yue": "好", "ja": "はい"}

_FORMAT = re.compile(r"riff-\d+k?hz-16bit-mono-pcm|audio-\d+khz-\d+kbitrate-mono-mp3|ogg-\d+khz-16bit-mono-opus")
_REGION = re.compile(r"[a-z0-9]+")

SERVICE = Service(
    name="azure",
    key_variable=KEY_VARIABLE,
    settings=tr(
        "the voice in voices.yaml (`narrator voices azure` lists them) and {region_variable}",
        region_variable=REGION_VARIABLE,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureSettings:
    """Which Speech resource speaks, and how it sends the sound."""

    region: str | None = None
    """None: the environment's."""
    endpoint: str | None = None
    """Instead of a region; None: the environment's."""
    format: str = "riff-24khz-16bit-mono-pcm"
    """A value of `X-Microsoft-OutputFormat`: riff, audio-…-mp3 or ogg, mono. 48 kHz asks for the finer model."""
    voice: str = "zh-CN-XiaoxiaoNeural"
    """That says the word by which `available` tries the service."""
    concurrency: int = 4
    """Requests at once; the free tier takes 20 a minute."""
    proxy: str | None = None
    """Address of a proxy; None: the environment's."""


class AzureEngine:
    """Speaks with the voices of Azure, over the network."""

    name = "azure"
    Options = AzureSettings

    def __init__(self, settings: AzureSettings | None = None, *, timeouts: Timeouts | None = None) -> None:
        self._settings = settings or AzureSettings()
        if not _FORMAT.fullmatch(self._settings.format):
            raise EngineError(
                tr("azure: “{format}” is no format that narrator reads", format=self._settings.format),
                hint=tr("take riff-24khz-16bit-mono-pcm, audio-24khz-96kbitrate-mono-mp3 or ogg-24khz-16bit-mono-opus"),
            )
        self._key = key_from(KEY_VARIABLE)
        self.url = _base_url(self._settings)
        """Up to and including `/cognitiveservices`; empty where neither region nor endpoint is known."""
        self._timeouts = timeouts or Timeouts(idle_s=30.0, whole_s=180.0)
        self._proxy = self._settings.proxy
        self._voices: tuple[VoiceInfo, ...] | None = None
        self._styles: Mapping[str, frozenset[str]] = {}
        self.concurrency = self._settings.concurrency

    @property
    def fingerprint(self) -> str:
        """The format, and the versions of what decides what is told to the service; regions sound alike."""
        return f"azure {self._settings.format}, pypinyin {version('pypinyin')}, 1"

    def available(self) -> str | None:
        """None if it speaks a word now; else why not, in one line."""
        if (missing := self._missing()) is not None:
            return missing
        name = self._settings.voice
        utterance = _bare(TEST_WORD.get(name.partition("-")[0], "yes"), name)
        return await_result(why_not_available(lambda: self._try_out(utterance), AVAILABLE_TIMEOUT_S))

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Every voice that the region offers; asked once.

        Raises:
            EngineError: the list cannot be had.
        """
        if self._voices is None:
            self._check_settings()
            request = Request(method="GET", url=f"{self.url}/voices/list", headers=self._headers())
            answer = await_result(ask(request, timeouts=self._timeouts, proxy=self._proxy))
            if answer.status != 200:
                raise refusal(answer, SERVICE, tr("a list of voices"))
            self._voices, self._styles = _listed(answer.body)
        return self._voices

    def speak(self, utterance: Utterance) -> Clip:
        """All of the utterance as audio, or an error.

        Raises:
            EngineBusy: refused for now, timed out, cut short, damaged, or not the length of the text.
            EngineError: no key, unknown voice or style, SSML refused, nothing to pronounce.
        """
        self._check_settings()
        reading, voice = utterance.sentence.reading, utterance.voice
        if not is_pronounceable(reading.spoken):
            raise EngineError(tr("there is nothing to pronounce in “{spoken}”", spoken=reading.spoken[:30]))
        if not voice.name:
            raise EngineError(tr("the voice has no name"), hint=tr("name one under `cast:` in voices.yaml"))
        self._check_style(voice)
        sounds = [await_result(self._say(document, utterance)) for document in documents(utterance)]
        samples, rate_hz = joined(sounds)
        return whole_clip(utterance, samples, rate_hz, pace=pace(voice))

    async def _try_out(self, utterance: Utterance) -> None:
        for document in documents(utterance):
            await self._say(document, utterance)

    async def _say(self, document: bytes, utterance: Utterance) -> tuple[Samples, int]:
        request = Request(
            method="POST",
            url=f"{self.url}/v1",
            headers={
                **self._headers(),
                "Content-Type": "application/ssml+xml",
                "X-Microsoft-OutputFormat": self._settings.format,
            },
            body=document,
            most_bytes=most_bytes(utterance.sentence.reading.spoken, pace(utterance.voice)),
        )
        answer = await ask(request, timeouts=self._timeouts, proxy=self._proxy)
        if answer.status != 200:
            raise refusal(answer, SERVICE, tr("voice “{voice}”", voice=utterance.voice.name))
        check_type(answer)
        try:
            return decode(answer.body)
        except UndecodableError as error:
            raise EngineBusy(tr("{reason}", reason=error)) from error

    def _headers(self) -> dict[str, str]:
        return {"Ocp-Apim-Subscription-Key": self._key, "User-Agent": "narrator"}

    def _missing(self) -> str | None:
        """What the environment lacks, in one line; None when it lacks nothing."""
        lacking = [] if self._key else [KEY_VARIABLE]
        if not self.url:
            lacking.append(REGION_VARIABLE)
        if not lacking:
            return None
        return trn(
            "the environment variable {names} is not set",
            "the environment variables {names} are not set",
            len(lacking),
            names=lacking[0] if len(lacking) == 1 else tr("{one} and {other}", one=lacking[0], other=lacking[1]),
        )

    def _check_settings(self) -> None:
        if (missing := self._missing()) is not None:
            raise EngineError(
                missing, hint=tr("the Azure portal shows both under “Keys and Endpoint” of a Speech resource")
            )

    def _check_style(self, voice: Voice) -> None:
        """Hold the style against the list of voices: the service would ignore an unknown one in silence.

        Raises:
            EngineError: the voice does not have it.
        """
        if not style_attributes(voice):
            return
        try:
            self.voices()
        except EngineBusy:
            return  # the list is away; the service may still speak
        known = self._styles.get(voice.name)
        if known is not None and voice.style not in known:
            has = tr("it has {styles}", styles=", ".join(sorted(known))) if known else tr("it has none")
            raise EngineError(
                tr("the voice {voice} has no style “{style}”", voice=voice.name, style=voice.style), hint=has
            )


def _base_url(settings: AzureSettings) -> str:
    """Up to and including `/cognitiveservices`; empty where neither region nor endpoint is known.

    Raises:
        EngineError: the region or the endpoint cannot be one.
    """
    endpoint = (settings.endpoint or ("" if settings.region else os.environ.get(ENDPOINT_VARIABLE, ""))).strip()
    region = (settings.region or os.environ.get(REGION_VARIABLE, "")).strip().lower().replace(" ", "")
    if endpoint:
        return _from_endpoint(endpoint)
    if not region:
        return ""
    if not _REGION.fullmatch(region):
        raise EngineError(
            tr("“{region}” is no region of Azure", region=region),
            hint=tr("{region_variable} is a word like eastasia", region_variable=REGION_VARIABLE),
        )
    domain = next(domain for start, domain in DOMAINS if region.startswith(start))
    return f"https://{region}.{domain}/cognitiveservices"


def _from_endpoint(endpoint: str) -> str:
    """The address of the service from any that the portal shows for a Speech resource."""
    parts = address(endpoint)
    if parts is None:
        raise EngineError(
            tr("“{endpoint}” is no address", endpoint=endpoint),
            hint=tr(
                "{endpoint_variable} is like https://NAME.cognitiveservices.azure.com",
                endpoint_variable=ENDPOINT_VARIABLE,
            ),
        )
    host = parts.hostname or ""
    if match := re.fullmatch(
        r"([a-z0-9]+)\.api\.cognitive\.(?:microsoft\.com|azure\.cn|azure\.us|microsoft\.us)", host
    ):
        # The portal's address of a regional resource is that of tokens; speech is at another.
        return _base_url(AzureSettings(region=match[1]))
    path = parts.path.rstrip("/").removesuffix("/v1").removesuffix("/cognitiveservices")
    if not path and re.search(r"\.cognitiveservices\.azure\.(com|cn|us)$", host):
        path = "/tts"
    return urlunsplit((parts.scheme, parts.netloc, f"{path}/cognitiveservices", "", ""))


def _bare(word: str, voice: str) -> Utterance:
    """A word in a voice, without anything known about its sounds."""
    sentence = Sentence(
        kind=Kind.NOTICE,
        speaker=None,
        reading=Reading(written=word, spoken=word, spans=()),
        at=-1,
        turn=-1,
        paragraph=-1,
        language="-".join(voice.split("-")[:2]),
    )
    return Utterance(sentence=sentence, voice=Voice(engine="azure", name=voice))


def _listed(body: bytes) -> tuple[tuple[VoiceInfo, ...], Mapping[str, frozenset[str]]]:
    """The voices of the list, and the styles of each.

    Raises:
        EngineBusy: it is none.
    """
    try:
        entries = [entry for entry in json.loads(body) if entry.get("Status") != "Deprecated"]
        voices = tuple(_voice_info(entry) for entry in entries)
        styles = {str(entry["ShortName"]): frozenset(map(str, entry.get("StyleList") or ())) for entry in entries}
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise EngineBusy(tr("azure does not tell its voices: the list cannot be understood")) from error
    return voices, styles


def _voice_info(entry: Mapping[str, object]) -> VoiceInfo:
    gender = str(entry.get("Gender", ""))
    styles = entry.get("StyleList")
    return VoiceInfo(
        name=str(entry["ShortName"]),
        language=str(entry["Locale"]),
        gender="female" if gender == "Female" else "male" if gender == "Male" else None,
        description=f"styles: {', '.join(map(str, styles))}" if isinstance(styles, list) and styles else "",
    )


__all__ = ["ENDPOINT_VARIABLE", "KEY_VARIABLE", "REGION_VARIABLE", "AzureEngine", "AzureSettings"]
