"""Pinyin → the phonemes of eSpeak NG's voice cmn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from narrator.errors import EngineError
from narrator.messages import tr

TONES = {"1": "55", "2": "35", "3": "214", "4": "51", "5": "11"}
"""Pitch contours on Chao's five levels, as eSpeak NG names its tone phonemes."""

_VOWEL = re.compile(r"[aAeEiouy@&]")
_ERHUA = (
    # How a final changes before 儿: tried in order, on the table's phonemes, `_` being the tone.
    (re.compile(r"i[.\[]_$"), "@r_"),  # zhi, zi …: the vowel gives way
    (re.compile(r"(i|j)[AE]_n?$"), r"j@r_"),  # jia, dian
    (re.compile(r"(?:[aA]_n?|ai_|&_n)$"), "@r_"),  # hua, wan, kuai
    (re.compile(r"(?:ei_|@_n|o-_n)$"), "@r_"),  # hui, men
    (re.compile(r"([iy])_n?$"), r"\1@r_"),  # qi, jin, yu
    (re.compile(r"(?<![Aao])u_$"), "w@r_"),  # wu
    (re.compile(r"ong_$"), "o@r_"),  # kong
    (re.compile(r"_N?$"), "@r_"),  # the rest keeps its vowel: yang, hao, shuo
)


@cache
def _table() -> dict[str, str]:
    text = files(__package__).joinpath("mandarin_phonemes.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return dict(rows)


def word_phonemes(syllables: Sequence[str]) -> str:
    """The phonemes of one word, with its stress on the last syllable.

    Args:
        syllables: toned pinyin as it is spoken (`ni2`, `hao3`); `r5` makes an erhua of the one before.

    Raises:
        EngineError: a syllable that Mandarin does not have.
    """
    phonemes: list[str] = []
    for syllable, follower in zip(syllables, [*syllables[1:], ""], strict=True):
        if syllable == "r5" and phonemes:
            continue
        phonemes.append(_syllable_phonemes("er5" if syllable == "r5" else syllable, erhua=follower == "r5"))
    vowel = _VOWEL.search(phonemes[-1])
    if vowel:
        at = vowel.start()
        phonemes[-1] = f"{phonemes[-1][:at]}'{phonemes[-1][at:]}"
    return "".join(phonemes)


def _syllable_phonemes(syllable: str, *, erhua: bool) -> str:
    base, tone = syllable[:-1], syllable[-1:]
    phonemes = _table().get(base)
    if phonemes is None or tone not in TONES:
        raise EngineError(
            tr("espeak cannot say the syllable {syllable!r}", syllable=syllable),
            hint=tr("give the word another reading under `lexicon:` in voices.yaml, such as zhong4 or plain words"),
        )
    if erhua:
        for final, changed in _ERHUA:
            phonemes, count = final.subn(changed, phonemes)
            if count:
                break
    return phonemes.replace("_", TONES[tone])
