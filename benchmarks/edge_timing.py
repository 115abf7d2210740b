"""Edge, however it reports words: is each answer taken, are cut ones found, and when is each word said to be heard?

    python benchmarks/edge_timing.py [--mixtures 40] [--seed 1]

The stand-in of the tests speaks with eSpeak NG, whose own marks are the truth, and reports words in every manner that
users tell of, in others akin to them, and in mixtures of two or three. Then it cuts answers short, in every manner.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from edge_manners import SEVEN, Manner
from edge_speech import WORD, speech
from edge_standin import Fault, StandIn
from narrator.errors import EngineError
from narrator.model import Clip, Voice
from narrator.speech.engines.edge import URL_VARIABLE, EdgeEngine
from speech_utterances import utterance

VOICES = ("zh-CN-XiaoxiaoNeural", "zh-CN-YunjianNeural")
TEXTS = (
    "渡口的老船工今年七十三岁，撑了五十年的船。",
    "桥修好以后，坐船的人少了。他还是每天清早把船擦一遍！",
    "“水涨水落，人来人往。”他指着对岸说，“都在我这双眼睛里。”",
    "你问他为什么不走？他想了想，说：习惯了。",
    "去年有个学生用AI给他画了一张像，他挂在船舱里，逢人就讲。",
    "第一年载了三百个人、二十头牛、四十六担米；第二年多了一倍，第三年却只有一半。",
    "孩子们放学了。书包往船头一扔，鞋也不脱，就跳上来喊开船。",
    "不远处的码头正在改成公园，长凳已经摆好。",
    "今天风大，晚一点再过河。",
    "谢谢，谢谢大家，谢谢！",
)
CUT = (
    Fault.SHORT,
    Fault.SHORT_QUIETLY,
    Fault.HOLE,
    Fault.FADED,
    Fault.SQUEEZED,
    Fault.SILENT,
    Fault.NO_END,
    Fault.CLOSE,
)
SENTENCE_ENDS = frozenset("。！？”")


@dataclass
class Score:
    """What became of the answers."""

    taken: int = 0
    refused: int = 0
    estimated: int = 0
    words_s: list[float] = field(default_factory=list)
    sentences_s: list[float] = field(default_factory=list)

    def row(self) -> str:
        """Counts, and median and worst errors."""
        asked = self.taken + self.refused
        errors = " ".join(_spread(errors_s) for errors_s in (self.sentences_s, self.words_s))
        return f"{self.taken:4}/{asked:<4} {self.estimated:4}   {errors}"


def _spread(errors_s: Sequence[float]) -> str:
    if not errors_s:
        return f"{'–':>5} {'–':>5} {'–':>5}"
    return " ".join(
        f"{1000 * value:5.0f}" for value in (np.median(errors_s), np.quantile(errors_s, 0.9), max(errors_s))
    )


def errors_of(text: str, clip: Clip, *, female: bool) -> Iterator[tuple[bool, float]]:
    """For each word that is marked, whether it starts a sentence, and by how many seconds it is off."""
    rate_hz = clip.audio.frame_rate
    starts = {mark.spoken.start: mark.start / rate_hz for mark in clip.marks}
    first = True
    for word, (_, start_s, _) in zip(WORD.finditer(text), speech(text, female=female).words, strict=True):
        before = text[: word.start()].rstrip("“”")[-1:]
        if word.start() in starts:
            yield first or before in SENTENCE_ENDS, abs(starts[word.start()] - start_s)
        first = False


def measured(engine: EdgeEngine, texts: Sequence[str], score: Score) -> None:
    """Every text in two voices."""
    for voice in VOICES:
        for text in texts:
            try:
                clip = engine.speak(utterance(text, voice=Voice(engine="edge", name=voice)))
            except EngineError as error:
                score.refused += 1
                if options.verbose:
                    print("     refused:", text, error.message)
                continue
            score.taken += 1
            score.estimated += clip.timing == "estimated"
            for is_sentence, error_s in errors_of(text, clip, female=voice == VOICES[0]):
                score.words_s.append(error_s)
                if is_sentence:
                    score.sentences_s.append(error_s)


def whole_answers(service: StandIn, mixtures: int, chance: random.Random) -> None:
    """A row for each manner, and one for all mixtures."""
    print("whole answers: taken, of these timed by the sound; error in ms of sentence starts and of words")
    print(f"{'':46}taken   estim.    med   90%   max   med   90%   max")
    total = Score()
    for manners in [(), *((manner,) for manner in Manner)]:
        score = Score()
        service.manners = lambda manners=manners: manners
        measured(EdgeEngine(), TEXTS, score)
        print(
            f"{'*' if manners and manners[0] in SEVEN else ' '} {(manners[0] if manners else 'as it is'):42} {score.row()}"
        )
    for _ in range(mixtures):
        manners = tuple(chance.sample(list(Manner), chance.choice((2, 3))))
        service.manners = lambda manners=manners: manners
        before = total.refused
        measured(EdgeEngine(), chance.sample(TEXTS, 3), total)
        if total.refused > before:
            print("    refused in the mixture:", "; ".join(manners))
    print(f"  {f'{mixtures} mixtures of two or three':42} {total.row()}")
    print("* reported by users of the service")


def cut_answers(service: StandIn, chance: random.Random, *, known: bool) -> None:
    """A row for each way to cut an answer: how many were found out."""
    print(
        f"\nanswers cut short{' in a voice heard before' if known else ''}: found, when the words are reported well, "
    )
    print("not at all, and in any manner")
    for fault in CUT:
        found = []
        for reported in ([()], [(Manner.NONE,)], [(manner,) for manner in Manner]):
            service.faults = lambda: None
            service.manners = lambda: ()
            engine = EdgeEngine(idle_timeout_s=1.0)
            if known:
                measured(engine, TEXTS, Score())
            score = Score()
            service.faults = lambda fault=fault: fault
            for manners in chance.sample(reported, min(len(reported), 12)):
                service.manners = lambda manners=manners: manners
                measured(engine, [text for text in TEXTS if len(text) > 12], score)
            found.append(f"{score.refused:4}/{score.refused + score.taken:<4}")
        print(f"  {fault.name:14} {'  '.join(found)}   {fault}")


def main() -> None:
    """Print the tables."""
    chance = random.Random(options.seed)
    with StandIn() as service:
        os.environ[URL_VARIABLE] = service.url
        whole_answers(service, options.mixtures, chance)
        for known in (False, True):
            cut_answers(service, chance, known=known)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mixtures", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--known-voice", action="store_true", help="let the engine hear the voice whole before it is cut"
    )
    parser.add_argument("--verbose", action="store_true", help="each refusal")
    options = parser.parse_args()
    main()
