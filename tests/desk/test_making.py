"""An episode made from the desk: told how far it is, stopped, gone on with, also after the desk was closed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from desk_scripts import MARKET
from narrator.desk import Made
from narrator.desk.drafts import Drafts
from narrator.desk.making import Making, Makings
from narrator.desk.state_of_work import draft_rows
from narrator.model import Progress
from narrator.pipeline.desk_calls import DeskCalls, DeskOptions
from narrator.pipeline.options import SoundOptions

T = TypeVar("T", bound=DeskCalls)


class Slow(DeskCalls):
    """Narrator, which waits at its first progress until it may go on."""

    waiting = True

    def make(self, draft: Path, progress: Progress, warn: Callable[[str], None], *, accept: bool = False) -> Made:
        def slowly(stage: str, done: int, of: int) -> None:
            progress(stage, done, of)
            while self.waiting:
                time.sleep(0.005)
                progress(stage, done, of)

        return super().make(draft, slowly, warn, accept=accept)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "drafts" / "market.txt"
    path.parent.mkdir()
    path.write_text(MARKET, encoding="utf-8")
    return path


def calls(draft: Path, kind: type[T]) -> T:
    voices = draft.parent.parent / "voices.yaml"
    voices.write_text("engines: [tone]\n", encoding="utf-8")
    output = draft.parent.parent / "output"
    return kind(DeskOptions(output=output, voices=voices, sound=SoundOptions(engine="tone")))


def last(makings: Makings, draft: Path) -> Making:
    *_, end = makings.watch(draft, every_s=0.01)
    return end


def test_an_episode_is_made_and_says_how_far_it_is(draft: Path) -> None:
    makings = Makings(calls(draft, DeskCalls))
    makings.start(draft)
    told = list(makings.watch(draft, every_s=0.001))
    assert told[-1].state == "done"
    assert told[-1].slug == "2025-03-01-ye-shi-de-di-yi-nian"
    assert (draft.parent.parent / "output" / told[-1].slug / "episode.json").is_file()
    assert any("a question stands inside this turn" in each for each in told[-1].warnings)
    makings.stop_all()


def test_what_was_stopped_can_be_gone_on_with(draft: Path) -> None:
    slow = calls(draft, Slow)
    makings = Makings(slow)
    makings.start(draft)
    assert makings.start(draft).state in ("waiting", "running")
    next(each for each in makings.watch(draft, every_s=0.001) if each.stage)
    makings.stop(draft)
    assert last(makings, draft).state == "stopped"
    assert not (draft.parent.parent / "output" / "2025-03-01-ye-shi-de-di-yi-nian").exists()
    slow.waiting = False
    makings.start(draft)
    assert last(makings, draft).state == "done"
    makings.stop_all()


def test_what_was_broken_off_is_known_to_the_next_desk(draft: Path) -> None:
    closed = Makings(calls(draft, Slow))
    closed.start(draft)
    next(each for each in closed.watch(draft, every_s=0.001) if each.stage)
    closed.stop_all()
    last(closed, draft)
    mark = draft.with_name(f".{draft.name}.making")
    assert mark.exists()
    makings = Makings(calls(draft, DeskCalls))
    found = makings.of(draft)
    assert found is not None
    assert found.state == "interrupted"
    makings.start(draft)
    assert last(makings, draft).state == "done"
    assert not mark.exists()
    makings.stop_all()


def test_why_an_episode_cannot_be_made_is_said(draft: Path) -> None:
    draft.write_text(MARKET.replace("role: host", "role: boss"), encoding="utf-8")
    makings = Makings(calls(draft, DeskCalls))
    makings.start(draft)
    failed = last(makings, draft)
    assert failed.state == "failed"
    assert "boss" in failed.message
    assert failed.hint
    makings.stop_all()


def test_a_remark_of_the_check_leads_to_the_words_it_is_about(draft: Path) -> None:
    narrator = calls(draft, DeskCalls)
    made = narrator.make(draft, lambda stage, done, of: None, lambda line: None)
    captions = narrator.output / made.slug / "captions.vtt"
    lines = captions.read_text("utf-8").splitlines()
    third = [number for number, line in enumerate(lines) if "-->" in line][2]
    start, end = lines[third].split(" --> ")
    lines[third] = f"{end} --> {start}"
    captions.write_text("\n".join(lines), encoding="utf-8")
    wrong = [each for each in narrator.remarks(made.slug) if each.level == "error"]
    assert any("林阿芳是夜市里" in each.words or "去年三月" in each.words for each in wrong)
    assert all(each.words == "" for each in narrator.remarks(made.slug) if each.level == "ok")


def test_the_list_says_how_far_each_draft_is(draft: Path) -> None:
    narrator = calls(draft, DeskCalls)
    place = draft.parent.parent / "www"
    voices = draft.parent.parent / "voices.yaml"
    voices.write_text(f"engines: [tone]\npublish: {{destinations: ['{place.as_posix()}']}}\n", encoding="utf-8")
    drafts, makings = Drafts(draft.parent, narrator), Makings(narrator)

    def row() -> dict[str, object]:
        (only,) = draft_rows(drafts, makings, narrator)
        return only

    assert (row()["doubts"], row()["episode"], row().get("is_published")) == (1, "", False)
    made = narrator.make(draft, lambda stage, done, of: None, lambda line: None)
    assert (row()["episode"], row()["stale"], row()["is_published"]) == (made.slug, False, False)
    assert narrator.publish(place.as_posix()) > 0
    assert row()["is_published"]
    opened = drafts.open(draft.stem)
    opened.edit(opened.file.now().version, {"do": "state", "fact": "title", "value": "夜市"})
    os.utime(draft, (time.time() + 5, time.time() + 5))  # clocks of file systems are coarse
    assert (row()["title"], row()["stale"]) == ("夜市", True)
    makings.stop_all()
