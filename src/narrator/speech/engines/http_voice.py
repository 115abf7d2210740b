"""One request to a speech server, within limits of time and size, and what its refusals mean."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time
from urllib.parse import SplitResult, urlsplit

import aiohttp

from narrator.errors import EngineBusy, EngineError
from narrator.messages import tr
from narrator.speech.engines.http_route import connector, http_address, is_of_socks, refused_by, way_to
from narrator.speech.engines.http_sound import is_text

MOST_REFUSAL_BYTES = 64 * 1024
"""Of a refusal's body: more says nothing more."""

_log = logging.getLogger(__name__)

AVAILABLE_ATTEMPTS = 3
"""Of which one must work out: a hiccup is no reason to take another engine for a whole episode."""

LONGEST_REASON = 160
"""Characters of what a server says, in an error of ours."""

PASSING = frozenset({408, 409, 425})
"""Refusals that may pass, beside 429 and 5xx: too slow, in conflict, too early."""

LONGEST_WAIT_S = 60.0
"""That a server may ask for before the next request; whoever wants more is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long an answer is waited for."""

    connect_s: float = 10.0
    idle_s: float = 120.0
    """Without a byte, the first included: a server on a slow machine sends nothing until it has spoken it all."""
    whole_s: float = 300.0
    """For all of the answer, so that one that only drips ends as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None
    most_bytes: int = 8 * 1024 * 1024
    """Of the answer: more is no answer to this question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, whole."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes

    @property
    def content_type(self) -> str:
        """`audio/wav`, without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What errors about a server name."""

    name: str
    """As in `engines:`."""
    key_variable: str
    """The environment variable that holds its key."""
    settings: str
    """Where an editor says what is asked of it."""


def address(text: str) -> SplitResult | None:
    """The parts of a server's address; None where it is none."""
    try:
        parts = urlsplit(text.strip())
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port or an IPv6 address that cannot be
        return None
    return parts if known and not re.search(r"\s", parts.netloc) else None


def key_from(variable: str) -> str:
    """The key in the environment; empty where there is none.

    Raises:
        EngineError: what is there can be no key.
    """
    key = os.environ.get(variable, "").strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise EngineError(
            tr(
                "the environment variable {variable} holds no key: it has spaces or letters that keys do not have",
                variable=variable,
            ),
            hint=tr("copy the key again, alone and on one line"),
        )
    return key


async def ask(request: Request, *, timeouts: Timeouts, proxy: str | None = None) -> Answer:
    """The server's answer, whatever its status.

    Raises:
        EngineBusy: no connection, cut off, too slow, endless.
        EngineError: the address is none, or the proxy wants something else.
    """
    by_way_of = way_to(request.url, proxy)
    patience = aiohttp.ClientTimeout(
        total=timeouts.whole_s, sock_connect=timeouts.connect_s, sock_read=timeouts.idle_s, connect=None
    )
    try:
        async with (
            aiohttp.ClientSession(timeout=patience, connector=connector(by_way_of)) as session,
            # No redirects: they would take the key to another host, and turn POST into GET.
            session.request(
                request.method,
                request.url,
                data=request.body,
                headers=dict(request.headers),
                proxy=http_address(by_way_of),
                allow_redirects=False,
            ) as response,
        ):
            most = request.most_bytes if response.status == 200 else MOST_REFUSAL_BYTES
            answer = Answer(
                status=response.status,
                headers={name.lower(): value for name, value in response.headers.items()},
                body=await _body(response, most),
            )
            size = len(answer.body)
            _log.debug(
                "%s %s: HTTP %d, %s, %d bytes", request.method, request.url, answer.status, answer.content_type, size
            )
            return answer
    except (aiohttp.InvalidURL, ValueError) as error:
        raise EngineError(
            tr("“{url}” is no address", url=request.url), hint=tr("it looks like http://127.0.0.1:8880/v1")
        ) from error
    except EngineError:
        raise
    except Exception as error:
        if not isinstance(error, _FOREIGN) and not is_of_socks(error):
            raise
        if by_way_of is not None and (refused := refused_by(by_way_of, error)) is not None:
            raise refused from error
        why = _why_no_answer(error, request.url, timeouts)
        if by_way_of is not None:
            why = tr("{why} through the proxy {proxy}", why=why, proxy=by_way_of)
        raise EngineBusy(why) from error


_FOREIGN = (aiohttp.ClientError, TimeoutError, OSError, asyncio.IncompleteReadError)


async def _body(response: aiohttp.ClientResponse, most_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > most_bytes:
            if response.status == 200:
                raise EngineBusy(tr("the answer does not end"))
            break
    return bytes(body)


def _why_no_answer(error: BaseException, url: str, timeouts: Timeouts) -> str:
    """What went wrong, in words that are the same whenever the same went wrong, and never hold a key."""
    host = urlsplit(url).hostname or url
    # In order: what is more special comes before what it is a kind of.
    reasons: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
        (aiohttp.ClientSSLError, tr("the certificate of {host} is not trusted", host=host)),
        (
            aiohttp.ConnectionTimeoutError,
            tr("no connection to {host} within {connect_s:g} s", host=host, connect_s=timeouts.connect_s),
        ),
        (aiohttp.ClientConnectorError, tr("no connection to {host}", host=host)),
        (aiohttp.SocketTimeoutError, tr("nothing came for {idle_s:g} s", idle_s=timeouts.idle_s)),
        (TimeoutError, tr("the answer took longer than {whole_s:g} s", whole_s=timeouts.whole_s)),
        (
            (aiohttp.ClientPayloadError, asyncio.IncompleteReadError),
            tr("the connection ended in the middle of the answer"),
        ),
        (aiohttp.ClientResponseError, tr("the answer cannot be understood")),
    )
    return next((reason for kind, reason in reasons if isinstance(error, kind)), tr("the connection broke"))


