"""When everything is heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from narrator.episode.gaps import SHORTEST_GAP_S, gap_s, opens_chapter
from narrator.episode.music_bed import LONGEST_S, RUN_IN_S, RUN_OUT_S, bed_under
from narrator.episode.word_times import printed_words
from narrator.model import (
    Around,
    Chapter,
    ChapterMark,
    Clip,
    Cue,
    Jingle,
    Kind,
    PlacedClip,
    PlacedSound,
    Segment,
    Stretch,
    Timeline,
    Timing,
    Word,
)

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

_Heard = tuple[Clip, Clip | None]
"""A clip, and the one heard after it."""


class Layout:
    """Places clips as they come; what is known of the whole when all have come is its timeline."""

    def __init__(self, chapters: Sequence[Chapter] = (), around: Around = Around()) -> None:
        """Start with nothing placed.

        Args:
            chapters: by index of the turn they start with, ascending.
            around: its sounds at the clips' rate.
        """
        self._chapters = chapters
        self._titles = {chapter.turn: chapter.title for chapter in chapters}
        self._around = around
        self._cues: list[Cue] = []
        self._at = 0
        self._rate_hz = 44_100
        self._sting_at: dict[int, int] = {}
        """By turn, where a sting announces its chapter."""
        self._intro_end = 0
        self._outro_at: int | None = None
        self._bed: Stretch | None = None
        self.timings: set[Timing] = set()
        """Where the times of the words come from."""

    def segments(self, clips: Iterable[Clip]) -> Iterator[Segment]:
        """What is encoded together, with the silence that belongs between and behind, in order.

        Args:
            clips: in the order they are heard; at one rate.
        """
        around = self._around
        for group, on_bed in self._with_bed(_groups(clips)):
            self._rate_hz = group[0][0].audio.frame_rate
            if around.intro and not self._cues:
                yield self._sound(around.intro, around.gaps.sounds_s)
                self._intro_end = self._cues[-1].end
            yield self._words(group, on_bed=on_bed)
            clip, following = group[-1]
            if following is None and around.outro:
                self._outro_at = self._at
                yield self._sound(around.outro, around.gaps.end_s)
            elif following and around.chapter_sting and self._is_between_chapters(clip, following):
                self._sting_at[following.utterance.sentence.turn] = self._at
                yield self._sound(around.chapter_sting, around.gaps.sounds_s)

    def timeline(self) -> Timeline:
        """When everything is heard that was placed."""
        return Timeline(
            rate_hz=self._rate_hz,
            cues=tuple(self._cues),
            chapters=self._chapter_marks(),
            length=self._at,
            bed=self._bed,
        )

    def _with_bed(self, groups: Iterable[list[_Heard]]) -> Iterator[tuple[list[_Heard], bool]]:
        """The groups, and whether music lies under them; the first ones that it lies under as one."""
        opening: list[_Heard] = []
        opens = self._around.bed is not None
        for group in groups:
            opens = opens and self._lies_on_bed(group[0][0], opening)
            if opens:
                opening += group
                continue
            if opening:
                yield opening, True
                opening = []
            yield group, False
        if opening:
            yield opening, True

    def _lies_on_bed(self, clip: Clip, opening: Sequence[_Heard]) -> bool:
        sentence = clip.utterance.sentence
        if sentence.kind is Kind.NOTICE:
            return True
        if self._around.bed is None or self._around.bed.under == "notice" or sentence.kind is not Kind.NARRATION:
            return False
        if opening and self._is_between_chapters(opening[-1][0], clip):
            return False
        return sum(float(one.audio.duration_seconds) for one, _ in opening) < LONGEST_S

    def _is_between_chapters(self, clip: Clip, following: Clip) -> bool:
        """Whether a chapter ends with the clip; the words of narrator itself are none."""
        return clip.utterance.sentence.kind is not Kind.NOTICE and opens_chapter(clip, following, self._titles)

    def _words(self, group: list[_Heard], *, on_bed: bool) -> Segment:
        start = self._at
        lead_s = group[0][0].utterance.sentence.pause_before_s or 0.0
        self._move(lead_s if self._cues else max(lead_s, self._around.gaps.start_s))
        bed_start = self._at
        if on_bed and self._around.bed:
            self._move(RUN_IN_S)
            self._show_music(self._around.bed.caption, bed_start, self._at)
        placed: list[PlacedClip] = []
        for clip, following in group:
            skip, length = _heard(clip)
            placed.append(PlacedClip(clip=clip, start=self._at, skip=skip, length=length))
            self._cues.append(_cue(clip, self._at, skip, length))
            self.timings.add(clip.timing)
            self._at += length
            self._move(self._gap_s(clip, following))
        if not on_bed or self._around.bed is None:
            self._at = max(self._at, placed[-1].start + placed[-1].length + round(SHORTEST_GAP_S * self._rate_hz))
            return self._closed(start, placed)
        self._bed = Stretch(start=bed_start, end=self._cues[-1].end + round(RUN_OUT_S * self._rate_hz))
        self._at = max(self._at, self._bed.end + round(SHORTEST_GAP_S * self._rate_hz))
        spoken = [(one.start - bed_start, one.start + one.length - bed_start) for one in placed]
        music = bed_under(self._around.bed, spoken, self._bed.end - bed_start)
        return self._closed(start, placed, PlacedSound(audio=music, start=bed_start))

    def _sound(self, jingle: Jingle, behind_s: float) -> Segment:
        start = self._at
        if not self._cues:
            self._move(self._around.gaps.start_s)
        placed = PlacedSound(audio=jingle.audio, start=self._at)
        self._at += int(jingle.audio.frame_count())
        self._show_music(jingle.caption, placed.start, self._at)
        self._move(max(behind_s, SHORTEST_GAP_S))
        return self._closed(start, (), placed)

    def _show_music(self, caption: str, start: int, end: int) -> None:
        """A cue for the music; what begins behind other music, as a bed behind an intro, is shown with it."""
        if self._cues and self._cues[-1].kind is Kind.MUSIC:
            start = self._cues.pop().start
        self._cues.append(_music_cue(caption, start, end))

    def _closed(self, start: int, placed: Sequence[PlacedClip], music: PlacedSound | None = None) -> Segment:
        length = -(-(self._at - start) // GRID) * GRID
        self._at = start + length
        return Segment(placed=tuple(placed), rate_hz=self._rate_hz, start=start, length=length, music=music)

    def _gap_s(self, clip: Clip, following: Clip | None) -> float:
        around, by_hand_s = self._around, clip.utterance.sentence.pause_s
        if following is None:
            return max(around.gaps.sounds_s if around.outro else around.gaps.end_s, by_hand_s or 0.0)
        if by_hand_s is not None:
            return by_hand_s
        if around.chapter_sting and self._is_between_chapters(clip, following):
            return around.gaps.sounds_s
        return gap_s(clip, following, self._titles, around.gaps)

    def _move(self, seconds: float) -> None:
        self._at += round(seconds * self._rate_hz)

    def _chapter_marks(self) -> tuple[ChapterMark, ...]:
        starts: list[tuple[int, str]] = []
        words = [cue for cue in self._cues if cue.kind is not Kind.MUSIC]
        for chapter in self._chapters:
            first = next((cue for cue in words if cue.turn >= chapter.turn), None)
            start = self._sting_at.get(first.turn, first.start) if first else None
            if start is not None and (not starts or start > starts[-1][0]):
                starts.append((start, chapter.title))
        if not starts:
            return ()
        starts[0] = (self._intro_end, starts[0][1])  # what is heard before the first chapter leads into it
        if self._around.intro and self._intro_end:
            starts.insert(0, (0, self._around.intro.chapter))
        if self._around.outro and self._outro_at is not None:
            starts.append((self._outro_at, self._around.outro.chapter))
        ends = [start for start, _ in starts[1:]] + [self._at]
        return tuple(
            ChapterMark(title=title, start=start, end=end) for (start, title), end in zip(starts, ends, strict=True)
        )


def lay_out(clips: Iterable[Clip], chapters: Sequence[Chapter] = (), around: Around = Around()) -> Timeline:
    """Where each clip is heard, and the cues and chapters in time.

    Args:
        clips: in the order they are heard; at one rate.
        chapters: by index of the turn they start with, ascending.
        around: its sounds at the clips' rate.
    """
    layout = Layout(chapters, around)
    for _ in layout.segments(clips):
        pass
    return layout.timeline()


def _groups(clips: Iterable[Clip]) -> Iterator[list[_Heard]]:
    """Clips that are levelled together, each with the one heard after it."""
    group: list[_Heard] = []
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


def _with_next(clips: Iterable[Clip]) -> Iterator[_Heard]:
    coming = iter(clips)
    clip = next(coming, None)
    while clip is not None:
        following = next(coming, None)
        yield clip, following
        clip = following


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


def _music_cue(caption: str, start: int, end: int) -> Cue:
    return Cue(
        kind=Kind.MUSIC,
        speaker=None,
        at=-1,
        text=caption,
        spoken="",
        start=start,
        end=end,
        words=(Word(text=caption, start=start, end=end),),
    )
