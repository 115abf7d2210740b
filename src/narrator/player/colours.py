"""A colour for each person, by class: the page's policy allows no inline style."""

from __future__ import annotations

from collections.abc import Mapping

from narrator.model import Episode

COLOURS = 8
"""Told apart at a glance; with more people they begin again, and names say the rest."""


def colours(episode: Episode) -> Mapping[str | None, str]:
    """Each speaker's class, in order of their first words; narration (None) has `s0`."""
    classes: dict[str | None, str] = {None: "s0"}
    for index, member in enumerate(episode.speakers):
        classes[member.speaker.name] = f"s{index % COLOURS + 1}"
    return classes
