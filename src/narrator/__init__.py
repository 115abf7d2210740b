"""From a written interview to a podcast episode.

The rooms, in the order in which a page goes through them; each is a function from one noun of
`narrator.model` to the next, and only `narrator.pipeline` knows them all:

    article       page → Article
    script        Article → Script
    spoken        Script → Sentence
    casting       Sentence → Utterance
    speech        Utterance → Clip
    episode       Clip → Timeline → Recording
    publication   Episode → files

`narrate` runs the whole corridor:

    from narrator import narrate
    made = narrate("interview.txt", engine="espeak")
    print(made.folder)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narrator.pipeline import narrate as narrate

__all__ = ["__version__", "narrate"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """`narrate`, loaded when it is wanted, so that `narrator --help` stays instant."""
    if name == "narrate":
        from narrator.pipeline import narrate  # noqa: PLC0415

        return narrate
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
