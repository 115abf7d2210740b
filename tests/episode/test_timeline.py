"""When everything is heard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from narrator.episode import lay_out
from narrator.episode.timeline import GRID, LEAD_IN_S, LEAD_OUT_S, Layout
from narrator.model import Chapter, Clip, Gaps, Kind, Timeline
from spoken_sound import RATE_HZ, clip_of

GAPS = Gaps()


def gaps_s(timeline: Timeline) -> list[float]:
    """Silence between the cues, without what rounding to MP3 frames adds."""
    ends = [cue.end for cue in timeline.cues]
    return [(cue.start - end) / timeline.rate_hz for end, cue in zip(ends, timeline.cues[1:], strict=False)]


def about(wanted_s: float, gap_s: float) -> bool:
    """Equal but for the rest of an MP3 frame."""
    return wanted_s - 1e-4 <= gap_s <= wanted_s + GRID / RATE_HZ + 1e-4


def test_gap_grows_with_what_changes() -> None:
    clips = [
        clip_of("本节目由人工智能合成朗读。", kind=Kind.NOTICE, speaker=None, turn=-1, paragraph=-1, at=-1),
        clip_of("各位好。", turn=0),
        clip_of("请看。", turn=0),
        clip_of("再看。", turn=0, paragraph=1),
        clip_of("我看了。", turn=1, paragraph=2, speaker="乙"),
        clip_of("还有问题吗？", turn=2, paragraph=3),
    ]
    wanted_s = [GAPS.notice_s, GAPS.sentences_s, GAPS.paragraphs_s, GAPS.turns_s, GAPS.chapters_s]
    gaps = gaps_s(lay_out(clips, [Chapter(title="问题", turn=2)]))
    assert [about(wanted, gap) for wanted, gap in zip(wanted_s, gaps, strict=True)] == [True] * 5
    assert sorted(gaps[1:]) == gaps[1:]


def test_sentence_cut_at_a_clause_goes_on_sooner_than_a_new_one() -> None:
    clause, sentence = gaps_s(lay_out([clip_of("先说水源，"), clip_of("再说水厂。"), clip_of("最后说水价。")]))
    assert clause < sentence


def test_silence_of_the_engine_is_left_out() -> None:
    clips = [clip_of("一。", silence_s=0.4), clip_of("二。", silence_s=0.8)]
    timeline = lay_out(clips)
    heard_s = [(cue.end - cue.start) / RATE_HZ for cue in timeline.cues]
    assert all(1.0 - 0.02 <= seconds <= 1.0 + LEAD_IN_S + LEAD_OUT_S + 0.02 for seconds in heard_s)


def test_words_move_with_the_sound_they_belong_to() -> None:
    plain = lay_out([clip_of("水厂建成了。")]).cues[0]
    padded = lay_out([clip_of("水厂建成了。", silence_s=0.5)]).cues[0]
    for one, other in zip(plain.words, padded.words, strict=True):
        assert abs(one.start - other.start) <= (LEAD_IN_S + 0.01) * RATE_HZ


def test_chapters_cover_the_episode_without_gaps() -> None:
    clips = [clip_of("问。", turn=turn, paragraph=turn, speaker="甲乙"[turn % 2]) for turn in range(6)]
    timeline = lay_out(clips, [Chapter(title=f"第{turn}问", turn=turn) for turn in (1, 3, 5)])
    assert timeline.chapters[0].start == 0
    assert timeline.chapters[-1].end == timeline.length
    assert all(one.end == other.start for one, other in zip(timeline.chapters, timeline.chapters[1:], strict=False))


def test_chapter_of_a_turn_without_sound_begins_with_the_next_turn() -> None:
    clips = [clip_of("问。", turn=0), clip_of("答。", turn=2, paragraph=2)]
    timeline = lay_out(clips, [Chapter(title="一", turn=0), Chapter(title="二", turn=1)])
    assert [mark.start for mark in timeline.chapters] == [0, timeline.cues[1].start]


def test_long_turn_is_cut_into_segments_at_paragraphs() -> None:
    clips = [clip_of("讲。", seconds=20, paragraph=paragraph) for paragraph in range(9)]
    segments = list(Layout().segments(clips))
    assert len(segments) == 3
    assert all(segment.length < 65 * RATE_HZ for segment in segments)


@st.composite
def talks(draw: st.DrawFn) -> list[Clip]:
    clips: list[Clip] = []
    paragraph = 0
    for turn in range(draw(st.integers(1, 5))):
        for _ in range(draw(st.integers(1, 3))):
            paragraph += draw(st.integers(0, 1))
            seconds = draw(st.floats(0.05, 1.5))
            text = draw(st.sampled_from(["好。", "水", "第一，", "今天谈水价。"]))
            speaker = "甲乙丙"[turn % 3]
            silence_s = draw(st.sampled_from([0.0, 0.3]))
            clips.append(
                clip_of(text, seconds=seconds, speaker=speaker, turn=turn, paragraph=paragraph, silence_s=silence_s)
            )
    return clips


@given(talks())
def test_everything_is_heard_once_in_order_and_inside_the_episode(clips: list[Clip]) -> None:
    layout = Layout()
    segments = list(layout.segments(clips))
    timeline = layout.timeline()
    assert [cue.text for cue in timeline.cues] == [clip.utterance.sentence.reading.written for clip in clips]
    assert sum(len(segment.placed) for segment in segments) == len(clips)
    at = 0
    for segment in segments:
        assert segment.start == at
        assert segment.length % GRID == 0
        at += segment.length
    assert at == timeline.length
    before = 0
    for cue in timeline.cues:
        assert before <= cue.start < cue.end <= timeline.length
        assert "".join(word.text for word in cue.words) == cue.text
        assert [word.start for word in cue.words] == sorted(word.start for word in cue.words)
        assert all(cue.start <= word.start <= word.end <= cue.end for word in cue.words)
        before = cue.end


def test_first_sound_comes_after_a_quarter_of_a_second_and_everything_with_it() -> None:
    clips = [clip_of("问。", turn=0), clip_of("答。", turn=1, speaker="乙")]
    layout = Layout([Chapter(title="问", turn=0)])
    first = next(layout.segments(clips))
    timeline = layout.timeline()
    assert GAPS.start_s >= 0.25
    assert (first.start, first.placed[0].start) == (0, round(GAPS.start_s * RATE_HZ))
    assert timeline.cues[0].start == timeline.cues[0].words[0].start == round(GAPS.start_s * RATE_HZ)
    assert timeline.chapters[0].start == 0
