"""Script → the text of an editable script."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

import yaml

from narrator.model import NotSpoken, Paragraph, Script, Speaker
from narrator.script.hand_pauses import pause_marks
from narrator.script.label_words import is_person

VERSION = "1"
LABEL = "speaker label"
"""Why a printed label is not spoken; the name in front of a turn stands for it."""

_NARRATION = {"zh": ("旁白", "叙述"), "ja": ("ナレーション", "語り"), "yue": ("旁白", "敘述")}
_NARRATION_ELSEWHERE = ("Narration", "Narrator's text")
UNKNOWN_LABEL = re.compile(r"([^\s:：，。！？“”「」{}\[\]\\]{2,12})[：:]")
"""What an editor may have meant as the label of a new speaker."""
_SPECIAL = re.compile(r"[\\{}]|\[\[|\]\]|\[$")


def to_text(script: Script) -> str:
    """The script as text to correct by hand; `from_text` reads it back."""
    return _Writer(script).text()


def narration_label(language: str, names: Sequence[str]) -> str:
    """The word in front of narration: one that is nobody's name."""
    words = _NARRATION.get(language.split("-", maxsplit=1)[0], _NARRATION_ELSEWHERE)
    return next((word for word in words if word not in names), words[-1] + "*")


class _Writer:
    def __init__(self, script: Script) -> None:
        self.script = script
        self.narration = narration_label(script.language, [speaker.name for speaker in script.speakers])
        self.names = [*(speaker.name for speaker in script.speakers), self.narration]
        self.left_out = {each.at for each in script.not_spoken if each.why != LABEL}
        self.spoken = [part.at for turn in script.turns for part in turn.paragraphs]
        self.out: list[str] = []
        self.line: str | None = None
        self.labels: list[int] = []
        """Where the labels of turns stand, in order."""
        self.end = 0
        """Where the last item ends in the script's text."""

    def text(self) -> str:
        self.out = ["---", *_front_matter(self.script, self.narration), "---", ""]
        labels = _labels(self.script)
        of_turns = set(labels.values())
        chapters = {chapter.turn: chapter.title for chapter in self.script.chapters}
        first_words = {
            self._start(turn.paragraphs[0].at): index
            for index, turn in enumerate(self.script.turns)
            if index not in labels
        }
        by_label = {label.at: turn for turn, label in labels.items()}
        self.labels = sorted(by_label)
        items: list[NotSpoken | Paragraph] = [
            *self.script.not_spoken,
            *(part for turn in self.script.turns for part in turn.paragraphs),
        ]
        started = -1
        for item in sorted(items, key=lambda each: each.at):
            turn = by_label.get(item.at) if isinstance(item, NotSpoken) and item in of_turns else None
            if turn is None and first_words.get(item.at, -1) > started and item not in of_turns:
                turn = first_words[item.at]
                self.end = item.at
            if turn is not None and turn > started:
                started = turn
                self._begin(turn, labels.get(turn), chapters.get(turn))
            if isinstance(item, Paragraph):
                self._say(item)
            elif item not in of_turns:
                self._leave_out(item)
            self.end = item.at + len(item.text)
        self._flush()
        return "\n".join(self.out).rstrip("\n") + "\n"

    def _start(self, at: int) -> int:
        """Where the line of a turn's first words begins, with what is left out before them (a time, a mark)."""
        line = self.script.text.rfind("\n", 0, at) + 1
        before = self.script.text[line:at]
        first = line + len(before) - len(before.lstrip())
        return first if first in self.left_out else at

    def _begin(self, index: int, label: NotSpoken | None, chapter: str | None) -> None:
        self._flush()
        turn = self.script.turns[index]
        name = turn.speaker or self.narration
        if chapter is not None:
            self.out += [f"## {chapter}", ""]
        if turn.doubt:
            self.out.append(f"> [?] {_one_line(turn.doubt)}")
        printed = label.text if label else ""
        if turn.speaker is not None and printed in (f"{name}：", f"{name}:"):
            self.line = _escaped(printed) + (" " if printed.endswith(":") else "")
        else:
            if printed or turn.speaker is not None:
                self.out.append(f"> [=] {_escaped(printed)}".rstrip())
            self.line = _escaped(name) + ("：" if _is_wide(name) else ": ")
        self.fresh = True

    def _say(self, paragraph: Paragraph) -> None:
        text = _with_readings(paragraph)
        if self.line is not None and (self.fresh or paragraph.continues or self._on_same_line(paragraph.at)):
            self.line += self._space_before(paragraph.at) + text
        else:
            self._flush()
            self.line = self._guarded(text)
        self.fresh = False

    def _leave_out(self, item: NotSpoken) -> None:
        if item.pause_s is not None:
            self._pause(item)
            return
        if self.line is not None and self._on_same_line(item.at) and "|" not in item.why:
            mark = f"[[{_escaped(item.why)}|{_escaped_in_marks(item.text)}]]"
            self.line += self._space_before(item.at) + mark
            return
        behind = self.script.text[item.at + len(item.text) :].split("\n", 1)[0]
        at = bisect_left(self.labels, item.at)
        if at < len(self.labels):
            behind = behind[: max(0, self.labels[at] - item.at - len(item.text))]
        if (
            self.line is None
            and self._speech_within(item.at, item.at + len(item.text) + len(behind))
            and "|" not in item.why
            and not self.script.text[: item.at].rsplit("\n", 1)[-1].strip()
        ):
            self._flush()
            self.line = f"[[{_escaped(item.why)}|{_escaped_in_marks(item.text)}]]"
            self.fresh = False
            return
        self._flush()
        self.out += [f"> [{_escaped(item.why)}] {_escaped(item.text)}", ""]

    def _pause(self, item: NotSpoken) -> None:
        """A pause stands as it was written: in the line it was written in, else on a line of its own."""
        if self.line is not None and self._on_same_line(item.at):
            self.line += self._space_before(item.at) + item.text
            return
        self._flush()
        self.out += [item.text, ""]

    def _speech_within(self, start: int, end: int) -> bool:
        """Whether anything is said there; marks in a line without speech are lines of their own."""
        at = bisect_left(self.spoken, start)
        return at < len(self.spoken) and self.spoken[at] < end

    def _space_before(self, at: int) -> str:
        """The white space that keeps two words of a line apart, where something between them is left out."""
        between = self.script.text[self.end : at]
        apart = between and not between.strip() and "\n" not in between
        return between if apart and self.line and not self.line.endswith((" ", "\u3000")) else ""

    def _on_same_line(self, at: int) -> bool:
        return "\n" not in self.script.text[self.end : at]

    def _guarded(self, text: str) -> str:
        """A paragraph whose beginning would be read as something else."""
        if text.startswith(("## ", "> [")):
            return "\\" + text
        if any(text.startswith((f"{name}：", f"{name}:")) for name in map(_escaped, self.names)):
            return "\\" + text
        unknown = UNKNOWN_LABEL.match(text)
        return "\\" + text if unknown and is_person(unknown.group(1)) else text

    def _flush(self) -> None:
        if self.line is not None:
            self.out += [self.line.rstrip(" ") if self.line.endswith(": ") else self.line, ""]
        self.line = None


