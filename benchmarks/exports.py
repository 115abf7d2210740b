"""What other forms of an episode cost, and what the second encoding changes.

    python benchmarks/exports.py FOLDER...        of episodes that are there; their folders stay as they are
    python benchmarks/exports.py --hours 1 10     of made ones that long

Prints for each form how many times as fast as its own sound it was written, the peak memory of the process, the size, and
for M4B how far what was changed lies below the sound, by band.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from memory import peak_mb

FORMS = ("m4b", "opus", "epub")
BANDS_HZ = ((80, 430), (430, 2000), (2000, 4000), (4000, 8000))
MOST_COMPARED_S = 600.0
# What needs memory is done by other processes: a child's peak begins with its parent's.
_CHANGE = """
import sys, av, numpy as np
def sound_of(path):
    with av.open(path) as container:
        rate = container.streams.audio[0].rate
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)]), rate
(before, rate), (after, _) = map(sound_of, sys.argv[1:3])
spectrum, error = (np.abs(np.fft.rfft(each)) ** 2 for each in (before, after[:len(before)] - before))
hz = np.fft.rfftfreq(len(before), 1 / rate)
for low, high in BANDS_HZ:
    part = (hz >= low) & (hz < high)
    print(round(10 * np.log10(spectrum[part].sum() / error[part].sum())), end=" ")
"""
_PUBLISH = """
import sys
from pathlib import Path
from published import SHOW, long_episode
from narrator.model import LabelSettings
from narrator.pipeline.publish import publish
one, recording = long_episode("Mandarin", float(sys.argv[1]))
publish(one, recording, Path(sys.argv[2]), show=SHOW, label=LabelSettings())
"""


def python(program: str, *arguments: object) -> str:
    """What the program prints."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    folder = Path(__file__).parent
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder).stdout.strip()


def rows(folder: Path) -> list[list[str]]:
    """One for each form."""
    audio = json.loads((folder / "episode.json").read_text("utf-8"))["audio"]
    length_s = audio["duration_s"]
    found = []
    for form in FORMS:
        with tempfile.TemporaryDirectory() as aside:
            copy = Path(aside) / folder.name
            shutil.copytree(folder, copy)
            megabytes, seconds = peak_mb(
                [sys.executable, "-m", "narrator", "export", str(copy), "--format", form], Path(aside)
            )
            file = copy / f"{folder.name}.{form}"
            change = ""
            if form == "m4b" and length_s < MOST_COMPARED_S:
                change = python(f"BANDS_HZ = {BANDS_HZ}\n{_CHANGE}", copy / audio["file"], file)
            size = file.stat().st_size / 1e6
            found.append([folder.name[:30], f"{length_s:.0f}", form, f"{length_s / seconds:.0f}", f"{megabytes:.0f}"])
            found[-1] += [f"{size:.1f}", change]
    return found


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--hours", nargs="*", type=float, default=[])
    chosen = options.parse_args()
    table = Table("episode", "seconds", "form", "× real time", "peak MB", "MB", "dB above the change")
    for folder in chosen.folders:
        for row in rows(folder.resolve()):
            table.add_row(*row)
    for hours in chosen.hours:
        with tempfile.TemporaryDirectory() as output:
            python(_PUBLISH, hours, output)
            for row in rows(next(Path(output).glob("*/episode.json")).parent):
                table.add_row(*row)
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(main())
