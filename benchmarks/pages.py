"""Many pages: how much sooner two workers are done than one, and what unchanged pages cost.

    python benchmarks/pages.py --pages 100

Each form makes the same made-up interviews with espeak, in a fresh process and with nothing kept from before.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QUESTIONS = (
    "各位好！请问水厂建在第{n}条河边吗？",
    "去年汛期一共测报了{n}百二十七次，是怎样做到的？",
    "最后请问，您最想对年轻人说什么？",
)
ANSWERS = (
    "是的，已经{n}年了。河边的人都知道，水清了，鸟也回来了，我们每天早上六点去看一次水尺。",
    "靠的是老办法加新设备：人工水尺每15分钟读一次，雷达水位计每分钟传一次，两边对得上才发布。",
    "多到河边走走吧，看看水从哪里来，又到哪里去，第{n}条河也有它自己的脾气。",
)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=100)
    options.add_argument("--turns", type=int, default=4, help="times that the three questions are asked on a page")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages"
        pages.mkdir()
        for number in range(chosen.pages):
            write(pages, number, chosen.turns)
        print(f"{chosen.pages} pages; load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        worker = run(pages, Path(folder) / "worker", "--jobs", "1", cores=1)
        one = run(pages, Path(folder) / "one", "--jobs", "1")
        two = run(pages, Path(folder) / "two", "--jobs", "2")
        print(f"two workers: {worker / two:.2f} times as fast as one worker on one core")
        print(f"two workers: {one / two:.2f} times as fast as one process that uses both cores")
        again = run(pages, Path(folder) / "two", "--jobs", "2")
        print(f"nothing changed: {again / two:.1%} of that")


def write(folder: Path, number: int, turns: int) -> None:
    """A page whose sentences no other page has."""
    lines = [f"第{number}次供水谈话", "2024年5月6日"]
    for turn in range(turns):
        for question, answer in zip(QUESTIONS, ANSWERS, strict=True):
            lines += [f"主持人：{question.format(n=number + turn)}", f"林知远：{answer.format(n=number * 7 + turn)}"]
    (folder / f"{number}.txt").write_text("\n\n".join(lines) + "\n", "utf-8")


def run(pages: Path, output: Path, *more: str, cores: int | None = None) -> float:
    """Make the pages; prints and returns how long it took, in seconds.

    Args:
        cores: how many of this machine's it may use; None: all.
    """
    command = [
        sys.executable,
        "-m",
        "narrator",
        "make",
        str(pages),
        "--engine",
        "espeak",
        "--output",
        str(output),
        *more,
    ]
    began, busy = time.perf_counter(), cpu()
    everywhere = os.sched_getaffinity(0)
    if cores:
        os.sched_setaffinity(0, sorted(everywhere)[:cores])  # which the process inherits
    try:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    finally:
        os.sched_setaffinity(0, everywhere)
    took = time.perf_counter() - began
    print(
        f"{took:8.1f} s  {cpu() - busy:8.1f} s of CPU  {' '.join(more)}{f', {cores} core' if cores else ''}", flush=True
    )
    return took


def cpu() -> float:
    """Seconds that ended children have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
