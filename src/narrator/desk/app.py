"""The desk as a web application: its page, and a call for each act."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from narrator.desk.calls import Narrator
from narrator.desk.drafts import Drafts
from narrator.desk.journal import DraftChanged
from narrator.desk.making import Making, Makings
from narrator.desk.open_draft import OpenDraft
from narrator.desk.page_files import desk_page, page_file
from narrator.desk.state_of_work import draft_rows, episode_rows
from narrator.errors import InputError, MissingExtra, NarratorError
from narrator.messages import tr, translated
from narrator.model import Voice

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

LARGEST_PAGE_BYTES = 50_000_000
Work = Callable[["Desk", "Call"], object]


class Call:
    """What the page asks: names in the address, numbers behind the question mark, and a body."""

    def __init__(self, names: Mapping[str, str], query: Mapping[str, str], body: bytes) -> None:
        self.names = names
        self.query = query
        self.body = body

    def given(self) -> Mapping[str, Any]:
        """The body, an object.

        Raises:
            InputError: it is none.
        """
        try:
            value = json.loads(self.body or b"{}")
            json.dumps(value, ensure_ascii=False).encode()  # halves of a character cannot be written anywhere
        except (ValueError, RecursionError) as cause:
            raise InputError(tr("the request is no JSON"), hint=tr("load the page again")) from cause
        if not isinstance(value, dict):
            raise InputError(tr("the request is no object"), hint=tr("load the page again"))
        return value

    def text(self, key: str) -> str:
        """A text of the body; empty where there is none."""
        value = self.given().get(key)
        return value if isinstance(value, str) else ""

    def version(self) -> int:
        """Of the draft that the page shows."""
        value = self.given().get("version", self.query.get("version"))
        return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()) else -1

    def number(self, key: str) -> int:
        """A number behind the question mark; 0 where there is none."""
        value = self.query.get(key, "")
        return int(value) if value.isdecimal() and len(value) < 10 else 0


class Desk:
    """What the desk works on."""

    def __init__(self, drafts: Drafts, makings: Makings, narrator: Narrator) -> None:
        self.drafts = drafts
        self.makings = makings
        self.narrator = narrator

    def draft(self, call: Call) -> OpenDraft:
        """The draft that a call names."""
        return self.drafts.open(call.names["name"])


# ---------------------------------------------------------------------------------------- what it can do


def _work(desk: Desk, call: Call) -> object:
    episodes = desk.narrator.episodes()
    return {
        "drafts": draft_rows(desk.drafts, desk.makings, desk.narrator),
        "episodes": episode_rows(episodes, desk.drafts.names()),
    }


def _paste(desk: Desk, call: Call) -> object:
    return {"name": desk.drafts.from_text(call.text("text"))}


def _drop(desk: Desk, call: Call) -> object:
    return {"name": desk.drafts.from_file(call.query.get("file", ""), call.body)}


def _discard(desk: Desk, call: Call) -> object:
    desk.drafts.discard(call.names["name"])
    return {}


def _show(desk: Desk, call: Call) -> object:
    desk.narrator.warm_up()
    return desk.draft(call).view()


def _edit(desk: Desk, call: Call) -> object:
    return desk.draft(call).edit(call.version(), call.given().get("edit"))


def _undo(desk: Desk, call: Call) -> object:
    return desk.draft(call).undo(call.version())


def _redo(desk: Desk, call: Call) -> object:
    return desk.draft(call).redo(call.version())


def _news(desk: Desk, call: Call) -> object:
    return {"changes": desk.draft(call).news()}


def _take_in(desk: Desk, call: Call) -> object:
    return desk.draft(call).take_in(call.version())


def _readings(desk: Desk, call: Call) -> object:
    return desk.draft(call).readings(call.version(), call.number("from"), call.number("to"))


def _sound(desk: Desk, call: Call) -> object:
    return desk.draft(call).sound(call.version(), call.number("turn"), call.number("sentence"))


def _correct(desk: Desk, call: Call) -> object:
    desk.narrator.correct(call.text("word"), call.text("reading"))
    return {}


def _make(desk: Desk, call: Call) -> object:
    draft = desk.draft(call)
    draft.script()  # mistakes that another program brought in are said at once
    return _making(desk.makings.start(draft.file.path, accept=call.given().get("accept") is True))


def _stop(desk: Desk, call: Call) -> object:
    desk.makings.stop(desk.draft(call).file.path)
    return {}


def _check(desk: Desk, call: Call) -> object:
    slug = call.names["slug"]
    if not any(each.slug == slug for each in desk.narrator.episodes()):
        raise InputError(tr("there is no episode called {slug}", slug=slug), hint=tr("make it again"))
    return {
        "remarks": [asdict(each) for each in desk.narrator.remarks(slug)],
        "snippets": [asdict(each) for each in desk.narrator.snippets(slug)],
        "destinations": list(desk.narrator.destinations()),
    }


def _publish(desk: Desk, call: Call) -> object:
    return {"changes": desk.narrator.publish(call.text("destination"))}


def _cast(desk: Desk, call: Call) -> object:
    return desk.draft(call).cast()


def _give_voice(desk: Desk, call: Call) -> object:
    given = call.given()
    desk.narrator.give_voice(_person(given.get("name")), _voice(given))
    return desk.draft(call).cast()


def _audition(desk: Desk, call: Call) -> object:
    return desk.draft(call).audition(_person(call.query.get("name") or None), _voice(call.query))


def _person(name: object) -> str | None:
    return name if isinstance(name, str) and name else None


def _voice(given: Mapping[str, Any]) -> Voice:
    """A voice as the page names it.

    Raises:
        InputError: its rate or pitch is no number.
    """
    try:
        return Voice(
            engine=str(given["engine"]),
            name=str(given["voice"]),
            rate_percent=max(-90, min(200, int(given.get("rate", 0)))),
            pitch_hz=max(-200, min(200, int(given.get("pitch", 0)))),
        )
    except (KeyError, TypeError, ValueError) as cause:
        raise InputError(tr("this is no voice"), hint=tr("load the page again")) from cause


def _making(making: Making | None) -> Mapping[str, object]:
    return asdict(making) if making else {"state": ""}


CALLS: tuple[tuple[str, str, Work], ...] = (
    ("GET", "/api/work", _work),
    ("POST", "/api/paste", _paste),
    ("POST", "/api/drop", _drop),
    ("GET", "/api/drafts/{name}", _show),
    ("POST", "/api/drafts/{name}/discard", _discard),
    ("POST", "/api/drafts/{name}/edit", _edit),
    ("POST", "/api/drafts/{name}/undo", _undo),
    ("POST", "/api/drafts/{name}/redo", _redo),
    ("GET", "/api/drafts/{name}/news", _news),
    ("POST", "/api/drafts/{name}/page", _take_in),
    ("GET", "/api/drafts/{name}/readings", _readings),
    ("GET", "/api/drafts/{name}/sound", _sound),
    ("POST", "/api/drafts/{name}/make", _make),
    ("POST", "/api/drafts/{name}/stop", _stop),
    ("GET", "/api/drafts/{name}/cast", _cast),
    ("POST", "/api/drafts/{name}/cast", _give_voice),
    ("GET", "/api/drafts/{name}/audition", _audition),
    ("POST", "/api/lexicon", _correct),
    ("GET", "/api/episodes/{slug}/check", _check),
    ("POST", "/api/publish", _publish),
)


# -------------------------------------------------------------------------------------------- as an app


def desk_app(desk: Desk) -> ASGIApp:
    """The desk, without its guard."""
    try:
        from starlette.applications import Starlette
        from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
        from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
        from starlette.routing import Mount, Route
    except ImportError as missing:
        raise MissingExtra("serve", tr("narrator desk")) from missing

    def endpoint(work: Work) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            try:
                body = await _body(request)
                call = Call(request.path_params, request.query_params, body)
                found = await run_in_threadpool(work, desk, call)
            except DraftChanged as error:
                return JSONResponse({**_told(error), "changed": True}, 409)
            except NarratorError as error:
                return JSONResponse(_told(error), 422)
            return Response(found, media_type="audio/wav") if isinstance(found, bytes) else JSONResponse(found)

        return answer

    async def page(request: Request) -> Response:
        return HTMLResponse(desk_page(request.headers.get("accept-language", "")))

    async def file(request: Request) -> Response:
        name = request.path_params["path"]
        found = page_file(name, desk.narrator.player_files())
        return Response(found[0], media_type=found[1]) if found else Response(status_code=404)

    async def progress(request: Request) -> Response:
        try:
            draft = desk.drafts.open(request.path_params["name"]).file.path
        except NarratorError as error:
            return JSONResponse(_told(error), 422)

        async def events() -> AsyncIterator[str]:
            async for now in iterate_in_threadpool(desk.makings.watch(draft)):
                yield f"data: {json.dumps(_making(now), ensure_ascii=False)}\n\n"

        return StreamingResponse(events(), media_type="text/event-stream")

    return Starlette(
        routes=[
            Route("/", page),
            Route("/desk/{path:path}", file),
            *(Route(path, endpoint(work), methods=[method]) for method, path, work in CALLS),
            Route("/api/drafts/{name}/progress", progress),
            Mount("/preview", desk.narrator.preview()),
        ]
    )


def _told(error: NarratorError) -> dict[str, object]:
    return {"message": translated(error.message), "hint": translated(error.hint)}


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_PAGE_BYTES:
            raise InputError(
                tr("the page is larger than {most} bytes", most=f"{LARGEST_PAGE_BYTES:,}"), hint=tr("is it a page?")
            )
        parts.append(part)
    return b"".join(parts)
