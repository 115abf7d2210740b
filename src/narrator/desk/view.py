"""A script as the page shows it: plain values, turn by turn, with what is left out where it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from narrator.desk.journal import Draft
from narrator.desk.parts import labels_of, parts_of, places
from narrator.messages import translated
from narrator.model import NotSpoken, Paragraph, Script, Sentence, Turn
from narrator.published.read_aloud import changes

View = dict[str, object]


def script_view(script: Script) -> View:
    """Everything the page shows of a script but how it is read."""
    return {
        "title": script.title,
        "published": script.published or "",
        "publisher": script.publisher or "",
        "url": script.url or "",
        "source": script.source,
        "language": script.language,
        "warnings": list(script.warnings),
        "speakers": [
            {
                "name": each.name,
                "role": str(each.role),
                "gender": each.gender or "unknown",
                "affiliation": each.affiliation or "",
                "position": each.position or "",
            }
            for each in script.speakers
        ],
        "turns": turn_views(script),
    }


def draft_view(draft: Draft) -> View:
    """What the page shows of the draft's history."""
    return {"version": draft.version, "undoes": draft.undoes, "redoes": draft.redoes}


def turn_views(script: Script) -> list[View]:
    """The turns in order; equal turns have equal views, wherever they stand."""
    labels = labels_of(script)
    left_out: dict[tuple[int, int], list[View]] = {}
    starts = sorted(paragraph.at for turn in script.turns for paragraph in turn.paragraphs)
    for place, entry in places(script):
        there = left_out.setdefault((place.turn, place.paragraph), [])
        inline = _on_a_line(script.text, entry, starts)
        there.append({"text": entry.text, "why": entry.why, "inline": inline, "pause": entry.pause_s})
    return [
        {
            "speaker": part.turn.speaker,
            "chapter": part.chapter,
            "doubt": part.turn.doubt,
            "label": labels.get(number, ""),
            "before": left_out.get((number, -1), []),
            "paragraphs": [
                _paragraph(paragraph, left_out.get((number, count), []))
                for count, paragraph in enumerate(part.turn.paragraphs)
            ],
        }
        for number, part in enumerate(parts_of(script))
    ]


def _on_a_line(text: str, entry: NotSpoken, starts: Sequence[int]) -> bool:
    """Whether something is said before the passage on its printed line."""
    line = text.rfind("\n", 0, entry.at) + 1
    return bisect_left(starts, line) < bisect_left(starts, entry.at)


def _paragraph(paragraph: Paragraph, behind: Sequence[View]) -> View:
    return {
        "text": paragraph.text,
        "continues": paragraph.continues,
        "readings": [[each.span.start, each.span.end, each.reading] for each in paragraph.overrides],
        "behind": list(behind),
    }


def changed_turns(before: Sequence[View], after: Sequence[View]) -> View:
    """The one stretch of turns that is another: `turns` come where those from `from` up to `to` were."""
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    most = min(len(before), len(after)) - start
    ends = zip(reversed(before[len(before) - most :]), reversed(after[len(after) - most :]), strict=True)
    end = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends)) if most else 0
    return {"from": start, "to": len(before) - end, "turns": list(after[start : len(after) - end])}


def turn_readings(turn: Turn, sentences: Sequence[Sentence]) -> list[View]:
    """The turn's sentences: where each stands, what is read differently from print, and what is doubtful.

    Args:
        sentences: of this turn, in order.
    """
    starts = [paragraph.at for paragraph in turn.paragraphs]
    found: list[View] = []
    for sentence in sentences:
        paragraph = max(number for number, at in enumerate(starts) if at <= sentence.at)
        start = sentence.at - starts[paragraph]
        reading = sentence.reading
        found.append(
            {
                "paragraph": paragraph,
                "start": start,
                "end": start + len(reading.written),
                "said": bool(reading.words),
                "changes": [[start + span.start, start + span.end, spoken] for span, spoken in changes(reading)],
                "doubts": [
                    [start + each.span.start, start + each.span.end, translated(each.why)] for each in reading.doubts
                ],
            }
        )
    return found


def doubts_left(script: Script) -> int:
    """Turns in doubt, and warnings nobody has looked at yet."""
    return sum(1 for turn in script.turns if turn.doubt) + len(script.warnings)
