"""The engine of docs/how-to/write-an-engine.md, as a package of its own, installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-an-engine.md"
TALK = "河边谈话\n\n主持人：水厂建在哪里？\n林知远：建在河边。\n"


def listing(name: str) -> str:
    """The code that the page shows for a file."""
    found = re.search(rf"`{re.escape(name)}`[^`]*```\w+\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found, name
    return found[1]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the package is installed."""
    project, site = tmp_path_factory.mktemp("bell"), tmp_path_factory.mktemp("site")
    for name in ("pyproject.toml", "narrator_bell.py", "test_bell.py"):
        (project / name).write_text(listing(name), "utf-8")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(project)]
    done = subprocess.run(install, capture_output=True, encoding="utf-8", check=False)
    if "No module named pip" in done.stderr:
        pytest.skip("this environment has no pip")
    assert done.returncode == 0, done.stderr
    (site / "test_bell.py").write_text(listing("test_bell.py"), "utf-8")
    return {
        **os.environ,
        "PYTEST_ADDOPTS": "",
        "PYTHONPATH": os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")]),
        "BELL": str(site),
    }


def run(*command: str, env: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], env=env, cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )


def test_command_line_knows_the_engine_and_makes_an_episode_with_it(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    (tmp_path / "voices.yaml").write_text("pool: {bell: {female: [small], male: [large]}}", "utf-8")
    assert "small" in run("narrator", "voices", "bell", env=environment, cwd=tmp_path).stdout
    done = run("narrator", "make", "talk.txt", "--engine", "bell", env=environment, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    described = json.loads((tmp_path / done.stdout.strip() / "episode.json").read_text("utf-8"))
    assert described["engine"] == "bell"
    assert {speaker["voice"] for speaker in described["speakers"]} == {"small", "large"}


def test_engine_keeps_the_contract_that_its_author_can_run(environment: dict[str, str], tmp_path: Path) -> None:
    tests = str(Path(environment["BELL"]) / "test_bell.py")
    done = run("pytest", "-q", "-p", "no:cacheprovider", tests, env=environment, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "13 passed" in done.stdout
