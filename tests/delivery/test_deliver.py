"""Bringing an output folder to a folder, to S3, SFTP and WebDAV."""

from __future__ import annotations

import getpass
import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from narrator.delivery import deliver, notify, plan_of, reach
from narrator.delivery.deliver import RECORD
from narrator.delivery.destination import Destination
from narrator.errors import OutputError
from s3_server import s3_server
from ssh_server import ssh_server

FILES = {
    "one/one.mp3": b"sound 1", "one/episode.json": b"{}", "one/captions.vtt": b"WEBVTT",
    "two/two.mp3": b"sound 2", "two/episode.json": b"{}",
    "index.html": b"<html>", "index-1.html": b"<html>", "player.js": b"", "cover.jpg": b"jpg",
    "feed-1.xml": b"<rss/>", "feed-2.xml": b"<rss/>", "feed.xml": b"<rss/>",
}  # fmt: skip
ORDER = [
    "one/captions.vtt", "one/one.mp3", "one/episode.json", "two/two.mp3", "two/episode.json", "cover.jpg", "player.js",
    "index-1.html", "index.html", "feed-1.xml", "feed-2.xml", "feed.xml",
]  # fmt: skip


@pytest.fixture
def output(tmp_path: Path) -> Path:
    for name, content in {**FILES, ".cache/ab/x.entry": b"cache", ".lock": b""}.items():
        path = tmp_path / "output" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "output"


def bring(output: Path, there: Destination, *, delete: bool = False) -> list[str]:
    plan = plan_of(output, there, delete=delete)
    deliver(output, there, plan)
    return [change.name for change in plan.done]


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_episodes_come_first_and_the_feed_last(output: Path, tmp_path: Path) -> None:
    assert bring(output, reach(str(tmp_path / "site"))) == ORDER
    there = held(tmp_path / "site")
    assert json.loads(there.pop(RECORD))["files"].keys() == FILES.keys()
    assert there == FILES


def test_only_what_changed_is_put(output: Path, tmp_path: Path) -> None:
    there = reach(str(tmp_path / "site"))
    bring(output, there)
    assert bring(output, there) == []
    (output / "one" / "one.mp3").write_bytes(b"sound 3")
    os.utime(output / "two" / "two.mp3")
    assert bring(output, there) == ["one/one.mp3"]
    assert (tmp_path / "site" / "one" / "one.mp3").read_bytes() == b"sound 3"


def test_nothing_is_deleted_unless_that_is_wished(output: Path, tmp_path: Path) -> None:
    there = reach(str(tmp_path / "site"))
    bring(output, there)
    (tmp_path / "site" / "theirs.txt").write_text("of somebody else")
    for file in (output / "two").iterdir():
        file.unlink()
    (output / "two").rmdir()
    assert bring(output, there) == []
    assert (tmp_path / "site" / "two" / "two.mp3").exists()
    assert set(bring(output, there, delete=True)) == {"two/two.mp3", "two/episode.json"}
    assert not (tmp_path / "site" / "two").exists()
    assert (tmp_path / "site" / "theirs.txt").exists()


def test_a_run_that_was_stopped_goes_on_where_it_was(output: Path, tmp_path: Path) -> None:
    there = reach(str(tmp_path / "site"))
    plan = plan_of(output, there)

    def stop(done: int, total: int) -> None:
        if len(plan.done) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(output, there, plan, progress=stop)
    assert not (tmp_path / "site" / "feed.xml").exists()
    assert bring(output, there) == ORDER[3:]


