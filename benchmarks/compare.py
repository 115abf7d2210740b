"""narrator beside what people do today: python benchmarks/compare.py [PAGE] [--quick]

Every line is measured in this one run, each way in a process of its own, one after another: figures of different days
or machines mean little. Speech comes from a stand-in for the Edge service (eight connections, each sending 15 times as
fast as the speech is heard), which has spoken everything once before, so that it costs the same for all. Memory is the
peak of a way's whole process tree.

    turn by turn          edge-tts, one turn after another, pydub `+`, export: the script people write
    all turns at once     the same with asyncio.gather
    narrator              narrator make --engine edge, from nothing: with levels, captions, cover, player, feed
    pydub export          only writing the finished sound as MP3
    ffmpeg loudnorm       only levelling it, in one pass, and writing it
    lameenc, two threads  only encoding it, without levels
    narrator's recording  only levelling, encoding and measuring it
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "interview.txt"
CONNECTIONS = 8
PACE = 15.0
VOICES = ("zh-CN-XiaoxiaoNeural", "zh-CN-YunyangNeural")
LOOK_S = 0.05
QUICK_TURNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one way took."""

    wall_s: float
    cpu_s: float
    peak_mb: float


# ------------------------------------------------------------------------------------------ the ways, each a process


def service() -> None:
    """The stand-in, until standard input ends; prints its address."""
    sys.path.insert(0, str(ROOT / "tests"))
    from edge_standin import StandIn

    with StandIn(latency_s=0.1, pace=PACE, connections=40) as running:
        print(running.url, flush=True)
        for line in sys.stdin:
            running.pace = float(line) or None
            print("set", flush=True)


def pointed_at_the_stand_in() -> None:
    """edge-tts, as narrator points it there."""
    from narrator.speech.engines.edge_connection import point_at

    point_at(os.environ["NARRATOR_EDGE_URL"])


def turn_by_turn(turns: Path, mp3: Path) -> None:
    """As most scripts do it."""
    import edge_tts
    from pydub import AudioSegment

    pointed_at_the_stand_in()
    whole = AudioSegment.empty()
    for number, (text, voice) in enumerate(json.loads(turns.read_text("utf-8"))):
        part = mp3.with_name(f"part{number}.mp3")
        asyncio.run(edge_tts.Communicate(text, voice).save(str(part)))
        whole += AudioSegment.from_mp3(part) + AudioSegment.silent(700)
    whole.export(mp3, format="mp3", bitrate="64k")


def all_at_once(turns: Path, mp3: Path) -> None:
    """As the quicker ones do it, with no more connections than the service allows."""
    import edge_tts
    from pydub import AudioSegment

    pointed_at_the_stand_in()

    async def every() -> list[Path]:
        free = asyncio.Semaphore(CONNECTIONS)

        async def one(number: int, text: str, voice: str) -> Path:
            part = mp3.with_name(f"part{number}.mp3")
            async with free:
                await edge_tts.Communicate(text, voice).save(str(part))
            return part

        said = json.loads(turns.read_text("utf-8"))
        return await asyncio.gather(*(one(number, *each) for number, each in enumerate(said)))

    whole = AudioSegment.empty()
    for part in asyncio.run(every()):
        whole += AudioSegment.from_mp3(part) + AudioSegment.silent(700)
    whole.export(mp3, format="mp3", bitrate="64k")


def pydub_export(wav: Path, mp3: Path) -> None:
    """Only the last step of these scripts."""
    from pydub import AudioSegment

    AudioSegment.from_wav(wav).export(mp3, format="mp3", bitrate="64k")


def lame(wav: Path, mp3: Path) -> None:
    """LAME on two threads, at the quality that narrator encodes with."""
    import lameenc
    from pydub import AudioSegment

    from narrator.episode.mp3 import QUALITY

    sound = AudioSegment.from_wav(wav)
    samples = sound.raw_data

    def part(start: int, end: int) -> bytes:
        encoder = lameenc.Encoder()
        encoder.set_bit_rate(64)
        encoder.set_in_sample_rate(sound.frame_rate)
        encoder.set_channels(1)
        encoder.set_quality(QUALITY)
        encoder.silence()
        return bytes(encoder.encode(samples[start:end])) + bytes(encoder.flush())

    middle = len(samples) // 4 * 2
    with ThreadPoolExecutor(2) as pool:
        mp3.write_bytes(b"".join(pool.map(part, (0, middle), (middle, len(samples)))))


def recording(wav: Path, mp3: Path) -> None:
    """Clips of ten seconds, levelled, encoded and measured."""
    sys.path.insert(0, str(ROOT / "tests"))
    from pydub import AudioSegment

    from narrator.episode import record
    from narrator.model import Clip
    from speech_utterances import utterance

    sound = AudioSegment.from_wav(wav)
    clips = (
        Clip(utterance=utterance(f"第{at}句。"), audio=sound[at : at + 10_000], marks=(), timing="estimated")
        for at in range(0, len(sound), 10_000)
    )
    _, _, made = record(clips)
    mp3.write_bytes(made.mp3)


WAYS = {
    "service": service,
    "turn-by-turn": turn_by_turn,
    "all-at-once": all_at_once,
    "pydub-export": pydub_export,
    "lame": lame,
    "recording": recording,
}


# ------------------------------------------------------------------------------------------ measuring


