"""The rooms stay apart."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
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


def test_no_two_modules_have_the_same_name() -> None:
    names = Counter(path.name for path in (PROJECT / "src").rglob("*.py") if path.name != "__init__.py")
    assert [name for name, count in names.items() if count > 1] == []
