"""The text of an editable script → Script; every mistake in it at once, with its line."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import cast

import yaml

from narrator.errors import ScriptError
from narrator.messages import joined, tr, trn
from narrator.model import Chapter, Gender, NotSpoken, Numbers, Override, Paragraph, Role, Script, Span, Speaker, Turn
from narrator.script.editable_write import LABEL, UNKNOWN_LABEL, VERSION, narration_label
from narrator.script.hand_pauses import WHY as PAUSE
from narrator.script.hand_pauses import PauseMark, pause_at, pause_marks, without_pauses
from narrator.script.label_words import is_person

_KEYS = (
    "narrator",
    "title",
    "source",
    "url",
    "published",
    "publisher",
    "language",
    "season",
    "episode",
    "narration",
    "speakers",
    "warnings",
)
_NUMBERS = ("season", "episode")
_SPEAKER_KEYS = ("role", "gender", "affiliation", "position", "aliases")
_ASIDE = re.compile(r"> ?\[((?:[^\]\\]|\\.)*)\] ?(.*)")
_PUNCTUATION = re.compile(r"[。，、；：！？,.;:!?…]+")
_MOST_FAULTS = 50
_MOST_YAML = 200_000
"""Characters of front matter."""


def from_text(text: str, source: str) -> Script:
    """The script that the text describes.

    Args:
        source: The name the user gave, for messages; the script's own `source` where it names none.
    Raises:
        ScriptError: The text has mistakes; all are named, with their lines.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    reader = _Reader(source=source)
    end = reader.front_matter(lines)
    for number, line in enumerate(lines[end:], start=end + 1):
        reader.line(line.strip(), number)
    return reader.finished(len(lines))


