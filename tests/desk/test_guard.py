"""The desk answers the editor who opened it, and nobody else."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from narrator.errors import MissingExtra, OutputError
from narrator.pipeline.desk_calls import DeskOptions, open_desk
from running_desk import Running, desk

pytest.importorskip("starlette", reason="needs narrator[serve]")

Answer = tuple[int, dict[str, str], bytes]


def ask(address: str, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body, headers=given)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content


def opened(here: Running) -> dict[str, str]:
    """What a browser that opened the desk sends."""
    parts = urlsplit(here.key)
    status, headers, _ = ask(here.key, f"/?{parts.query}", Host=parts.netloc)
    assert status == 303
    assert "token" not in headers["location"]
    cookie = headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    return {"Cookie": cookie.split(";")[0], "Origin": f"http://{parts.netloc}"}


def test_the_desk_is_closed_to_whoever_has_not_its_address(running: Running) -> None:
    for path in ("/", "/api/work", "/desk/main.js", "/preview/index.html", "/?token=guessed"):
        assert ask(running.key, path)[0] == 401
    assert ask(running.key, "/api/work", **opened(running))[0] == 200


def test_another_name_for_this_machine_is_not_answered(running: Running) -> None:
    headers = opened(running)
    assert ask(running.key, "/api/work", **headers, Host="evil.example")[0] == 421
    assert ask(running.key, "/api/work", **headers, Host=f"localhost:{urlsplit(running.key).port}")[0] == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "", "http://[", "http://127.0.0.1:x"]
)
def test_other_sites_cannot_act_through_the_editors_browser(running: Running, origin: str) -> None:
    headers = {**opened(running), "Origin": origin}
    status, _, _ = ask(running.key, "/api/paste", "POST", json.dumps({"text": "甲：乙。"}), **headers)
    assert status == 403
    assert not (running.folder / "drafts").exists()


def test_a_request_from_another_site_is_refused_even_where_its_origin_looks_right(running: Running) -> None:
    headers = {**opened(running), "Sec_Fetch_Site": "cross-site"}
    assert ask(running.key, "/api/paste", "POST", "{}", **headers)[0] == 403


def test_the_policy_lets_only_the_desks_own_files_run(running: Running) -> None:
    _, headers, page = ask(running.key, "/", **opened(running))
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert b"<script>" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/api/drafts/..%2f..%2fetc/undo",
        "/api/drafts/.hidden",
        "/desk/..%2fapp.py",
        "/desk/desk.html",
        "/preview/.cache/x",
        "/preview/..%2fvoices.yaml",
        "/api/episodes/..%2f/check",
    ],
)
def test_no_path_leads_out_of_the_folders(running: Running, path: str) -> None:
    assert ask(running.key, path, **opened(running))[0] in (404, 405, 422)


def test_behind_another_server_the_desk_answers_to_its_address(tmp_path: Path) -> None:
    with desk(tmp_path, address="https://desk.example.org/") as here:
        assert here.key.startswith("https://desk.example.org/?token=")
        query = urlsplit(here.key).query
        assert ask(here.listening, f"/?{query}")[0] == 421
        status, headers, _ = ask(here.listening, f"/?{query}", Host="desk.example.org")
        assert (status, headers["location"]) == (303, "https://desk.example.org/")
        assert "secure" in headers["set-cookie"].lower()
        sent = {"Host": "desk.example.org", "Cookie": headers["set-cookie"].split(";")[0]}
        assert ask(here.listening, "/api/paste", "POST", "{}", **sent, Origin="http://desk.example.org")[0] == 403
        assert ask(here.listening, "/api/paste", "POST", "{}", **sent, Origin="https://desk.example.org")[0] == 422


def test_what_makes_no_sense_is_refused_in_words(running: Running) -> None:
    headers = opened(running)
    for body in ("", "[]", "{", '{"text": 3}', '{"text": ""}', '{"text": "\\ud800"}', "[" * 100_000):
        status, _, answer = ask(running.key, "/api/paste", "POST", body, **headers)
        assert status == 422
        told: dict[str, Any] = json.loads(answer)
        assert told["message"]
        assert told["hint"]


def test_the_command_prints_the_address_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "narrator", "desk", "--no-open", "--port", "0", "--engine", "tone"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        address = process.stdout.readline().strip()
        assert ask(address, "/")[0] == 401
        assert ask(address, f"/?{urlsplit(address).query}")[0] == 303
    finally:
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=20)
    assert process.returncode == 0
    assert complaints == ""


def test_the_desk_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    options = DeskOptions(output=tmp_path / "output")
    with pytest.raises(MissingExtra) as missing:
        open_desk(options, tmp_path, port=0, address=None, open_browser=False, ready=print)
    assert "narrator[serve]" in missing.value.hint


def test_a_port_that_is_taken_is_told_before_anything_is_promised(tmp_path: Path, running: Running) -> None:
    port = urlsplit(running.listening).port or 0
    promised: list[str] = []
    with pytest.raises(OutputError, match=str(port)):
        open_desk(
            DeskOptions(output=tmp_path), tmp_path, port=port, address=None, open_browser=False, ready=promised.append
        )
    assert promised == []
