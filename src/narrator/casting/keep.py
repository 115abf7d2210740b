"""Who keeps which voice after an episode."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from narrator.casting.assign import Given
from narrator.casting.same_person import kept_of, personal
from narrator.model import KeptVoice


def with_given(kept: Sequence[KeptVoice], given: Iterable[Given]) -> tuple[KeptVoice, ...]:
    """What is kept after an episode: a voice that was replaced is free again, and names that are new are added.

    Who only could not have their voice in this episode, because another has it here, keeps it for the next.
    """
    found = list(kept)
    for each in given:
        speaker, voice = each.speaker, each.voice
        mine = [one for one in kept_of(speaker, found) if one.voice.engine == voice.engine]
        # What voices.yaml says is for all languages; a voice of the pool is for the page's.
        lost = each.before if each.why_not != "taken" else None
        gone = [one for one in mine if one.voice == lost or (each.source == "cast" and one.voice != voice)]
        found = [one for one in found if one not in gone]
        known = next((one for one in mine if one.voice == voice), None)
        known_as = [name for one in mine for name in (one.name, *one.aliases)]
        aliases = personal([*known_as, speaker.name, *speaker.aliases])
        now = KeptVoice(
            name=known.name if known else speaker.name,
            gender=(known.gender if known else None) or speaker.gender,
            voice=voice,
        )
        now = replace(now, aliases=tuple(name for name in dict.fromkeys(aliases) if name != now.name))
        found = [now if one == known else one for one in found] if known else [*found, now]
    return tuple(found)
