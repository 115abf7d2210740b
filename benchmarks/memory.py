"""How memory grows with length: python benchmarks/memory.py [HOURS ...]

Makes pages of about so many hours (1 and 10 without an argument), has each made into an episode by a process of its own
with the engine `tone`, and prints the peak memory of that process, beside the first one's, and how many times as fast as
its own sound it was made.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HANZI_AN_HOUR = 15_000
"""At the engine's five syllables a second, less the pauses."""
WORDS = [
    "水厂",
    "建在",
    "河边",
    "每天",
    "供水",
    "工程师",
    "说明",
    "老街",
    "居民",
    "管道",
    "更换",
    "水质",
    "检测",
    "数据",
    "公开",
    "今年",
    "计划",
    "投入",
    "城市",
    "发展",
]


def page(hours: float) -> str:
    """An interview of about that length; no two sentences alike."""
    draw = random.Random(7)
    lines, hanzi = ["供水访谈", ""], 0
    while hanzi < hours * HANZI_AN_HOUR:
        for speaker, count in (("主持人", 1), ("林知远", 6)):
            said = "".join(f"{''.join(draw.choices(WORDS, k=9))}。" for _ in range(count))
            lines.append(f"{speaker}：{said}")
            hanzi += len(said)
    return "\n".join(lines)


def peak_mb(command: list[str], folder: Path) -> tuple[float, float]:
    """The peak of the process's resident memory in MB, and the seconds it took.

    Raises:
        SystemExit: it failed.
    """
    began = time.perf_counter()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit((folder / "log").read_text("utf-8")[-2000:])
    return used.ru_maxrss / 1024, time.perf_counter() - began


def main() -> None:
    """Print a line for each length."""
    first = 0.0
    for hours in map(float, sys.argv[1:] or ("1", "10")):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "talk.txt").write_text(page(hours), "utf-8")
            command = [sys.executable, "-m", "narrator", "make", "talk.txt", "--engine", "tone"]
            peak, took_s = peak_mb(command, folder)
            mp3 = next(folder.glob("output/*/*.mp3")).stat().st_size
        sound_s = mp3 / 8000  # 64 kbit/s
        first = first or peak
        print(
            f"{sound_s / 3600:5.2f} h of sound: {peak:6.0f} MB at most, {peak / first:4.2f} times the first; "
            f"made {sound_s / took_s:.0f} times as fast as it sounds"
        )


if __name__ == "__main__":
    main()
