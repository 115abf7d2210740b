"""A preview of the output folder on this machine, answering as the final web server should."""

from __future__ import annotations

import contextlib
import html
import socket
import webbrowser
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from narrator.errors import MissingExtra, OutputError
from narrator.messages import tr
from narrator.standards.local_server import HERE, host_of, listen
from narrator.standards.media_types import MEDIA_TYPES

if TYPE_CHECKING:  # starlette is optional, and its names here are for the type checker only
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TYPES: Final = MEDIA_TYPES | {".xml": "text/xml; charset=utf-8"}
"""By suffix; not the system's, which may say anything (Windows: what was installed last). A feed as
application/rss+xml is shown by Chromium as source, whatever its style."""

CHAPTERS: Final = "application/json+chapters"
"""The type of chapters.json (Podcasting 2.0)."""

SHARED: Final = frozenset({".epub", ".json", ".m4b", ".mp3", ".opus", ".srt", ".txt", ".vtt", ".xml"})
"""What players and podcast apps on other sites fetch, and so needs CORS."""

LIVE: Final = "/.narrator/live"
"""Where the list asks for news; names with a dot in front are never files of the output folder."""

LIVE_SCRIPT: Final = f"""\
const shown = new URL(document.currentScript.src).search.slice(1);
setInterval(async () => {{
  const answer = await fetch("{LIVE}").catch(() => null);
  if (answer?.ok && (await answer.text()) !== shown) location.reload();
}}, 1000);
"""
"""Asks each second. (An EventSource never hangs up, and so would hold up Ctrl-C.)"""

EMPTY: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>No episodes yet</title>
</head>
<body>
<h1>No episodes yet</h1>
<p><code>narrator make PAGE</code> writes the first one into {folder}; it is listed here as soon as it is there.</p>
</body>
</html>
"""


def app(output: Path, *, hosts: Iterable[str] | None = HERE) -> ASGIApp:
    """The output folder as a web application: ranges, HEAD, types, CORS, and a list of episodes that reloads.

    Args:
        output: the folder `make` writes to.
        hosts: the names it answers to; None for all.
    """
    try:
        from starlette.applications import Starlette
        from starlette.responses import HTMLResponse, Response
        from starlette.routing import Mount, Route
        from starlette.staticfiles import StaticFiles
    except ImportError as missing:
        raise MissingExtra("serve", tr("narrator serve")) from missing

    async def episodes(request: Request) -> Response:
        page = output / "index.html"
        shown = _edition(output)
        text = page.read_text(encoding="utf-8") if page.is_file() else EMPTY.format(folder=html.escape(str(output)))
        return HTMLResponse(text.replace("</head>", f'<script src="{LIVE}.js?{shown}" defer></script>\n</head>', 1))

    async def live_script(request: Request) -> Response:
        return Response(LIVE_SCRIPT, media_type="text/javascript")

    async def live(request: Request) -> Response:
        return Response(_edition(output), media_type="text/plain")

    files = StaticFiles(directory=output, html=True, check_dir=False)
    site = Starlette(
        routes=[
            Route("/", episodes),
            Route("/index.html", episodes),
            Route(f"{LIVE}.js", live_script),
            Route(LIVE, live),
            Mount("/", files),
        ]
    )
    allowed = None if hosts is None else frozenset(host.lower() for host in hosts)

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path = PurePosixPath(scope["path"].replace("\\", "/"))
        refusal: Response | None = None
        if allowed is not None and host_of(scope) not in allowed:
            refusal = Response("This preview answers this machine only.\n", 421, media_type="text/plain")
        elif _hidden(path):
            refusal = Response("Not found\n", 404, media_type="text/plain")
        elif scope["method"] == "OPTIONS" and path.suffix in SHARED:
            refusal = Response(status_code=204, headers={"Access-Control-Allow-Headers": "Range"})
        await (refusal or site)(scope, receive, _described(send, path))

    return guarded


def run(
    output: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    open_browser: bool = False,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the folder until Ctrl-C.

    Args:
        host: the address to listen on; other machines can connect only where it is not one of this machine's own.
        port: 0 takes a free one.
        ready: called once with the address to open.
    """
    try:
        import uvicorn
    except ImportError as missing:
        raise MissingExtra("serve", tr("narrator serve")) from missing
    if not output.is_dir():
        raise OutputError(
            tr("no output folder at {output}", output=output),
            hint=tr("make an episode first, or name its folder: --output DIR"),
        )
    own = host in ("127.0.0.1", "::1", "localhost")
    site = app(output, hosts=HERE if own else None)
    with listen(host, port) as listening:
        name = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(host, host)  # noqa: S104 - it is compared, not bound
        address = f"http://{f'[{name}]' if ':' in name else name}:{listening.getsockname()[1]}/"
        if ready is not None:
            ready(address)
        if open_browser:
            webbrowser.open(address)
        config = uvicorn.Config(site, log_level="warning", lifespan="off", timeout_graceful_shutdown=2)
        with contextlib.suppress(KeyboardInterrupt):  # how a preview ends
            uvicorn.Server(config).run(sockets=[listening])


def _edition(output: Path) -> str:
    """What tells one list of episodes from another; `make` and `feed` write it last."""
    try:
        stat = (output / "index.html").stat()
    except OSError:  # absent, or replaced at this very moment
        return "none"
    return f"{stat.st_mtime_ns:x}-{stat.st_size:x}"


def _hidden(path: PurePosixPath) -> bool:
    """Whether the path leads into a folder such as .cache, which is nobody's business."""
    if str(path) in (LIVE, f"{LIVE}.js"):
        return False
    return any(part.startswith(".") for part in path.parts)


def _described(send: Send, path: PurePosixPath) -> Send:
    """A `send` that adds type, freshness and CORS to the file's answer."""

    async def describe(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            kind = CHAPTERS if path.name == "chapters.json" else TYPES.get(path.suffix)
            plain = message["status"] in (200, 206) and not headers.get(b"content-type", b"").startswith(b"multipart/")
            if kind is not None and plain:
                headers[b"content-type"] = kind.encode()
            if path.suffix in SHARED:
                headers[b"access-control-allow-origin"] = b"*"
                headers[b"access-control-expose-headers"] = b"Accept-Ranges, Content-Length, Content-Range"
            headers[b"cache-control"] = b"no-cache"
            headers[b"x-content-type-options"] = b"nosniff"
            message = {**message, "headers": list(headers.items())}
        await send(message)

    return describe
