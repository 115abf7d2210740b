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
"""

__version__ = "0.1.0"
