"""Programs that other people wrote to read what narrator publishes, where they are installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

_FEED = """
const {parseFeed} = require('podcast-partytime');
const feed = parseFeed(require('fs').readFileSync(process.argv[1], 'utf8'));
console.log(JSON.stringify(feed));
"""
_CAPTIONS = """
const {WebVTTParser} = require('webvtt-parser');
const found = new WebVTTParser().parse(require('fs').readFileSync(process.argv[1], 'utf8'), 'captions');
console.log(JSON.stringify({errors: found.errors, cues: found.cues.length}));
"""
_TRANSCRIPT = """
const {convertFile} = require('transcriptator');
console.log(JSON.stringify(convertFile(require('fs').readFileSync(process.argv[1], 'utf8'))));
"""


def node_modules(package: str) -> Path | None:
    """The folder npm installed the package into: $NARRATOR_NODE_MODULES, or a node_modules here or above."""
    named = os.environ.get("NARRATOR_NODE_MODULES")
    folders = [Path(named)] if named else [parent / "node_modules" for parent in Path(__file__).resolve().parents]
    if shutil.which("node") is None:
        return None
    return next((folder for folder in folders if (folder / package).is_dir()), None)


def partytime(feed: Path, modules: Path) -> dict[str, object]:
    """The feed as Podcast Index's parser (podcast-partytime) reads it."""
    read = json.loads(_node(_FEED, feed, modules))
    assert isinstance(read, dict)
    return read


def webvtt_parser(captions: Path, modules: Path) -> tuple[list[object], int]:
    """What W3C's WebVTT parser complains about, and how many cues it found."""
    read = json.loads(_node(_CAPTIONS, captions, modules))
    return read["errors"], read["cues"]


def transcriptator(file: Path, modules: Path) -> list[dict[str, object]]:
    """The segments that a podcast app's reader of transcripts finds."""
    read = json.loads(_node(_TRANSCRIPT, file, modules))
    assert isinstance(read, list)
    return read


def _node(script: str, path: Path, modules: Path) -> str:
    environment = {**os.environ, "NODE_PATH": str(modules)}
    command = ["node", "-e", script, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, encoding="utf-8")
    return done.stdout


def mp3val(mp3: Path) -> list[str]:
    """The warnings of mp3val; none for a sound file."""
    done = subprocess.run(["mp3val", str(mp3)], capture_output=True, text=True, check=False)
    return [line for line in done.stdout.splitlines() if line.startswith(("WARNING", "ERROR"))]


def ffprobe(mp3: Path) -> dict[str, object]:
    """Format and chapters as ffprobe shows them."""
    command = ["ffprobe", "-v", "error", "-show_format", "-show_chapters", "-of", "json", str(mp3)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert not done.stderr, done.stderr
    read = json.loads(done.stdout)
    assert isinstance(read, dict)
    return read


def eyed3(mp3: Path) -> str:
    """All that eyeD3 shows of the tags, and its complaints."""
    command = ["eyeD3", "--no-color", "--verbose", str(mp3)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    return done.stdout + done.stderr


def gpo(home: Path, *arguments: str) -> str:
    """What gPodder's command line says."""
    environment = {**os.environ, "GPODDER_HOME": str(home), "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["gpo", *arguments], capture_output=True, text=True, check=True, env=environment, timeout=60,
        stdin=subprocess.DEVNULL, encoding="utf-8",
    )  # fmt: skip
    return done.stdout


def missing(programs: Sequence[str]) -> list[str]:
    """Those of the programs that are not installed."""
    return [program for program in programs if shutil.which(program) is None]
