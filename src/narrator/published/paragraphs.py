"""What is said, paragraph by paragraph, as printed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from narrator.model import Cue, Episode
from narrator.published.speaker_names import named, narration_name
from narrator.standards.printable import one_line, printable
from narrator.standards.text_width import is_wide


def paragraphs(episode: Episode) -> Iterator[tuple[str | None, str]]:
    """Each paragraph as printed, with the name of its speaker, or of narration, where it changes, else None."""
    heard, narration = None, narration_name(episode)
    for _, group in groupby(episode.cues, key=lambda cue: (cue.kind, cue.turn, cue.paragraph)):
        cues = list(group)
        speaker = named(cues[0], narration)
        text = _joined(cues)
        if text:
            yield (speaker if speaker != heard else None), text
            heard = speaker


def _needs_space(before: str, behind: str) -> bool:
    return before != " " and not (is_wide(before) and is_wide(behind))


def _joined(cues: list[Cue]) -> str:
    # Sentences of one paragraph are cut out of one printed text; between Latin ones a space may be left out
    # of both cues, which their places in the text show.
    parts: list[str] = []
    end = None
    for cue in cues:
        if end is not None and cue.at > end and _needs_space(parts[-1][-1:], cue.text[:1]):
            parts.append(" ")
        parts.append(cue.text)
        end = cue.at + len(cue.text) if cue.at >= 0 else None
    return one_line(printable("".join(parts)))
