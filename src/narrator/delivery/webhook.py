"""Telling another program that something was published."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping

from narrator.errors import OutputError
from narrator.messages import tr
from narrator.standards.addresses import is_web_address

_ATTEMPTS = 3
_WAIT_S = 1.0
_TIMEOUT_S = 20.0


def notify(url: str, news: Mapping[str, object]) -> None:
    """POST the news as JSON.

    Raises:
        OutputError: nobody takes it; what was published stays published.
    """
    import urllib.error
    import urllib.request

    if not is_web_address(url):
        raise OutputError(
            tr("the webhook {url!r} is no address", url=url), hint=tr("write it like https://example.org/hook")
        )
    body = json.dumps(news, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "narrator"}
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310 - checked above
    reason = ""
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_WAIT_S * 2**attempt)
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S):  # noqa: S310 - checked above
                return
        except urllib.error.HTTPError as error:
            error.close()
            reason = tr("it answers {code} {reason}", code=error.code, reason=error.reason)
            if error.code < 500:
                break
        except OSError as error:
            reason = tr("{reason}", reason=error)
    raise OutputError(
        tr("all is published, but the webhook {url} was not told: {reason}", url=url, reason=reason),
        hint=tr("check `publish: webhook:` in voices.yaml"),
    )
