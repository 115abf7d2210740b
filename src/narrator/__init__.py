"""From a written interview to a podcast episode.

The rooms, in the order in which a page goes through them; each is a function from one noun of
`narrator.model` to the next, and only `narrator.pipeline` knows them all:

    settings      voices.yaml → Settings
    article       page → Article
    script        Article → Script
    spoken        Script → Sentence
    casting       Sentence → Utterance
    speech        Utterance → Clip
    episode       Clip → Timeline → Recording
    captions, tagging, artwork, player, feed    Episode → files
    library       the folder of all episodes
    check         files → Finding
    preview       the folder in a browser

`narrate` runs the whole pipeline:

    from narrator import SoundOptions, narrate
    result = narrate("interview.txt", sound=SoundOptions(engine="espeak"))
    print(result.folder)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narrator.pipeline import PageOptions, PublishOptions, SoundOptions, narrate

__all__ = ["PageOptions", "PublishOptions", "SoundOptions", "__version__", "narrate"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """The pipeline's part of that name, loaded when it is wanted, so that `narrator --help` stays instant."""
    if name in __all__:
        from narrator import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
