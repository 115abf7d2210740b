"""When everything is heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from narrator.episode.word_times import printed_words
from narrator.model import Chapter, ChapterMark, Clip, Cue, Kind, PlacedClip, Segment, Timeline, Timing

CLAUSE_GAP_S = 0.16
"""Inside a sentence that was too long to be spoken at one go."""
SENTENCE_GAP_S = 0.38
"""Between two sentences of a paragraph."""
PARAGRAPH_GAP_S = 0.6
"""Between two paragraphs of one speaker."""
SPEAKER_GAP_S = 0.75
"""A breath, when the speaker changes."""
CHAPTER_GAP_S = 1.2
"""Before a new question: long enough to be noticed, too short for a listener to reach for the phone."""
NOTICE_GAP_S = 0.9
"""Behind the words that say that the speech is synthetic."""
HEAD_S = 0.25
"""Before the first sound: Bluetooth devices wake up meanwhile, and swallow no syllable."""
TAIL_S = 0.6
"""Behind the last word, so that players do not cut it off."""

GRID = 1152
"""Samples in an MPEG-1 Layer III frame (ISO/IEC 11172-3, 2.4.2.1), and two of MPEG-2's: segments start on a frame, so
that encoded ones can be spliced."""
LONGEST_SEGMENT_S = 45
"""A longer turn is levelled and encoded in parts, cut at paragraphs: an hour in one voice costs no hour's memory."""

SILENCE_DB = -45
"""Of a clip's peak: what is softer at its ends is the engine's padding, not speech."""
LEAD_IN_S = 0.015
"""Kept before the first sound: a plosive starts softly."""
LEAD_OUT_S = 0.06
"""Kept behind the last sound: a voice dies away."""

SENTENCE_ENDS = "。！？!?.…;；:：”’\"'」』）)》"


