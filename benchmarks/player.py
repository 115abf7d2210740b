"""The player's figures: its size, and how far its highlight is from the sound, heard in a real browser.

python benchmarks/player.py [--hours 3]
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from narrator import player  # noqa: E402
from narrator.model import Manifest  # noqa: E402
from narrator.preview import server as serve  # noqa: E402
from player_browser import ARGUMENTS, LISTEN, chromium, lags_ms, serving  # noqa: E402
from web_episode import SHOW, ZH, interview, write_site  # noqa: E402

PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
SHIFTED = (
    "window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) "
    "window.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true })"
)
FRAMES = """
async () => {
  const player = document.querySelector("narrator-player");
  const times = [];
  let before = performance.now();
  await player.play();
  const end = before + 4000;
  await new Promise((done) => requestAnimationFrame(function draw(now) {
    times.push(now - before);
    before = now;
    now < end ? requestAnimationFrame(draw) : done();
  }));
  player.pause();
  return times;
}
"""


def sizes() -> None:
    total = 0
    for name, content in player.site_files().items():
        packed = len(gzip.compress(content, 9))
        total += packed
        print(f"{name:12} {len(content):7,} bytes, {packed:6,} gzipped")
    print(f"{'together':12} {'':7}        {total:6,} gzipped (limit 30,000)")


def pages(label: str, manifest: Manifest) -> None:
    begun = time.perf_counter()
    page = player.page(manifest, SHOW).encode()
    spent = time.perf_counter() - begun
    length_s = manifest.episode.length / manifest.episode.rate_hz
    print(
        f"{label}: {length_s:,.0f} s of speech, {len(manifest.episode.cues):,} sentences, "
        f"page {len(page) / 1000:,.0f} kB ({len(gzip.compress(page)) / 1000:,.0f} kB gzipped), written in {spent:.2f} s"
    )


def highlight(browser: Browser, address: str, manifest: Manifest, moment_s: float, seconds: float) -> None:
    page = browser.new_page()
    page.goto(f"{address}{manifest.episode.slug}/#t={moment_s}")
    page.wait_for_selector(".ready")
    page.wait_for_timeout(500)
    lags = lags_ms(page.evaluate(LISTEN, seconds))
    page.close()
    print(
        f"highlight against sound from {moment_s:,.0f} s on: median {statistics.median(lags):+.0f} ms, "
        f"from {min(lags):+.0f} to {max(lags):+.0f} ms, {len(lags)} sentences (+: after the sound)"
    )


def load(browser: Browser, address: str, manifest: Manifest) -> None:
    page = browser.new_page()
    page.add_init_script(SHIFTED)
    page.goto(f"{address}{manifest.episode.slug}/")
    page.wait_for_selector(".ready")
    page.wait_for_timeout(500)
    ready = page.evaluate("() => performance.getEntriesByName('narrator-ready')[0]?.startTime ?? NaN")
    print(
        f"first paint after {page.evaluate(PAINTED):.0f} ms, ready after {ready:.0f} ms, "
        f"layout shift {page.evaluate('window.shift'):.4f}"
    )
    frames = sorted(page.evaluate(FRAMES))
    page.close()
    slow = frames[len(frames) * 95 // 100]
    print(f"while playing: median frame {statistics.median(frames):.1f} ms, 95 % under {slow:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=3, help="length of the long episode")
    hours = parser.parse_args().hours
    sizes()
    short = interview()
    pace = {"gap_s": 0.25, "per_character_s": 0.21}  # that of Mandarin read aloud
    one_s = interview(ZH, **pace).episode.length / short.episode.rate_hz
    long = interview(ZH * max(1, round(hours * 3600 / one_s)), slug="long", **pace)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        output = Path(folder)
        write_site(output, [short, long])
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        with serving(serve.app(output)) as address:
            for label, manifest in (("short", short), ("long", long)):
                pages(label, manifest)
                load(browser, address, manifest)
                highlight(browser, address, manifest, 0, 8)
                half_s = manifest.episode.length / manifest.episode.rate_hz / 2
                highlight(browser, address, manifest, round(half_s), 8)
        browser.close()


if __name__ == "__main__":
    main()
