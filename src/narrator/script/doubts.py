"""What an editor should look at before the script is spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from narrator.model import Role, Speaker, Turn
from narrator.script.speech import asks


def warnings(turns: Sequence[Turn], speakers: Mapping[str, Speaker]) -> tuple[str, ...]:
    """What belongs to no single turn: questions and answers that seem swapped."""
    return tuple(_swapped(turns, speakers))


def _swapped(turns: Sequence[Turn], speakers: Mapping[str, Speaker]) -> list[str]:
    """From some turn on, the guest asks and the host answers at length."""
    pairs = []
    for before, after in pairwise(turns):
        if before.speaker is None or after.speaker is None or before.speaker == after.speaker:
            continue
        roles = (speakers[before.speaker].role, speakers[after.speaker].role)
        if roles == (Role.GUEST, Role.HOST):
            asked, answered = _text(before), _text(after)
            if asks(asked) and not asks(answered) and len(answered) > 1.5 * len(asked):
                pairs.append(before)
    if len(pairs) < 2:
        return []
    where = f" from line {pairs[0].line} on" if pairs[0].line else ""
    return [
        f"questions and answers seem to be swapped{where}: {pairs[0].speaker} asks {len(pairs)} times and is answered"
    ]


def _text(turn: Turn) -> str:
    return "".join(paragraph.text for paragraph in turn.paragraphs)