def refusal(answer: Answer, service: Service, asked: str) -> EngineError:
    """The error that a status other than 200 is.

    Args:
        asked: What was asked for, to name it: `model “tts-1” with voice “alloy”`.
    """
    status, said = answer.status, stated_reason(answer)
    wait_s = _wait_s(answer.headers.get("retry-after", ""))
    if status == 429 and not _is_out_of_credit(answer):
        return EngineBusy(tr("too many requests (HTTP 429)"), wait_s=wait_s)
    if status >= 500:
        return EngineBusy(tr("the service refused (HTTP {status})", status=status), wait_s=wait_s)
    if status in PASSING or status < 300:
        return EngineBusy(tr("the service sent no sound (HTTP {status})", status=status), wait_s=wait_s)
    what, hint = _lasting(answer, service, asked)
    detail = tr(": {said}", said=said) if said else ""
    return EngineError(tr("{what} (HTTP {status}{detail})", what=what, status=status, detail=detail), hint=hint)


def _lasting(answer: Answer, service: Service, asked: str) -> tuple[str, str]:
    """What is wrong that no further try mends, and what to do."""
    there = answer.headers.get("location", "?")[:LONGEST_REASON]
    key = tr(
        "put a key that is valid there into the environment variable {key_variable}", key_variable=service.key_variable
    )
    credit = (
        tr("the account has no credit left"),
        tr("the provider's pages say how to pay; the key's account matters"),
    )
    where = tr("check {settings}", settings=service.settings)
    known = {
        401: (tr("{service} does not accept the key", service=service.name), key),
        402: credit,
        403: (tr("{service} does not accept the key", service=service.name), key),
        404: (tr("{service} does not have {asked}", service=service.name, asked=asked), where),
        407: (
            tr("the proxy wants a name and a password"),
            tr("give them in the proxy's address: http://name:password@host"),
        ),
        429: credit,
    }
    if 300 <= answer.status < 400:
        return tr("{service} is elsewhere: {there}", service=service.name, there=there), where
    return known.get(answer.status, (tr("{service} refused {asked}", service=service.name, asked=asked), where))


async def why_not_available(attempt: Callable[[], Awaitable[object]], within_s: float) -> str | None:
    """None if one of a few attempts works out in that time; else why not, in one line."""
    why = ""
    try:
        async with asyncio.timeout(within_s):
            for tries in range(AVAILABLE_ATTEMPTS):
                await asyncio.sleep(0.3 * tries)
                try:
                    await attempt()
                except EngineBusy as busy:
                    why = busy.message
                else:
                    return None
    except TimeoutError:
        return why or tr("no answer within {within_s:.0f} s", within_s=within_s)
    except EngineError as error:
        return error.message
    return why


def check_type(answer: Answer) -> None:
    """Nothing, if the answer can be sound.

    Raises:
        EngineBusy: it is a page or a message, whatever its status said.
    """
    kind = answer.content_type
    if kind.startswith("text/") or kind.endswith(("json", "xml")) or is_text(answer.body):
        said = stated_reason(answer)
        what = tr("a message") if kind.startswith("audio/") or not kind else kind
        detail = tr(": {said}", said=said) if said else ""
        raise EngineBusy(tr("{what} came instead of sound{detail}", what=what, detail=detail))


def stated_reason(answer: Answer) -> str:
    """What the server says about itself, in one line; empty where it says nothing."""
    text = answer.body.decode("utf-8", "replace").strip()
    if text[:1] in ("{", "["):
        with contextlib.suppress(ValueError):
            text = _message(json.loads(text))
    elif text[:1] == "<":
        title = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
        text = title[1] if title else re.sub(r"<[^>]*>", " ", text)
    line = re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()
    return line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON - 1]}…"


def _message(told: object) -> str:
    """The message in the shapes that servers put it in: `error`, `error.message`, `detail`, `message`."""
    if isinstance(told, str):
        return told
    if isinstance(told, list):
        return "; ".join(filter(None, map(_message, told[:3])))
    if isinstance(told, Mapping):
        for name in ("error", "message", "detail", "msg", "title"):
            if told.get(name):
                return _message(told[name])
    return ""


def _is_out_of_credit(answer: Answer) -> bool:
    return any(word in answer.body for word in (b"insufficient_quota", b"billing_hard_limit", b"insufficient_balance"))


def _wait_s(retry_after: str) -> float:
    """How long the server asks to wait: seconds, or a date (RFC 9110, 10.2.3)."""
    try:
        wait_s = float(retry_after)
    except ValueError:
        try:
            wait_s = parsedate_to_datetime(retry_after).timestamp() - time()
        except ValueError:
            return 0.0
    return min(max(wait_s, 0.0), LONGEST_WAIT_S) if wait_s == wait_s else 0.0  # noqa: PLR0124 - not a number
