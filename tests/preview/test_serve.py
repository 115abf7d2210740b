"""The preview answers as a podcast's web server must, and shows nobody what is nobody's business."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from narrator.errors import MissingExtra, OutputError
from narrator.preview import server as serve
from player_browser import serving

pytest.importorskip("starlette", reason="needs narrator[serve]")
pytest.importorskip("uvicorn", reason="needs narrator[serve]")

SOUND = bytes(range(256)) * 8


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    episode = folder / "evening"
    episode.mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><head><title>x</title></head>", encoding="utf-8")
    (folder / "feed.xml").write_text("<rss/>", encoding="utf-8")
    (folder / "player.js").write_text("0", encoding="utf-8")
    (episode / "evening.mp3").write_bytes(SOUND)
    for name in ("episode.json", "chapters.json", "captions.vtt", "captions.srt", "transcript.txt", "index.html"):
        (episode / name).write_text("{}", encoding="utf-8")
    (folder / ".cache").mkdir()
    (folder / ".cache" / "secret.json").write_text("{}", encoding="utf-8")
    (tmp_path / "outside.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture
def server(output: Path) -> Iterator[str]:
    with serving(serve.app(output)) as address:
        yield address


Answer = tuple[int, dict[str, str], bytes]


def ask(server: str, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def test_serve_answers_head_with_length_and_type(server: str) -> None:
    status, headers, body = ask(server, "/evening/evening.mp3", "HEAD")
    assert (status, headers["content-length"], headers["content-type"], body) == (200, "2048", "audio/mpeg", b"")
    assert headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("bytes=0-9", SOUND[:10]),
        ("bytes=100-", SOUND[100:]),
        ("bytes=-5", SOUND[-5:]),
        ("bytes=2000-9999", SOUND[2000:]),
    ],
)
def test_serve_gives_the_bytes_asked_for(server: str, asked: str, given: bytes) -> None:
    status, headers, body = ask(server, "/evening/evening.mp3", Range=asked)
    assert (status, body) == (206, given)
    assert headers["content-range"].endswith("/2048")
    assert headers["content-type"] == "audio/mpeg"


def test_serve_gives_several_ranges_and_refuses_none_there(server: str) -> None:
    status, headers, body = ask(server, "/evening/evening.mp3", Range="bytes=0-1,10-11")
    assert status == 206
    assert headers["content-type"].startswith("multipart/byteranges")
    assert SOUND[10:12] in body
    assert ask(server, "/evening/evening.mp3", Range="bytes=5000-")[0] == 416


@pytest.mark.parametrize(
    ("path", "kind", "shared"),
    [
        ("/evening/", "text/html", False),
        ("/evening/episode.json", "application/json", True),
        ("/evening/chapters.json", "application/json+chapters", True),
        ("/evening/captions.vtt", "text/vtt", True),
        ("/evening/captions.srt", "application/x-subrip", True),
        ("/evening/transcript.txt", "text/plain", True),
        ("/feed.xml", "text/xml", True),
        ("/player.js", "text/javascript", False),
    ],
)
def test_serve_names_types_and_shares_what_other_sites_need(server: str, path: str, kind: str, shared: bool) -> None:
    status, headers, _ = ask(server, path)
    assert status == 200
    assert headers["content-type"].split(";")[0] == kind
    assert headers.get("access-control-allow-origin") == ("*" if shared else None)
    assert headers["x-content-type-options"] == "nosniff"
    if shared:
        assert ask(server, path, "OPTIONS")[0] == 204


def test_serve_is_asked_again_only_for_what_has_changed(server: str) -> None:
    _, headers, _ = ask(server, "/evening/episode.json")
    assert ask(server, "/evening/episode.json", If_None_Match=headers["etag"])[0] == 304


@pytest.mark.parametrize(
    "path",
    ["/.cache/secret.json", "/%2ecache/secret.json", "/evening/../.cache/secret.json", "/../outside.json",
     "/%2e%2e/outside.json", "/..%5coutside.json", "//.cache/secret.json", "/evening/%2e%2e/%2e%2e/outside.json"],
)  # fmt: skip
def test_serve_keeps_dot_folders_and_the_rest_of_the_disk_to_itself(server: str, path: str) -> None:
    status, _, body = ask(server, path)
    assert status == 404
    assert body != b"{}"


def test_serve_does_not_follow_links_out_of_the_folder(server: str, output: Path) -> None:
    try:
        (output / "evening" / "link.json").symlink_to(output.parent / "outside.json")
    except OSError:
        pytest.skip("this system makes no symbolic links")
    assert ask(server, "/evening/link.json")[0] == 404


def test_serve_answers_this_machines_names_only(server: str) -> None:
    port = urlsplit(server).port
    assert ask(server, "/", Host=f"localhost:{port}")[0] == 200
    assert ask(server, "/", Host=f"[::1]:{port}")[0] == 200
    assert ask(server, "/", Host=f"attacker.example:{port}")[0] == 421


def test_serve_shows_a_page_before_there_is_an_episode(tmp_path: Path) -> None:
    with serving(serve.app(tmp_path)) as address:
        status, _, body = ask(address, "/")
    assert status == 200
    assert b"narrator make" in body
    assert b"/.narrator/live.js" in body


def test_list_is_told_of_a_new_episode(server: str, output: Path) -> None:
    shown = re.search(r'/\.narrator/live\.js\?([^"]+)', ask(server, "/index.html")[2].decode())
    assert shown is not None
    assert ask(server, "/.narrator/live.js")[1]["content-type"].startswith("text/javascript")
    assert ask(server, "/.narrator/live")[2].decode() == shown[1]
    (output / "index.html").write_text("<!doctype html><head><title>another</title></head>", encoding="utf-8")
    assert ask(server, "/.narrator/live")[2].decode() != shown[1]


def test_serve_says_what_to_do_about_a_taken_port(server: str, output: Path) -> None:
    with pytest.raises(OutputError, match="cannot listen") as refused:
        serve.run(output, port=urlsplit(server).port or 0)
    assert "--port" in refused.value.hint


def test_serve_says_what_to_do_about_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no output folder"):
        serve.run(tmp_path / "nowhere")


def test_serve_says_which_extra_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "starlette.applications", None)
    with pytest.raises(MissingExtra) as missing:
        serve.app(tmp_path)
    assert "narrator[serve]" in missing.value.hint


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
def test_serve_ends_quietly_with_ctrl_c(output: Path) -> None:
    program = (
        "import signal, sys; from pathlib import Path; from narrator.preview import server as serve; "
        "signal.signal(signal.SIGINT, signal.default_int_handler); "
        "serve.run(Path(sys.argv[1]), port=0, ready=lambda address: print(address, flush=True))"
    )
    command = [sys.executable, "-c", program, str(output)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        address = running.stdout.readline().strip()
        for _ in range(200):
            with contextlib.suppress(ConnectionRefusedError):
                assert ask(address, "/")[0] == 200
                break
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _, complaints = running.communicate(timeout=20)
    assert (running.returncode, complaints) == (0, "")
