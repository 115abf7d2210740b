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
import ssl
from dataclasses import dataclass
from html import unescape
from typing import Any

import aiohttp
import edge_tts
import edge_tts.communicate
import edge_tts.voices
from edge_tts.exceptions import EdgeTTSException, NoAudioReceived, SkewAdjustmentError

from narrator.errors import EngineBusy, EngineError, MissingExtra, NarratorError
from narrator.model import Voice
from narrator.standards.proxies import Proxy, proxy_for

CERTIFICATES_VARIABLE = "SSL_CERT_FILE"
"""Environment variable of OpenSSL: a PEM file of certificates to trust."""

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
        return _connector(self.by_way_of)

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


def _word(told: object) -> tuple[str, float, float] | None:
    """Text, start and end in seconds; None where that is not what it says."""
    try:
        data = told["Data"]  # type: ignore[index]
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
    by_way_of = _proxy(edge_tts.communicate.WSS_URL, proxy)  # type: ignore[attr-defined]
    try:
        request = _Request(
            text,
            voice.name,
            rate=f"{voice.rate_percent:+d}%",
            volume=f"{voice.volume_percent:+d}%",
            pitch=f"{voice.pitch_hz:+d}Hz",
            boundary="WordBoundary",
            connect_timeout=CONNECT_TIMEOUT_S,
            proxy=_http_address(by_way_of),
        )
    except ValueError as error:
        raise unknown_voice(voice.name) from error
    request.reports, request.by_way_of = [], by_way_of
    _log.debug("asked %s for %d characters%s: %.20s", voice.name, len(text), _through(by_way_of), text)
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
                raise EngineBusy(f"nothing came for {idle_timeout_s:g} s") from error
            if chunk["type"] == "audio":
                sound += chunk["data"]
                if len(sound) > MOST_BYTES:
                    raise EngineBusy("the answer does not end")
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
    by_way_of = _proxy(edge_tts.voices.VOICE_LIST, proxy)  # type: ignore[attr-defined]
    try:
        async with asyncio.timeout(idle_timeout_s):
            voices = await edge_tts.list_voices(connector=_connector(by_way_of), proxy=_http_address(by_way_of))
    except Exception as error:
        if not _is_foreign(error):
            raise
        refusal = refused(error, by_way_of)
        _log.info("no list of voices: %s", refusal.message)
        raise refusal from error
    return [dict(voice) for voice in voices]


def unknown_voice(name: str) -> EngineError:
    """The service has no such voice."""
    return EngineError(f"edge has no voice “{name}”", hint="`narrator voices edge` lists them")


def point_at(url: str) -> None:
    """Send edge-tts elsewhere. It appends `&…`, so the addresses end in a query."""
    base = url.rstrip("/")
    secure = base.startswith(("wss:", "https:"))
    rest = base.split("://", 1)[-1]
    edge_tts.communicate.WSS_URL = f"{'wss' if secure else 'ws'}://{rest}/edge/v1?from=narrator"  # type: ignore[attr-defined]
    edge_tts.voices.VOICE_LIST = f"{'https' if secure else 'http'}://{rest}/voices/list?from=narrator"  # type: ignore[attr-defined]


def trust_also(certificates: str) -> None:
    """Trust the certificates in the file too: edge-tts looks at none but its own, and company proxies have others.

    Raises:
        EngineError: the file cannot be read.
    """
    for module in (edge_tts.communicate, edge_tts.voices):
        context = getattr(module, "_SSL_CTX", None)
        try:
            if isinstance(context, ssl.SSLContext):
                context.load_verify_locations(certificates)
        except OSError as error:
            raise EngineError(
                f"the certificates that {CERTIFICATES_VARIABLE} names cannot be read: {certificates}",
                hint="name a PEM file",
            ) from error


# ----------------------------------------------------------------------------------------------- proxies


def _proxy(url: str, chosen: str | None) -> Proxy | None:
    try:
        return proxy_for(url, chosen)
    except NarratorError as error:
        raise EngineError(error.message, hint=error.hint) from error


