"""Words that scripts and JSON hold in English, and that are shown in the editor's language."""

from __future__ import annotations

from narrator.messages import tr, translated

WORDS = (
    *(tr("host"), tr("guest"), tr("narrator"), tr("female"), tr("male")),
    # What the built-in voices are like:
    *(tr("clear"), tr("bright"), tr("warm"), tr("light"), tr("low"), tr("deep"), tr("deep and dark"), tr("soft")),
    *(
        tr("muffled"),
        tr("plain"),
        tr("slow"),
        tr("lively"),
        tr("firm"),
        tr("newsreader"),
        tr("a child's"),
        tr("a tone"),
    ),
)
"""So that they are in the catalogue."""
REASONS = (
    *(tr("title"), tr("heading of a part"), tr("speaker label"), tr("who takes part"), tr("stage direction")),
    *(tr("metadata"), tr("credits"), tr("notice"), tr("rule"), tr("hidden"), tr("control"), tr("shortcode")),
    *(tr("picture"), tr("picture caption"), tr("table"), tr("footnote"), tr("footnote mark"), tr("pronunciation")),
    *(tr("navigation"), tr("related links"), tr("link"), tr("comments"), tr("forum"), tr("forum reply")),
    *(tr("time stamp"), tr("player line"), tr("page header or number"), tr("advertisement"), tr("pause")),
    *(tr("not speech"), tr("nothing to say"), tr("nothing to pronounce")),
)
"""Why a passage is not spoken."""


def word(known: str | None) -> str:
    """A role, a gender, or why a passage is not spoken; an editor's own word stays as it is."""
    return translated(tr(str(known))) if known else ""


def words(known: str) -> str:
    """Several of them, between commas, such as a voice's description."""
    return ", ".join(word(each) for each in known.split(", "))
