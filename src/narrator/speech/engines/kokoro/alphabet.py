"""The symbols that a Kokoro model knows, and Mandarin syllables in them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

from narrator.errors import EngineError
from narrator.messages import tr

AlphabetName = Literal["v1.0", "v1.1-zh"]

MARKS = (
    {mark: mark for mark in ",.!?:;—…()“”"}
    | dict.fromkeys("，、､﹐", ",")
    | dict.fromkeys("。．｡", ".")
    | dict.fromkeys("～〜·•‧・|｜", ",")
    | {"！": "!", "？": "?", "：": ":", "；": ";", "–": "—", "（": "(", "）": ")", "⋯": "…", "［": "(", "］": ")"}
    | dict.fromkeys("「『《〈«【〖〔", "“")
    | dict.fromkeys("」』》〉»】〗〕", "”")
)
"""Punctuation as Kokoro knows it. A middle dot between names is a short pause."""

_ERHUA = (
    # How a syllable changes before 儿: tried in order.
    (re.compile(r"(?=[1-5]$)"), "R"),  # v1.1-zh has a letter for it
    (re.compile(r"ɨ(?=[→↗↓↘]?$)"), "ɚ"),  # zhi, zi …: the vowel gives way
    (re.compile(r"(?<=[aɛəiy])([→↗↓↘]?)n$"), r"\1ɚ"),  # wan, dian, men, jin, qun: the n is lost
    (re.compile(r"ai([→↗↓↘]?)$"), r"a\1ɚ"),  # pai, kuai
    (re.compile(r"$"), "ɚ"),  # the rest keeps its vowel: hua, yang, hao
)


@dataclass(frozen=True, kw_only=True)
class Alphabet:
    """What one generation of models takes."""

    name: AlphabetName
    ids: Mapping[str, int]
    """By symbol; each symbol is one character."""
    tones: Mapping[str, str]
    syllables: Mapping[str, str]
    """Pinyin without tone → symbols; the tone goes where `_` stands."""

    @property
    def between_words(self) -> str:
        """What stands between two Mandarin words without a mark."""
        return "/" if self.name == "v1.1-zh" else " "

    def syllable(self, pinyin: str) -> str:
        """The symbols of a toned syllable (`zhong4`; `r5` is an 儿 that stands alone).

        Raises:
            EngineError: Mandarin has no such syllable.
        """
        base, tone = ("er", "5") if pinyin == "r5" else (pinyin[:-1], pinyin[-1:])
        symbols = self.syllables.get(base)
        if symbols is None or tone not in self.tones:
            raise EngineError(
                tr("kokoro cannot say the syllable {pinyin!r}", pinyin=pinyin),
                hint=tr("give the word another reading under `lexicon:` in voices.yaml, such as zhong4 or plain words"),
            )
        return symbols.replace("_", self.tones[tone])

    def erhua(self, syllable: str) -> str | None:
        """The symbols of a syllable with 儿 drawn into it; None if they are no Mandarin syllable's."""
        if syllable not in self.said:
            return None
        return next(pattern.sub(changed, syllable, count=1) for pattern, changed in _ERHUA if pattern.search(syllable))

    @cached_property
    def said(self) -> frozenset[str]:
        """Every syllable in every tone."""
        return frozenset(
            symbols.replace("_", tone) for symbols in self.syllables.values() for tone in self.tones.values()
        )


_TONES: Mapping[AlphabetName, Mapping[str, str]] = {
    "v1.0": {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""},
    "v1.1-zh": {tone: tone for tone in "12345"},
}


@cache
def alphabet(name: AlphabetName) -> Alphabet:
    """The alphabet of that generation."""
    here = files(__package__)
    vocabulary = json.loads(here.joinpath("vocabulary.json").read_text(encoding="utf-8"))[name]
    lines = here.joinpath("syllables.tsv").read_text(encoding="utf-8").splitlines()
    column = 1 if name == "v1.0" else 2
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return Alphabet(name=name, ids=vocabulary, tones=_TONES[name], syllables={row[0]: row[column] for row in rows})
