"""Made-up interview pages with their labels, for where real pages are few: forms × names × furniture × languages.

    python benchmarks/made_pages.py FOLDER COUNT [SEED]      COUNT folders, each with a page and expected.json

All words come from `made_pages.json` beside this file; nothing is taken from a real page.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "made_pages.json").read_text(encoding="utf-8"))

OPENINGS = (
    "",
    "",
    "",
    "",
    "",
    "《",
    "“",
    "【",
    "[",
    "（",
    "<",
    "‹",
    "「",
    "*",
    "●",
    "▲",
    "■",
    "—",
    "🎤 ",
    "👤",
    "◎",
    "※",
    "# ",
    "@",
    "> ",
)
CLOSINGS = {"《": "》", "“": "”", "【": "】", "[": "]", "（": "）", "<": ">", "‹": "›", "「": "」", "*": "*"}
SEPARATORS = (
    "：",
    "：",
    "：",
    "：",
    ": ",
    ": ",
    " : ",
    "︰",
    "|",
    " | ",
    "丨",
    "｜",
    " - ",
    " – ",
    "——",
    " —— ",
    " / ",
    " > ",
    "＞",
    "\t",
    "\u3000",
    "   ",
    " ",
    "→",
)
LANGUAGES = ("zh",) * 11 + ("tw",) * 2 + ("en",) * 5 + ("ja",) * 2 + ("de", "fr", "es", "ko")


@dataclass(slots=True)
class Line:
    """One paragraph of the page."""

    text: str
    kind: str = "p"
    """p, heading, question (set off by its look), caption, quote, meta."""
    label: str = ""
    alone: bool = False
    """The label has a line of its own."""


@dataclass(slots=True)
class Made:
    """A page in the making, and its labels."""

    lines: list[Line] = field(default_factory=list)
    turns: list[dict[str, Any]] = field(default_factory=list)
    narrator_only: list[str] = field(default_factory=list)
    not_spoken: list[str] = field(default_factory=list)


class Maker:
    """Makes one page."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.language = self.chance.choice(LANGUAGES)
        self.words = WORDS[self.language]
        self.used: set[str] = set()
        self.topic = self.chance.choice(self.words["topics"])
        self.page = Made()

    def pick(self, key: str) -> str:
        """An unused text, with its slots filled."""
        texts = self.words[key]
        fresh = [text for text in texts if text not in self.used] or texts
        text = self.chance.choice(fresh)
        self.used.add(text)
        for slot in ("topics", "places", "things", "times"):
            while "{" + slot + "}" in text:
                value = (
                    self.topic
                    if slot == "topics" and self.chance.random() < 0.5
                    else self.chance.choice(self.words[slot])
                )
                text = text.replace("{" + slot + "}", value, 1)
        return text

    def name(self) -> str:
        """A person's name."""
        family, given = self.chance.choice(self.words["families"]), self.chance.choice(self.words["givens"])
        return family + given if self.language in ("zh", "tw", "ja", "ko") else f"{given} {family}"

    def question(self) -> str:
        """What the host says."""
        parts = [self.pick("comments")] if self.chance.random() < 0.25 else []
        parts.append(self.pick("questions"))
        if self.chance.random() < 0.12:
            parts.append(self.pick("questions"))
        if self.chance.random() < 0.08:
            parts = [self.pick("prompts")]
        return self.join(parts)

    def answer(self) -> list[str]:
        """What a guest says, in paragraphs."""
        if self.chance.random() < 0.1:
            return [self.pick("short")]
        count = 1 if self.chance.random() < 0.6 else self.chance.choice((2, 2, 3, 4))
        return [
            self.join([self.pick("answers") for _ in range(self.chance.choice((1, 2, 2, 3, 4)))]) for _ in range(count)
        ]

    def join(self, parts: Sequence[str]) -> str:
        """Sentences as one paragraph."""
        return ("" if self.language in ("zh", "tw", "ja") else " ").join(parts)

    def made(self) -> tuple[str, str, dict[str, Any]]:
        """The page's file name and text, and its labels."""
        chance = self.chance
        title = self.pick("titles")
        published = f"20{chance.randint(10, 26)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        people = self.people()
        furniture = chance.random()
        if furniture < 0.7:
            for _ in range(chance.choice((0, 1, 1, 2, 3))):
                text = self.pick("meta").replace("{date}", published)
                self.page.lines.append(Line(text, "meta"))
                self.page.not_spoken.append(text)
        if chance.random() < 0.75:
            self.lead(people)
        kind = chance.random()
        if kind < 0.1:
            people = []
            self.chance.choice((self.prose, self.prose, self.novel, self.facts, self.headlines))()
        elif kind < 0.2:
            self.chance.choice((self.dashes, self.arrows, self.session, self.terms))(people)
        else:
            self.talk(people, "labels" if kind < 0.7 else "questions" if kind < 0.89 else "one side")
        if furniture < 0.8:
            self.tail()
        if not any(str(published) in line.text for line in self.page.lines):
            published = None  # type: ignore[assignment]
        heard = {turn["speaker"] for turn in self.page.turns}
        expected = {
            "title": title, "published": published, "turns": self.page.turns, "narrator_only": self.page.narrator_only,
            "not_spoken": self.page.not_spoken, "speakers": [each for each in people if each["name"] in heard],
        }  # fmt: skip
        form = chance.choice(("html", "html", "html", "txt", "txt", "md"))
        return f"input.{form}", self.written(form, title), expected

    def people(self) -> list[dict[str, Any]]:
        """Who takes part: one who asks, one to three who answer."""
        chance, words = self.chance, self.words
        count = 1 if chance.random() < 0.62 else chance.choice((2, 2, 3))
        style = chance.choice(("names", "names", "role", "letters", "short", "titled", "publication", "numbered"))
        hosts, guests = words["hosts"], words["guests"]
        out = []
        host_name = chance.choice(words["publications"]) if style == "publication" else chance.choice(hosts)
        if style == "names" and chance.random() < 0.4:
            host_name = self.name()
        if style == "letters":
            host_name = words["letters"][0]
        if style == "numbered":
            host_name = f"{words['speaker']}1"
        out.append({"name": host_name, "role": "host", "aliases": [host_name], "label": host_name})
        for number in range(count):
            full = self.name()
            label = full
            if style == "letters" and count == 1:
                label = words["letters"][1]
            elif style == "role" and count == 1:
                label = chance.choice(guests)
            elif style == "short":
                label = full[:1] if self.language in ("zh", "tw") else "".join(word[0] for word in full.split()) or full
                if any(label == each["label"] for each in out):
                    label = full
            elif style == "titled":
                label = chance.choice(words["before"]) + full
            elif style == "numbered":
                label = f"{words['speaker']}{number + 2}"
            out.append({"name": full, "role": "guest", "aliases": [label, full], "label": label})
        if len({each["label"] for each in out}) < len(out):
            return self.people()
        return out

    def lead(self, people: Sequence[dict[str, Any]]) -> None:
        """What the page says before the talk."""
        text = self.pick("leads").replace("{guest}", people[1]["name"])
        self.page.lines.append(Line(text))
        self.narrate(text)
        if self.chance.random() < 0.3:
            more = self.join([self.pick("reports"), self.pick("reports")])
            self.page.lines.append(Line(more))
            self.narrate(more)

    def narrate(self, text: str) -> None:
        """A turn of the narrator's."""
        self.page.turns.append(
            {"speaker": "旁白", "starts": text[:12], "ends": text[-12:], "paragraphs": 1, "narrator": True}
        )

    def prose(self) -> None:
        """No dialogue at all."""
        for _ in range(self.chance.randint(4, 12)):
            text = self.join([self.pick("reports") for _ in range(self.chance.randint(1, 4))])
            if self.chance.random() < 0.3:
                text = f"{self.chance.choice(self.words['keys'])}{self.chance.choice(('：', ': '))}{text}"
            self.page.lines.append(Line(text))
            self.narrate(text)

    def novel(self) -> None:
        """A story whose people speak in dashes or quotation marks: nobody's interview."""
        mark = self.chance.choice(("——", "“", "「", "- "))
        close = {"“": "”", "「": "」"}.get(mark, "")
        for _ in range(self.chance.randint(4, 12)):
            spoken = self.chance.random() < 0.6
            text = (
                f"{mark}{self.pick('questions' if self.chance.random() < 0.4 else 'answers')}{close}"
                if spoken
                else self.pick("reports")
            )
            self.page.lines.append(Line(text))
            self.narrate(text)

    def facts(self) -> None:
        """Keys and values, some of which ask: a recipe, a notice."""
        for key in self.chance.sample(self.words["keys"], min(len(self.words["keys"]), 4)):
            value = self.chance.choice(
                (self.pick("reports"), self.chance.choice(self.words["things"]), self.pick("questions"))
            )
            text = f"{key}{'：' if self.language in ('zh', 'tw', 'ja') else ': '}{value}"
            self.page.lines.append(Line(text))
        for _ in range(self.chance.randint(1, 4)):
            text = self.join([self.pick("reports"), self.pick("reports")])
            self.page.lines.append(Line(text))
            self.narrate(text)

    def headlines(self) -> None:
        """Nothing but headlines."""
        for _ in range(self.chance.randint(3, 8)):
            text = self.pick("titles")
            self.page.lines.append(Line(text))
            self.narrate(text)

    def dashes(self, people: Sequence[dict[str, Any]]) -> None:
        """Questions behind a dash, answers plain or behind a name and a wide space."""
        dash = self.chance.choice(("――", "──", "—", "--", "——"))
        named = self.chance.random() < 0.5
        people[0]["aliases"] += ["聞き手", "问", "問", "Q", "――"]
        for _ in range(self.chance.randint(3, 9)):
            self.say(people[0], self.question(), dash, "p", False, False, "none")
            for at, paragraph in enumerate(self.answer()):
                mark = f"{people[1]['label']}\u3000" if named and at == 0 else ""
                self.say(people[1], paragraph, mark, "p", False, False, "none", goes_on=at > 0)

    def arrows(self, people: Sequence[dict[str, Any]]) -> None:
        """`>> NAME: …`, as captions are typed."""
        for who in people:
            who["label"] = str(who["label"]).upper()
            who["aliases"].append(who["label"])
        for _ in range(self.chance.randint(3, 9)):
            self.say(people[0], self.question(), f">> {people[0]['label']}: ", "p", False, False, "none")
            guest = self.chance.choice(people[1:])
            self.say(guest, self.join(self.answer()), f">> {guest['label']}: ", "p", False, False, "none")

    def session(self, people: Sequence[dict[str, Any]]) -> None:
        """A chair who gives the word, members who speak long, notes of what happens between them."""
        chair = self.chance.choice(("主席", "主持人", "议长")) if self.language in ("zh", "tw") else "CHAIR"
        people[0].update(name=chair, label=chair, aliases=[chair])
        colon = "：" if self.language in ("zh", "tw", "ja") else ": "
        for _ in range(self.chance.randint(3, 8)):
            member = self.chance.choice(people[1:])
            self.say(people[0], self.pick("prompts"), chair + colon, "p", False, False, "none")
            answer = [
                self.join([self.pick("answers") for _ in range(self.chance.randint(1, 5))])
                for _ in range(self.chance.choice((1, 1, 2)))
            ]
            for at, paragraph in enumerate(answer):
                self.say(
                    member,
                    paragraph,
                    f"{member['label']}{colon}" if at == 0 else "",
                    "p",
                    False,
                    False,
                    "none",
                    goes_on=at > 0,
                )
            if self.chance.random() < 0.3:
                note = (
                    self.chance.choice(("（散会）", "休息（10时3分）", "继续开会（11时20分）", "（鼓掌）"))
                    if self.language in ("zh", "tw")
                    else "(The meeting was suspended at 10.03.)"
                )
                self.page.lines.append(Line(note))
                self.page.narrator_only.append(note)

    def terms(self, people: Sequence[dict[str, Any]]) -> None:
        """`<dt>` who speaks, `<dd>` what is said."""
        for _ in range(self.chance.randint(3, 9)):
            self.say(people[0], self.question(), people[0]["label"], "term", True, False, "none")
            guest = self.chance.choice(people[1:])
            self.say(guest, self.join(self.answer()), guest["label"], "term", True, False, "none")

    def talk(self, people: Sequence[dict[str, Any]], form: str) -> None:
        """The conversation, in one form."""
        chance = self.chance
        opening, separator = chance.choice(OPENINGS), chance.choice(SEPARATORS)
        if opening in CLOSINGS and chance.random() < 0.5:
            separator = chance.choice(("：", "", " ", ":"))
        alone = chance.random() < 0.14
        stamp = chance.random() < (0.4 if alone else 0.1)
        before = chance.choice(("[{}] ", "{} ", "{}:07 From ", "（{}）", "2024-05-06 {}:30 ", "({}) "))
        closing = CLOSINGS.get(opening, "")
        look = chance.choice(
            ("bold", "bold", "italic", "heading", "quote", "class", "colour", "number", "number", "none")
        )
        bold_label = chance.random() < 0.3
        minute = 0
        host, guests = people[0], list(people[1:])
        one_sided = chance.choice((True, False))
        if separator in (" ", "") and not closing:
            separator = "："

        def label(who: dict[str, Any]) -> str:
            nonlocal minute
            minute += chance.randint(1, 3)
            mark = f"{opening}{who['label']}{closing}"
            time = f"{minute // 60:02d}:{minute % 60:02d}"
            if alone:
                return (
                    (f"{mark} {time}" if one_sided else f"{time} {mark}")
                    if stamp
                    else mark + ("" if opening else chance.choice(("", "：")))
                )
            return f"{before.format(time)}{mark}{separator}" if stamp else f"{mark}{separator}"

        rounds = chance.randint(3, 12)
        counting = chance.choice(("{0}. ", "{0}.", "{0}、", "{1}、", "（{0}）", "Q{0} ", "{0}) "))
        bare = chance.random() < 0.08  # speech without punctuation, as machines write it
        number = 0
        for turn in range(rounds):
            if turn and chance.random() < 0.12:
                head = self.pick("heads")
                self.page.lines.append(Line(head, "heading" if chance.random() < 0.6 else "bold"))
                self.page.narrator_only.append(head)
            if chance.random() < 0.06:
                caption = self.pick("captions")
                self.page.lines.append(Line(caption, "caption"))
                self.page.not_spoken.append(caption)
            asked, number = self.question(), number + 1
            guest = chance.choice(guests)
            answer = self.answer()
            if bare:
                asked, answer = _bare(asked), [_bare(each) for each in answer]
            labelled_question = form == "labels" or (form == "one side" and one_sided)
            labelled_answer = form == "labels" or (form == "one side" and not one_sided)
            numbered = (
                counting.format(number, "一二三四五六七八九十"[number % 10 - 1])
                if look == "number" and not labelled_question
                else ""
            )
            kind = "p" if labelled_question else "question"
            self.say(
                host,
                asked,
                label(host) if labelled_question else numbered,
                kind,
                alone and labelled_question,
                bold_label,
                look,
            )
            for at, paragraph in enumerate(answer):
                mark = label(guest) if labelled_answer and at == 0 else ""
                self.say(guest, paragraph, mark, "p", alone and bool(mark), bold_label, look, goes_on=at > 0)
            if len(guests) > 1 and form == "labels" and chance.random() < 0.3:
                other = chance.choice(guests)
                if other is not guest and chance.random() < 0.15:
                    both = {"label": f"{guest['label']}{chance.choice(('/', '、', '&'))}{other['label']}"}
                    self.say(guest, self.pick("short"), label(both), "p", alone, bold_label, look)
                elif other is not guest:
                    self.say(other, self.pick("answers"), label(other), "p", alone, bold_label, look)
            if chance.random() < 0.04:
                note = self.pick("notes")
                self.page.lines.append(Line(note))
                self.page.narrator_only.append(note)
            if chance.random() < 0.05:
                quote = answer[0][:40]
                self.page.lines.append(
                    Line(f"“{self.pick('answers')}”" if len(quote) < 12 else f"“{answer[-1]}”", "quote")
                )
        self.look, self.bold_label = look, bold_label

    def say(
        self,
        who: dict[str, Any],
        text: str,
        mark: str,
        kind: str,
        alone: bool,
        bold: bool,
        look: str,
        *,
        goes_on: bool = False,
    ) -> None:
        """One paragraph of somebody's, and its label."""
        self.page.lines.append(Line(text, kind, mark, alone))
        if goes_on:
            self.page.turns[-1]["ends"] = text[-12:]
            self.page.turns[-1]["paragraphs"] += 1
            return
        self.page.turns.append({"speaker": who["name"], "starts": text[:12], "ends": text[-12:], "paragraphs": 1})

    def tail(self) -> None:
        """What follows the last answer."""
        for _ in range(self.chance.choice((0, 1, 1, 2, 3, 4))):
            text = self.pick("tails")
            self.page.lines.append(Line(text, "p" if self.chance.random() < 0.7 else "bold"))
            self.page.not_spoken.append(text)
        if self.chance.random() < 0.2:
            text = self.join([self.pick("reports"), self.pick("reports")])
            self.page.lines.append(Line(text))
            self.narrate(text)

    def written(self, form: str, title: str) -> str:
        """The page as text, Markdown or HTML."""
        look, bold = getattr(self, "look", "none"), getattr(self, "bold_label", False)
        if form == "html":
            return self._html(title, look, bold)
        mark: Callable[[str], str] = (lambda text: f"**{text.strip()}** ") if form == "md" and bold else str
        out = [f"# {title}" if form == "md" else title, ""]
        for line in self.page.lines:
            text = line.text
            if line.kind == "heading" and form == "md":
                text = f"## {text}"
            elif line.kind == "question" and form == "md":
                text = {
                    "bold": f"**{text}**",
                    "italic": f"*{text}*",
                    "heading": f"### {text}",
                    "quote": f"> {text}",
                }.get(look, text)
            elif line.kind == "bold" and form == "md":
                text = f"**{text}**"
            if line.alone:
                out += [mark(line.label), text, ""]
            else:
                out += [(mark(line.label) if line.label.strip() and line.kind != "question" else line.label) + text, ""]
        return "\n".join(out)

    def _html(self, title: str, look: str, bold: bool) -> str:
        safe = html.escape
        out = [
            f"<html><head><meta charset=utf-8><title>{safe(title)}</title></head><body><div class=content><h1>{safe(title)}</h1>"
        ]
        for line in self.page.lines:
            text = safe(line.text)
            label = (
                f"<b>{safe(line.label)}</b>"
                if bold and line.label.strip() and line.kind != "question"
                else safe(line.label)
            )
            if line.kind == "heading":
                out.append(f"<h2>{text}</h2>")
            elif line.kind == "bold":
                out.append(f"<p><strong>{text}</strong></p>")
            elif line.kind == "caption":
                out.append(f"<figure><img src=a.jpg><figcaption>{text}</figcaption></figure>")
            elif line.kind == "quote":
                out.append(f"<blockquote>{text}</blockquote>")
            elif line.kind == "question":
                inside = label + text
                out.append({
                    "bold": f"<p><strong>{inside}</strong></p>", "italic": f"<p><em>{inside}</em></p>", "heading": f"<h3>{inside}</h3>",
                    "quote": f"<blockquote>{inside}</blockquote>", "class": f"<p class=ques>{inside}</p>",
                    "colour": f'<p><span style="color:#c00">{inside}</span></p>',
                }.get(look, f"<p>{inside}</p>"))  # fmt: skip
            elif line.kind == "term":
                out.append(f"<dl><dt>{label}</dt><dd>{text}</dd></dl>")
            elif line.alone:
                out.append(f"<p>{label}</p><p>{text}</p>")
            else:
                out.append(f"<p>{label}{text}</p>")
        return "\n".join([*out, "</div></body></html>"])


def _bare(text: str) -> str:
    """The text without the marks that end sentences."""
    return re.sub(r"[。？！?!.，,]+", " ", text).strip()


def written(folder: Path, count: int, seed: int = 1) -> list[Path]:
    """Make pages, each in a folder of its own."""
    out = []
    for number in range(count):
        name, text, expected = Maker(seed * 100_003 + number).made()
        place = folder / f"made-{number:04d}"
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
        (place / "expected.json").write_text(json.dumps(expected, ensure_ascii=False), encoding="utf-8")
        out.append(place)
    return out


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    options = parser.parse_args()
    print(f"{len(written(options.folder, options.count, options.seed))} pages in {options.folder}")


if __name__ == "__main__":
    main()
