"""How a sentence is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from narrator.model.printed_page import Span


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which written characters a stretch of the spoken form reads."""

    written: Span
    spoken: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A place whose reading is not sure."""

    span: Span
    """Of `Reading.written`."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a text is read aloud."""

    written: str
    """As printed."""
    spoken: str
    """As said, in characters: numbers and symbols in words; a lone Latin letter is spelled, a run of them is
    a word."""
    spans: tuple[Mapped, ...]
    """Cover `written` and `spoken` whole, in order, without gaps or overlaps. Either side of a pair may be
    empty; where both are equal text the pair maps character by character."""
    pinyin: tuple[str, ...] = ()
    """One toned syllable (`zhong4`; neutral tone 5; `v` for ü) for each hanzi of `spoken`, in order, in
    dictionary tones."""
    sandhi: tuple[str, ...] = ()
    """The same syllables as they are spoken: 一, 不 and third tones changed. An erhua 儿 is `r5`."""
    words: tuple[Span, ...] = ()
    """The words of `spoken`, in order, without punctuation and spaces."""
    sounds: tuple[str, ...] = ()
    """How each of `words` sounds: katakana in Japanese, Jyutping in Cantonese, empty for a word that is read as it is
    written. Nothing at all in other languages, and where the library that knows is not installed."""
    respelled: str = ""
    """`spoken` for engines that take only characters: the same length, with a homophone where the lexicon or
    the editor demands a reading. Empty when `spoken` will do."""
    demanded: tuple[int, ...] = ()
    """Offsets in `spoken` of the hanzi whose reading the lexicon or the editor demands, in order."""
    doubts: tuple[Doubt, ...] = ()


class Kind(StrEnum):
    """What a sentence, and its cue, is."""

    SPEECH = "speech"
    NARRATION = "narration"
    NOTICE = "notice"
    """Says that the speech is synthetic; not part of the page."""
    MUSIC = "music"
    """A sound of the show's, without words; not part of the page."""

    @property
    def is_added(self) -> bool:
        """Whether it is heard and not printed on the page."""
        return self in (Kind.NOTICE, Kind.MUSIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, and how it is read: the unit that is spoken at one go."""

    kind: Kind
    speaker: str | None
    """None for narration and notices."""
    reading: Reading
    at: int
    """Offset in `Script.text`, in characters; -1 for a notice."""
    turn: int
    """Index into `Script.turns`; -1 for a notice."""
    paragraph: int
    """Counted over the whole script; changes where a paragraph's pause belongs."""
    language: str
    """BCP 47."""
    pause_before_s: float | None = None
    """Silence that was asked for by hand before it, instead of the gap that would be there; only where nothing is
    said before it."""
    pause_s: float | None = None
    """The same, behind it."""
