"""Kills a process that does nothing but publish, at random moments, and looks at what is left.

    python benchmarks/publish_kills.py [--kills 50]

Prints how often the episode was whole before anything was put right, and how often the site was whole after.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "publication"))

from lxml import etree
from test_publish import RUN, put, whole

from episode_samples import SHOW, episode
from narrator.pipeline.publish import refresh

TESTS = Path(__file__).parent.parent / "tests"


def main() -> None:
    """Kill, look, put right, look again."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    kills = parser.parse_args().kills
    chance = random.Random(11)
    kept = site = 0
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder)
        put(episode(), output)
        refresh(output, show=SHOW)
        for _ in range(kills):
            command = [sys.executable, "-c", RUN, str(TESTS), folder]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
                assert run.stdout is not None
                run.stdout.readline()
                time.sleep(chance.uniform(0.0, 0.8))
                run.kill()
            kept += whole(output / episode().slug)
            refresh(output, show=SHOW)
            etree.fromstring((output / "feed.xml").read_bytes())
            left = [entry.name for entry in output.iterdir() if entry.name.startswith((".new-", ".old-", ".aside-"))]
            site += whole(output / episode().slug) and not left
    print(f"{kills} kills: {kept} whole episodes at once, {site} whole sites after the next run")


if __name__ == "__main__":
    main()
