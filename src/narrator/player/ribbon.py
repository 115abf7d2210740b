"""Who speaks when, as a strip of colour: an episode at a glance."""

from __future__ import annotations

from itertools import groupby

from narrator.model import Episode
from narrator.player.colours import colours
from narrator.player.markup import Html, element

WIDTH = 1000
"""The strip's inner width: a thousandth of an episode is less than a pixel anywhere."""

NARROWEST = 0.3
"""A word between two speeches is still seen."""


def ribbon(episode: Episode) -> Html:
    """The strip as SVG, one path for each colour; what it shows is also in the text."""
    classes = colours(episode)
    scale = WIDTH / max(episode.length, 1)
    paths: dict[str, list[str]] = {}
    for speaker, group in groupby(episode.cues, key=lambda cue: cue.speaker):
        cues = tuple(group)
        left = cues[0].start * scale
        right = max(cues[-1].end * scale, left + NARROWEST)
        paths.setdefault(classes.get(speaker, "s0"), []).append(f"M{left:.1f} 0H{right:.1f}V1H{left:.1f}z")
    view = {"viewBox": f"0 0 {WIDTH} 1", "preserveAspectRatio": "none", "aria-hidden": "true", "class": "ribbon"}
    return element("svg", view, *(element("path", {"class": name, "d": "".join(d)}) for name, d in paths.items()))
