"""A draft's file: saved with every change, undone to the first, and never lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from narrator.desk.journal import DraftChanged, DraftFile, step_between


@pytest.fixture
def draft(tmp_path: Path) -> DraftFile:
    path = tmp_path / "draft.txt"
    path.write_text("甲：一。\n", encoding="utf-8")
    return DraftFile(path)


def test_a_change_is_on_disk_at_once(draft: DraftFile) -> None:
    now = draft.now()
    changed = draft.change(now.version, "甲：二。\n", "give")
    assert draft.path.read_text("utf-8") == "甲：二。\n"
    assert (changed.text, changed.undoes, changed.redoes) == ("甲：二。\n", "give", None)


def test_undo_and_redo_go_to_either_end_also_in_a_later_session(draft: DraftFile) -> None:
    version = draft.now().version
    for number in range(30):
        version = draft.change(version, f"甲：{number}。\n", "read").version
    later = DraftFile(draft.path)
    for _ in range(35):
        now = later.undo(later.now().version)
    assert (now.text, now.undoes) == ("甲：一。\n", None)
    for _ in range(35):
        now = later.redo(later.now().version)
    assert (now.text, now.redoes) == ("甲：29。\n", None)
    assert draft.path.read_text("utf-8") == now.text


@settings(max_examples=30)
@given(texts=some.lists(some.text(alphabet="甲乙：。\n ab", max_size=12), min_size=1, max_size=12))
def test_any_two_texts_differ_in_one_stretch(texts: list[str]) -> None:
    for before, after in pairwise(texts):
        step = step_between("x", before, after)
        assert (step.forth(before), step.back(after)) == (after, before)


def test_a_second_window_does_not_overwrite_the_first(draft: DraftFile) -> None:
    other = DraftFile(draft.path)
    here, there = draft.now(), other.now()
    draft.change(here.version, "甲：二。\n", "give")
    with pytest.raises(DraftChanged):
        other.change(there.version, "甲：三。\n", "give")
    assert other.now().text == "甲：二。\n"


def test_what_another_program_wrote_is_kept_and_can_be_undone(draft: DraftFile) -> None:
    seen = draft.now()
    draft.path.write_text("甲：由别人改的。\n", encoding="utf-8")
    with pytest.raises(DraftChanged):
        draft.change(seen.version, "甲：二。\n", "give")
    now = draft.now()
    assert (now.text, now.undoes) == ("甲：由别人改的。\n", "elsewhere")
    assert draft.undo(now.version).text == "甲：一。\n"


def test_a_change_that_was_begun_is_finished_by_the_next_process(draft: DraftFile) -> None:
    version = draft.now().version
    draft.change(version, "甲：二。\n", "give")
    draft.path.write_text("甲：一。\n", encoding="utf-8")  # as if the script had not been written any more
    assert DraftFile(draft.path).now().text == "甲：二。\n"
    with draft.journal.open("ab") as file:  # as if the journal's next line had not been written whole
        file.write(b'{"what": "gi')
    assert DraftFile(draft.path).now().text == "甲：二。\n"


KILLED = """
import sys
from pathlib import Path
from narrator.desk.journal import DraftFile
draft = DraftFile(Path(sys.argv[1]))
version = draft.now().version
for number in range(100_000):
    version = draft.change(version, f"甲：{number}。\\n", "give").version
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_process_killed_at_any_moment_has_lost_nothing_it_had_saved(draft: DraftFile) -> None:
    for wait_s in (0.0, 0.013, 0.037):
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(draft.path)], stdout=subprocess.PIPE, text=True)
        assert process.stdout
        first = process.stdout.readline()
        time.sleep(wait_s)
        process.send_signal(signal.SIGKILL)
        saved = [first, *process.stdout.read().splitlines(keepends=True)]
        process.wait()
        process.stdout.close()
        last = max(int(line) for line in saved if line.endswith("\n"))
        text = DraftFile(draft.path).now().text
        assert text in (f"甲：{last}。\n", f"甲：{last + 1}。\n")
        later = DraftFile(draft.path)
        now = later.now()
        while now.undoes:
            now = later.undo(now.version)
        assert now.text == "甲：一。\n"
