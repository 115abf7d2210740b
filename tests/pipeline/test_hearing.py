"""What an independent listener is asked for: while sentences are spoken, and about voices that may be cast."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from narrator.cli import main
from narrator.model import Clip, Utterance
from narrator.pipeline import hearing
from narrator.speech.engines.tone import ToneEngine
from speech_utterances import utterance

TALK = "河边谈话\n\n主持人：今天请来林知远工程师，请问水厂建在哪里？\n林知远：水厂建在河边，离老街不到三百米。\n"


class Counting(ToneEngine):
    """Counts what it was asked to speak."""

    asked = 0

    def speak(self, utterance: Utterance) -> Clip:
        self.asked += 1
        return super().speak(utterance)


@pytest.fixture
def verdicts(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """What the listener says of each clip, in order; then that all is well."""
    said: list[str | None] = []
    monkeypatch.setattr(hearing, "whisper", lambda: None)
    monkeypatch.setattr(hearing, "confirmed", lambda *_, **__: said.pop(0) if said else None)
    return said


def test_sentence_that_is_not_heard_as_it_should_be_is_spoken_again(verdicts: list[str | None]) -> None:
    engine, warnings = Counting(), list[str]()
    verdicts[:] = ["「河边」 is not heard"]
    hearing.ConfirmedEngine(engine, "zh-CN", warnings.append).speak(utterance("水厂建在河边"))
    assert (engine.asked, warnings) == (2, [])


def test_sentence_that_stays_wrong_is_kept_and_said(verdicts: list[str | None]) -> None:
    engine, warnings = Counting(), list[str]()
    verdicts[:] = ["「河边」 is not heard"] * 3
    hearing.ConfirmedEngine(engine, "zh-CN", warnings.append).speak(utterance("水厂建在河边"))
    assert engine.asked == 3
    assert warnings == ["“水厂建在河边” may be spoken wrongly: 「河边」 is not heard"]


def test_clips_that_were_not_heard_are_not_taken_for_heard_ones(verdicts: list[str | None]) -> None:
    engine = ToneEngine()
    assert hearing.ConfirmedEngine(engine, "zh-CN", print).fingerprint != engine.fingerprint


def test_candidates_are_heard_with_sentences_of_the_page_where_the_page_says(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    arguments = ["voices", "try", "--page", str(tmp_path / "talk.txt"), "--engine", "espeak", "-o", str(tmp_path / "a")]
    done = CliRunner(catch_exceptions=False).invoke(main, arguments)
    assert done.exit_code == 0, done.stderr
    page = Path(done.stdout.strip()).read_text("utf-8")
    assert "cmn+f3" in page
    assert page.count("水厂建在河边，离老街不到三百米。</p>") >= 2
    times = [(float(start), float(end)) for start, end in re.findall(r"audition\.mp3#t=([\d.]+),([\d.]+)", page)]
    assert len(times) >= 4
    assert all(start < end <= following for (start, end), (following, _) in pairwise(times))
    assert (tmp_path / "a" / "audition.mp3").stat().st_size > 10_000


@pytest.mark.parametrize("arguments", [[], ["各位好", "--page", "x"], ["--page", "x", "--voice", "y"]])
def test_a_text_or_a_page_is_tried_and_not_both(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, ["voices", "try", *arguments]).exit_code == 2