@dataclass(slots=True)
class _OpenTurn:
    speaker: str | None
    number: int
    doubt: str | None
    faulty: bool = False
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    source: str
    faults: list[tuple[int, str]] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    speakers: dict[str, Speaker] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    narration: str = ""
    labels: re.Pattern[str] | None = None
    parts: list[str] = field(default_factory=list)
    length: int = 0
    turns: list[Turn] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    not_spoken: list[NotSpoken] = field(default_factory=list)
    turn: _OpenTurn | None = None
    chapter: tuple[str, int] | None = None
    doubt: str | None = None
    printed: str | None = None
    """What `> [=]` says the page prints as the next label."""

    # ------------------------------------------------------------------------------------- front matter

    def front_matter(self, lines: list[str]) -> int:
        """Read it; the index of the first line behind it."""
        first = next((at for at, line in enumerate(lines) if line.strip()), 0)
        last = next((at for at in range(first + 1, len(lines)) if lines[at].rstrip() in ("---", "...")), None)
        if not lines or lines[first].strip() != "---" or last is None:
            raise ScriptError(
                tr("{source}: no front matter", source=self.source),
                hint=tr("begin the script with the lines that `narrator script --format text` writes"),
            )
        values = self._values("\n".join(lines[first + 1 : last]), first + 2)
        for key, (line, value) in values.items():
            if key not in _KEYS:
                self._unknown(line, key, _KEYS)
            elif key == "narrator" and value != VERSION:
                self._fault(
                    line,
                    tr(
                        "format {value!r} is not known here; this narrator writes and reads {version}",
                        value=value,
                        version=VERSION,
                    ),
                )
            elif key == "speakers":
                self._speakers(line, value)
            elif key == "warnings":
                self.warnings = [str(each) for each in value] if isinstance(value, list) else []
            elif key in _NUMBERS and not re.fullmatch(r"[1-9][0-9]{0,4}", str(value)):
                self._fault(line, tr("{key} is a whole number from 1, not {value!r}", key=key, value=value))
            elif isinstance(value, str):
                self.facts[key] = value
            elif value is not None:
                self._fault(line, tr("{key} must be text", key=key))
        language = self.facts.setdefault("language", "zh-CN")
        self.narration = self.facts.get("narration") or narration_label(language, list(self.speakers))
        if self.narration in self.speakers:
            self._fault(
                values.get("narration", (1, ""))[0],
                tr("{narration!r} is both a speaker and the word for narration", narration=self.narration),
            )
        names = sorted([*self.speakers, self.narration], key=len, reverse=True)
        self.labels = re.compile(rf"({'|'.join(re.escape(name) for name in names)})[ \u3000]?([:：])[ \u3000]?")
        return last + 1

    def _values(self, text: str, offset: int) -> dict[str, tuple[int, object]]:
        """Each key with its line and its value; scalars stay text."""
        if len(text) > _MOST_YAML:
            raise ScriptError(
                tr("{source}: the front matter is too long", source=self.source),
                hint=tr("is a `---` line missing behind it?"),
            )
        try:
            if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
                raise ScriptError(
                    tr("{source}: aliases in the front matter", source=self.source), hint=tr("write the values out")
                )
            root = yaml.compose(text, Loader=yaml.SafeLoader)
            if root is None:
                return {}
            if not isinstance(root, yaml.MappingNode):
                raise ScriptError(
                    tr(
                        "{source}, line {offset}: the front matter must be `key: value` lines",
                        source=self.source,
                        offset=offset,
                    ),
                    hint=tr("correct the line"),
                )
            return {
                str(key.value): (key.start_mark.line + offset, _plain(value))
                for key, value in root.value
                if isinstance(key, yaml.ScalarNode)
            }
        except yaml.MarkedYAMLError as error:
            line = (error.problem_mark.line if error.problem_mark else 0) + offset
            raise ScriptError(
                tr(
                    "{source}, line {line}: {problem}",
                    source=self.source,
                    line=line,
                    problem=error.problem or "this is not YAML",
                ),
                hint=tr("correct the line; colons and lists want spaces"),
            ) from error
        except (yaml.YAMLError, RecursionError) as error:
            raise ScriptError(
                tr("{source}: the front matter is not YAML that can be read", source=self.source),
                hint=tr("write it as `narrator script --format text` does"),
            ) from error

    def _speakers(self, line: int, value: object) -> None:
        if not isinstance(value, dict):
            if value:
                self._fault(line, tr("speakers must be `name: {role: host}` lines"))
            return
        for name, given in value.items():
            facts = given or {}
            if not isinstance(facts, dict):
                self._fault(line, tr("{name}: write `{{role: host}}` or `{{role: guest, gender: female}}`", name=name))
                continue
            for key in facts:
                if key not in _SPEAKER_KEYS:
                    self._unknown(line, str(key), _SPEAKER_KEYS, where=f"{name}: ")
            role, gender = facts.get("role") or "guest", facts.get("gender")
            if role not in {str(each) for each in Role}:
                self._fault(line, tr("{name}: role is host, guest or narrator, not {role!r}", name=name, role=role))
                role = "guest"
            if gender not in (None, "female", "male"):
                self._fault(line, tr("{name}: gender is female or male, not {gender!r}", name=name, gender=gender))
                gender = None
            aliases = facts.get("aliases") or ()
            self.speakers[str(name)] = Speaker(
                name=str(name),
                role=Role(str(role)),
                gender=cast("Gender | None", gender),
                aliases=tuple(map(str, aliases)) if isinstance(aliases, list) else (str(aliases),) if aliases else (),
                affiliation=_text_or_none(facts.get("affiliation")),
                position=_text_or_none(facts.get("position")),
            )

    def _unknown(self, line: int, key: str, known: tuple[str, ...], where: str = "") -> None:
        close = difflib.get_close_matches(key, known, n=1)
        what = tr("{where}{key!r} is no key of a script", where=where, key=key)
        if close:
            what = tr("{what}; did you mean {near!r}?", what=what, near=close[0])
        self._fault(line, what)

    def _fault(self, line: int, what: str) -> None:
        self.faults.append((line, what))
        if self.turn is not None:
            self.turn.faulty = True

    # --------------------------------------------------------------------------------------------- body

    def line(self, line: str, number: int) -> None:
        """Read one line of the body."""
        line = self._pauses_before(line)
        if not line:
            return
        if line.startswith("## ") or line == "##":
            self._close()
            self._unused_chapter()
            self._pauses(line)
            self.chapter = (without_pauses(line[3:]).strip(), number)
            if not self.chapter[0]:
                self._fault(number, tr("a chapter without a title"))
        elif (aside := _ASIDE.fullmatch(line)) is not None:
            self._aside(_unescaped(aside.group(1)), _unescaped(aside.group(2)), number)
        elif self.labels is not None and (label := self.labels.match(line)) is not None:
            self._close()
            narration = label.group(1) == self.narration
            self._open(None if narration else label.group(1), number)
            printed = self.printed if self.printed is not None else "" if narration else line[: label.end(2)]
            self._new_line()
            if printed:
                self._leave_out(printed, LABEL)
            self.printed = None
            if line[label.end() :]:
                self._words(line[label.end() :], number)
        else:
            if self.turn is None:
                self._open(None, number)
            self._ask_about_label(line, number)
            self._new_line()
            self._words(line, number)

    def _pauses_before(self, line: str) -> str:
        """The line without the pauses it begins with: they belong to no turn."""
        at = 0
        while (mark := pause_at(line, at)) is not None:
            self._new_line()
            self._pause(mark, line)
            at = mark.span.end
            while at < len(line) and line[at].isspace():
                at += 1
        return line[at:]

    def _pauses(self, line: str) -> None:
        for mark in pause_marks(line):
            self._new_line()
            self._pause(mark, line)

    def _pause(self, mark: PauseMark, text: str) -> None:
        shown = mark.span.of(text)
        self.not_spoken.append(NotSpoken(at=self._print(shown), text=shown, why=PAUSE, pause_s=mark.pause_s))
        if mark.doubt and mark.doubt not in self.warnings:
            self.warnings.append(mark.doubt)

    def _ask_about_label(self, line: str, number: int) -> None:
        match = UNKNOWN_LABEL.match(line)
        if match and is_person(match.group(1)) and len(self.warnings) < _MOST_FAULTS:
            self.warnings.append(
                tr(
                    "line {number}: is {group} somebody who speaks? then add the name to `speakers:`",
                    number=number,
                    group=match.group(1),
                )
            )

    def _aside(self, why: str, text: str, number: int) -> None:
        if why == "?":
            self.doubt = text
        elif why == "=":
            self.printed = text
        elif not text and pause_at(f"[{why}]", 0) is not None:
            self._pauses(f"[{why}]")
        elif not text:
            self._fault(number, tr("nothing stands behind the reason"))
        else:
            self._new_line()
            self._leave_out(text, why or "not speech")

    def _open(self, speaker: str | None, number: int) -> None:
        self.turn = _OpenTurn(speaker, number, self.doubt)
        self.doubt = None
        if self.chapter is not None:
            self.chapters.append(Chapter(title=self.chapter[0], turn=len(self.turns)))
            self.chapter = None

    def _close(self) -> None:
        turn, self.turn = self.turn, None
        if turn is None:
            return
        if not turn.paragraphs:
            if not turn.faulty:
                self._fault(turn.number, tr("{speaker} says nothing here", speaker=turn.speaker or self.narration))
            return
        self.turns.append(
            Turn(speaker=turn.speaker, paragraphs=tuple(turn.paragraphs), doubt=turn.doubt, line=turn.number)
        )

    def _unused_chapter(self) -> None:
        if self.chapter is not None:
            self._fault(self.chapter[1], tr("nobody speaks in this chapter"))

    def _new_line(self) -> None:
        if self.length:
            self._print("\n")

    def _print(self, text: str) -> int:
        at = self.length
        self.parts.append(text)
        self.length += len(text)
        return at

    def _leave_out(self, text: str, why: str) -> None:
        self.not_spoken.append(NotSpoken(at=self._print(text), text=text, why=why))

    def _words(self, text: str, number: int) -> None:
        """A line of speech: words, readings in braces, and bits that are left out."""
        written: list[str] = []
        overrides: list[Override] = []
        said = False
        at = 0

        def speak() -> None:
            nonlocal said
            words = "".join(written)
            kept = words.strip()
            if kept and self.turn is not None:
                cut = len(words) - len(words.lstrip())
                moved = tuple(
                    Override(span=Span(one.span.start - cut, one.span.end - cut), reading=one.reading)
                    for one in overrides
                )
                start = self._print(words) + cut
                self.turn.paragraphs.append(Paragraph(at=start, text=kept, continues=said, overrides=moved))
                said = True
            written.clear()
            overrides.clear()

        while at < len(text):
            char = text[at]
            if char == "\\" and at + 1 < len(text):
                written.append(text[at + 1])
                at += 2
            elif char == "{":
                found = _until(text, at + 1, "}", "|")
                if found is None or not found[0] or not found[1].strip():
                    self._fault(
                        number, tr("a reading is written {printed|spoken}; write \\{ for a brace that is printed")
                    )
                    return
                start = sum(map(len, written))
                written.append(found[0])
                overrides.append(Override(span=Span(start, start + len(found[0])), reading=found[1].strip()))
                at = found[2]
            elif text.startswith("[[", at):
                found = _until(text, at + 2, "]]", "|")
                if found is None or not found[1].strip():
                    self._fault(
                        number, tr("what is left out is written [[why|text]]; write \\[[ for brackets that are printed")
                    )
                    return
                speak()
                self._leave_out(found[1], found[0].strip() or "not speech")
                at = found[2]
            elif (mark := pause_at(text, at)) is not None:
                speak()
                self._pause(mark, text)
                at = mark.span.end
                if (marks := _PUNCTUATION.match(text, at)) is not None:  # no sentence begins with it
                    self._leave_out(marks.group(), "nothing to say")
                    at = marks.end()
            else:
                written.append(char)
                at += 1
        speak()

    def finished(self, count: int) -> Script:
        """The script, or all that is wrong with it."""
        self._close()
        self._unused_chapter()
        if not self.turns and not self.faults:
            self._fault(count, tr("nobody says anything"))
        if self.faults:
            shown = sorted(self.faults)[:_MOST_FAULTS]
            told = joined("\n", (tr("  line {line}: {what}", line=line, what=what) for line, what in shown))
            raise ScriptError(
                trn(
                    "{source} has {count} mistake:\n{told}",
                    "{source} has {count} mistakes:\n{told}",
                    len(self.faults),
                    source=self.source,
                    told=told,
                ),
                hint=tr("docs/reference/script.md explains the format"),
            )
        heard = dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker)
        return Script(
            text="".join(self.parts),
            source=self.facts.get("source", self.source),
            speakers=tuple(self.speakers[name] for name in heard),
            turns=tuple(self.turns),
            chapters=tuple(self.chapters),
            not_spoken=tuple(self.not_spoken),
            title=self.facts.get("title") or "narrator",
            url=self.facts.get("url"),
            published=self.facts.get("published"),
            publisher=self.facts.get("publisher"),
            numbers=Numbers(**{key: int(self.facts[key]) for key in _NUMBERS if key in self.facts}),
            language=self.facts["language"],
            warnings=tuple(self.warnings),
        )


def _until(text: str, at: int, end: str, between: str) -> tuple[str, str, int] | None:
    """What stands before and behind `between`, up to `end`, and where it goes on; None where it does not end."""
    halves: list[list[str]] = [[]]
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            halves[-1].append(text[at + 1])
            at += 2
        elif text.startswith(end, at):
            return ("".join(halves[0]), "".join(halves[1]), at + len(end)) if len(halves) == 2 else None
        elif text[at] == between and len(halves) == 1:
            halves.append([])
            at += 1
        else:
            halves[-1].append(text[at])
            at += 1
    return None


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _plain(node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)


def _text_or_none(value: object) -> str | None:
    return None if value is None else str(value)
