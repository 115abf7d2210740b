"""A real browser for the player: Debian's Chromium driven by playwright, and how late it highlights."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required"),
]


def chromium() -> str | None:
    """Where Chromium is; None where there is none."""
    named = os.environ.get("NARRATOR_CHROMIUM")
    if named:
        return named
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def axe() -> Path | None:
    """axe-core as npm installed it: in $NARRATOR_NODE_MODULES, or in a node_modules here or above."""
    here = Path(__file__).resolve()
    named = os.environ.get("NARRATOR_NODE_MODULES")
    folders = [Path(named)] if named else [parent / "node_modules" for parent in here.parents]
    return next((file for folder in folders if (file := folder / "axe-core" / "axe.min.js").is_file()), None)


@contextmanager
def serving(application: Any) -> Iterator[str]:
    """The application on a free port of this machine; gives its address."""
    import uvicorn

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(application, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join(10)


LISTEN = """
async (seconds) => {
  const player = document.querySelector("narrator-player");
  const root = player.shadowRoot ?? player;
  const audio = root.querySelector("audio");
  const context = new AudioContext();
  const ear = new AnalyserNode(context, { fftSize: 256 });
  context.createMediaElementSource(audio).connect(ear).connect(context.destination);
  const heard = [];
  const seen = [];
  const starts = [...player.track.starts];
  const nearest = (time) => starts.reduce((best, start, index) =>
    Math.abs(start - time) < Math.abs(starts[best] - time) ? index : best, 0);
  const text = root.querySelector(".text");
  let lamp = CSS.highlights.get("narrator-sentence");
  const look = () => { // the light in the site's own text
    const now = CSS.highlights.get("narrator-sentence");
    if (now !== lamp && now) {
      const lit = [...now].join("");
      const index = player.text.cues.findIndex((cue) => cue.text.replace(/\\s/g, "") === lit.replace(/\\s/g, ""));
      seen.push([index, performance.now()]);
    }
    lamp = now;
  };
  if (text) new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (target.hasAttribute("aria-current")) seen.push([nearest(Number(target.dataset.start)), performance.now()]);
    }
  }).observe(text, { subtree: true, attributes: true, attributeFilter: ["aria-current"] });
  const wave = new Float32Array(256);
  let loud = true;
  let quietSince = 0;
  const { port1, port2 } = new MessageChannel();
  const end = performance.now() + seconds * 1000;
  const done = new Promise((resolve) => {
    port1.onmessage = () => {
      if (!text) look();
      ear.getFloatTimeDomainData(wave);
      const level = Math.sqrt(wave.reduce((sum, sample) => sum + sample * sample, 0) / wave.length);
      const now = performance.now();
      if (level > 0.02) {
        if (!loud && now - quietSince > 60) heard.push([nearest(audio.currentTime), now]);
        loud = true;
        quietSince = now;
      } else if (loud && now - quietSince > 60) {
        loud = false;
      }
      if (now < end && !audio.ended) setTimeout(() => port2.postMessage(0), 2);
      else resolve();
    };
  });
  port2.postMessage(0);
  await context.resume();
  await player.play();
  await done;
  player.pause();
  return { heard, seen, latency: context.outputLatency || context.baseLatency };
}
"""
"""Plays, listens to the sound itself, and watches the page: when each sentence was heard and when it was lit."""


def lags_ms(measured: dict[str, Any]) -> list[float]:
    """By how much each highlight came after its sound, in milliseconds; negative when it came before."""
    lit = dict(measured["seen"])
    return [lit[cue] - heard for cue, heard in measured["heard"] if cue in lit]
