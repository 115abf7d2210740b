"""Captions as WebVTT and SubRip: what is printed, when it is heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from narrator.model import Cue, Episode, Word
from narrator.published.caption_lines import MAX_LINES, SRT_LINE, VTT_LINE, Line, lines
from narrator.published.speaker_names import name_prefix, named, narration_name
from narrator.standards.printable import one_line, printable
from narrator.standards.text_width import width
from narrator.standards.timestamps import milliseconds, srt_time, vtt_time

MIN_ON_SCREEN_S = 1.0
"""Less cannot be read (the BBC's and Netflix's guides ask for 5/6 to 1 s)."""
MAX_ON_SCREEN_S = 7.0
"""More is read twice (the same guides)."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands on the screen at one time."""

    speaker: str | None
    names_speaker: bool
    """Whether somebody else spoke before, so that the name is worth saying."""
    lines: tuple[Line, ...]
    start: int
    """In samples."""
    end: int
    """In samples."""

    @property
    def text(self) -> str:
        """The lines as shown, joined by line breaks."""
        return "\n".join(line.text for line in self.lines)


def captions(episode: Episode, *, line_limit: float = VTT_LINE, name_in_text: bool = False) -> tuple[Caption, ...]:
    """The episode's captions in order, none over another, of at most two lines each.

    Each cue is cut at its breaths into captions of 1 to 7 seconds; one that would be shorter stays on the
    screen in the silence behind it, or shares the screen with its neighbour.

    Args:
        line_limit: in full-width characters.
        name_in_text: leave room for `名字: ` where the speaker changes.
    """
    found: list[Caption] = []
    heard, narration = None, narration_name(episode)
    for cue in episode.cues:
        speaker = named(cue, narration)
        new_speaker = speaker is not None and speaker != heard
        indent = min(width(name_prefix(speaker)), line_limit / 2) if new_speaker and name_in_text else 0.0
        shown = replace(_clean(cue), speaker=speaker)
        found += _captions_of(shown, episode.rate_hz, line_limit, indent, names_speaker=new_speaker)
        heard = speaker
    return tuple(_long_enough(found, episode, line_limit, name_in_text=name_in_text))


def webvtt(episode: Episode, *, stamps: bool = False, shown: Sequence[Caption] | None = None) -> str:
    """The captions as WebVTT, each with its speaker's voice span, and nothing that simple readers stumble over.

    Args:
        stamps: with a time stamp at each word, which some podcast apps show as it is written.
        shown: what `captions` gave for the episode; None: asked now.
    """
    blocks = ["WEBVTT"]
    rate_hz = episode.rate_hz
    for caption in captions(episode) if shown is None else shown:
        start, end = milliseconds(caption.start, rate_hz), milliseconds(caption.end, rate_hz)
        if end <= start:
            continue
        body = _vtt_body(caption, rate_hz, start, end, stamps=stamps)
        voice = f"<v {escape(one_line(caption.speaker), quote=False)}>" if caption.speaker else ""
        blocks.append(f"{vtt_time(start)} --> {vtt_time(end)}\n{voice}{body}")
    return "\n\n".join(blocks) + "\n"


def subrip(episode: Episode) -> str:
    """The captions as SubRip, with `名字: ` where the speaker changes."""
    blocks: list[str] = []
    rate_hz = episode.rate_hz
    for caption in captions(episode, line_limit=SRT_LINE, name_in_text=True):
        start, end = milliseconds(caption.start, rate_hz), milliseconds(caption.end, rate_hz)
        if end <= start:
            continue
        name = name_prefix(caption.speaker) if caption.names_speaker else ""
        text = _srt_safe(name + caption.text)
        blocks.append(f"{len(blocks) + 1}\n{srt_time(start)} --> {srt_time(end)}\n{text}\n")
    return "\n".join(blocks)


def _clean(cue: Cue) -> Cue:
    words = cue.words
    if "".join(word.text for word in words) != cue.text:
        # Nobody said when its words are heard; what is printed is shown all the same.
        words = (Word(text=cue.text, start=cue.start, end=cue.end),)
    # A line break inside a word would end the caption.
    return replace(cue, words=tuple(replace(word, text=" ".join(printable(word.text).splitlines())) for word in words))


