"""What is heard when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from narrator.model.printed_page import Span
from narrator.model.sentence import Kind, Sentence
from narrator.model.settings_nouns import BedUnder, Gaps
from narrator.model.voice_cast import Voice
from narrator.standards.byte_source import ByteSource

if TYPE_CHECKING:
    from pydub import AudioSegment


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A sentence in somebody's voice: one request to an engine."""

    sentence: Sentence
    voice: Voice


Timing = Literal["engine", "estimated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """When a stretch of the spoken form is heard."""

    spoken: Span
    """Of `Reading.spoken`."""
    start: int
    """In samples of the clip."""
    end: int
    """In samples of the clip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """An utterance as sound."""

    utterance: Utterance
    audio: AudioSegment
    """16-bit mono."""
    marks: tuple[Mark, ...]
    """In order, without overlaps, inside the audio."""
    timing: Timing
    """Whether the marks come from the engine or are shared out by the length of the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A printed word and when it is heard."""

    text: str
    """With the punctuation and spaces that follow it: the words of a cue, joined, are its text."""
    start: int
    """In samples."""
    end: int
    """In samples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A sentence as printed, and when it is heard."""

    kind: Kind
    speaker: str | None
    at: int
    """Offset in the page's text, in characters; -1 for what is not on the page: the notice, music."""
    text: str
    """Music is shown as `[音乐]`."""
    spoken: str
    start: int
    """In samples."""
    end: int
    """In samples."""
    words: tuple[Word, ...]
    turn: int = -1
    """Counts the turns; -1 for a notice."""
    paragraph: int = -1
    """Counts the paragraphs; -1 for a notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterMark:
    """A chapter, in time."""

    title: str
    start: int
    """In samples."""
    end: int
    """In samples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of the timeline."""

    start: int
    """In samples."""
    end: int
    """In samples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jingle:
    """A sound of the show's between the words, as loud as it will be heard."""

    audio: AudioSegment
    """16-bit mono, at the timeline's rate."""
    caption: str
    """What captions show meanwhile."""
    chapter: str = ""
    """The chapter it is by itself; empty: none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bed:
    """Music under the first words."""

    audio: AudioSegment
    """16-bit mono, at the timeline's rate, as loud as it is heard alone; begun again where it is too short."""
    ducked_db: float
    """How much it changes while somebody speaks; negative."""
    caption: str
    """What captions show before the words."""
    under: BedUnder


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is heard around the words: silence, and the show's own sounds."""

    gaps: Gaps = Gaps()
    intro: Jingle | None = None
    outro: Jingle | None = None
    chapter_sting: Jingle | None = None
    bed: Bed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedClip:
    """The part of a clip that is heard, and where."""

    clip: Clip
    start: int
    """Of the part, on the timeline, in samples."""
    skip: int
    """Samples of silence left out at the clip's beginning."""
    length: int
    """In samples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSound:
    """A sound of the show's, and where it is heard."""

    audio: AudioSegment
    """16-bit mono, as loud as it is heard."""
    start: int
    """On the timeline, in samples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What is encoded together, and the silence behind it: clips of one turn, music, or clips with music under them."""

    placed: tuple[PlacedClip, ...]
    """Of one turn, levelled together; over music, of several, each levelled by itself; none where there is only
    music."""
    rate_hz: int
    start: int
    """On the timeline, in samples."""
    length: int
    """In samples; whole MP3 frames, so that encoded segments can be spliced."""
    music: PlacedSound | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything that is heard, and when."""

    rate_hz: int
    cues: tuple[Cue, ...]
    chapters: tuple[ChapterMark, ...]
    length: int
    """In samples."""
    bed: Stretch | None = None
    """Where music lies under the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """Measured on the finished MP3 (ITU-R BS.1770-5, EBU Tech 3342)."""

    integrated_lufs: float
    range_lu: float
    true_peak_dbtp: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The timeline as one MP3, without tags."""

    sound: ByteSource
    rate_hz: int
    bitrate_kbps: int
    length: int
    """In samples, without the encoder's delay and padding."""
    loudness: Loudness

    @property
    def mp3(self) -> bytes:
        """The whole MP3 in memory: for what is short."""
        return self.sound.read()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedAudio:
    """What decoding an MP3 whole shows."""

    rate_hz: int
    length: int
    """In samples, without the encoder's delay and padding."""
    loudness: Loudness
    levels_dbfs: tuple[float, ...]
    """Root mean square of each 10 ms, in dBFS; -120 for digital silence."""
    faults: tuple[str, ...]
    """What the decoder stumbled over; empty for a sound file."""
