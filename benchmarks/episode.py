"""The figures of a whole episode: python benchmarks/episode.py PAGE

Runs `narrator make PAGE --engine espeak` twice as a process of its own, from nothing each time, and prints what the
page became: speakers and turns, whether every printed character is accounted for, loudness measured on the finished
MP3, chapters, how many times as fast as its own speech it was made (process start included), and whether both runs gave
the same bytes. For comparison it times LAME alone on the same sound in the same run: times on one machine on one day
mean little by themselves.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from narrator.episode import analyse
from narrator.episode.decode import decoded
from narrator.episode.mp3 import encode
from narrator.pipeline.scripts import script_of


def made(page: str, output: Path) -> tuple[Path, float]:
    """The episode's folder, and the seconds it took."""
    command = [sys.executable, "-m", "narrator", "make", page, "--engine", "espeak", "--output", str(output)]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return Path(done.stdout.strip()), time.perf_counter() - start


def characters(text: str) -> str:
    """Without white space, which is not printed."""
    return "".join(text.split())


def main() -> None:
    """Print the figures."""
    page = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        (one, first_s), (other, second_s) = (made(page, Path(folder) / name) for name in ("one", "two"))
        again, cached_s = made(page, Path(folder) / "two")
        manifest = json.loads((one / "episode.json").read_text(encoding="utf-8"))
        mp3 = (one / f"{one.name}.mp3").read_bytes()
        same = mp3 == (other / f"{other.name}.mp3").read_bytes() == (again / f"{again.name}.mp3").read_bytes()
        heard = analyse(mp3)
        sound = np.concatenate([frame.to_ndarray()[0] for frame in decoded(mp3)])
    samples = np.rint(sound * 32767).astype(np.int16)
    samples = samples[: len(samples) // 1152 * 1152]
    start = time.perf_counter()
    encode(samples, rate_hz=heard.rate_hz, bitrate_kbps=64)
    lame_s = time.perf_counter() - start
    script = script_of(page)
    pieces = sorted(
        [(cue["at"], cue["text"]) for cue in manifest["cues"] if cue["kind"] != "notice"]
        + [(left["at"], left["text"]) for left in manifest["not_spoken"]]
    )
    accounted = characters("".join(text for _, text in pieces)) == characters(script.text)
    length_s = manifest["audio"]["duration_s"]
    people = [speaker["name"] for speaker in manifest["speakers"]]
    print(f"speakers             {len(people)}: {'、'.join(people)}")
    print(f"turns                {len(script.turns)}: {' '.join(turn.speaker or '-' for turn in script.turns)}")
    whole = "all" if accounted else "NOT all"
    print(f"printed characters   {len(characters(script.text))}, {whole} in cues or not_spoken")
    loudness = heard.loudness
    print(f"loudness             {loudness.integrated_lufs:.2f} LUFS, {loudness.true_peak_dbtp:.2f} dBTP")
    print(f"decoded              {heard.length / heard.rate_hz:.3f} s of {length_s:.3f} s, faults: {len(heard.faults)}")
    print(f"chapters             {len(manifest['chapters'])}")
    print(f"same bytes           {'yes' if same else 'NO'} (twice from nothing, once from the cache)")
    print(f"speech               {length_s:.1f} s")
    best_s = min(first_s, second_s)
    print(
        f"the whole command    {length_s / best_s:.0f} times as fast as its speech ({first_s:.1f} s, {second_s:.1f} s)"
    )
    print(f"  from the cache     {length_s / cached_s:.0f} times")
    print(f"  LAME alone         {length_s / lame_s:.0f} times, one core, same sound, same run")


if __name__ == "__main__":
    main()
