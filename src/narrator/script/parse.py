"""Article → Script: who says what."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from narrator.errors import ScriptError
from narrator.model import Article, NotSpoken, Role, Script, Speaker
from narrator.script.assemble import Assembly, StageDirections, assembled
from narrator.script.chapters import chapters
from narrator.script.doubts import turn_signs, warnings, with_doubts
from narrator.script.editable import is_editable
from narrator.script.editable_read import from_text
from narrator.script.fitted import Signs
from narrator.script.hand_pauses import WHY as PAUSE
from narrator.script.hand_pauses import pause_doubts, pause_marks, set_apart, without_pauses
from narrator.script.inline import rejoined, split_at_labels
from narrator.script.label_words import is_person
from narrator.script.labels import likely_labels
from narrator.script.people import identified
from narrator.script.places import Place, Placed, placed

_log = logging.getLogger(__name__)

_INTERVIEW_WITH = re.compile(
    r"(?:interview(?:s|ed|ing)?|conversation|q&a|talk(?:s|ing)?|chat)\s(?:with|of)\s(?:[a-z]+\s"
    r"){0,3}(?P<latin>[A-Z][\w.'’\-]+(?:[ ](?:[A-Z][\w.'’\-]+|de|van|von)){1,3})"
    r"|(?:专访|專訪|对话|對話|访谈|采访|对谈|訪問|访)[:：\s丨|｜“「]{0,2}(?P<han>[\u3400-\u9fff·]{2,12})"
)
_LATIN_NAME = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ'’\-]{1,20}(?:\s(?:[A-Z]\.|[A-ZÀ-Þ][a-zß-ÿA-Z'’\-]{1,20})){1,2}")
_ASKER = {"zh": "问", "zh-TW": "問", "zh-HK": "問", "yue": "問", "ja": "聞き手", "ko": "Q"}
_ANSWERER = {"zh": "答", "zh-TW": "答", "zh-HK": "答", "yue": "答", "ja": "語り手", "ko": "A"}


_STARTS = (Place.TURN, Place.QUESTION, Place.ANSWER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Who says what, before it is asked how sure that is."""

    places: Sequence[Placed]
    assembly: Assembly
    speakers: Mapping[str, Speaker]
    """By name, of those who are heard."""

    @property
    def signs(self) -> list[Signs]:
        """What speaks for and against each turn."""
        return turn_signs(self.assembly.turns, self.assembly.places, self.places, self.speakers)


def parse(article: Article, *, stage_directions: StageDirections = "drop") -> Script:
    """Who says what on the page, and what is not said; an editable script is taken at its word.

    Args:
        stage_directions: Whether `（笑）` is left out or read by the narrator.

    Raises:
        ScriptError: There is nothing to say, or an editable script has mistakes.
    """
    if is_editable(article.text):
        return from_text(article.text, article.source)
    article, pauses = _without_outer_pauses(article)
    draft = drafted(article, stage_directions=stage_directions)
    turns = draft.assembly.turns
    doubts, chances = with_doubts(turns, draft.signs)
    return Script(
        text=article.text,
        source=article.source,
        speakers=tuple(draft.speakers.values()),
        turns=tuple(replace(turn, doubt=doubt) for turn, doubt in zip(turns, doubts, strict=True)),
        chapters=chapters(turns, draft.assembly.headings, draft.speakers, article.language),
        not_spoken=tuple(sorted([*draft.assembly.not_spoken, *pauses], key=lambda each: each.at)),
        title=without_pauses(article.title or "") or _name_of(article.source),
        url=article.url,
        published=article.published,
        publisher=article.publisher,
        language=article.language,
        numbers=article.numbers,
        warnings=(*warnings(turns, draft.places, draft.speakers, chances), *pause_doubts(article.text)),
    )


def _without_outer_pauses(article: Article) -> tuple[Article, list[NotSpoken]]:
    """The page without the pauses that stand around its paragraphs, and these."""
    blocks, apart = set_apart(article.blocks)
    pauses = [
        NotSpoken(at=block.at, text=block.text, why=PAUSE, pause_s=mark.pause_s)
        for block in apart
        for mark in pause_marks(block.text)
    ]
    return replace(article, blocks=blocks), pauses


def drafted(article: Article, *, stage_directions: StageDirections = "drop") -> Draft:
    """Who says what on the page.

    Raises:
        ScriptError: There is nothing to say.
    """
    blocks = split_at_labels(article.blocks)
    likely, declared = likely_labels(blocks)
    places = rejoined(placed(blocks, likely, declared.lines), article)
    first = next((index for index, each in enumerate(places) if each.place in _STARTS), len(places))
    head = "\n".join(each.block.text for each in places[: first + 3])[:20_000]
    people = identified(places, declared, head, article.title or "")
    speakers = {speaker.name: speaker for speaker in people.speakers.values()}
    host = next((name for name, each in speakers.items() if each.role is Role.HOST), None)
    asker = host or _in(article.language, _ASKER, "Q")
    guests = [name for name, each in speakers.items() if each.role is Role.GUEST]
    answerer = guests[0] if len(guests) == 1 else _interviewee(article.title or "", head)
    answerer = answerer or _in(article.language, _ANSWERER, "A")
    assembly = assembled(places, people, asker=asker, answerer=answerer, stage_directions=stage_directions)
    if not assembly.turns:
        raise ScriptError(
            f"{article.source}: nothing on this page is speech",
            hint="look at it with `narrator script`, or write it as an editable script",
        )
    speakers.setdefault(asker, Speaker(name=asker, role=Role.HOST))
    speakers.setdefault(answerer, Speaker(name=answerer, role=Role.GUEST))
    heard = dict.fromkeys(turn.speaker for turn in assembly.turns if turn.speaker)
    kinds = Counter(each.place.name.lower() for each in places)
    _log.debug("%d blocks: %s; named beforehand: %s", len(blocks), dict(kinds), ", ".join(declared.full) or "nobody")
    return Draft(places=places, assembly=assembly, speakers={name: speakers[name] for name in heard})


def _name_of(source: str) -> str:
    """A title for a page that has none: the file's name."""
    name = PurePath(source.split("?", maxsplit=1)[0].rstrip("/")).stem
    return name if name and name != "-" else "narrator"


def _in(language: str, words: dict[str, str], otherwise: str) -> str:
    return words.get(language) or words.get(language.split("-", maxsplit=1)[0]) or otherwise


def _interviewee(title: str, head: str) -> str | None:
    """The one person the title or the lead says is interviewed; else whom both name."""
    match = _INTERVIEW_WITH.search(f"{title}\n{head}")
    if match and match["latin"]:
        words = match["latin"].split()
        first = [at for at in range(len(words)) if head.count(" ".join(words[at:])) > 1 and len(words) - at >= 2]
        return " ".join(words[first[0] :]) if first else match["latin"]
    name = match["han"] if match else ""
    for length in (4, 3, 2):
        if (is_person(name[-length:]) and len(name) == length) or (
            is_person(name[:length]) and head.count(name[:length]) > 1
        ):
            return name[:length] if len(name) != length else name
    return _named_most(title, head)


def _named_most(title: str, head: str) -> str | None:
    """The full name in Latin letters that the title and the lead have in common, or that the lead repeats."""
    count = Counter(match.group() for match in _LATIN_NAME.finditer(head))
    best = [name for name, times in count.most_common(3) if name in title or times > 1]
    last = [name for name in best if head.count(name.split()[-1]) > count[name] or name in title]
    return last[0] if last else None
