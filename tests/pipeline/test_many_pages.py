"""Many pages in one run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from narrator.batch import alone
from narrator.cli import main


def page(number: int, title: str = "供水谈话") -> str:
    guest = ("林知远", "周明川", "吴海生", "郑一川")[
        number % 4
    ]  # new people: who gets which voice depends on who comes first
    return f"{title}\n\n2024年5月6日\n\n主持人：各位好！今天请来{guest}工程师。水厂建在第{number}条河边吗？\n{guest}：是的，已经{number + 10}年了。\n主持人：谢谢！\n"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(4):
        # All of one title: the names of their folders depend on which comes first.
        (folder / f"p{number}.txt").write_text(page(number), "utf-8")
    return folder


def make(*arguments: str | Path, output: Path) -> Result:
    command = ["make", *map(str, arguments), "--engine", "tone", "--output", str(output)]
    return CliRunner(env={"COLUMNS": "100"}, catch_exceptions=False).invoke(main, command)


def files(output: Path) -> dict[str, bytes]:
    paths = [path for path in output.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(output)): path.read_bytes()
        for path in paths
        if not path.relative_to(output).parts[0].startswith(".")
    }


def test_output_of_several_processes_is_the_same_as_one_after_another(pages: Path, tmp_path: Path) -> None:
    first = make(pages, output=tmp_path / "one")
    assert first.exit_code == 0, first.output
    second = make(pages, "--jobs", "2", output=tmp_path / "two")
    assert second.exit_code == 0, second.output
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert not list((tmp_path / "two").glob(".staging*"))


def test_pages_made_together_are_named_as_if_each_had_been_made_by_itself(pages: Path, tmp_path: Path) -> None:
    make(pages, output=tmp_path / "together")
    for one in sorted(pages.iterdir()):
        make(one, output=tmp_path / "apart")
    assert files(tmp_path / "together") == files(tmp_path / "apart")


def test_a_page_that_cannot_be_made_stops_no_other_and_gives_its_exit_code(pages: Path, tmp_path: Path) -> None:
    (pages / "p1.txt").write_text("")
    done = make(pages / "gone.txt", pages, output=tmp_path / "out")
    assert done.exit_code == 3
    assert "2 failed" in done.stderr
    assert "3 made" in done.stderr
    assert len(done.stdout.split()) == 3


def test_new_only_makes_what_is_new_or_changed_or_gone(pages: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    make(pages, output=output)
    assert "0 made · 4 unchanged" in make(pages, "--new-only", output=output).stderr
    (pages / "p1.txt").write_text(page(77), "utf-8")
    (pages / "p9.txt").write_text(page(9, "另一次谈话"), "utf-8")
    assert "2 made · 3 unchanged" in make(pages, "--new-only", output=output).stderr
    assert len(list(output.glob("*/episode.json"))) == 5
    made = make(pages / "p9.txt", "--all", output=output).stdout.strip()
    for file in Path(made).iterdir():
        file.unlink()
    Path(made).rmdir()
    assert "1 made · 4 unchanged" in make(pages, "--new-only", output=output).stderr


def test_a_second_run_is_refused_with_a_code_of_its_own(pages: Path, tmp_path: Path) -> None:
    with alone(tmp_path / "out"):
        done = make(pages, output=tmp_path / "out")
    assert done.exit_code == 9
    assert "another run" in done.stderr


def test_dry_run_of_many_names_each(pages: Path, tmp_path: Path) -> None:
    done = make(pages, "--dry-run", output=tmp_path / "out")
    assert done.exit_code == 0
    assert done.stdout.count("about 0:") == 4
    assert not (tmp_path / "out").exists()


class Site:
    """A site with a feed, whose pages have ETags."""

    def __init__(self) -> None:
        self.pages = {"/1": page(1, "第一次谈话"), "/2": page(2, "第二次谈话")}
        self.kind = "sitemap"
        self.asked: list[tuple[str, str | None]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, self.headers.get("If-None-Match")))
                text = (
                    site.listing(f"http://127.0.0.1:{self.server.server_address[1]}")
                    if "sitemap" in self.path or "feed" in self.path
                    else site.pages.get(self.path)
                )
                tag = f'"{hash(text)}"'
                if text is None:
                    self.send_error(404)
                elif self.headers.get("If-None-Match") == tag:
                    self.send_response(304)
                    self.end_headers()
                else:
                    self.send_response(200)
                    self.send_header("ETag", tag)
                    self.send_header(
                        "Content-Type", "application/xml" if text.startswith("<") else "text/plain; charset=utf-8"
                    )
                    self.end_headers()
                    self.wfile.write(text.encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def listing(self, base: str) -> str:
        if self.kind == "feed":
            items = "".join(
                f"<item><link>{base}{path}</link><title>{text[:5]}</title></item>" for path, text in self.pages.items()
            )
            return f"<rss version='2.0'><channel>{items}</channel></rss>"
        return "<urlset>" + "".join(f"<url><loc>{base}{path}</loc></url>" for path in self.pages) + "</urlset>"


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.mark.parametrize("kind", ["sitemap", "feed"])
def test_of_feeds_and_sitemaps_only_what_is_new_or_changed_is_made(site: Site, tmp_path: Path, kind: str) -> None:
    site.kind = kind
    run = (f"{site.url}/{kind}.xml", "--allow-private")
    assert "2 made · 0 unchanged" in make(*run, output=tmp_path).stderr
    asked = len(site.asked)
    assert "0 made · 2 unchanged" in make(*run, output=tmp_path).stderr
    # An entry of a feed says itself whether it changed; a sitemap without dates has the server asked.
    assert all(tag for path, tag in site.asked[asked:] if path in site.pages)
    site.pages["/1"] = page(1, "改过的谈话")
    site.pages["/3"] = page(3, "第三次谈话")
    assert "2 made · 1 unchanged" in make(*run, output=tmp_path).stderr
    assert len(list(tmp_path.glob("*/episode.json"))) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_a_killed_run_is_finished_by_the_next_and_leaves_nothing_behind(pages: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    for number, path in enumerate(sorted(pages.iterdir())):
        # Of one title, the page that was in its place before the kill would keep the name it had got.
        path.write_text(page(number, f"第{number}次供水谈话"), "utf-8")
    command = [
        sys.executable,
        "-m",
        "narrator",
        "make",
        str(pages),
        "--engine",
        "tone",
        "--jobs",
        "2",
        "--output",
        str(output),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ}) as run:
        assert run.stdout is not None
        run.stdout.readline()
        run.kill()
    done = make(pages, "--new-only", "--jobs", "2", output=output)
    assert done.exit_code == 0, done.output
    assert make(pages, output=tmp_path / "whole").exit_code == 0
    assert files(output) == files(tmp_path / "whole")
    assert not list(output.glob(".staging*"))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds its children in /proc")
def test_a_page_whose_process_is_killed_is_made_again(pages: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    for number in range(4, 8):
        (pages / f"p{number}.txt").write_text(page(number), "utf-8")
    command = [
        sys.executable,
        "-m",
        "narrator",
        "make",
        str(pages),
        "--engine",
        "tone",
        "--jobs",
        "2",
        "--output",
        str(output),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        run.stdout.readline()
        workers = [int(pid) for pid in Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()]
        victim = next(pid for pid in workers if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes())
        os.kill(victim, signal.SIGKILL)
        _, complaints = run.communicate(timeout=120)
    assert run.returncode == 0, complaints
    assert "8 made" in complaints
    lines = [json.loads(line) for line in (output / ".batch.jsonl").read_text().splitlines() if line]
    assert {line["source"] for line in lines if line["result"] == "made"} == {str(path) for path in pages.iterdir()}
