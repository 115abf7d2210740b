"""The text as an article: turns, paragraphs, sentences and words, each with its seconds."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from narrator.model import ChapterMark, Cue, Episode, Word
from narrator.player.colours import colours
from narrator.player.interface_words import Words, clock
from narrator.player.markup import Attribute, Html, element, join
from narrator.published.printed_layout import chapter_turns, spaced


def seconds(samples: int, rate_hz: int) -> str:
    """A position as seconds with at most three decimals."""
    return f"{samples / rate_hz:.3f}".rstrip("0").rstrip(".")


def transcript(episode: Episode, words: Words, page: str = "") -> Html:
    """All turns, with the chapters' titles as headings between them.

    Args:
        page: where links to moments lead, when that is another page than the one that is written.
    """
    chapters = dict(chapter_turns(episode))
    parts: list[Html] = []
    for (kind, turn), group in groupby(episode.cues, key=lambda cue: (cue.kind, cue.turn)):
        cues = tuple(group)
        if not kind.is_added and turn in chapters:
            parts.append(_heading(chapters.pop(turn), cues, episode))
        parts.append(_turn(episode, cues, words, page))
    return join(parts)


def _heading(chapter: ChapterMark, cues: tuple[Cue, ...], episode: Episode) -> Html:
    """The chapter's title, for finding the way by headings; seen only where the page printed it and nobody says it."""
    place = None if chapter.start == cues[0].start else f"t={seconds(chapter.start, episode.rate_hz)}"
    printed = any(chapter.title == left.text.strip() for left in episode.not_spoken)
    return element(
        "h2", {"class": "chapter" if printed else "chapter unseen", "id": place, "dir": "auto"}, chapter.title
    )


def _turn(episode: Episode, cues: tuple[Cue, ...], words: Words, page: str) -> Html:
    first = cues[0]
    start = seconds(first.start, episode.rate_hz)
    time = clock(first.start / episode.rate_hz)
    colour = colours(episode).get(first.speaker, "s0")
    who = first.speaker if first.kind == "speech" else None
    link = {"class": "time", "href": f"{page}#t={start}", "aria-label": words["listen_from"].format(time=time)}
    name = element("bdi", {"class": "name"}, who) if who else Html("")
    head = element("p", {"class": "who"}, name, Html(" "), element("a", link, time))
    paragraphs = join([_paragraph(tuple(group), episode) for _, group in groupby(cues, key=lambda cue: cue.paragraph)])
    attributes: Mapping[str, Attribute] = {"class": f"turn {first.kind} {colour}", "id": f"t={start}"}
    return element("section", attributes, head, element("div", {"class": "said"}, paragraphs))


def _paragraph(cues: tuple[Cue, ...], episode: Episode) -> Html:
    parts: list[Html] = []
    for before, cue in zip((None, *cues), cues, strict=False):
        if before is not None and spaced(before, cue):
            parts.append(Html(" "))
        parts.append(_sentence(cue, episode.rate_hz))
    text = "".join(cue.text for cue in cues)
    headline = cues[0].kind == "narration" and any(text == chapter.title for chapter in episode.chapters)
    return element("p", {"dir": "auto", "class": "headline" if headline else None}, *parts)


def _sentence(cue: Cue, rate_hz: int) -> Html:
    attributes = _heard(cue.start, cue.end, rate_hz)
    if "".join(word.text for word in cue.words) != cue.text:
        return element("span", {"class": "cue", **attributes}, cue.text)
    return element("span", {"class": "cue", **attributes}, *(_word(word, rate_hz) for word in cue.words))


def _word(word: Word, rate_hz: int) -> Html:
    """The word, and outside its light the space behind it."""
    text = word.text.rstrip(" ")
    space = word.text[len(text) :]
    return Html(element("span", _heard(word.start, word.end, rate_hz), text) + space)


def _heard(start: int, end: int, rate_hz: int) -> Mapping[str, Attribute]:
    return {"data-start": seconds(start, rate_hz), "data-end": seconds(end, rate_hz)}
