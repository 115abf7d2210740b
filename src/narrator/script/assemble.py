"""Places → turns, paragraphs and what is not spoken; every printed character goes to exactly one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from narrator.model import Block, NotSpoken, Paragraph, Span, Turn
from narrator.script.hand_pauses import WHY as PAUSE
from narrator.script.hand_pauses import pause_at
from narrator.script.openings import STAMP
from narrator.script.people import People
from narrator.script.places import Place, Placed
from narrator.script.stage import unspoken

StageDirections = Literal["drop", "narrate"]

_INSIDE_SENTENCES = ("footnote mark", "pronunciation")
"""What is left out inside a sentence: the punctuation behind it is the sentence's."""
_WORDS_IN_BRACKETS = re.compile(r"\w(?:[^（）()\[\]【】〔〕♪]*\w)?")
_LEADING_PUNCTUATION = re.compile(r"[\s。，、；：！？,.;:!?…)）」”’]*")


@dataclass(slots=True)
class Assembly:
    """Turns in the making."""

    turns: list[Turn] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    """Indexes of the turns that a heading of the page opens."""
    not_spoken: list[NotSpoken] = field(default_factory=list)
    places: list[list[int]] = field(default_factory=list)
    """For each turn, the blocks it is made of, as indexes into the places."""
    paragraphs: list[Paragraph] = field(default_factory=list)
    made_of: list[int] = field(default_factory=list)
    speaker: str | None = None
    doubt: str | None = None
    line: int = 0
    heading: bool = False
    narrated: bool = False
    """Stage directions are read out by the narrator, instead of left out."""

    def close(self) -> None:
        """End the turn that is being put together."""
        if self.paragraphs:
            if self.heading:
                self.headings.append(len(self.turns))
            self.places.append(self.made_of)
            self.turns.append(
                Turn(speaker=self.speaker, paragraphs=tuple(self.paragraphs), doubt=self.doubt, line=self.line)
            )
        self.paragraphs, self.made_of = [], []
        self.heading = False

    def open(self, speaker: str | None, line: int, *, doubt: str | None = None, heading: bool = False) -> None:
        """Begin another turn."""
        self.close()
        self.speaker, self.line, self.doubt, self.heading = speaker, line, doubt, heading

    def leave_out(self, block: Block, span: Span, why: str) -> None:
        """The span is printed and not said."""
        text = span.of(block.text)
        kept = text.strip()
        if kept:
            at = block.at + span.start + text.find(kept)
            mark = pause_at(kept, 0) if why == PAUSE else None
            self.not_spoken.append(NotSpoken(at=at, text=kept, why=why, pause_s=mark.pause_s if mark else None))

    def say(self, block: Block, start: int, place: int) -> None:
        """The rest of the block is said, but for stage directions and the like."""
        self.made_of.append(place)
        at = start
        pieces: list[tuple[Span, str | None]] = []
        for span, reason in unspoken(block.text, block.asides, start):
            if span.end <= start:
                continue
            pieces += [(Span(at, max(at, span.start)), None), (Span(max(at, span.start), span.end), reason)]
            at = span.end
        pieces.append((Span(at, len(block.text)), None))
        said = False
        removed: str | None = None
        for span, why in pieces:
            if why == "stage direction" and self.narrated and any(map(str.isalnum, span.of(block.text))):
                self._narrate(block, span)
                removed, said = why, False
                continue
            if why is not None:
                self.leave_out(block, span, why)
                removed = why if why != PAUSE else "nothing to say"
                continue
            text = span.of(block.text)
            if not any(char.isalnum() for char in text):
                self.leave_out(block, span, removed or "nothing to say")
                continue
            begin = span.start + len(text) - len(text.lstrip())
            if removed is not None and removed not in _INSIDE_SENTENCES:
                begin = self._past_punctuation(block, span, removed)
            kept = block.text[begin : span.end].rstrip()
            self.paragraphs.append(Paragraph(at=block.at + begin, text=kept, continues=said))
            said = True

    def _narrate(self, block: Block, span: Span) -> None:
        """`（笑）` as a turn of the narrator's, without its brackets; the speaker goes on behind it."""
        words = _WORDS_IN_BRACKETS.search(block.text, span.start, span.end)
        if words is None:
            self.leave_out(block, span, "stage direction")
            return
        speaker, line, doubt, made_of = self.speaker, self.line, self.doubt, self.made_of
        self.open(None, block.line)
        self.leave_out(block, Span(span.start, words.start()), "stage direction")
        self.paragraphs.append(Paragraph(at=block.at + words.start(), text=words.group()))
        self.leave_out(block, Span(words.end(), span.end), "stage direction")
        self.open(speaker, line, doubt=doubt)
        self.made_of = made_of[-1:]

    def _past_punctuation(self, block: Block, span: Span, removed: str) -> int:
        """Punctuation behind a bit that is left out goes with it."""
        match = _LEADING_PUNCTUATION.match(block.text, span.start, span.end)
        end = match.end() if match else span.start
        self.leave_out(block, Span(span.start, end), removed)
        return end


