"""`narrator publish`: what is fit goes out, in order, and somebody is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from narrator.cli import main

TALK = "供水谈话\n\n2024年5月6日\n\n主持人：各位好！今天请来林知远工程师。水厂建在河边吗？\n林知远：是的，已经十年了。\n主持人：谢谢！\n"


def narrator(*arguments: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "100"}, catch_exceptions=False).invoke(main, [str(one) for one in arguments])


@pytest.fixture
def hook() -> Iterator[tuple[str, list[Any]]]:
    told: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/hook", told
    server.shutdown()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hook: tuple[str, list[Any]]) -> Path:
    monkeypatch.chdir(tmp_path)
    settings = f"show: {{title: 河边谈话, description: 谈水。, link: 'https://river.example/talks/'}}\npublish: {{webhook: '{hook[0]}'}}\n"
    (tmp_path / "voices.yaml").write_text(settings, "utf-8")
    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    made = narrator("make", "talk.txt", "--engine", "espeak")
    assert made.exit_code == 0, made.output
    return tmp_path / made.stdout.strip()


def test_what_changed_is_published_and_the_webhook_is_told(
    folder: Path, tmp_path: Path, hook: tuple[str, list[Any]]
) -> None:
    done = narrator("publish", tmp_path / "site", "--dry-run")
    assert "would be put" in done.stdout
    assert not (tmp_path / "site").exists()
    done = narrator("publish", tmp_path / "site")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "site" / folder.name / "episode.json").is_file()
    told = hook[1]
    assert [(news["episodes"], news["feed"], news["put"][-1]) for news in told] == [
        ([folder.name], "https://river.example/talks/feed.xml", "feed.xml")
    ]
    again = narrator("publish", tmp_path / "site")
    assert "0 files" in again.stdout
    assert len(told) == 1


def test_what_is_not_fit_is_not_sent(folder: Path, tmp_path: Path) -> None:
    (folder / "captions.vtt").write_text("no captions")
    done = narrator("publish", tmp_path / "site")
    assert done.exit_code == 1
    assert "--no-check" in done.stderr
    assert not (tmp_path / "site").exists()
    assert narrator("publish", tmp_path / "site", "--no-check").exit_code == 0
