"""Whether all that is printed is said or listed, and the caption files say the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

from narrator.check.finding import Fault
from narrator.messages import tr
from narrator.model import Episode, Manifest
from narrator.published.caption_lines import MAX_LINES, SRT_LINE, VTT_LINE
from narrator.published.chapter_times import chapter_times
from narrator.published.speaker_names import name_prefix, named, narration_name
from narrator.standards.printable import printable
from narrator.standards.text_width import width
from narrator.standards.timestamps import clock_time, milliseconds

MOST_BETWEEN = 2
"""Characters between two stretches of text that may be nothing but white space: a line break or two."""
_AGAIN = tr("make the episode again")
_VTT_TIMES = re.compile(r"(\d{2,}):(\d{2}):(\d{2})\.(\d{3}) --> (\d{2,}):(\d{2}):(\d{2})\.(\d{3})")
_SRT_TIMES = re.compile(r"(\d{2,}):(\d{2}):(\d{2}),(\d{3}) --> (\d{2,}):(\d{2}):(\d{2}),(\d{3})")
_SPACE = re.compile(r"\s+")

Shown = tuple[int, int, str]
"""Start and end in milliseconds, and the lines."""


def coverage_faults(episode: Episode) -> Iterator[Fault]:
    """Where the page's text is left out, said twice, or out of order."""
    parts = [(cue.at, cue.text) for cue in episode.cues if not cue.kind.is_added]
    parts += [(left.at, left.text) for left in episode.not_spoken]
    parts.sort(key=lambda part: part[0])
    end = 0
    for at, text in parts:
        if at < end:
            yield Fault(
                tr("{end} characters are there twice, at {text}", end=end - at, text=_short(text)),
                _AGAIN,
                place=tr("character {at}", at=at),
            )
        elif at > end + MOST_BETWEEN:
            what = tr(
                "{at} characters before {text} are neither said nor listed as not spoken",
                at=at - end,
                text=_short(text),
            )
            yield Fault(what, _AGAIN, "warning", tr("character {end}", end=end))
        end = max(end, at + len(text))
    if not any(not cue.kind.is_added for cue in episode.cues):
        yield Fault(tr("nothing of the page is said"), tr("look at `narrator script`"))


def cue_faults(episode: Episode) -> Iterator[Fault]:
    """Where cues or their words overlap, run over the end, or are not their text."""
    heard = 0
    names = {member.speaker.name for member in episode.speakers}
    for cue in episode.cues:
        place = clock_time(milliseconds(cue.start, episode.rate_hz))
        if not heard <= cue.start < cue.end <= episode.length:
            yield Fault(tr("the times of {cue} are out of order", cue=_short(cue.text)), _AGAIN, place=place)
        heard = max(heard, cue.end)
        if "".join(word.text for word in cue.words) != cue.text:
            yield Fault(tr("the words of {cue} are not its text", cue=_short(cue.text)), _AGAIN, place=place)
        said = cue.start
        for word in cue.words:
            if not said <= word.start <= word.end <= cue.end:
                yield Fault(
                    tr("the word {word} is out of its sentence's time", word=_short(word.text)), _AGAIN, place=place
                )
            said = max(said, word.end)
        if cue.speaker is not None and cue.speaker not in names:
            yield Fault(tr("{speaker} speaks but is not among the speakers", speaker=cue.speaker), _AGAIN, place=place)


def vtt_faults(text: str, episode: Episode) -> Iterator[Fault]:
    """Where captions.vtt is no WebVTT, or says something else than the episode."""
    if not text.startswith("WEBVTT"):
        yield Fault(tr("it does not begin with WEBVTT"), _AGAIN)
        return
    shown = [(start, end, unescape(re.sub(r"<[^>]*>", "", lines))) for start, end, lines in _blocks(text, _VTT_TIMES)]
    yield from _shown_faults(shown, episode, "".join(cue.text for cue in episode.cues), VTT_LINE)
    if re.search(r"(?m)^NOTE\b|<\d+:\d\d", text):
        yield Fault(tr("it has notes or time stamps of words, which podcast apps refuse or show"), _AGAIN, "warning")


def srt_faults(text: str, episode: Episode) -> Iterator[Fault]:
    """Where captions.srt is no SubRip, or says something else than the episode."""
    expected, heard, narration = "", None, narration_name(episode)
    for cue in episode.cues:
        speaker = named(cue, narration)
        expected += (name_prefix(speaker) if speaker != heard else "") + cue.text
        heard = speaker
    shown = list(_blocks(text, _SRT_TIMES))
    yield from _shown_faults(shown, episode, expected, SRT_LINE)


