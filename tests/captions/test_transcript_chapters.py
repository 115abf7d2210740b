"""Transcripts and chapters as Podcasting 2.0, Apple and people read them."""

from __future__ import annotations

import json

from episode_samples import GUEST, HOST, RATE_HZ, TALK, cue, episode
from narrator.captions.chapter_file import chapters_json
from narrator.captions.transcript_file import transcript_json, transcript_text
from narrator.model import ChapterMark
from narrator.published.chapter_times import chapter_lines, chapter_times


def test_transcript_json_has_a_segment_for_each_sentence() -> None:
    fields = json.loads(transcript_json(episode()))
    assert fields["version"] == "1.0.0"
    assert [segment["body"] for segment in fields["segments"]] == [text for _, text in TALK]
    assert {segment.get("speaker") for segment in fields["segments"]} == {"旁白", HOST, GUEST}
    starts = [segment["startTime"] for segment in fields["segments"]]
    assert starts == sorted(starts)


def test_transcript_text_names_who_speaks_where_it_changes() -> None:
    text = transcript_text(episode())
    assert text.count(f"{HOST}：") == 3
    assert text.count(f"{GUEST}：") == 3
    assert all(said in text for _, said in TALK)


def test_english_sentences_of_one_paragraph_keep_their_space() -> None:
    cues = (cue("It rained.", start=0, at=0), cue("We left.", start=99_000, at=11))
    assert f"{HOST}: It rained. We left." in transcript_text(episode(cues=cues, chapters=(), language="en"))


def test_chapters_ascend_from_the_very_beginning() -> None:
    chapters = json.loads(chapters_json(episode()))["chapters"]
    assert chapters[0]["startTime"] == 0
    assert len(chapters) == 3
    starts = [chapter["startTime"] for chapter in chapters]
    assert starts == sorted(set(starts))
    assert all(chapter["startTime"] < chapter["endTime"] for chapter in chapters)


def test_the_notice_alone_is_no_chapter_but_a_lead_is() -> None:
    assert next(time.title for time in chapter_times(episode())).startswith("各位听众")
    lead = cue("去年夏天下了很久的雨。", start=RATE_HZ, at=0, speaker=None)
    question = cue("您好吗？", start=RATE_HZ * 8, at=20)
    mark = ChapterMark(title="您好吗", start=question.start, end=RATE_HZ * 12)
    times = chapter_times(episode(cues=(lead, question), chapters=(mark,), length=RATE_HZ * 12))
    assert [(time.title, time.start_ms) for time in times] == [("开场", 0), ("您好吗", 8000)]


def test_chapter_lines_are_as_apple_reads_them() -> None:
    assert chapter_lines(chapter_times(episode()))[0].startswith("00:00:00 ")


def test_an_episode_without_chapters_has_an_empty_list() -> None:
    assert json.loads(chapters_json(episode(chapters=())))["chapters"] == []
