"""What an edit costs beside making the page from nothing: python benchmarks/edits.py [PAGE]

Makes the page with espeak from nothing, then again unchanged, with one word changed, with another title, and again
with all of it kept; each in a process of its own, side by side in one run. Prints seconds, seconds of processor, and
both as a share of the first; what was read, spoken and encoded anew stands behind.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "samples" / "interview.txt"
WORD = re.compile("[一-龥]{4}(?=[，。])")
"""Four characters before a punctuation mark; the first of them behind the middle of the page is changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run took."""

    wall_s: float
    cpu_s: float
    anew: str

    def beside(self, whole: Cost) -> str:
        """A line of the table."""
        shares = f"{self.wall_s / whole.wall_s:6.1%} {self.cpu_s / whole.cpu_s:7.1%}"
        return f"{self.wall_s:7.2f} s {self.cpu_s:7.2f} s of CPU  {shares}  {self.anew}"


def make(page: Path, output: Path, *more: str) -> Cost:
    """Make the page in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "narrator",
        "make",
        str(page),
        "--engine",
        "espeak",
        "--output",
        str(output),
        *more,
    ]
    log = output.with_suffix(".log")
    log.unlink(missing_ok=True)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([*command, "--log-file", str(log)], capture_output=True, encoding="utf-8", check=False)
    wall_s, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = log.read_text("utf-8") if log.exists() else ""
    read, spoken = (sum(map(int, re.findall(rf", (\d+) {what} now", told))) for what in ("read", "spoken"))
    anew = f"{read} read, {spoken} spoken, {told.count('encoded now')} encoded"
    return Cost(wall_s=wall_s, cpu_s=cpu_s, anew=anew)


def edited(text: str) -> str:
    """With one word behind the middle changed."""
    found = WORD.search(text, len(text) // 2)
    if found is None:
        raise SystemExit("no word to change behind the middle of the page")
    return f"{text[: found.start()]}河边走走{text[found.end() :]}"


def retitled(text: str) -> str:
    """With another title: its first line."""
    first, rest = text.split("\n", 1)
    return f"{first.strip()}（修订）\n{rest}"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("page", nargs="?", type=Path, default=SAMPLE, help="a text whose first line is its title")
    options.add_argument("--runs", type=int, default=3, help="of each, the quickest counts")
    chosen = options.parse_args()
    original = chosen.page.read_text("utf-8-sig")
    states = {
        "from nothing": (original, ("--all",)),
        "nothing changed": (original, ()),
        "one word changed": (edited(original), ()),
        "the title changed": (retitled(original), ()),
        "all again (--all)": (original, ("--all",)),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in states}
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.txt")
        made = Path(folder, "made")
        for _ in range(chosen.runs):
            shutil.rmtree(made, ignore_errors=True)
            for name, (text, more) in states.items():
                output = made
                if name not in ("from nothing", "nothing changed"):  # each edit is one of the page as it was
                    output = Path(folder, "edited")
                    shutil.rmtree(output, ignore_errors=True)
                    shutil.copytree(made, output, symlinks=True)
                page.write_text(text, "utf-8")
                costs[name].append(make(page, output, *more))
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; the quickest of {chosen.runs}")
    quickest = {name: min(some, key=lambda cost: cost.cpu_s) for name, some in costs.items()}
    for name, cost in quickest.items():
        print(f"{name:18} {cost.beside(quickest['from nothing'])}")


if __name__ == "__main__":
    main()
