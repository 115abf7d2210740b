"""What became of each page, over many runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrator.batch import Record, RunState, alone
from narrator.errors import AlreadyRunning


def test_the_last_result_counts_and_outlives_the_run(tmp_path: Path) -> None:
    state = RunState(tmp_path / "state")
    state.put(Record(source="a", result="failed", message="没有这一页"))
    state.put(Record(source="a", result="made", slug="one", stamp="x"))
    assert RunState(tmp_path / "state").of("a") == Record(source="a", result="made", slug="one", stamp="x")
    assert RunState(tmp_path / "state").of("b") is None


def test_half_a_line_of_a_killed_run_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "state"
    RunState(path).put(Record(source="a", result="made"))
    path.write_bytes(path.read_bytes() + b'{"source": "b", "res')
    RunState(path).put(Record(source="c", result="made"))
    state = RunState(path)
    assert state.of("a") is not None
    assert state.of("b") is None
    assert state.of("c") is not None


def test_the_file_does_not_grow_with_the_runs(tmp_path: Path) -> None:
    path = tmp_path / "state"
    for _ in range(5):
        state = RunState(path)
        for _ in range(100):
            state.put(Record(source="a", result="made"))
    RunState(path)
    assert len(path.read_text().split()) < 4000


def test_two_runs_do_not_overlap(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(AlreadyRunning) as caught, alone(tmp_path):
        pass
    assert caught.value.exit_code == 9
    with alone(tmp_path):
        pass
