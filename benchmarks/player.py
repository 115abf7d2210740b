"""The player's figures: its size, and how far its highlight is from the sound, heard in a real browser.

python benchmarks/player.py [--hours 3]
python benchmarks/player.py --outages 20    the same number of outages in the middle of an episode, and what came after
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

from flaky_server import Mood, flaky  # noqa: E402
from narrator import player  # noqa: E402
from narrator.model import Manifest  # noqa: E402
from narrator.preview import server as serve  # noqa: E402
from player_browser import ARGUMENTS, LISTEN, chromium, lags_ms, serving  # noqa: E402
from site_pages import wordpress  # noqa: E402
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


def in_a_bar(browser: Browser, address: str, output: Path, manifest: Manifest) -> None:
    """The light in the site's own text, on a page of WordPress's make."""
    lines = player.snippet(manifest, SHOW, "bar", article="#primary").replace("https://podcast.example/", address)
    (output / "site.html").write_text(wordpress().replace("<!--BAR-->", lines), encoding="utf-8")
    page = browser.new_page()
    page.goto(f"{address}site.html")
    page.wait_for_selector(".ready")
    page.wait_for_timeout(500)
    lags = lags_ms(page.evaluate(LISTEN, 15))
    page.close()
    print(
        f"bar, highlight in the site's text against sound: median {statistics.median(lags):+.0f} ms, "
        f"from {min(lags):+.0f} to {max(lags):+.0f} ms, {len(lags)} sentences"
    )


AT_ONCE = 5
OUTAGE_S = 30
MOODS: tuple[tuple[Mood, bool], ...] = (("drops", True), ("stalls", True), ("refuses", True), ("drops", False))
"""How the server fails, and whether it answers byte ranges otherwise."""
STATE = "() => { const p = document.querySelector('narrator-player'); return [p.state, p.currentTime]; }"


def outages(tries: int) -> None:
    """Takes the server away in the middle of an episode, and listens when it is back."""
    manifest = interview(ZH * 4)
    well = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        write_site(Path(folder), [manifest])
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for first in range(0, tries, AT_ONCE):
            mood, ranges = MOODS[first // AT_ONCE % len(MOODS)]
            number = min(AT_ONCE, tries - first)
            well += _outage(browser, Path(folder), manifest, mood=mood, ranges=ranges, number=number)
        browser.close()
    print(f"sound again, from where it was, after {well} of {tries} outages of {OUTAGE_S} s")


def _outage(browser: Browser, folder: Path, manifest: Manifest, *, mood: Mood, ranges: bool, number: int) -> int:
    well = 0
    with flaky(folder, ranges=ranges, bytes_per_second=11_000) as server:
        pages = [browser.new_context().new_page() for _ in range(number)]
        for page in pages:
            page.goto(f"{server.address}{manifest.episode.slug}/")
            page.wait_for_selector(".ready")
            page.keyboard.press("k")
        pages[0].wait_for_timeout(6000)
        server.mood = mood
        pages[0].wait_for_timeout(OUTAGE_S * 1000)
        during = [page.evaluate(STATE) for page in pages]
        server.mood = "well"
        server.bytes_per_second = 60_000
        back = time.perf_counter()
        waits: list[float] = []
        waiting = dict(enumerate(pages))
        while waiting and time.perf_counter() - back < 60:
            for index, page in list(waiting.items()):
                state, time_s = page.evaluate(STATE)
                if state == "playing" and during[index][1] < time_s < during[index][1] + 8:
                    waits.append(time.perf_counter() - back)
                    del waiting[index]
            pages[0].wait_for_timeout(200)
        well = sum(state != "playing" for state, _ in during) - len(waiting)
        for page in pages:
            page.context.close()
    longest = f"{max(waits):.0f} s after the server was back at the latest" if waits else "never"
    print(f"server {mood}{'' if ranges else ', has no ranges'}: {well} of {number} play on, {longest}", flush=True)
    return well


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
    parser.add_argument("--outages", type=int, default=0, help="number of outages of half a minute to sit through")
    asked = parser.parse_args()
    hours = asked.hours
    if asked.outages:
        outages(asked.outages)
        return
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
            in_a_bar(browser, address, output, short)
        browser.close()


if __name__ == "__main__":
    main()