class Layout:
    """Places clips as they come; what is known of the whole when all have come is its timeline."""

    def __init__(self, chapters: Sequence[Chapter] = ()) -> None:
        """Start with nothing placed.

        Args:
            chapters: by index of the turn they start with, ascending.
        """
        self._chapters = chapters
        self._chapter_turns = {chapter.turn for chapter in chapters}
        self._cues: list[Cue] = []
        self._at = 0
        self._rate_hz = 44_100
        self.timings: set[Timing] = set()
        """Where the times of the words come from."""

    def segments(self, clips: Iterable[Clip]) -> Iterator[Segment]:
        """Clips that are levelled together, with the silence that belongs between and behind them, in order.

        Args:
            clips: in the order they are heard; at one rate.
        """
        for group in _groups(clips):
            self._rate_hz = group[0][0].audio.frame_rate
            start = self._at
            self._at += 0 if self._cues else round(HEAD_S * self._rate_hz)
            placed: list[PlacedClip] = []
            for clip, following in group:
                skip, length = _heard(clip)
                placed.append(PlacedClip(clip=clip, start=self._at, skip=skip, length=length))
                self._cues.append(_cue(clip, self._at, skip, length))
                self.timings.add(clip.timing)
                self._at += length + round(_gap_s(clip, following, self._chapter_turns) * self._rate_hz)
            length = -(-(self._at - start) // GRID) * GRID
            self._at = start + length
            speaker = group[0][0].utterance.sentence.speaker
            yield Segment(placed=tuple(placed), speaker=speaker, start=start, length=length)

    def timeline(self) -> Timeline:
        """When everything is heard that was placed."""
        return Timeline(
            rate_hz=self._rate_hz,
            cues=tuple(self._cues),
            chapters=_chapter_marks(self._chapters, self._cues, self._at),
            length=self._at,
        )


def lay_out(clips: Iterable[Clip], chapters: Sequence[Chapter] = ()) -> Timeline:
    """Where each clip is heard, and the cues and chapters in time.

    Args:
        clips: in the order they are heard; at one rate.
        chapters: by index of the turn they start with, ascending.
    """
    layout = Layout(chapters)
    for _ in layout.segments(clips):
        pass
    return layout.timeline()


def _groups(clips: Iterable[Clip]) -> Iterator[list[tuple[Clip, Clip | None]]]:
    """Clips that are levelled together, each with the one heard after it."""
    group: list[tuple[Clip, Clip | None]] = []
    samples = 0
    for clip, following in _with_next(clips):
        if group and _is_apart(group[-1][0], clip, samples):
            yield group
            group, samples = [], 0
        group.append((clip, following))
        samples += int(clip.audio.frame_count())
    if group:
        yield group


def _is_apart(before: Clip, clip: Clip, samples: int) -> bool:
    """Whether a clip is levelled apart from the one before it, of whose segment there are so many samples."""
    here, there = clip.utterance.sentence, before.utterance.sentence
    longest = LONGEST_SEGMENT_S * clip.audio.frame_rate
    new_turn = (here.turn, here.kind, here.speaker) != (there.turn, there.kind, there.speaker)
    return new_turn or (samples > longest and here.paragraph != there.paragraph) or samples > 4 * longest


def _with_next(clips: Iterable[Clip]) -> Iterator[tuple[Clip, Clip | None]]:
    coming = iter(clips)
    clip = next(coming, None)
    while clip is not None:
        following = next(coming, None)
        yield clip, following
        clip = following


def _gap_s(clip: Clip, following: Clip | None, chapter_turns: set[int]) -> float:
    if following is None:
        return TAIL_S
    here, there = clip.utterance.sentence, following.utterance.sentence
    if here.kind is Kind.NOTICE:
        return NOTICE_GAP_S
    if here.turn != there.turn and there.turn in chapter_turns:
        return CHAPTER_GAP_S
    if (here.speaker, here.kind) != (there.speaker, there.kind):
        return SPEAKER_GAP_S
    if here.paragraph != there.paragraph:
        return PARAGRAPH_GAP_S
    ends = here.reading.written.rstrip()[-1:]
    return SENTENCE_GAP_S if ends and ends in SENTENCE_ENDS else CLAUSE_GAP_S


def _heard(clip: Clip) -> tuple[int, int]:
    """The part of the clip that is not the engine's silence: samples to skip, and its length."""
    samples = np.frombuffer(clip.audio.raw_data, dtype=np.int16)
    rate = clip.audio.frame_rate
    peak = max(int(samples.max(initial=0)), -int(samples.min(initial=0)))
    floor = int(peak * 10 ** (SILENCE_DB / 20))
    loud = (samples > floor) | (samples < -floor)
    if peak == 0 or not loud.any():
        return 0, len(samples)
    start = max(int(loud.argmax()) - round(LEAD_IN_S * rate), 0)
    end = min(len(loud) - int(loud[::-1].argmax()) + round(LEAD_OUT_S * rate), len(samples))
    return start, end - start


def _cue(clip: Clip, at: int, skip: int, length: int) -> Cue:
    sentence = clip.utterance.sentence
    shift = at - skip
    heard = [
        replace(
            mark, start=min(max(mark.start + shift, at), at + length), end=min(max(mark.end + shift, at), at + length)
        )
        for mark in clip.marks
    ]
    return Cue(
        kind=sentence.kind,
        speaker=sentence.speaker,
        at=sentence.at,
        text=sentence.reading.written,
        spoken=sentence.reading.spoken,
        start=at,
        end=at + length,
        words=printed_words(sentence.reading, heard, at, at + length),
        turn=sentence.turn,
        paragraph=sentence.paragraph,
    )


def _chapter_marks(chapters: Sequence[Chapter], cues: Sequence[Cue], length: int) -> tuple[ChapterMark, ...]:
    starts: list[tuple[int, str]] = []
    for chapter in chapters:
        start = next((cue.start for cue in cues if cue.turn >= chapter.turn), None)
        if start is not None and (not starts or start > starts[-1][0]):
            starts.append((start, chapter.title))
    if not starts:
        return ()
    starts[0] = (0, starts[0][1])  # what is heard before the first chapter leads into it
    return tuple(
        ChapterMark(title=title, start=start, end=end) for (start, title), (end, _) in pairwise([*starts, (length, "")])
    )
