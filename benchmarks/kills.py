"""Kill `narrator make` at random moments: is the folder whole each time, and does the next run go on from there?

    python benchmarks/kills.py [--kills 100] [--seed 1]

Real processes, killed with SIGKILL (TerminateProcess on Windows), with the built-in engine and with the stand-in
for Edge by turns; half of the runs make the first episode, half make an edited page again over a good one.
After each kill, whatever episode is in the folder must be whole; then the run is repeated to its end, and must
give the very bytes of a run that was never disturbed, without touching what the killed run left in the cache.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from edge_standin import StandIn
from narrator.speech.engines.edge import URL_VARIABLE

PAGE = """老街访谈

主持人：您好，欢迎来到老街。今天我们请到了茶馆的掌柜林晓，请他讲讲这条街的故事。

林晓：大家好，谢谢邀请。我在这条街上住了四十年，茶馆是我父亲留下来的。

主持人：茶馆这些年有什么变化？

林晓：变化不小。{year}重新修过一次屋顶，门前的石狮子也擦干净了。客人比从前多，年轻人也爱来。

主持人：接下来有什么打算？

林晓：想在二楼开一间小小的图书室，周末请人来讲故事。

主持人：谢谢您，祝茶馆生意兴隆。
"""
ENGINES = ("espeak", "edge")
FIRST, EDITED = PAGE.format(year="去年冬天"), PAGE.format(year="前年夏天")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an output folder holds."""

    digest: str | None
    """Of the episode's MP3; None: no episode."""
    faults: tuple[str, ...]


class Bench:
    """One place where runs are made and killed."""

    def __init__(self, folder: Path, url: str) -> None:
        self.page = folder / "page.txt"
        self.environment = {**os.environ, URL_VARIABLE: url, "PYTHONUTF8": "1"}
        self.folder = folder

    def start(self, text: str, engine: str, output: Path) -> subprocess.Popen[str]:
        """A run under way."""
        self.page.write_text(text, encoding="utf-8")
        return subprocess.Popen(
            [sys.executable, "-m", "narrator", "make", str(self.page), "--engine", engine, "--output", str(output)],
            env=self.environment,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def finish(self, text: str, engine: str, output: Path) -> tuple[int, float]:
        """Exit code and duration of a run that nobody disturbs."""
        began = time.perf_counter()
        run = self.start(text, engine, output)
        _, told = run.communicate()
        if run.returncode:
            print(told, file=sys.stderr)
        return run.returncode, time.perf_counter() - began


def look(output: Path) -> Found:
    """The episode in the folder, and what is wrong with it."""
    faults: list[str] = []
    digests: list[str] = []
    folders = [path for path in output.glob("*") if path.is_dir() and not path.name.startswith(".")]
    for folder in folders:
        try:
            manifest = json.loads((folder / "episode.json").read_text(encoding="utf-8"))
            sound = (folder / manifest["audio"]["file"]).read_bytes()
            digests.append(hashlib.sha256(sound).hexdigest())
            if digests[-1] != manifest["audio"]["sha256"]:
                faults.append(f"{folder.name}: the sound is not the manifest's")
            missing = [name for name in manifest["files"].values() if not (folder / name).is_file()]
            faults += [f"{folder.name}: {name} is missing" for name in missing]
        except (OSError, ValueError, LookupError) as error:
            faults.append(f"{folder.name}: {error!r}")
    if len(folders) > 1:
        faults.append("more than one episode")
    return Found(digest=digests[0] if digests else None, faults=tuple(faults))


def entries(output: Path) -> dict[Path, tuple[int, int]]:
    """What the cache holds; a file written again has another inode or size."""
    return {path: (path.stat().st_ino, path.stat().st_size) for path in output.glob(".cache/*/*.entry")}


class Trial:
    """Undisturbed runs to compare with, and what came of the disturbed ones."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.good: dict[tuple[str, str], str | None] = {}
        self.takes_s: dict[str, float] = {}
        self.before: dict[str, Path] = {}
        for engine in ENGINES:
            for text in (EDITED, FIRST):
                output = bench.folder / f"good-{engine}-{text == FIRST}"
                _, self.takes_s[engine] = bench.finish(text, engine, output)
                self.good[engine, text] = look(output).digest
            self.before[engine] = output

    def kill(self, number: int, chance: random.Random) -> None:
        """Disturb one run, and let another go on from there."""
        engine, over_a_good_one = ENGINES[number % 2], number // 2 % 2 == 1
        output = self.bench.folder / f"output-{number}"
        if over_a_good_one:
            shutil.copytree(self.before[engine], output)
        run = self.bench.start(EDITED, engine, output)
        try:
            run.communicate(timeout=self.takes_s[engine] * chance.uniform(0.1, 1.0))
            self.counts["finished before the kill"] += 1
        except subprocess.TimeoutExpired:
            run.kill()
            run.communicate()
            self.counts["killed"] += 1
        found, kept = look(output), entries(output)
        self.counts["of these, over a good episode"] += over_a_good_one
        self.counts["already with the new episode"] += found.digest == self.good[engine, EDITED]
        self.counts["entries they left in the cache"] += len(kept)
        self.faults += [f"kill {number}: {fault}" for fault in found.faults]
        if found.digest not in {self.good[engine, EDITED], self.good[engine, FIRST] if over_a_good_one else None}:
            self.faults.append(f"kill {number}: the episode is neither the last good one nor the new one")

        code, _ = self.bench.finish(EDITED, engine, output)
        found, now = look(output), entries(output)
        self.faults += [f"after kill {number}: {fault}" for fault in found.faults]
        if code == 0 and found.digest == self.good[engine, EDITED]:
            self.counts["good continuations"] += 1
        else:
            self.faults.append(f"after kill {number}: exit code {code}, not the bytes of an undisturbed run")
        again = sum(now.get(path) != entry for path, entry in kept.items())
        self.counts["entries made again though they were kept"] += again
        shutil.rmtree(output)


def main() -> None:
    """Print a table; exit 1 if anything was not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name, StandIn(latency_s=0.05) as service:
        trial = Trial(Bench(Path(name), service.url))
        number = 0
        while trial.counts["killed"] < options.kills:
            trial.kill(number, chance)
            number += 1
    for what, count in trial.counts.items():
        print(f"{count:6}  {what}")
    print(f"{len(trial.faults):6}  faults")
    for fault in trial.faults:
        print(f"        {fault}")
    sys.exit(bool(trial.faults))


if __name__ == "__main__":
    main()