def _labels(script: Script) -> dict[int, NotSpoken]:
    """The printed label of each turn that has one: the last before its first words, behind the turn before it."""
    labels = sorted((each for each in script.not_spoken if each.why == LABEL), key=lambda each: each.at)
    starts = [label.at for label in labels]
    found: dict[int, NotSpoken] = {}
    behind = -1
    for index, turn in enumerate(script.turns):
        at = bisect_left(starts, turn.paragraphs[0].at) - 1
        if at >= 0 and starts[at] > behind:
            found[index] = labels[at]
        behind = turn.paragraphs[-1].at
    return found


def _front_matter(script: Script, narration: str) -> list[str]:
    facts: dict[str, object] = {"narrator": int(VERSION), "title": script.title, "source": script.source}
    for key in ("url", "published", "publisher", "language"):
        if (value := getattr(script, key)) is not None:
            facts[key] = value
    for key in ("season", "episode"):
        if (number := getattr(script.numbers, key)) is not None:
            facts[key] = number
    facts["narration"] = narration
    facts["speakers"] = {speaker.name: _described(speaker) for speaker in script.speakers}
    if script.warnings:
        facts["warnings"] = list(map(str, script.warnings))  # YAML takes plain text only
    return (
        yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, default_flow_style=None, width=1_000_000)
        .rstrip("\n")
        .split("\n")
    )


def _described(speaker: Speaker) -> Mapping[str, object]:
    said: dict[str, object] = {"role": str(speaker.role)}
    for key in ("gender", "affiliation", "position"):
        if (value := getattr(speaker, key)) is not None:
            said[key] = value
    if speaker.aliases:
        said["aliases"] = list(speaker.aliases)
    return said


def _with_readings(paragraph: Paragraph) -> str:
    parts = []
    at = 0
    for override in sorted(paragraph.overrides, key=lambda each: each.span.start):
        parts.append(_escaped(paragraph.text[at : override.span.start]))
        parts.append(
            f"{{{_escaped_in_braces(override.span.of(paragraph.text))}|{_escaped_in_braces(override.reading)}}}"
        )
        at = override.span.end
    parts.append(_escaped(paragraph.text[at:]))
    return "".join(parts)


def _escaped(text: str) -> str:
    # Printed brackets that would be read as a pause get a backslash of their own.
    cuts = [0, *(mark.span.start for mark in pause_marks(text)), len(text)]
    return "\\".join(_without_marks(text[start:end]) for start, end in pairwise(cuts))


def _without_marks(text: str) -> str:
    return _SPECIAL.sub(lambda match: "".join("\\" + char for char in match.group()), text)


def _escaped_in_marks(text: str) -> str:
    """What stands between `[[why|` and `]]`: a bracket at its end would close the mark too early."""
    return "\\]".join(map(_escaped, text.split("]")))


def _escaped_in_braces(text: str) -> str:
    return _escaped(text).replace("|", "\\|")


def _one_line(text: str) -> str:
    return _escaped(" ".join(text.split()))


def _is_wide(name: str) -> bool:
    return any(char >= "\u2e80" for char in name)
