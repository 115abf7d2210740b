"""Article → Script: who says what."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from narrator.errors import ScriptError
from narrator.messages import tr
from narrator.model import Article, NotSpoken, Role, Script, Speaker
from narrator.script.assemble import Assembly, StageDirections, assembled
from narrator.script.chapters import chapters
from narrator.script.doubts import doubted, turn_signs
from narrator.script.editable import is_editable
from narrator.script.editable_read import from_text
from narrator.script.fitted import Signs
from narrator.script.genders import gender_of
from narrator.script.hand_pauses import WHY as PAUSE
from narrator.script.hand_pauses import pause_doubts, pause_marks, set_apart, without_pauses
from narrator.script.in_turn import one_after_the_other
from narrator.script.inline import rejoined, split_at_labels
from narrator.script.interviewee import who_answers
from narrator.script.labels import likely_labels
from narrator.script.people import People, identified
from narrator.script.places import Place, Placed, placed
from narrator.script.recurring import with_lines_that_come_back

_log = logging.getLogger(__name__)

_ASKER = {"zh": "问", "zh-TW": "問", "zh-HK": "問", "yue": "問", "ja": "聞き手", "ko": "Q"}
_ANSWERER = {"zh": "答", "zh-TW": "答", "zh-HK": "答", "yue": "答", "ja": "語り手", "ko": "A"}


_INTRODUCES = (None, "title", "metadata", "credits", "picture caption")
"""Why a block may be left out that still introduces somebody."""
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
    doubts = doubted(turns, draft.signs, draft.places, draft.speakers)
    return Script(
        text=article.text,
        source=article.source,
        speakers=tuple(draft.speakers.values()),
        turns=tuple(replace(turn, doubt=doubt) for turn, doubt in zip(turns, doubts.turns, strict=True)),
        chapters=chapters(turns, draft.assembly.headings, draft.speakers, article.language),
        not_spoken=tuple(sorted([*draft.assembly.not_spoken, *pauses], key=lambda each: each.at)),
        title=without_pauses(article.title or "") or _name_of(article.source),
        url=article.url,
        published=article.published,
        publisher=article.publisher,
        language=article.language,
        numbers=article.numbers,
        warnings=(*doubts.warnings, *pause_doubts(article.text)),
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
    blocks = split_at_labels(with_lines_that_come_back(article.blocks))
    likely, declared = likely_labels(blocks)
    places, named = one_after_the_other(rejoined(placed(blocks, likely, declared.lines), article))
    first = next((index for index, each in enumerate(places) if each.place in _STARTS), len(places))
    head = "\n".join(each.block.text for each in places[: first + 3])[:20_000]
    people = identified(places, declared, head, article.title or "")
    speakers = {speaker.name: speaker for speaker in people.speakers.values()}
    host = next((name for name, each in speakers.items() if each.role is Role.HOST), None)
    asker = host or _in(article.language, _ASKER, "Q")
    answerer = _answerer(article, places, first, people)
    assembly = assembled(
        places, people, asker=asker, answerer=answerer.name, named=named, stage_directions=stage_directions
    )
    if not assembly.turns:
        raise ScriptError(
            tr("{source}: nothing on this page is speech", source=article.source),
            hint=tr("look at it with `narrator script`, or write it as an editable script"),
        )
    speakers.setdefault(asker, Speaker(name=asker, role=Role.HOST))
    for each in (answerer, *(_guest(name, article.text[:60_000], "") for name in named.values())):
        speakers.setdefault(each.name, each)
    heard = dict.fromkeys(turn.speaker for turn in assembly.turns if turn.speaker)
    kinds = Counter(each.place.name.lower() for each in places)
    _log.debug("%d blocks: %s; named beforehand: %s", len(blocks), dict(kinds), ", ".join(declared.full) or "nobody")
    return Draft(places=places, assembly=assembly, speakers={name: speakers[name] for name in heard})


def _answerer(article: Article, places: Sequence[Placed], first: int, people: People) -> Speaker:
    """Who answers where no label says so."""
    shown = [each.block.text for each in places[: first + 4] if each.block.why_not_spoken in _INTRODUCES]
    said = [each.block.text for each in places[:400] if each.block.why_not_spoken is None]
    told = [each.block.text for each in places if each.place is Place.NARRATION]
    guests: dict[str, float] = {}
    for each in places:
        if each.label is not None and (speaker := people.speaker(each.label.key)).role is Role.GUEST:
            guests[speaker.name] = each.chance + guests.get(speaker.name, 0.0)
    labelled = guests if len(guests) == 1 else {}
    title, text = article.title or "", "\n".join(said)[:60_000]
    name = who_answers(title, "\n".join(shown)[:20_000], text, labelled)
    lead = "" if guests else "\n".join([title, *told])[:20_000]
    return _guest(name or _in(article.language, _ANSWERER, "A"), text, lead)


def _guest(name: str, text: str, lead: str) -> Speaker:
    return Speaker(name=name, role=Role.GUEST, gender=gender_of([name], text, (), (), lead))


def _name_of(source: str) -> str:
    """A title for a page that has none: the file's name."""
    name = PurePath(source.split("?", maxsplit=1)[0].rstrip("/")).stem
    return name if name and name != "-" else "narrator"


def _in(language: str, words: dict[str, str], otherwise: str) -> str:
    return words.get(language) or words.get(language.split("-", maxsplit=1)[0]) or otherwise
