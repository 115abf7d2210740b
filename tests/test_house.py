"""The rooms stay apart."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]


def test_rooms_import_the_nouns_and_never_each_other() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    if not command.exists() and shutil.which("lint-imports") is None:
        pytest.skip("import-linter is not installed: pip install 'narrator[test]'")
    done = subprocess.run(
        [str(command) if command.exists() else "lint-imports"],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stdout
