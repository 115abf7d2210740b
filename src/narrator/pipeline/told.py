"""What an editor is told of the voices that people were given."""

from __future__ import annotations

from collections.abc import Sequence

from narrator.casting import Given
from narrator.model import Role
from narrator.pipeline.options import Warn


def tell_given(given: Sequence[Given], warn: Warn) -> None:
    """Say what an editor may want otherwise: voices that changed or are shared, and what was guessed."""
    for each in given:
        name, voice, before = each.speaker.name, each.voice.name, each.before.name if each.before else ""
        if each.why_not == "gone":
            warn(f"{name} had the voice {before} here, which is not offered or in `pool:` now; {voice} speaks instead")
        elif each.why_not == "gender":
            warn(f"{name} had the voice {before} here, but is of the other gender on this page; {voice} speaks instead")
        elif each.why_not == "taken":
            warn(f"{name} had the voice {before} here, which another of this episode has; {voice} speaks instead")
        if each.shared_with:
            others = "、".join(each.shared_with)
            warn(f"{name} gets the voice {voice}, which {others} has in other episodes: there are no more in `pool:`")
        if each.source != "pool" or each.speaker.role is Role.NARRATOR:
            continue
        if each.speaker.gender is None:
            warn(f"{name} may be a woman or a man, and {voice} is a guess: `gender:` under `cast:` settles it")
        elif each.speaker.gender_is_guess and each.speaker.gender == "female":
            warn(f"{name} is taken for a woman, which is a guess: `gender:` under `cast:` settles it")
        elif each.speaker.gender_is_guess:
            warn(f"{name} is taken for a man, which is a guess: `gender:` under `cast:` settles it")