def measured(command: Sequence[str], environment: dict[str, str]) -> Cost:
    """What a command took, all its processes together."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak, ended = [0.0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, ended))
    watcher.start()
    told = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall_s = time.perf_counter() - began
    ended.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{told.decode()[-1500:]}")
    return Cost(wall_s=wall_s, cpu_s=used.ru_utime + used.ru_stime, peak_mb=max(peak[0], used.ru_maxrss / 1024))


def _watch(pid: int, peak: list[float], ended: threading.Event) -> None:
    import psutil

    try:
        top = psutil.Process(pid)
        while not ended.wait(LOOK_S):
            held = 0
            for each in (top, *top.children(recursive=True)):
                try:
                    held += each.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            peak[0] = max(peak[0], held / 1e6)
    except psutil.NoSuchProcess:
        return


def here(way: str, *arguments: str | Path) -> list[str]:
    """The command that runs one of the ways above."""
    return [sys.executable, __file__, "--way", way, *map(str, arguments)]


def turns_of(page: Path, folder: Path, most: int | None) -> tuple[Path, Path]:
    """The page as turns with voices, for the scripts; and as a script that narrator makes the same of.

    Args:
        most: how many turns of it; None: all.
    """
    from narrator.pipeline import editable, script_of

    whole_script = script_of(str(page))
    turns_kept = whole_script.turns[:most]
    chapters = tuple(each for each in whole_script.chapters if each.turn < len(turns_kept))
    script = replace(whole_script, turns=turns_kept, chapters=chapters)
    people = list(dict.fromkeys(turn.speaker for turn in script.turns))
    turns = [
        ("".join(part.text for part in turn.paragraphs), VOICES[people.index(turn.speaker) % 2])
        for turn in script.turns
    ]
    listed, whole = folder / "turns.json", folder / "page.txt"
    whole.write_text(editable(script), "utf-8")
    listed.write_text(json.dumps(turns), "utf-8")
    return listed, whole


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("page", nargs="?", type=Path, default=SAMPLE)
    options.add_argument("--quick", action="store_true", help="the first turns alone, once: under a minute")
    options.add_argument("--runs", type=int, default=3, help="of each, the quickest counts")
    chosen = options.parse_args()
    runs = 1 if chosen.quick else chosen.runs
    with (
        tempfile.TemporaryDirectory() as name,
        subprocess.Popen(here("service"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as stand_in,
    ):
        try:
            compare(chosen.page, Path(name), stand_in, runs, QUICK_TURNS if chosen.quick else None)
        finally:
            assert stand_in.stdin is not None
            stand_in.stdin.close()


def compare(page: Path, folder: Path, stand_in: subprocess.Popen[str], runs: int, most: int | None) -> None:
    """Measure each way and print its line.

    Args:
        most: how many turns of the page; None: all.
    """
    assert stand_in.stdin is not None
    assert stand_in.stdout is not None
    url = stand_in.stdout.readline().strip()
    environment = os.environ | {"NARRATOR_EDGE_URL": url}
    turns, whole = turns_of(page, folder, most)
    made, wav, mp3 = folder / "made", folder / "sound.wav", folder / "sound.mp3"
    narrator = [sys.executable, "-m", "narrator", "make", str(whole), "--engine", "edge", "--all", "--output"]

    def pace(times: float) -> None:
        print(times, file=stand_in.stdin, flush=True)
        stand_in.stdout.readline()

    pace(0)  # everything is spoken once, as fast as it goes
    measured(here("all-at-once", turns, mp3), environment)
    measured([*narrator, str(folder / "warm")], environment)
    pace(PACE)
    sound = next((folder / "warm").glob("*/*.mp3"))
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", sound, "-ac", "1", wav], check=True)
    length_s = json.loads(next((folder / "warm").glob("*/episode.json")).read_text("utf-8"))["audio"]["duration_s"]
    loudnorm = [
        "ffmpeg",
        "-v",
        "error",
        "-y",
        "-i",
        str(wav),
        "-af",
        "loudnorm=I=-16:TP=-1",
        "-ar",
        "44100",
        "-b:a",
        "64k",
    ]
    ways = {
        "turn by turn": lambda run: here("turn-by-turn", turns, mp3),
        "all turns at once": lambda run: here("all-at-once", turns, mp3),
        "narrator": lambda run: [*narrator, f"{made}{run}"],
        "pydub export": lambda run: here("pydub-export", wav, mp3),
        "ffmpeg loudnorm": lambda run: [*loudnorm, str(mp3)],
        "lameenc, two threads": lambda run: here("lame", wav, mp3),
        "narrator's recording": lambda run: here("recording", wav, mp3),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    for run in range(runs):
        for name, command in ways.items():
            costs[name].append(measured(command(run), environment))
    best = {name: min(some, key=lambda cost: cost.wall_s) for name, some in costs.items()}
    print(f"{length_s:.0f} s of sound; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; the quickest of {runs}")
    for name, cost in best.items():
        ratio = best["turn by turn"].wall_s / cost.wall_s
        print(
            f"{name:21} {cost.wall_s:7.2f} s {cost.cpu_s:7.2f} s of CPU {cost.peak_mb:6.0f} MB "
            f"{length_s / cost.wall_s:6.1f} times real time, {ratio:6.2f} times turn by turn"
        )
    limit_s = length_s / (CONNECTIONS * PACE)
    print(f"narrator has {limit_s / best['narrator'].wall_s:.0%} of what the service's limit allows ({limit_s:.2f} s)")
    own = best["narrator's recording"]
    print(
        f"narrator's recording is {best['lameenc, two threads'].wall_s / own.wall_s:.2f} times as fast as lameenc alone"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        WAYS[sys.argv[2]](*map(Path, sys.argv[3:]))
    else:
        main()
