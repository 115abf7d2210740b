"""One request to the service: what was asked, what came, and why it did not.

What edge-tts leaves open is closed here: it does not tell a finished answer from one that was cut off, waits for
ever on a connection that has gone quiet, and gives up an answer over a word report that it does not understand.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import math
from dataclasses import dataclass
from html import unescape
from typing import Any

import aiohttp
import edge_tts
import edge_tts.communicate
import edge_tts.voices
from edge_tts.exceptions import EdgeTTSException, NoAudioReceived, SkewAdjustmentError

from narrator.errors import EngineBusy, EngineError
from narrator.messages import Message, tr
from narrator.model import Voice
from narrator.speech.engines.edge_connection import (
    CERTIFICATES_VARIABLE,
    connector_for,
    through,
)
from narrator.speech.engines.http_route import http_address, is_of_socks, refused_by, way_to
from narrator.standards.proxies import Proxy

CONNECT_TIMEOUT_S = 10
ANSWER_TIMEOUT_S = 120.0
"""For one request of at most two minutes of speech, which takes a few seconds."""
MOST_BYTES = 6_000 * 300
"""Five minutes at 48 kbit/s, for 500 characters: whoever sends more is not the service we know."""
MOST_REPORTS = 5_000
"""Of words in one answer."""
TICKS_PER_SECOND = 10_000_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One request's sound and what was reported of its words."""

    mp3: bytes
    words: tuple[tuple[str, float, float], ...]
    """Text, start and end in seconds, as reported: nothing that can be relied on."""
    finished: bool
    """The service said that it was done."""


class NoSoundError(EngineBusy):
    """The service said that it was done, and had sent no sound."""


class _Request(edge_tts.Communicate):
    """A request that keeps every report of words, and does not stumble over one that makes no sense."""

    reports: list[tuple[str, float, float]]
    by_way_of: Proxy | None

    @property
    def connector(self) -> aiohttp.BaseConnector | None:
        """A new one each time it is asked for: edge-tts closes it, and asks once more after a 403."""
        return connector_for(self.by_way_of)

    @connector.setter
    def connector(self, _: object) -> None:
        """What edge-tts would use by itself does not count."""

    def _Communicate__parse_metadata(self, data: bytes) -> dict[str, Any]:  # noqa: N802 - edge-tts' own, replaced
        try:
            told = json.loads(data)["Metadata"]
        except (ValueError, LookupError, TypeError):
            told = []
        for one in told if isinstance(told, list) else []:
            if len(self.reports) < MOST_REPORTS and (word := _word(one)) is not None:
                self.reports.append(word)
        return {"type": "WordBoundary", "offset": 0, "duration": 0, "text": ""}


def _word(told: Any) -> tuple[str, float, float] | None:
    """Text, start and end in seconds; None where that is not what it says."""
    try:
        data = told["Data"]
        text, start, length = data["text"]["Text"], float(data["Offset"]), float(data.get("Duration") or 0)
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError):
        return None
    if not isinstance(text, str) or not math.isfinite(start) or not math.isfinite(length):
        return None
    return unescape(text), start / TICKS_PER_SECOND, (start + length) / TICKS_PER_SECOND


async def ask(text: str, voice: Voice, *, proxy: str | None, idle_timeout_s: float) -> Answer:
    """What the service answers.

    Args:
        proxy: None: as the environment says.
        idle_timeout_s: How long nothing may come.

    Raises:
        EngineBusy: refused, timed out, not understood.
        EngineError: the voice's name is no name of a voice, or the proxy wants something else.
    """
    by_way_of = way_to(edge_tts.communicate.WSS_URL, proxy)  # type: ignore[attr-defined]
    try:
        request = _Request(
            text,
            voice.name,
            rate=f"{voice.rate_percent:+d}%",
            volume=f"{voice.volume_percent:+d}%",
            pitch=f"{voice.pitch_hz:+d}Hz",
            boundary="WordBoundary",
            connect_timeout=CONNECT_TIMEOUT_S,
            proxy=http_address(by_way_of),
        )
    except ValueError as error:
        raise unknown_voice(voice.name) from error
    request.reports, request.by_way_of = [], by_way_of
    _log.debug("asked %s for %d characters%s: %.20s", voice.name, len(text), through(by_way_of), text)
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT_S):
            answer = await _received(request, idle_timeout_s)
    except EngineBusy as busy:
        _log.info("refused: %s (%.20s)", busy.message, text)
        raise
    except Exception as error:
        if not _is_foreign(error):
            raise
        refusal = refused(error, by_way_of)
        _log.info("refused: %s (%.20s)", refusal.message, text)
        raise refusal from error
    _log.debug("answered with %d bytes and %d words: %.20s", len(answer.mp3), len(answer.words), text)
    return answer


