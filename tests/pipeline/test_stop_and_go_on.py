"""A run that is killed, and the run after it: real processes, against a service that stalls where we want."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from edge_standin import Fault, StandIn

PAGE = """老街访谈

主持人：您好，欢迎来到老街。

林晓：大家好，谢谢邀请。

主持人：茶馆开了多少年？

林晓：三十年了。去年冬天重新修过一次屋顶。

主持人：谢谢您。
"""
Narrate = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def service() -> Iterator[StandIn]:
    with StandIn(latency_s=0.02) as running:
        yield running


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture
def narrate(service: StandIn, tmp_path: Path, output: Path) -> Iterator[Narrate]:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    started: list[subprocess.Popen[str]] = []

    def start(text: str = PAGE) -> subprocess.Popen[str]:
        page.write_text(text, encoding="utf-8")
        run = subprocess.Popen(
            [sys.executable, "-m", "narrator", "make", str(page), "--engine", "edge", "--output", str(output)],
            env={**os.environ, "NARRATOR_EDGE_URL": service.url, "PYTHONUTF8": "1", "PYTHONFAULTHANDLER": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=tmp_path,
        )
        started.append(run)
        return run

    yield start
    for run in started:
        if run.poll() is None:
            run.kill()
            run.communicate()


def ended(run: subprocess.Popen[str]) -> str:
    """What it said on stderr; where it does not end, where each of its threads stands."""
    try:
        return run.communicate(timeout=60)[1]
    except subprocess.TimeoutExpired:
        run.send_signal(signal.SIGABRT)
        pytest.fail(f"it does not end:\n{run.communicate(timeout=20)[1]}")


def succeeded(run: subprocess.Popen[str]) -> None:
    _, told = run.communicate(timeout=120)
    assert run.returncode == 0, told


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.02)


def stall_after(service: StandIn, clips: int) -> None:
    """Stop answering once so many sentences were spoken."""
    service.seen.clear()
    service.faults = lambda: Fault.STALL if service.seen[None] >= clips else None


def clips_kept(output: Path) -> int:
    """Readings are kept there too, and far smaller."""
    return sum(path.stat().st_size > 10_000 for path in output.glob(".cache/*/*.entry"))


def episodes(output: Path) -> list[tuple[bytes, dict[str, object]]]:
    """The MP3 and the manifest of each."""
    folders = [path.parent for path in output.glob("*/episode.json") if not path.parent.name.startswith(".")]
    return [
        (next(folder.glob("*.mp3")).read_bytes(), json.loads((folder / "episode.json").read_text(encoding="utf-8")))
        for folder in folders
    ]


def test_killed_run_leaves_no_episode_and_the_next_goes_on_from_there(
    narrate: Narrate, service: StandIn, output: Path
) -> None:
    stall_after(service, 4)  # the test word of `available` is one
    run = narrate()
    wait_until(lambda: clips_kept(output) >= 3)
    run.kill()
    run.communicate()
    assert episodes(output) == []
    spoken = set(service.asked)

    service.faults = lambda: None
    service.asked.clear()
    succeeded(narrate())
    assert len(episodes(output)) == 1
    again = spoken & set(service.asked)
    assert len(spoken) - len(again) >= 3  # what was under way when it was killed is asked for again


def test_killed_run_leaves_the_last_good_episode_as_it_was(narrate: Narrate, service: StandIn, output: Path) -> None:
    succeeded(narrate())
    before = episodes(output)
    stall_after(service, 2)
    run = narrate(PAGE.replace("三十年", "四十年").replace("屋顶", "门窗"))
    wait_until(lambda: service.seen[Fault.STALL] >= 1)
    run.kill()
    run.communicate()
    assert episodes(output) == before


@pytest.mark.skipif(os.name == "nt", reason="signals are sent differently there")
@pytest.mark.skipif(signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="in the background Ctrl-C is ignored")
def test_ctrl_c_leaves_nothing_half_written_and_says_nothing_long(
    narrate: Narrate, service: StandIn, output: Path
) -> None:
    stall_after(service, 3)
    run = narrate()
    wait_until(lambda: service.seen[Fault.STALL] >= 1)
    run.send_signal(signal.SIGINT)
    told = ended(run)
    assert run.returncode == 130
    assert "Traceback" not in told
    assert episodes(output) == []


def test_two_runs_at_once_leave_one_whole_episode(narrate: Narrate, output: Path) -> None:
    first, second = narrate(), narrate()
    succeeded(first)
    succeeded(second)
    ((sound, manifest),) = episodes(output)
    assert manifest["audio"]["bytes"] == len(sound)  # type: ignore[index]
