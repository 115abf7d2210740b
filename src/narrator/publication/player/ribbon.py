"""Who speaks when, as a strip of colour: an episode at a glance."""

from __future__ import annotations

from itertools import groupby

from narrator.model import Episode
from narrator.publication.player.colours import colours
from narrator.publication.player.markup import Html, element

WIDTH = 1000
"""The strip's inner width: a thousandth of an episode is less than a pixel anywhere."""


def ribbon(episode: Episode) -> Html:
    """The strip as SVG, without words of its own: what it shows is also in the text."""
    classes = colours(episode)
    scale = WIDTH / max(episode.length, 1)
    parts = []
    for speaker, group in groupby(episode.cues, key=lambda cue: cue.speaker):
        cues = tuple(group)
        left, right = cues[0].start * scale, cues[-1].end * scale
        box = {"x": round(left, 1), "width": round(max(right - left, 0.5), 1), "height": 1}
        parts.append(element("rect", {"class": classes.get(speaker, "s0"), **box}))
    view = {"viewBox": f"0 0 {WIDTH} 1", "preserveAspectRatio": "none", "aria-hidden": "true", "class": "ribbon"}
    return element("svg", view, *parts)
