"""How many faults in the sound an independent listener finds, and how often it complains without cause.

    python benchmarks/listening.py                                   # kokoro, two voices, 168 sentences a voice
    python benchmarks/listening.py --engine espeak --voices cmn+f3   # any engine whose clips have marks
    python benchmarks/listening.py --page samples/interview.txt --voices zm_yunyang zf_xiaoyi   # of a page nobody fitted

Each sentence of `listening_sentences.txt` is spoken whole, and `--faults` times with a word removed, doubled or
replaced: half of the faults are cut into the sound, half are spoken anew from a changed text. All of them are laid out
and encoded as one episode, which is then heard as `narrator check --listen` does. What was spoken is kept in `--cache`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from listening_faults import Case, cases, sentences
from narrator.episode import record
from narrator.listening import Expected, Hearing, Misheard, Recogniser, hear_episode, whisper
from narrator.listening.listener import LEAST_EVIDENCE
from narrator.model import Timeline, Voice
from narrator.pipeline import script_of, sentences_of
from narrator.settings import load_settings
from narrator.speech import FileStore, engine
from narrator.spoken import verbalise_text

HERE = Path(__file__).parent
LIMITS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0)
VOICES = {"kokoro": ("zf_xiaoxiao", "zm_yunjian"), "espeak": ("cmn+f3",)}


def main() -> None:
    """Print the share found by kind of fault, the false alarms, and each sentence that was judged wrongly."""
    arguments = _arguments()
    speaker = engine(arguments.engine)
    if why_not := speaker.available():
        raise SystemExit(f"{arguments.engine} does not answer: {why_not}")
    recogniser = whisper(arguments.model, threads=1)
    texts = (of_page(arguments.page) if arguments.page else sentences(arguments.sentences))[: arguments.most]
    store = FileStore(arguments.cache)
    heard: list[tuple[Case, Misheard | None]] = []
    began, length_s = time.process_time(), 0.0
    for name in arguments.voices or VOICES.get(arguments.engine, ()):
        voice = Voice(engine=speaker.name, name=name)
        made = list(cases(texts, [voice], speaker, store, faults=arguments.faults))
        timeline, _, recording = record(case.clip for case in made)
        began = time.process_time() if not heard else began
        hearing = listened(recording.mp3, made, timeline, recogniser)
        length_s += timeline.length / timeline.rate_hz
        heard.extend(zip(made, faults_of(hearing, len(made)), strict=True))
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
    return hear_episode(mp3, expected, recogniser=recogniser, read=verbalise_text, least_evidence=0.0)


def of_page(page: str) -> list[str]:
    """The page's sentences of 6 to 40 characters."""
    found = sentences_of(script_of(page), load_settings(None))
    return list(dict.fromkeys(each.reading.written.strip() for each in found if 6 <= len(each.reading.written) <= 40))


def faults_of(hearing: Hearing, count: int) -> list[Misheard | None]:
    """What speaks against each sentence, however little."""
    said: list[Misheard | None] = [None] * count
    for each in hearing.misheard:
        said[each.sentence] = each
    return said


def report(heard: Sequence[tuple[Case, Misheard | None]]) -> None:
    """Each sentence that is judged wrongly, and the tables by kind and by limit."""
    total: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for case, fault in heard:
        kind = (case.what or "whole", case.how or "")
        told = fault is not None and fault.evidence >= LEAST_EVIDENCE
        total[kind] += 1
        found[kind] += told
        if told != bool(case.what):
            spoken = case.clip.utterance.sentence.reading.spoken
            said = f"{fault} ({fault.evidence:+.1f})" if fault else "nothing speaks against it"
            print(f"  {kind[0]} {kind[1]} 「{case.word}」 {spoken}  {said}")
    for kind in sorted(total):
        print(f"{kind[0]:9} {kind[1]:7} {found[kind]:4} of {total[kind]:4} told")
    for limit in LIMITS:
        told_at = [(bool(case.what), fault is not None and fault.evidence >= limit) for case, fault in heard]
        faulty = [told for is_faulty, told in told_at if is_faulty]
        whole = [told for is_faulty, told in told_at if not is_faulty]
        print(
            f"from an evidence of {limit:3.1f}{' (in use)' if limit == LEAST_EVIDENCE else ''}: "
            f"found {sum(faulty)} of {len(faulty)} ({100 * sum(faulty) / max(1, len(faulty)):.1f} %), "
            f"false alarms {sum(whole)} of {len(whole)} ({100 * sum(whole) / max(1, len(whole)):.1f} %)"
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default="kokoro")
    parser.add_argument("--voices", nargs="*")
    parser.add_argument("--sentences", type=Path, default=HERE / "listening_sentences.txt")
    parser.add_argument("--page", default=None, help="take its sentences instead")
    parser.add_argument("--most", type=int, default=None, help="sentences of the list; all without it")
    parser.add_argument("--faults", type=int, default=2, help="for each sentence and voice")
    parser.add_argument("--model", default=None, help="of faster-whisper, or a folder; as NARRATOR_WHISPER")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "narrator-listening")
    return parser.parse_args()


if __name__ == "__main__":
    main()
