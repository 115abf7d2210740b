"""What an archive costs: the feed and the front page of many episodes, and of one more.

    python benchmarks/catalogue.py                    10,000 episodes of about two minutes
    python benchmarks/catalogue.py --turns 120        … of about half an hour (needs some 6 GB)

Episodes are episode.json files of made-up talks without sound: neither the feed nor the front page reads sound.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from episode_samples import SHOW, TALK, episode
from narrator.library import slug_in
from narrator.model import AudioFile, Episode, Manifest
from narrator.pipeline.publish import refresh
from narrator.published.episode_json import manifest_json
from narrator.published.output_folder import CATALOGUE, FILES, MANIFEST


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--episodes", type=int, default=10_000)
    options.add_argument("--turns", type=int, default=len(TALK), help="of each talk")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder)
        talk = [*TALK, *(TALK[1:] * (chosen.turns // len(TALK)))][: chosen.turns]
        one = episode(talk)
        for number in range(chosen.episodes):
            put(output, one, number)
        size = (output / "e0" / MANIFEST).stat().st_size
        print(f"{chosen.episodes:,} episodes of {one.length / one.rate_hz:.0f} s, episode.json of {size / 1e3:.0f} kB")
        show = replace(SHOW, cover=None)
        report("feed and front page, nothing kept from before", lambda: refresh(output, show=show))
        for page in (*output.glob("feed*.xml"), *output.glob("index*.html")):
            page.unlink()
        report("feed and front page, all pages, catalogue kept", lambda: refresh(output, show=show))
        put(output, one, chosen.episodes)
        report("one more: the name for its folder", lambda: name(output, one, chosen.episodes))
        report("one more: feed and front page", lambda: refresh(output, show=show))
        report("nothing new: feed and front page", lambda: refresh(output, show=show))
        print(f"catalogue: {(output / CATALOGUE).stat().st_size / 1e6:.0f} MB")


def put(output: Path, one: Episode, number: int) -> None:
    """An episode's folder with its manifest alone."""
    slug = f"e{number}"
    day = date(1990, 1, 1) + timedelta(days=number)
    named = replace(one, slug=slug, published=day.isoformat(), url=f"https://river.example/{number}")
    sound = AudioFile(file=f"{slug}.mp3", bytes=1_000_000, type="audio/mpeg", sha256="0" * 64, bitrate_kbps=64)
    (output / slug).mkdir()
    manifest = Manifest(episode=named, audio=sound, label={}, files=dict(FILES))
    (output / slug / MANIFEST).write_text(manifest_json(manifest), "utf-8")


def name(output: Path, one: Episode, number: int) -> str:
    """What the library is asked before an episode is written."""
    day = (date(1990, 1, 1) + timedelta(days=number)).isoformat()
    return slug_in(output, title=one.title, published=day, source=one.source, url=f"https://river.example/{number}x")


def report(what: str, work: Callable[[], object]) -> None:
    """Do it and print how long it took."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    took, busy = time.perf_counter() - began, time.process_time() - busy
    print(f"{took:8.2f} s  {busy:8.2f} s of CPU  {what}", flush=True)


if __name__ == "__main__":
    main()
