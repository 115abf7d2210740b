"""Measures how alike the voices of the shipped pools sound, and writes the table that casting chooses by.

    pip install 'narrator[natural]' && pip install --no-deps Resemblyzer==0.1.4
    python benchmarks/voice_likeness.py            # prints the table
    python benchmarks/voice_likeness.py --write    # src/narrator/casting/voice_likeness.tsv

Each voice of kokoro and espeak says the sentences below in its language; the figure is the cosine of two voices' GE2E
embeddings (halves of one voice: 0.99). Voices over a network are not measured: their makers change them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np

from narrator.listening import distances
from narrator.listening.cut_sound import sound_of_clip
from narrator.model import Kind, Sentence, Utterance, Voice
from narrator.settings import load_settings
from narrator.speech import Engine
from narrator.speech import engine as engine_named
from narrator.spoken import verbalise_text

TABLE = Path(__file__).parent.parent / "src/narrator/casting/voice_likeness.tsv"
ENGINES = ("espeak", "kokoro")
SENTENCES = {
    "zh-CN": (
        "江边的水文站每天早晨六点量一次水位，四十年来没有断过。",
        "老站长说，数字本身不会说话，可是把它们连起来看，就知道河在想什么。",
        "去年夏天涨水的时候，我们三个人轮流守了九个夜晚，谁也没有离开。",
        "后来有人问我怕不怕，我说怕，但是更怕第二天没有数据。",
    ),
    "en-US": (
        "The gauge by the river is read every morning at six, and nobody has missed a day in forty years.",
        "Numbers do not speak, the old keeper told me, but put them in a row and you hear what the river means.",
        "Last summer, when the water rose, three of us kept watch for nine nights in turn.",
        "People ask me whether I was afraid, and I was, but less than of a morning without a figure.",
    ),
}
"""Some 20 s in each language, as much as it takes to know a voice."""
HEAD = """\
# How alike voices sound: engine, two voices, the cosine of their embeddings (above 0.78 listeners mix them up).
# Written by benchmarks/voice_likeness.py; {said}.
"""


def said_by(engine: Engine, voice: Voice, language: str) -> np.ndarray:
    """The sentences of the language in the voice, at the rate of the embedding."""
    clips = []
    for number, text in enumerate(SENTENCES[language]):
        sentence = Sentence(
            kind=Kind.SPEECH,
            speaker=voice.name,
            reading=verbalise_text(text, lexicon={}, language=language),
            at=0,
            turn=number,
            paragraph=number,
            language=language,
        )
        clips.append(sound_of_clip(engine.speak(Utterance(sentence=sentence, voice=voice)).audio))
    return np.concatenate(clips)


def lines() -> Iterator[str]:
    """The rows of the table, the voices in the order of the pools."""
    settings = load_settings(None)
    for name in ENGINES:
        engine = engine_named(name)
        if why_not := engine.available():
            sys.exit(f"{name}: {why_not}")
        languages = {each.name: each.language for each in engine.voices()}
        pool = [voice for voices in settings.cast.pool[name].values() for voice in voices]
        sounds = {}
        for voice in pool:
            print(f"{name} {voice.name}", file=sys.stderr)
            language = "en-US" if languages.get(voice.name, "zh-CN").startswith("en") else "zh-CN"
            sounds[voice.name] = said_by(engine, voice, language)
        measured = {frozenset((pair.one, pair.other)): pair for pair in distances(sounds)}
        for one, other in combinations(sounds, 2):
            pair = measured[frozenset((one, other))]
            if pair.measure != "cosine":
                sys.exit("the weights of the embedding are missing: pip install --no-deps Resemblyzer==0.1.4")
            yield f"{name}\t{one}\t{other}\t{pair.value:.2f}\n"


def main() -> None:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"to {TABLE.name}")
    wanted = parser.parse_args()
    text = HEAD.format(said="the four sentences in it, each voice in its language") + "".join(lines())
    if wanted.write:
        TABLE.write_text(text, "utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