def _captions_of(cue: Cue, rate_hz: int, line_limit: float, indent: float, *, names_speaker: bool) -> Iterator[Caption]:
    broken = [line for line in lines(cue.words, limit=line_limit, indent=indent) if line.text]
    groups = _grouped(broken, cue.end, round(MAX_ON_SCREEN_S * rate_hz))
    for number, group in enumerate(groups):
        start = cue.start if number == 0 else group[0].start
        end = cue.end if number == len(groups) - 1 else groups[number + 1][0].start
        # The next caption comes when its words do; a pause before them is left empty if it is long.
        if number < len(groups) - 1 and end - group[-1].end > rate_hz // 2:
            end = group[-1].end
        yield Caption(cue.speaker, names_speaker and number == 0, tuple(group), start, max(start, end))


def _grouped(broken: Sequence[Line], last: int, most: int) -> list[list[Line]]:
    """The lines by one or two, so that captions end where a reader breathes."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(broken) + 1):
        choice = (float("inf"), end - 1)
        for count in range(1, MAX_LINES + 1):
            start = end - count
            if start < 0:
                break
            until = broken[end].start if end < len(broken) else last
            too_long = until - broken[start].start > most
            if too_long and count > 1:
                break
            cost = best[start][0] + 2.0 + max(0.0, broken[end - 1].break_cost)
            if cost < choice[0]:
                choice = (cost, start)
        best.append(choice)
    groups: list[list[Line]] = []
    end = len(broken)
    while end > 0:
        start = best[end][1]
        groups.append(list(broken[start:end]))
        end = start
    return groups[::-1]


def _long_enough(
    found: Sequence[Caption], episode: Episode, line_limit: float, *, name_in_text: bool
) -> Iterator[Caption]:
    """The captions, each on the screen for a second at least if there is any room for it."""
    least, length = round(MIN_ON_SCREEN_S * episode.rate_hz), episode.length
    waiting: list[Caption] = list(found)
    for number, caption in enumerate(waiting):
        if not caption.lines:
            continue
        following = next((other for other in waiting[number + 1 :] if other.lines), None)
        room = following.start if following else max(length, caption.end)
        end = caption.end
        if end - caption.start < least:
            end = max(end, min(caption.start + least, room))
        short = end - caption.start < least
        named = width(name_prefix(caption.speaker)) if caption.names_speaker and name_in_text else 0.0
        shared = _shared_lines(caption, following, line_limit - named) if short and following else None
        if shared and following:
            at = waiting.index(following, number + 1)
            waiting[at] = replace(
                following,
                names_speaker=caption.names_speaker,
                lines=shared,
                start=caption.start,
            )
            continue
        yield replace(caption, end=min(end, room) if following else end)


def _shared_lines(caption: Caption, following: Caption, room: float) -> tuple[Line, ...] | None:
    """The lines of both on one screen, if they are the same person's and there is room."""
    if caption.speaker != following.speaker or following.names_speaker:
        return None
    if len(caption.lines) + len(following.lines) <= MAX_LINES:
        return caption.lines + following.lines
    joined = Line(caption.lines[-1].atoms + following.lines[0].atoms)
    fits = len(caption.lines) == 1 and width(joined.text) <= room
    return (joined, *following.lines[1:]) if fits else None


def _vtt_body(caption: Caption, rate_hz: int, start: int, end: int, *, stamps: bool) -> str:
    shown: list[str] = []
    last = start
    for line in caption.lines:
        parts: list[str] = []
        for index, atom in enumerate(line.atoms):
            at = milliseconds(atom.start, rate_hz)
            # WebVTT: later than every time stamp before it, and inside the cue.
            if stamps and last < at < end:
                parts.append(f"<{vtt_time(at)}>")
                last = at
            text = atom.text.lstrip() if index == 0 else atom.text
            parts.append(escape(text.rstrip() if index == len(line.atoms) - 1 else text, quote=False))
        shown.append("".join(parts))
    return "\n".join(shown)


def _srt_safe(text: str) -> str:
    # SubRip has no escapes; players take `<b>` and `{\an8}` for markup and `-->` for times.
    return text.replace("-->", "--＞").replace("<", "＜").replace("{", "｛")
