"""How long nothing is heard between two sentences."""

from __future__ import annotations

from collections.abc import Mapping

from narrator.model import Clip, Gaps, Kind, Sentence

SHORTEST_GAP_S = 0.06
"""Behind what is encoded together: it has to end in silence of 1,105 samples to be spliced."""

SENTENCE_ENDS = "。！？!?.…;；:：”’\"'」』）)》"


def gap_s(clip: Clip, following: Clip, titles: Mapping[int, str], gaps: Gaps) -> float:
    """The silence between two clips, in seconds: by what changes.

    Args:
        titles: of the chapters, by index of the turn they start with.
    """
    here, there = clip.utterance.sentence, following.utterance.sentence
    if here.kind is Kind.NOTICE:
        return gaps.notice_s
    if opens_chapter(clip, following, titles):
        return gaps.chapters_s
    if here.turn != there.turn and gaps.title_s is not None and _is_title(here, titles):
        return gaps.title_s
    if (here.speaker, here.kind) != (there.speaker, there.kind):
        return gaps.turns_s
    if here.paragraph != there.paragraph:
        return gaps.paragraphs_s
    ends = here.reading.written.rstrip()[-1:]
    return gaps.sentences_s if ends and ends in SENTENCE_ENDS else gaps.clauses_s


def opens_chapter(clip: Clip, following: Clip, titles: Mapping[int, str]) -> bool:
    """Whether a chapter begins between two clips."""
    here, there = clip.utterance.sentence, following.utterance.sentence
    return here.turn != there.turn and there.turn in titles


def _is_title(sentence: Sentence, titles: Mapping[int, str]) -> bool:
    """Whether the sentence is its chapter's title, read by the narrator; long ones were shortened."""
    title, said = titles.get(sentence.turn, "").rstrip("…"), sentence.reading.written
    return sentence.kind is Kind.NARRATION and bool(title) and title in said and len(said) <= 2 * len(title)
