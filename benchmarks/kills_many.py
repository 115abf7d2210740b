"""Kill runs of many pages at random moments: is every episode whole, and does the next run make the rest and no more?

    python benchmarks/kills_many.py [--kills 20] [--seed 1]

By turns the whole run is killed (`make --jobs 2`), and one of two workers of a real Dask cluster in the middle of a run.
After the first, whatever episodes are there must be whole, and the next run must give the bytes of a run that was never
disturbed. After the second, the run itself must.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

PAGES = 6
TEXT = "供水谈话\n\n2024年5月6日\n\n主持人：请问水厂建在第{n}条河边吗？\n\n林知远：是的，已经{n}年了，大家都知道。\n"


def main() -> None:
    """Print what was found."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "pages").mkdir()
        for number in range(PAGES):
            (root / "pages" / f"{number}.txt").write_text(TEXT.format(n=number), "utf-8")
        began = time.monotonic()
        run(root, root / "whole").wait()
        took = time.monotonic() - began
        expected = files(root / "whole")
        for number in range(chosen.kills):
            output = root / f"out{number}"
            if number % 2 == 0:
                found.update(kill_run(root, output, chance.uniform(0.3, took), expected))
            else:
                found.update(kill_worker(root, output, chance.uniform(0.3, took), expected))
    for what, count in sorted(found.items()):
        print(f"{count:6}  {what}")


def run(root: Path, output: Path, *more: str) -> subprocess.Popen[bytes]:
    """Begin a run."""
    command = [
        sys.executable,
        "-m",
        "narrator",
        "make",
        str(root / "pages"),
        "--engine",
        "espeak",
        "--output",
        str(output),
    ]
    return subprocess.Popen(
        [*command, *(more or ("--jobs", "2"))], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def kill_run(root: Path, output: Path, after_s: float, expected: dict[str, bytes]) -> list[str]:
    """Kill the run; what is wrong then, and after the next one."""
    first = run(root, output)
    time.sleep(after_s)
    first.kill()
    first.wait()
    broken = [folder for folder in output.glob("[!.]*/episode.json") if not is_whole(folder.parent)]
    second = run(root, output, "--jobs", "2", "--new-only").wait()
    faults = ["run killed: broken episodes"] * len(broken)
    faults += ["run killed: the next run fails"] * (second != 0)
    faults += ["run killed: the next run gives other bytes"] * (files(output) != expected)
    faults += ["run killed: something is left aside"] * bool(list(output.glob(".staging*")))
    return ["runs killed", *faults]


def kill_worker(root: Path, output: Path, after_s: float, expected: dict[str, bytes]) -> list[str]:
    """Kill a worker; what is wrong when the run has ended."""
    from distributed import LocalCluster

    cluster: Any
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        going = run(root, output, "--cluster", cluster.scheduler_address)
        time.sleep(after_s)
        os.kill(cluster.workers[0].process.pid, signal.SIGKILL)
        ended = going.wait()
    lines = [json.loads(line) for line in (output / ".batch.jsonl").read_text().splitlines() if line]
    made = Counter(line["source"] for line in lines if line["result"] == "made")
    faults = ["worker killed: the run fails"] * (ended != 0)
    faults += ["worker killed: a page is missing"] * (len(made) != PAGES)
    faults += ["worker killed: other bytes"] * (files(output) != expected)
    return ["workers killed", *faults]


def is_whole(folder: Path) -> bool:
    """Whether the sound is the one that episode.json describes."""
    audio = json.loads((folder / "episode.json").read_text("utf-8"))["audio"]
    return hashlib.sha256((folder / audio["file"]).read_bytes()).hexdigest() == audio["sha256"]


def files(output: Path) -> dict[str, bytes]:
    """What is published."""
    names = [path.relative_to(output) for path in output.rglob("*") if path.is_file()]
    return {str(name): (output / name).read_bytes() for name in names if not name.parts[0].startswith(".")}


if __name__ == "__main__":
    main()
