"""A page that did not change stops early, and only such a page."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from narrator.cli import main
from narrator.pipeline import MakeOptions
from narrator.pipeline.made_from import content_stamp, files_named_in, inputs_digest
from narrator.pipeline.options import PageOptions, PublishOptions, SoundOptions
from narrator.settings import parse_settings

PAGE = "供水谈话\n\n2024年5月6日\n\n主持人：各位好！水厂建在河边吗？\n林知远：是的，已经30年了。\n"
OTHER = "老街谈话\n\n2024年5月7日\n\n主持人：您好！茶馆开了多久？\n林晓：三十年了。\n"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return path


def make(*arguments: object) -> Result:
    command = ["make", *map(str, arguments), "--engine", "tone", "--output", "out"]
    return CliRunner(env={"COLUMNS": "100"}, catch_exceptions=False).invoke(main, command)


def is_unchanged(done: Result) -> bool:
    assert done.exit_code == 0, done.output
    return "\nunchanged: " in f"\n{done.stderr}"


def written(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_an_unchanged_page_is_told_and_nothing_is_written(page: Path) -> None:
    first = make(page)
    before = written(Path(first.stdout.strip()))
    again = make(page)
    assert is_unchanged(again)
    assert again.stdout == first.stdout
    assert written(Path(again.stdout.strip())) == before
    assert is_unchanged(make(page.name))  # named in another way


def test_all_makes_an_unchanged_page_again(page: Path) -> None:
    folder = Path(make(page).stdout.strip())
    before = written(folder)
    assert not is_unchanged(make(page, "--all"))
    assert written(folder) != before


def test_of_many_pages_too_only_what_changed_is_made(page: Path) -> None:
    other = page.with_name("other.txt")
    other.write_text(OTHER, "utf-8")
    assert "2 made · 0 unchanged" in make(page, other).stderr
    assert "0 made · 2 unchanged" in make(page, other).stderr
    assert is_unchanged(make(page))
    assert "2 made · 0 unchanged" in make(page, other, "--bitrate", "96").stderr
    assert "0 made · 2 unchanged" in make(page, other, "--new-only").stderr
    assert "2 made · 0 unchanged" in make(page, other, "--all", "--bitrate", "96").stderr


@pytest.mark.parametrize("damage", ["captions.vtt", "page.mp3", "folder"])
def test_a_page_whose_episode_was_damaged_is_made_again(page: Path, damage: str) -> None:
    folder = Path(make(page).stdout.strip())
    if damage == "folder":
        shutil.rmtree(folder)
    elif damage == "page.mp3":
        sound = folder / f"{folder.name}.mp3"
        sound.write_bytes(sound.read_bytes()[:-100])
    else:
        (folder / damage).unlink()
    assert not is_unchanged(make(page))
    assert (folder / "captions.vtt").is_file()
    assert is_unchanged(make(page))


def test_what_an_editor_should_look_at_is_said_again(page: Path) -> None:
    first, again = make(page), make(page)
    doubts = [line for line in first.stderr.splitlines() if line.startswith(f"narrator: {page}: ")]
    assert doubts
    assert is_unchanged(again)
    assert again.stderr.splitlines()[:-1] == doubts


def test_an_unchanged_page_leaves_the_front_page_in_step_with_the_folders(page: Path) -> None:
    other = page.with_name("other.txt")
    other.write_text(OTHER, "utf-8")
    make(page)
    gone = Path(make(other).stdout.strip())
    shutil.rmtree(gone)
    assert is_unchanged(make(page))
    assert gone.name not in Path("out/index.html").read_text("utf-8")


def test_settings_that_were_changed_while_an_episode_was_made_count_as_changed(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from narrator.pipeline import make as making

    text = "engines: [tone]\n"
    voices = page.with_name("voices.yaml")
    voices.write_text(text, "utf-8")
    refresh = making.refresh

    def edit_meanwhile(*given: Any, **named: Any) -> object:
        voices.write_text(f"{text}# edited\n", "utf-8")
        return refresh(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(making, "refresh", edit_meanwhile)
        make(page)
    assert not is_unchanged(make(page))


def test_only_voices_of_its_own_people_decide_about_a_page(page: Path) -> None:
    page.write_text(PAGE.replace("是的", "是的，我是林知远") + "主持人：谢谢！\n林知远：再见。\n", "utf-8")
    make(page)
    cast = Path("out/cast.json")
    text = cast.read_text("utf-8")
    people = json.loads(text)["people"]
    assert people
    cast.write_text(
        text.replace('"people": [', '"people": [\n{"name": "别人", "engine": "tone", "voice": "low"},'), "utf-8"
    )
    assert is_unchanged(make(page))
    other = {"low": "high", "high": "low"}
    voice = people[0]["voice"]
    cast.write_text(text.replace(f'"voice": "{voice}"', f'"voice": "{other.get(voice, "low")}"'), "utf-8")
    assert not is_unchanged(make(page))


def test_an_episode_that_fell_back_is_tried_again(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATOR_EDGE_URL", "ws://127.0.0.1:9")
    Path("voices.yaml").write_text("engines: [edge, tone]\n", "utf-8")
    command = ["make", str(page), "--output", "out"]
    for _ in range(2):
        done = CliRunner().invoke(main, command, catch_exceptions=False)
        assert not is_unchanged(done)
        assert "instead of edge" in done.stderr


def test_nothing_heavy_is_loaded_for_an_unchanged_page(page: Path) -> None:
    make(page)
    heavy = ["numpy", "av", "lxml", "rich", "pydantic", "rjieba", "pypinyin", "PIL", "aiohttp", "filelock"]
    code = (
        "import sys; from narrator.cli import main; "
        f"main(['make', {str(page)!r}, '--engine', 'tone', '--output', 'out'], standalone_mode=False); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert "unchanged" in done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


# --------------------------------------------------------------------------------------------- what decides


def digest(options: MakeOptions = MakeOptions(), *, content: bytes = b"a", source: str = "a.txt") -> str:  # noqa: B008
    return inputs_digest(content_stamp(content), source, options, named=(), fingerprint=None)


def other_than(value: object) -> object:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case None:
            return "another"
        case _:
            return f"{value} and more"


OPTIONS = [
    (kind, field.name)
    for kind, options in (("page", PageOptions), ("sound", SoundOptions), ("publishing", PublishOptions))
    for field in dataclasses.fields(options)
    if field.name not in ("output", "cache", "people")  # where things lie decides no content
]


@pytest.mark.parametrize(("kind", "name"), OPTIONS)
def test_inputs_differ_with_every_option(kind: str, name: str) -> None:
    plain = MakeOptions()
    part = getattr(plain, kind)
    changed = dataclasses.replace(part, **{name: other_than(getattr(part, name))})
    assert digest(dataclasses.replace(plain, **{kind: changed})) != digest()


def test_inputs_differ_with_page_name_settings_and_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = {digest(), digest(content=b"b"), digest(source="b.txt")}
    file = tmp_path / "voices.yaml"
    for text in ("lexicon:\n  重: chong2\n", "lexicon:\n  重: zhong4\n"):
        file.write_text(text, "utf-8")
        found.add(digest())
    found.add(digest(MakeOptions(voices=tmp_path / "none.yaml")))
    monkeypatch.setenv("NARRATOR_EDGE_URL", "ws://localhost")
    found.add(digest())
    assert len(found) == 7
    assert digest(source="elsewhere/a.txt") in found  # the folder is none of its content


def test_inputs_differ_with_the_files_that_the_voices_file_names(tmp_path: Path) -> None:
    picture = tmp_path / "cover.png"
    found = set()
    for content in (b"one", b"two"):
        picture.write_bytes(content)
        found.add(inputs_digest("a", "a.txt", MakeOptions(), named=(str(picture),), fingerprint=None))
    assert len(found) == 2
    settings = parse_settings(f"show: {{title: 谈话, cover: {picture.as_posix()}}}\n", "voices.yaml")
    assert files_named_in(settings) == (picture.as_posix(),)


# --------------------------------------------------------------------------------------------- from the web


class Server:
    """One page, with or without a mark of its version."""

    def __init__(self, *, marked: bool) -> None:
        self.text, self.answers = PAGE, []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                tag = f'"{hash(outer.text)}"'
                same = marked and self.headers.get("If-None-Match") == tag
                outer.answers.append(304 if same else 200)
                self.send_response(outer.answers[-1])
                if marked:
                    self.send_header("ETag", tag)
                self.send_header("Content-Type", "text/plain; charset=utf-8")
                self.end_headers()
                if not same:
                    self.wfile.write(outer.text.encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/talk"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(params=[True, False], ids=["marked", "unmarked"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    server = Server(marked=request.param)
    yield server
    server.server.shutdown()
    server.server.server_close()


@pytest.mark.parametrize("more", [(), ("--jobs", "2")], ids=["one page", "many"])
def test_a_page_of_the_web_is_asked_once_and_made_only_if_it_changed(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    run = (server.url, "--allow-private", *more)
    first = make(*run)
    assert first.exit_code == 0
    assert len(server.answers) == 1
    again = make(*run)
    assert "unchanged" in again.stderr
    assert "1 made" not in again.stderr
    assert len(server.answers) == 2
    server.text = OTHER
    assert make(*run).exit_code == 0
    assert "老街谈话" in Path("out/index.html").read_text("utf-8")
