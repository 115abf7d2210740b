"""The packages under examples/, installed as their readers install them; each has tests of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(*command: str, env: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], env=env, cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.iterdir() if (path / "pyproject.toml").exists()))
def test_example_is_found_once_it_is_installed_and_passes_its_tests(name: str, tmp_path: Path) -> None:
    site = tmp_path / "site"
    env = {
        **os.environ,
        "PYTEST_ADDOPTS": "",
        "PYTHONPATH": os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")]),
    }
    install = ("pip", "install", "--quiet", "--no-deps", "--target", str(site), str(EXAMPLES / name))
    done = run(*install, env=env, cwd=tmp_path)
    if "No module named pip" in done.stderr:
        pytest.skip("this environment has no pip")
    assert done.returncode == 0, done.stderr
    engine = name.removeprefix("narrator-")
    asked = run("narrator", "voices", engine, env=env, cwd=tmp_path)
    assert "there is no engine" not in asked.stderr
    tests = run("pytest", "-q", "-p", "no:cacheprovider", str(EXAMPLES / name / "tests"), env=env, cwd=tmp_path)
    assert tests.returncode == 0, tests.stdout
    assert " passed" in tests.stdout
