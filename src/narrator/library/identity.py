"""The ASCII name of an episode's folder and files, and whether a page is the one that has it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from narrator.model import Episode

MAX_CHARS = 60
"""Long enough to tell episodes apart, short enough for a line of a mail; cut at a syllable."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Windows opens devices under these names, with any extension."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}-\d{2}|\d{4}")


def slug(title: str, published: str | None, source: str) -> str:
    """Date and title in ASCII, hanzi as pinyin: `2024-04-24-yi-gao-zhi-liang`.

    Only `a-z`, `0-9` and single hyphens between them, so that it is a folder on every system and needs no
    percent signs in a URL. A title without a letter that can be spelled is named by a digest of it.
    """
    name = _spelled(title) or _spelled(PurePosixPath(file_name(source)).stem)
    if not name:
        name = "episode-" + short_digest(title + "\n" + source)
    date = _DATE.match(published or "")
    full = f"{date[0]}-{name}" if date else name
    if len(full) > MAX_CHARS:
        cut = full[: MAX_CHARS + 1].rsplit("-", 1)[0]
        # One endless word has no syllable to cut at.
        full = cut if len(cut) > MAX_CHARS // 3 else full[:MAX_CHARS].strip("-")
    return f"{full}-episode" if _RESERVED.fullmatch(full) else full


CERTAIN = 2.0
"""The likeness of a page and itself."""
_LARGELY = 0.5
"""A corrected page keeps far more of its text than this; two talks of a series share a greeting and a farewell."""
_STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page can be recognised by when it is made again."""

    title: str
    published: str | None
    source: str
    url: str | None
    texts: Collection[str]
    """What is said, cue by cue; empty when that is not known yet."""


def page_of(episode: Episode) -> Page:
    """The page that the episode was made from."""
    return Page(
        title=episode.title,
        published=episode.published,
        source=episode.source,
        url=episode.url,
        # The notice and the show's music are the same in all episodes.
        texts=[cue.text for cue in episode.cues if not cue.kind.is_added],
    )


def likeness(known: Page, page: Page) -> float:
    """How sure it is that `page` is the page that was `known`: 0.0 if it is another one, else at most `CERTAIN`.

    A URL decides. Without one, a file's name and its title and date do: those of a series share any one or two
    of the three, so that where one has changed or is missing, the text has to be largely the same.
    """
    if known.url or page.url:
        return CERTAIN if known.url == page.url else 0.0
    # A path's folders differ between machines; its name does not.
    if file_name(known.source) != file_name(page.source):
        return 0.0
    same = known.title == page.title, known.published == page.published
    if all(same) and ((page.title and page.published) or not page.texts):
        return CERTAIN
    if not any(same) and page.source != _STANDARD_INPUT:  # which has no name to go by, only its text
        return 0.0
    kept = _kept(known.texts, page.texts)
    return kept if kept >= _LARGELY else 0.0


def _kept(before: Collection[str], now: Collection[str]) -> float:
    # In characters, so that a talk's many words of thanks do not outweigh what it is about; wherever a sentence
    # stands in the text now, so that one cut elsewhere still counts.
    there = "".join("".join(text.split()) for text in now)
    sentences = ["".join(text.split()) for text in before]
    length = sum(map(len, sentences))
    return sum(len(sentence) for sentence in sentences if sentence in there) / length if length else 0.0


def file_name(source: str) -> str:
    """The name at the end of a path of any system."""
    return PurePosixPath(source.replace("\\", "/")).name


def short_digest(text: str) -> str:
    """Six characters that differ for different texts, to tell namesakes apart."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:6]


def _spelled(text: str) -> str:
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(text, errors=_latin)
    return re.sub(r"[^a-z0-9]+", "-", _latin(" ".join(syllables)).lower()).strip("-")


def _latin(text: str) -> str:
    # é becomes e and １ becomes 1; what has no Latin letter at its root becomes a space.
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c if c.isascii() else "" if unicodedata.combining(c) else " " for c in plain)