def test_a_destination_that_cannot_be_written_says_what_to_do(output: Path, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    with pytest.raises(OutputError) as caught:
        bring(output, reach(str(tmp_path / "site")))
    assert "check the address" in caught.value.hint


def test_an_address_of_no_known_kind_says_which_there_are() -> None:
    with pytest.raises(OutputError, match="cannot reach"):
        reach("gopher://river.example/")


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A real S3 server on this machine, with a bucket."""
    with s3_server(monkeypatch) as client:
        yield client


@pytest.mark.filterwarnings("ignore")  # what the AWS libraries warn of is theirs
def test_s3_gets_types_and_how_long_they_hold(output: Path, s3: Any) -> None:
    there = reach("s3://bucket/talks")
    assert bring(output, there) == ORDER
    assert bring(output, there) == []
    found = {each["Key"] for each in s3.list_objects_v2(Bucket="bucket")["Contents"]}
    assert found == {f"talks/{name}" for name in (*FILES, RECORD)}
    feed = s3.head_object(Bucket="bucket", Key="talks/feed.xml")
    assert feed["ContentType"] == "application/rss+xml; charset=utf-8"
    assert "max-age=300" in feed["CacheControl"]
    sound = s3.head_object(Bucket="bucket", Key="talks/one/one.mp3")
    assert (sound["ContentType"], sound["CacheControl"]) == ("audio/mpeg", "public, max-age=86400")
    with pytest.raises(OutputError) as caught:
        bring(output, reach("s3://no-such-bucket/talks"))
    assert "AWS_ACCESS_KEY_ID" in caught.value.hint


@pytest.fixture
def webdav(tmp_path: Path) -> Iterator[str]:
    """A real WebDAV server on this machine."""
    pytest.importorskip("webdav4")
    application = pytest.importorskip("wsgidav.wsgidav_app").WsgiDAVApp
    wsgi = pytest.importorskip("cheroot.wsgi")
    (tmp_path / "dav" / "sites").mkdir(parents=True)
    config = {
        "provider_mapping": {"/": str(tmp_path / "dav")},
        "simple_dc": {"user_mapping": {"*": {"li": {"password": "p w"}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "verbose": 0,
        "logging": {"enable": False},
    }
    server = wsgi.Server(("127.0.0.1", 0), application(config))
    server.prepare()
    threading.Thread(target=server.serve, daemon=True).start()
    yield f"webdav+http://li:p%20w@127.0.0.1:{server.bind_addr[1]}/sites/talks"
    server.stop()


@pytest.mark.filterwarnings("ignore")
def test_webdav_gets_all_of_it(output: Path, webdav: str, tmp_path: Path) -> None:
    there = reach(webdav)
    assert bring(output, there) == ORDER
    assert bring(output, reach(webdav)) == []
    there = held(tmp_path / "dav" / "sites" / "talks")
    assert {name: content for name, content in there.items() if name != RECORD} == FILES
    with pytest.raises(OutputError) as caught:
        bring(output, reach(webdav.replace("p%20w", "wrong")))
    assert "password" in caught.value.hint
    assert "wrong" not in caught.value.message


@pytest.fixture
def sftp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, dict[str, Any]]]:
    """A real OpenSSH server on this machine: its address, and the options that open it."""
    pytest.importorskip("paramiko")
    from narrator.delivery import host_keys

    with ssh_server(tmp_path / "ssh") as server:
        monkeypatch.setattr(host_keys, "KNOWN_HOSTS", (server.known_hosts,))
        options = {"port": server.port, "key_filename": str(server.key), "allow_agent": False, "look_for_keys": False}
        yield f"sftp://{getpass.getuser()}@127.0.0.1{tmp_path}/sites/talks", options


def test_sftp_gets_all_of_it_and_what_changed_in_place_of_the_old(
    output: Path, sftp: tuple[str, dict[str, Any]], tmp_path: Path
) -> None:
    url, options = sftp
    assert bring(output, reach(url, options)) == ORDER
    assert bring(output, reach(url, options)) == []
    (output / "one" / "one.mp3").write_bytes(b"sound 3")
    assert bring(output, reach(url, options)) == ["one/one.mp3"]
    there = held(tmp_path / "sites" / "talks")
    assert {name: content for name, content in there.items() if name != RECORD} == {**FILES, "one/one.mp3": b"sound 3"}


def test_an_ssh_server_that_is_not_known_gets_nothing(
    sftp: tuple[str, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from narrator.delivery import host_keys

    monkeypatch.setattr(host_keys, "KNOWN_HOSTS", (tmp_path / "none",))
    with pytest.raises(OutputError, match="not in known_hosts") as caught:
        reach(*sftp)
    assert "ssh" in caught.value.hint


class Hook:
    """A program that wants to be told."""

    def __init__(self, *answers: int) -> None:
        self.told: list[Any] = []
        hook, left = self, list(answers)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                hook.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(left.pop(0))
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def test_a_webhook_that_stumbles_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.delivery.webhook._WAIT_S", 0.0)
    hook = Hook(503, 200)
    notify(hook.url, {"episodes": ["河口"]})
    assert hook.told == [{"episodes": ["河口"]}] * 2
    hook = Hook(401)
    with pytest.raises(OutputError, match="401"):
        notify(hook.url, {})