def assembled(
    places: Sequence[Placed],
    people: People,
    *,
    asker: str,
    answerer: str,
    named: Mapping[int, str],
    stage_directions: StageDirections = "drop",
) -> Assembly:
    """The turns, in order, and what is not spoken.

    Args:
        asker, answerer: Who asks and answers where no label says so.
        named: Place from which on somebody else answers → who.
        stage_directions: Whether `（笑）` is left out or read by the narrator.
    """
    script = Assembly(narrated=stage_directions == "narrate")
    speaking: str | None = None
    for at, each in enumerate(places):
        block = each.block
        answerer = named.get(at, answerer)
        if each.place is Place.NOT_SPOKEN:
            script.leave_out(block, Span(0, len(block.text)), each.why or "not speech")
        elif each.label is not None and each.label.opening.said and not _has_words(each.label.opening.said):
            script.leave_out(block, Span(0, len(block.text)), "nothing to say")
        elif each.place is Place.TURN and each.label is not None:
            label = each.label
            speaking = _voice_of(people, label.key)
            doubt = label.doubt or people.odd.get(label.key)
            script.open(speaking, block.line, doubt=doubt)
            script.leave_out(block, label.opening.label, "speaker label")
            script.say(block, label.opening.label.end, at)
        elif each.place is Place.SHOWN and each.label is not None:
            speaking = None
            script.open(None, block.line)
            script.leave_out(block, each.label.opening.label, "speaker label")
            script.say(block, each.label.opening.label.end, at)
        elif each.place in (Place.QUESTION, Place.ANSWER):
            speaking = asker if each.place is Place.QUESTION else answerer
            script.open(speaking, block.line)
            _say_without_stamp(script, block, at)
        else:
            wanted = speaking if each.place is Place.CONTINUES else None
            if (
                each.place is Place.HEADING
                or script.speaker != wanted
                or script.heading
                or not (script.turns or script.paragraphs)
            ):
                script.open(wanted, block.line, heading=each.place is Place.HEADING)
            _say_without_stamp(script, block, at)
    script.close()
    return script


def _has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _voice_of(people: People, key: str) -> str | None:
    return people.speaker(key).name


def _say_without_stamp(script: Assembly, block: Block, place: int) -> None:
    stamp = STAMP.match(block.text[:60])
    end = stamp.end() if stamp and re.match(r"\s*[\[(（【<]?\d{1,2}[:：]\d{2}", block.text) else 0
    if end:
        script.leave_out(block, Span(0, end), "time stamp")
    if (colon := re.compile(r"\s*[:：]\s*").match(block.text, end)) is not None:
        script.leave_out(block, Span(end, colon.end()), "speaker label")  # the label stands alone on the line above
        end = colon.end()
    script.say(block, end, place)
