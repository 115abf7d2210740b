"""What every reader makes of published episodes, short and long, in Mandarin, English and mixed.

    python benchmarks/published.py [--hours 3]

Prints one row for each episode: how long writing took, and the errors and warnings of narrator's own check,
mp3val, ffprobe, eyeD3, feedparser, podcast-partytime and W3C's WebVTT parser (those that are installed).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import published_readers as readers
from episode_samples import GUEST, HOST, SHOW, TALK, episode, splice
from narrator.check import check
from narrator.episode.decode import analyse
from narrator.episode.mp3 import encode
from narrator.model import ChapterMark, Cue, Episode, LabelSettings, NotSpoken, Recording, Word
from narrator.pipeline.publish import feed, publish
from narrator.standards.byte_source import ByteSource
from narrator.standards.mpeg_audio import samples_per_frame

ENGLISH = (
    (None, "This programme is read aloud by AI; its voices are generated."),
    (HOST, "Good morning. We are at the gauging station today; how did you keep every reading of last summer?"),
    (GUEST, "By taking turns, day and night, and by writing down each level twice, at 06:00 and again at 18:30."),
    (HOST, "You said that 3.5 metres was the limit; what happened when the river rose above it in July 2023?"),
    (
        GUEST,
        "We rang the mayor, the school & the farm (in that order), and the “old bridge” was closed within an hour.",
    ),
    (HOST, "Is there anything that you would tell the young?"),
    (GUEST, "Walk along the river more often."),
)
MIXED = tuple(
    (who, text.replace("水位", " water level ").replace("值班室", "control room（值班室）")) for who, text in TALK
)
TALKS = {"Mandarin": (TALK, "zh-CN"), "English": (ENGLISH, "en"), "mixed": (MIXED, "zh-CN")}


def long_episode(name: str, hours: float) -> tuple[Episode, Recording]:
    """The talk over and over, for so many hours; 0 is once. The sound of each round is the same."""
    talk, language = TALKS[name]
    pace = 2200 if language == "en" else 6000
    one = _paced(episode(talk), pace)
    frame = samples_per_frame(one.rate_hz)
    samples = np.zeros(one.length)
    for cue in one.cues:
        heard = np.arange(cue.start, cue.end)
        samples[cue.start : cue.end] = 0.264 * np.sin(2 * np.pi * 330 * heard / one.rate_hz)
    assert one.length % frame == 0
    piece = encode((samples * 32767).astype(np.int16), rate_hz=one.rate_hz, bitrate_kbps=64)
    rounds = max(1, int(hours * 3600 * one.rate_hz / one.length))
    mp3 = splice([piece] * rounds, rate_hz=one.rate_hz, bitrate_kbps=64)
    whole = _repeated(one, rounds)
    loudness = analyse(splice([piece], rate_hz=one.rate_hz, bitrate_kbps=64)).loudness
    whole = replace(whole, slug=f"{name.lower()}-{int(hours)}h", language=language, loudness=loudness)
    return whole, Recording(
        sound=ByteSource.of(mp3), rate_hz=one.rate_hz, bitrate_kbps=64, length=whole.length, loudness=loudness
    )


def _paced(one: Episode, pace: int) -> Episode:
    """The episode at another pace, so that English is not as slow as Mandarin."""
    factor = pace / 6000
    frame = samples_per_frame(one.rate_hz)

    def at(samples: int) -> int:
        return round(samples * factor)

    cues = tuple(
        replace(
            cue,
            start=at(cue.start),
            end=at(cue.end),
            words=tuple(Word(text=word.text, start=at(word.start), end=at(word.end)) for word in cue.words),
        )
        for cue in one.cues
    )
    length = -(-(at(one.length) + 4 * frame) // frame) * frame
    marks = [replace(mark, start=at(mark.start), end=at(mark.end)) for mark in one.chapters]
    marks[-1] = replace(marks[-1], end=length)
    return replace(one, cues=cues, chapters=tuple(marks), length=length)


def _repeated(one: Episode, rounds: int) -> Episode:
    text = max(cue.at + len(cue.text) for cue in one.cues)
    cues: list[Cue] = []
    chapters: list[ChapterMark] = []
    left: list[NotSpoken] = []
    turns = 1 + max(cue.turn for cue in one.cues)
    for number in range(rounds):
        time_on, text_on = number * one.length, number * text
        cues += [_moved(cue, time_on, text_on, number * turns) for cue in one.cues]
        chapters += [replace(mark, start=mark.start + time_on, end=mark.end + time_on) for mark in one.chapters]
        left += [replace(each, at=each.at + text_on) for each in one.not_spoken]
    return replace(one, cues=tuple(cues), chapters=tuple(chapters), not_spoken=tuple(left), length=one.length * rounds)


def _moved(cue: Cue, time_on: int, text_on: int, turns_on: int) -> Cue:
    words = tuple(Word(text=w.text, start=w.start + time_on, end=w.end + time_on) for w in cue.words)
    if cue.at < 0:
        return replace(cue, start=cue.start + time_on, end=cue.end + time_on, words=words)
    return replace(
        cue, at=cue.at + text_on, start=cue.start + time_on, end=cue.end + time_on, words=words,
        turn=cue.turn + turns_on, paragraph=cue.paragraph + turns_on,
    )  # fmt: skip


def complaints(output: Path, one: Episode) -> dict[str, str]:
    """Errors and warnings of each reader; a dash where it is not installed."""
    folder = output / one.slug
    mp3 = folder / f"{one.slug}.mp3"
    found: dict[str, str] = {}
    begun = time.perf_counter()
    own = [finding for finding in check([output], analyse=analyse) if finding.level != "ok"]
    found["check s"] = f"{time.perf_counter() - begun:.1f}"
    found["check"] = str(len(own))
    for finding in own:
        print(finding.level, finding.where, finding.what, file=sys.stderr)
    absent = set(readers.missing(["mp3val", "ffprobe", "eyeD3"]))
    if "mp3val" not in absent:
        found["mp3val"] = str(len(readers.mp3val(mp3)))
    if "ffprobe" not in absent:
        read = readers.ffprobe(mp3)
        length = float(read["format"]["duration"])  # type: ignore[index]
        off = abs(length - one.length / one.rate_hz)
        lost = len(one.chapters) - len(read["chapters"])  # type: ignore[arg-type]
        found["ffprobe"] = str(int(off > 0.06) + int(lost > 0 and len(one.chapters) <= 255))
    if "eyeD3" not in absent:
        shown = readers.eyed3(mp3).splitlines()
        found["eyeD3"] = str(sum("warn" in line.lower() and "eyed3" in line.lower() for line in shown))
    try:
        import feedparser

        found["feedparser"] = str(int(feedparser.parse(str(output / "feed.xml")).bozo))
    except ImportError:
        pass
    if modules := readers.node_modules("podcast-partytime"):
        items = readers.partytime(output / "feed.xml", modules)["items"]
        found["partytime"] = str(sum(len(item["podcastTranscripts"]) != 3 for item in items))  # type: ignore[union-attr]
    if modules := readers.node_modules("webvtt-parser"):
        found["W3C WebVTT"] = str(len(readers.webvtt_parser(folder / "captions.vtt", modules)[0]))
    return found


COLUMNS = ("check s", "check", "mp3val", "ffprobe", "eyeD3", "feedparser", "partytime", "W3C WebVTT")


def main() -> None:
    """Publish each episode, ask each reader, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=float, default=3.0, help="length of the long episodes")
    hours = parser.parse_args().hours
    table = Table("episode", "length", "cues", "write s", *COLUMNS)
    for name in TALKS:
        for length in (0.0, hours):
            one, recording = long_episode(name, length)
            with tempfile.TemporaryDirectory() as folder:
                output = Path(folder)
                begun = time.perf_counter()
                publish(one, recording, output, show=SHOW, label=LabelSettings())
                feed(output, show=SHOW)
                taken = time.perf_counter() - begun
                found = complaints(output, one)
            seconds = one.length / one.rate_hz
            shown = f"{int(seconds // 3600)}:{int(seconds // 60 % 60):02}:{int(seconds % 60):02}"
            print(f"{name}, {shown}: done", file=sys.stderr)
            table.add_row(
                name, shown, str(len(one.cues)), f"{taken:.2f}", *(found.get(column, "–") for column in COLUMNS)
            )
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