def transcript_faults(text: str, episode: Episode) -> Iterator[Fault]:
    """Where transcript.json is none of Podcasting 2.0, or says something else than the episode."""
    segments = _listed(text, "segments", version="1.0.0")
    if segments is None:
        yield Fault(tr("it is no JSON transcript of version 1.0.0"), _AGAIN)
        return
    said = "".join(str(segment.get("body", "")) for segment in segments)
    if _bare(said) != _bare("".join(cue.text for cue in episode.cues)):
        yield Fault(tr("its text is not the episode's"), _AGAIN)
    last = 0.0
    for segment in segments:
        start, end = _number(segment.get("startTime")), _number(segment.get("endTime"))
        if not last <= start <= end <= episode.length / episode.rate_hz + 0.001:
            yield Fault(
                tr("the times of {segment} are out of order", segment=_short(str(segment.get("body", "")))), _AGAIN
            )
        last = max(last, start)


def chapter_faults(text: str, episode: Episode) -> Iterator[Fault]:
    """Where chapters.json is not as Podcasting 2.0 and Apple want it, or not the episode's."""
    chapters = _listed(text, "chapters", version="1.2.0")
    if chapters is None:
        yield Fault(tr("it is no JSON of chapters, version 1.2.0"), _AGAIN)
        return
    said = [(str(chapter.get("title")), _number(chapter.get("startTime"))) for chapter in chapters]
    wanted = [(chapter.title, chapter.start_ms / 1000) for chapter in chapter_times(episode)]
    if said != wanted:
        yield Fault(tr("its chapters are not the episode's"), _AGAIN)
    if not wanted:
        yield Fault(tr("the episode has no chapters"), tr("give the page headings, or a host who asks"), "warning")
    for before, after in pairwise(said):
        if not before[1] < after[1]:
            yield Fault(
                tr("the chapter {after} does not begin after the one before it", after=_short(after[0])), _AGAIN
            )
    for title, _ in said:
        if width(title) > 45:
            yield Fault(
                tr("the chapter title {title} is long for a phone", title=_short(title)), tr("shorten it"), "warning"
            )


def _shown_faults(shown: list[Shown], episode: Episode, expected: str, line_limit: float) -> Iterator[Fault]:
    if _bare("".join(lines for _, _, lines in shown)) != _bare(expected):
        yield Fault(tr("its text is not the episode's"), _AGAIN)
    last, length = 0, milliseconds(episode.length, episode.rate_hz)
    for start, end, lines in shown:
        place = clock_time(start)
        if not last <= start < end <= length:
            yield Fault(tr("the times of {lines} are out of order", lines=_short(lines)), _AGAIN, place=place)
        last = end
        broken = lines.split("\n")
        if len(broken) > MAX_LINES:
            yield Fault(
                tr("{count} lines at once: {lines}", count=len(broken), lines=_short(lines)), _AGAIN, place=place
            )
        if any(width(line) > line_limit for line in broken):
            yield Fault(tr("a line is too long: {lines}", lines=_short(lines)), _AGAIN, "warning", place)


def _blocks(text: str, times: re.Pattern[str]) -> Iterator[Shown]:
    for block in re.split(r"\n\n+", text.replace("\r\n", "\n")):
        lines = block.split("\n")
        for number, line in enumerate(lines):
            if found := times.fullmatch(line.strip()):
                hours = [int(part) for part in found.groups()]
                start, end = (((h * 60 + m) * 60 + s) * 1000 + ms for h, m, s, ms in (hours[:4], hours[4:]))
                yield start, end, "\n".join(lines[number + 1 :]).rstrip("\n")
                break


def _bare(text: str) -> str:
    # What SubRip cannot spell is written in its full-width twin; white space at line ends is not shown.
    return _SPACE.sub("", printable(text)).replace("-->", "--＞").replace("<", "＜").replace("{", "｛")


def _listed(text: str, key: str, *, version: str) -> list[dict[str, Any]] | None:
    try:
        fields = json.loads(text)
    except ValueError:
        return None
    if not isinstance(fields, dict) or fields.get("version") != version:
        return None
    items = fields.get(key)
    fit = isinstance(items, list) and all(isinstance(item, dict) for item in items)
    return items if fit else None


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else -1.0


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f"「{text if len(text) <= 16 else text[:15] + '…'}」"


def read(path: Path) -> str | None:
    """The file's text; None when it is missing or no UTF-8."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def text_faults(folder: Path, manifest: Manifest) -> Iterator[tuple[str, str, Iterator[Fault]]]:
    """File, what is fine about it, and its faults, for each text that goes with the sound."""
    checks = {
        "captions_vtt": (tr("the captions (WebVTT) are the episode's text and in time"), vtt_faults),
        "captions_srt": (tr("the captions (SubRip) are the episode's text and in time"), srt_faults),
        "transcript": (tr("the JSON transcript is the episode's text"), transcript_faults),
        "chapters": (tr("the JSON chapters are the episode's"), chapter_faults),
    }
    for what, (fine, faults) in checks.items():
        name = manifest.files.get(what)
        text = read(folder / name) if name else None
        if name and text is not None:
            yield name, fine, faults(text, manifest.episode)