def _connector(proxy: Proxy | None) -> aiohttp.BaseConnector | None:
    """What makes the connections; None: aiohttp's own, which goes through HTTP proxies.

    edge-tts lets aiohttp read the environment for itself, which knows some of the variables and no SOCKS. So
    whatever it finds there is forgotten: which proxy is used is decided once, by `proxy_for`.
    """
    if proxy is None:
        return _Direct()
    if not proxy.is_socks:
        return None
    try:
        import aiohttp_socks  # type: ignore[import-not-found,unused-ignore]
    except ImportError as error:
        missing = MissingExtra("socks", f"the proxy {proxy}")
        raise EngineError(missing.message, hint=missing.hint) from error

    kind = aiohttp_socks.ProxyType.SOCKS4 if proxy.scheme.startswith("socks4") else aiohttp_socks.ProxyType.SOCKS5
    connector: aiohttp.BaseConnector = type("Socks", (_Forgetful, aiohttp_socks.ProxyConnector), {})(
        proxy_type=kind,
        host=proxy.host,
        port=proxy.port,
        username=proxy.user or None,
        password=proxy.password or None,
        rdns=True,
    )
    return connector


class _Forgetful(aiohttp.BaseConnector):
    """A connector that does not do what the environment told aiohttp."""

    async def connect(self, req: aiohttp.ClientRequest, *others: Any, **named: Any) -> aiohttp.connector.Connection:
        """As asked, but without the proxy."""
        req.proxy = None
        return await super().connect(req, *others, **named)


class _Direct(_Forgetful, aiohttp.TCPConnector):
    """Straight to the server."""


def _http_address(proxy: Proxy | None) -> str | None:
    return proxy.with_password if proxy is not None and not proxy.is_socks else None


def _through(proxy: Proxy | None) -> str:
    return "" if proxy is None else f" through the proxy {proxy}"


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
    return isinstance(error, _FOREIGN) or _is_of_socks(error)


def _is_of_socks(error: Exception) -> bool:
    return type(error).__module__.startswith(("python_socks", "aiohttp_socks"))


def refused(error: Exception, proxy: Proxy | None) -> EngineError:
    """What went wrong, in a few words that are the same whenever the same went wrong."""
    if isinstance(error, SkewAdjustmentError) and isinstance(error.__cause__, aiohttp.ClientResponseError):
        error = error.__cause__  # a 403 without a date
    if isinstance(error, NoAudioReceived):
        return NoSoundError("no sound came")
    if proxy is not None and (refusal := _refused_by(proxy, error)) is not None:
        return refusal
    return EngineBusy(_reason(error) + _through(proxy))


def _refused_by(proxy: Proxy, error: Exception) -> EngineError | None:
    """What the proxy did wrong; None where it is not to blame."""
    named = f"named by {proxy.named_by}"
    if isinstance(error, aiohttp.ClientResponseError) and error.status == 407:
        return EngineError(
            f"the proxy {proxy} wants a user and a password that it accepts (HTTP 407)",
            hint=f"write http://USER:PASSWORD@HOST:PORT (it is {named})",
        )
    if isinstance(error, aiohttp.ClientHttpProxyError):
        message = f"the proxy {proxy} refused (HTTP {error.status})"
        hint = f"ask whoever runs it to let the service through, or name another (it is {named})"
        return EngineError(message, hint=hint) if error.status < 500 else EngineBusy(message, hint=hint)
    socks_name = type(error).__name__ if _is_of_socks(error) else ""
    if isinstance(error, aiohttp.ClientProxyConnectionError) or "Connection" in socks_name:
        return EngineBusy(f"no connection to the proxy {proxy}", hint=f"is it running? It is {named}")
    if socks_name:
        return EngineBusy(f"the proxy {proxy} refused ({error})", hint=f"it is {named}")
    return None


def _reason(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientResponseError):
        return f"the service refused (HTTP {error.status})"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"the certificate of {error.host} is not trusted (a proxy's own belongs in {CERTIFICATES_VARIABLE})"
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"no connection to {error.host}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, aiohttp.ClientError | OSError):
        return "the connection broke"
    return "the answer cannot be understood"


__all__ = [
    "CERTIFICATES_VARIABLE",
    "Answer",
    "NoSoundError",
    "ask",
    "listed",
    "point_at",
    "refused",
    "trust_also",
    "unknown_voice",
]
