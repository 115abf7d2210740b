"""How many faults in the sound an independent listener finds, and how often it complains without cause.

    python benchmarks/listening.py                                   # kokoro, two voices, 168 sentences a voice
    python benchmarks/listening.py --engine espeak --voices cmn+f3   # any engine whose clips have marks

Each sentence of `listening_sentences.txt` is spoken whole, and `--faults` times with a word removed, doubled or
replaced: half of the faults are cut into the sound, half are spoken anew from a changed text. All of them are laid out
and encoded as one episode, which is then heard as `narrator check --listen` does. What was spoken is kept in `--cache`.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from listening_faults import Case, cases, sentences
from narrator.episode import record
from narrator.listening import Expected, Hearing, Recogniser, hear_episode, whisper
from narrator.model import Timeline, Voice
from narrator.speech import FileStore, engine
from narrator.spoken import verbalise_text

HERE = Path(__file__).parent
VOICES = {"kokoro": ("zf_xiaoxiao", "zm_yunjian"), "espeak": ("cmn+f3",)}


def main() -> None:
    """Print the share found by kind of fault, the false alarms, and each sentence that was judged wrongly."""
    arguments = _arguments()
    speaker = engine(arguments.engine)
    if why_not := speaker.available():
        raise SystemExit(f"{arguments.engine} does not answer: {why_not}")
    recogniser = whisper(arguments.model, threads=1)
    texts = sentences(arguments.sentences)[: arguments.most]
    store = FileStore(arguments.cache)
    heard: list[tuple[Case, str]] = []
    began, length_s = time.process_time(), 0.0
    for name in arguments.voices or VOICES.get(arguments.engine, ()):
        voice = Voice(engine=speaker.name, name=name)
        made = list(cases(texts, [voice], speaker, store, faults=arguments.faults))
        timeline, _, recording = record(case.clip for case in made)
        began = time.process_time() if not heard else began
        hearing = listened(recording.mp3, made, timeline, recogniser)
        length_s += timeline.length / timeline.rate_hz
        heard.extend(zip(made, said_of(hearing, len(made)), strict=True))
    report(heard)
    print(f"processor time per second of sound: {(time.process_time() - began) / max(length_s, 1):.2f} s")


def listened(mp3: bytes, made: Sequence[Case], timeline: Timeline, recogniser: Recogniser) -> Hearing:
    """The episode as it is heard, beside what should be."""
    expected = [
        Expected(
            reading=case.clip.utterance.sentence.reading,
            start_s=cue.start / timeline.rate_hz,
            end_s=cue.end / timeline.rate_hz,
            language="zh-CN",
        )
        for case, cue in zip(made, timeline.cues, strict=True)
    ]
    return hear_episode(mp3, expected, recogniser=recogniser, read=verbalise_text)


def said_of(hearing: Hearing, count: int) -> list[str]:
    """What is said of each sentence; empty where it is as it should be."""
    said = [""] * count
    for each in hearing.misheard:
        said[each.sentence] = f"{each} ({each.evidence:+.1f})"
    return said


def report(heard: Sequence[tuple[Case, str]]) -> None:
    """The table."""
    total: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for case, said in heard:
        kind = (case.what or "whole", case.how or "")
        total[kind] += 1
        found[kind] += bool(said)
        if bool(said) != bool(case.what):
            spoken = case.clip.utterance.sentence.reading.spoken
            print(
                f"  {case.what or 'whole'} {case.how or ''} 「{case.word}」 {spoken}  {said or 'nothing is said of it'}"
            )
    for kind in sorted(total):
        print(f"{kind[0]:9} {kind[1]:7} {found[kind]:4} of {total[kind]:4} told")
    faults = sum(count for kind, count in total.items() if kind[0] != "whole")
    told = sum(count for kind, count in found.items() if kind[0] != "whole")
    whole = total["whole", ""]
    print(f"found: {told} of {faults} ({100 * told / max(1, faults):.1f} %)")
    print(f"false alarms: {found['whole', '']} of {whole} ({100 * found['whole', ''] / max(1, whole):.1f} %)")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default="kokoro")
    parser.add_argument("--voices", nargs="*")
    parser.add_argument("--sentences", type=Path, default=HERE / "listening_sentences.txt")
    parser.add_argument("--most", type=int, default=None, help="sentences of the list; all without it")
    parser.add_argument("--faults", type=int, default=2, help="for each sentence and voice")
    parser.add_argument("--model", default=None, help="of faster-whisper, or a folder; as NARRATOR_WHISPER")
    parser.add_argument("--cache", type=Path, default=Path("/tmp/narrator-listening"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
