"""Captions: what is printed, when it is heard, long enough to be read."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from episode_samples import GUEST, HOST, RATE_HZ, TALK, cue, episode
from narrator.captions.timed_text import captions, subrip, webvtt
from narrator.model import Episode
from narrator.published.caption_lines import SRT_LINE, VTT_LINE
from narrator.standards.text_width import width

SENTENCES = st.lists(
    st.text(st.sampled_from("水文站的人说，今天下雨了。“河”3.5 ab？！、"), min_size=1, max_size=90).filter(str.strip),
    min_size=1,
    max_size=6,
)


def spoken(sentences: list[str], pace: int = 8000, pause: int = 4000) -> Episode:
    cues, at = [], 0
    for number, text in enumerate(sentences):
        cues.append(cue(text, start=at, at=number, speaker=HOST if number % 3 else GUEST, turn=number, pace=pace))
        at = cues[-1].end + pause
    return episode(cues=tuple(cues), length=at, chapters=())


def bare(text: str) -> str:
    return "".join(text.split())


def vtt_text(vtt: str) -> str:
    body = "".join(line for line in vtt.splitlines()[1:] if "-->" not in line and not line.startswith("NOTE"))
    return unescape(re.sub(r"<[^>]*>", "", body))


@settings(max_examples=40, deadline=None)
@given(SENTENCES)
def test_captions_say_all_that_is_printed(sentences: list[str]) -> None:
    one = spoken(sentences)
    assert bare("".join(caption.text for caption in captions(one))) == bare("".join(sentences))
    assert bare(vtt_text(webvtt(one))) == bare("".join(sentences))


@settings(max_examples=40, deadline=None)
@given(SENTENCES, st.sampled_from([1500, 8000, 16000]), st.sampled_from([0, 4000]))
def test_captions_never_overlap_and_stay_inside_the_sound(sentences: list[str], pace: int, pause: int) -> None:
    one = spoken(sentences, pace, pause)
    found = captions(one)
    assert all(caption.start < caption.end <= one.length for caption in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_captions_have_two_lines_of_twenty_characters_at_most() -> None:
    for caption in captions(episode()):
        assert len(caption.lines) <= 2
        assert all(width(line.text) <= VTT_LINE for line in caption.lines)


def test_captions_stay_for_a_second_at_least_and_seven_at_most() -> None:
    for caption in captions(episode()):
        assert 1.0 <= (caption.end - caption.start) / RATE_HZ <= 7.0


def test_a_short_caption_stays_in_the_silence_behind_it() -> None:
    one = episode(cues=(cue("好。", start=0, at=0), cue("请说。", start=RATE_HZ * 3, at=2)), chapters=())
    first = captions(one)[0]
    assert first.end == RATE_HZ


def test_a_short_caption_shares_the_screen_with_the_next_when_there_is_no_silence() -> None:
    first = cue("好。", start=0, at=0)
    one = episode(cues=(first, cue("那么我们现在就开始。", start=first.end, at=2)), chapters=())
    assert [caption.text for caption in captions(one)] == ["好。\n那么我们现在就开始。"]


def test_a_short_caption_never_takes_in_what_another_person_says() -> None:
    first = cue("好。", start=0, at=0)
    one = episode(cues=(first, cue("那么开始。", start=first.end, at=2, speaker=GUEST)), chapters=())
    assert [caption.speaker for caption in captions(one)] == [HOST, GUEST]


def test_a_long_sentence_becomes_several_captions_at_its_breaths() -> None:
    shown = [caption.text for caption in captions(episode()) if caption.speaker == GUEST]
    assert len(shown) > 4
    assert sum(text[-1] in "，。、：；！？”" for text in shown) >= len(shown) - 1


def test_webvtt_names_the_voice_of_every_caption() -> None:
    vtt = webvtt(episode())
    assert f"<v {HOST}>" in vtt
    assert f"<v {GUEST}>" in vtt


def test_webvtt_has_nothing_that_simple_readers_refuse_or_show() -> None:
    vtt = webvtt(episode())
    assert "NOTE" not in vtt
    assert not re.search(r"<\d", vtt)
    assert vtt.split("\n\n")[0] == "WEBVTT"


def test_webvtt_with_stamps_has_the_words_in_order_and_inside_their_caption() -> None:
    for block in webvtt(episode(), stamps=True).split("\n\n")[1:]:
        times = re.findall(r"\d\d:\d\d:\d\d\.\d{3}", block)
        start, end, words = times[0], times[1], times[2:]
        assert words, block
        assert words == sorted(set(words))
        assert all(start < word < end for word in words)


def test_narration_after_a_guest_is_named_as_narration() -> None:
    said = cue("多到河边走走。", start=0, at=0, speaker=GUEST)
    told = cue("说完他又上了船。", start=said.end, at=7, speaker=None, turn=1)
    one = episode(cues=(said, told), chapters=())
    assert subrip(one).count("旁白: ") == 1
    assert "<v 旁白>" in webvtt(one)
    assert "Narration: " in subrip(replace(one, language="en"))


def test_narration_alone_has_no_name() -> None:
    told = cue("船又开了，雨也停了。", start=0, at=0, speaker=None)
    one = episode(cues=(told,), chapters=(), speakers=())
    assert "旁白" not in subrip(one) + webvtt(one)


def test_webvtt_times_are_those_of_the_sound() -> None:
    one = episode()
    guest = next(each for each in one.cues if each.speaker == GUEST)
    at_ms = round(guest.start * 1000 / RATE_HZ)
    assert f"00:00:{at_ms // 1000:02}.{at_ms % 1000:03} --> " in webvtt(one)


def test_subrip_names_the_speaker_only_when_it_changes() -> None:
    srt = subrip(episode())
    assert srt.count(f"{HOST}: ") == 3
    assert srt.count(f"{GUEST}: ") == 3


def test_subrip_counts_from_one_and_keeps_to_sixteen_characters() -> None:
    blocks = subrip(episode()).strip().split("\n\n")
    assert [block.split("\n")[0] for block in blocks] == [str(number + 1) for number in range(len(blocks))]
    for block in blocks:
        text = block.split("\n")[2:]
        assert 1 <= len(text) <= 2
        assert all(width(line) <= SRT_LINE for line in text)


@pytest.mark.parametrize("language", ["zh-CN", "en", "ja"])
def test_captions_of_an_episode_without_cues_are_empty_files(language: str) -> None:
    empty = episode(cues=(), chapters=(), language=language)
    assert webvtt(empty) == "WEBVTT\n"
    assert subrip(empty) == ""


def test_english_captions_keep_the_spaces_between_words() -> None:
    text = "The gauge is read every fifteen minutes, and the radar reports every single minute of the day."
    one = episode(cues=(cue(text, start=0, at=0, pace=2500),), chapters=(), language="en")
    assert " ".join(" ".join(caption.text.split()) for caption in captions(one)) == text


def test_a_cue_without_words_is_shown_all_the_same() -> None:
    bare_cue = replace(cue("谁也没有说这些词在什么时候，可是字还在。", start=0, at=0), words=())
    one = episode(cues=(bare_cue,), chapters=())
    assert "".join(caption.text.replace("\n", "") for caption in captions(one)) == bare_cue.text


def test_a_short_caption_joins_the_line_behind_it_when_that_screen_is_full() -> None:
    talk = ("您那里有人看守吗？", "有。", "上游的水位计每分钟都会传来一次，下游的水尺由值班的人来读。")
    cues, at = [], 0
    for number, text in enumerate(talk):
        cues.append(cue(text, start=at, at=number, speaker=GUEST if number else HOST, pace=5000))
        at = cues[-1].end
    shown = [caption.text for caption in captions(episode(cues=tuple(cues), chapters=(), length=at))]
    assert shown[1].startswith("有。上游")
    assert len(shown) == 2


def test_no_caption_stays_longer_than_seven_seconds_when_its_words_are_slow() -> None:
    slow = episode(cues=tuple(cue(text, start=n * 3_000_000, at=n, pace=14_000) for n, (_, text) in enumerate(TALK)))
    found = captions(replace(slow, length=99_000_000))
    assert all((caption.end - caption.start) / RATE_HZ <= 7.0 for caption in found)