async def _received(request: _Request, idle_timeout_s: float) -> Answer:
    sound = bytearray()
    async with contextlib.aclosing(request.stream()) as stream:
        while True:
            try:
                async with asyncio.timeout(idle_timeout_s):
                    chunk = await anext(stream)
            except StopAsyncIteration:
                break
            except TimeoutError as error:
                raise EngineBusy(tr("nothing came for {idle_timeout_s:g} s", idle_timeout_s=idle_timeout_s)) from error
            if chunk["type"] == "audio":
                sound += chunk["data"]
                if len(sound) > MOST_BYTES:
                    raise EngineBusy(tr("the answer does not end"))
    # edge-tts does not say whether `turn.end` came, but only then does it add the request's bytes to its sum.
    return Answer(
        mp3=bytes(sound),
        words=tuple(request.reports),
        finished=request.state["cumulative_audio_bytes"] == len(sound),
    )


async def listed(*, proxy: str | None, idle_timeout_s: float) -> list[dict[str, Any]]:
    """The service's list of voices.

    Raises:
        EngineBusy: it cannot be had now.
        EngineError: the proxy wants something else.
    """
    by_way_of = way_to(edge_tts.voices.VOICE_LIST, proxy)  # type: ignore[attr-defined]
    try:
        async with asyncio.timeout(idle_timeout_s):
            voices = await edge_tts.list_voices(connector=connector_for(by_way_of), proxy=http_address(by_way_of))
    except Exception as error:
        if not _is_foreign(error):
            raise
        refusal = refused(error, by_way_of)
        _log.info("no list of voices: %s", refusal.message)
        raise refusal from error
    return [dict(voice) for voice in voices]


def unknown_voice(name: str) -> EngineError:
    """The service has no such voice."""
    return EngineError(tr("edge has no voice “{name}”", name=name), hint=tr("`narrator voices edge` lists them"))


# ----------------------------------------------------------------------------------------------- refusals

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


def _is_foreign(error: Exception) -> bool:
    return isinstance(error, _FOREIGN) or is_of_socks(error)


def refused(error: Exception, proxy: Proxy | None) -> EngineError:
    """What went wrong, in a few words that are the same whenever the same went wrong."""
    if isinstance(error, SkewAdjustmentError) and isinstance(error.__cause__, aiohttp.ClientResponseError):
        error = error.__cause__  # a 403 without a date
    if isinstance(error, NoAudioReceived):
        return NoSoundError(tr("no sound came"))
    if proxy is not None and (refusal := refused_by(proxy, error)) is not None:
        return refusal
    return EngineBusy(tr("{why}{through}", why=_reason(error), through=through(proxy)))


def _reason(error: Exception) -> Message:
    if isinstance(error, aiohttp.ClientResponseError):
        return tr("the service refused (HTTP {status})", status=error.status)
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return tr(
            "the certificate of {host} is not trusted (a proxy's own belongs in {certificates_variable})",
            host=error.host,
            certificates_variable=CERTIFICATES_VARIABLE,
        )
    if isinstance(error, aiohttp.ClientConnectorError):
        return tr("no connection to {host}", host=error.host)
    if isinstance(error, TimeoutError):
        return tr("no answer in time")
    if isinstance(error, aiohttp.ClientError | OSError):
        return tr("the connection broke")
    return tr("the answer cannot be understood")


__all__ = ["Answer", "NoSoundError", "ask", "listed", "refused", "unknown_voice"]
