"""What an editor is told of the voices that people were given."""

from __future__ import annotations

from collections.abc import Sequence

from narrator.casting import Given
from narrator.messages import tr
from narrator.model import Role
from narrator.pipeline.options import Warn


def tell_given(given: Sequence[Given], warn: Warn) -> None:
    """Say what an editor may want otherwise: voices that changed or are shared, and what was guessed."""
    for each in given:
        name, voice, before = each.speaker.name, each.voice.name, each.before.name if each.before else ""
        if each.why_not == "gone":
            warn(
                tr(
                    "{name} had the voice {before} here, which is not offered or in `pool:` now; {voice} "
                    "speaks instead",
                    name=name,
                    before=before,
                    voice=voice,
                )
            )
        elif each.why_not == "gender":
            warn(
                tr(
                    "{name} had the voice {before} here, but is of the other gender on this page; {voice} "
                    "speaks instead",
                    name=name,
                    before=before,
                    voice=voice,
                )
            )
        elif each.why_not == "taken":
            warn(
                tr(
                    "{name} had the voice {before} here, which another of this episode has; {voice} speaks instead",
                    name=name,
                    before=before,
                    voice=voice,
                )
            )
        if each.shared_with:
            others = "、".join(each.shared_with)
            warn(
                tr(
                    "{name} gets the voice {voice}, which {others} has in other episodes: there are no more in `pool:`",
                    name=name,
                    voice=voice,
                    others=others,
                )
            )
        if each.source != "pool" or each.speaker.role is Role.NARRATOR:
            continue
        if each.speaker.gender is None:
            warn(
                tr(
                    "{name} may be a woman or a man, and {voice} is a guess: `gender:` under `cast:` settles it",
                    name=name,
                    voice=voice,
                )
            )
        elif each.speaker.gender_is_guess and each.speaker.gender == "female":
            warn(tr("{name} is taken for a woman, which is a guess: `gender:` under `cast:` settles it", name=name))
        elif each.speaker.gender_is_guess:
            warn(tr("{name} is taken for a man, which is a guess: `gender:` under `cast:` settles it", name=name))
