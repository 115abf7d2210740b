"""What the tags of a sound file say, whatever the format: MP3, M4B, Opus."""

from __future__ import annotations

import re
from dataclasses import dataclass

from narrator.model import Episode, Role, Show
from narrator.published.added_words import words_of
from narrator.standards.addresses import web_address
from narrator.standards.printable import one_line

_ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}([ T]\d{2}(:\d{2}(:\d{2})?)?)?)?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class TagTexts:
    """Each on one line but the comment; empty where nothing is known."""

    title: str
    artist: str
    album: str
    comment: str
    """That the speech is synthetic, where it is to be said, and where the text comes from."""
    date: str
    """ISO 8601."""


def tag_texts(episode: Episode, show: Show, *, labelled: bool) -> TagTexts:
    """What the tags say of the episode.

    Args:
        labelled: they say that the speech is synthetic.
    """
    date = _ISO_DATE.match(episode.published or "")
    return TagTexts(
        title=one_line(episode.title) or episode.slug,
        artist=_artist(episode, show),
        album=one_line(show.title or episode.publisher or episode.title),
        comment=_comment(episode, labelled=labelled),
        date=date[0] if date else "",
    )


def _artist(episode: Episode, show: Show) -> str:
    people = [member.speaker.name for member in episode.speakers if member.speaker.role is not Role.NARRATOR]
    return one_line(show.author or "、".join(people) or episode.publisher or show.title)


def _comment(episode: Episode, *, labelled: bool) -> str:
    source = web_address(episode.url)
    words = words_of(episode.language)
    lines = [words.label if labelled else "", f"{words.source}{words.colon}{source}" if source else ""]
    return "\n".join(line for line in lines if line)
