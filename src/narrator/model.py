"""The nouns that travel between rooms: frozen, and each field states its unit.

Text positions are characters, counted from 0, half-open. Audio positions are whole samples at the rate of
the noun that holds them, so that nothing drifts; seconds and milliseconds exist only in the writers that
need them.

The order below is the order of the pipeline: Article, Script, Sentence, Utterance, Clip, Timeline,
Recording, Episode, Manifest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Protocol

from narrator.standards.byte_source import ByteSource

if TYPE_CHECKING:
    from pydub import AudioSegment

Gender = Literal["female", "male"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text, half-open, in characters."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]


# ---------------------------------------------------------------------------------------------- article


class BlockKind(StrEnum):
    """What a block of the page is, as far as its markup says."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    LIST_ITEM = "list item"
    TERM = "term"
    """`<dt>`: in an interview, who speaks or what is asked."""
    CAPTION = "caption"
    CUE = "cue"
    """One cue of a caption file (WebVTT, SRT)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, heading or line of the page, as printed."""

    at: int
    """Offset in `Article.text`, in characters."""
    text: str
    """Equal to `Article.text[at : at + len(text)]`; no line break inside."""
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    """Of a heading, 1 to 6; else 0."""
    bold: tuple[Span, ...] = ()
    """What is printed in bold, as spans of `text`, in order."""
    italic: tuple[Span, ...] = ()
    """What is printed in italics, as spans of `text`, in order."""
    look: str = ""
    """How the block is set as far as the markup tells (elements, classes, colour, size, indent): equal for blocks
    that are set in the same way, and empty where the format tells nothing."""
    speaker: str | None = None
    """Who speaks, where the format itself says so (`<v 王勇健>` in WebVTT)."""
    why_not_spoken: str | None = None
    """Why the reader took it for no content (`navigation`, `metadata`, …); None for content."""
    asides: tuple[Span, ...] = ()
    """Footnote marks and the like: printed but never read, as spans of `text`, in order."""
    depth: int = 0
    """How many lists and quotations it stands in."""
    line: int = 0
    """Line of the source it starts on, from 1; 0 where the source has no lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Where an episode stands in its show, as far as somebody said; both count from 1."""

    season: int | None = None
    episode: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page says, in order, and what of it is not speech."""

    text: str
    """The whole printed text: the blocks joined, and nothing but white space between them."""
    blocks: tuple[Block, ...]
    source: str
    """The name the user gave: a path, a URL, or `-`."""
    title: str | None = None
    url: str | None = None
    published: str | None = None
    """ISO 8601 date, or date and time, as far as the page gives it; None when it does not."""
    publisher: str | None = None
    """Who published it, as printed (信息来源:市国资委)."""
    language: str = "zh-CN"
    """BCP 47."""
    numbers: Numbers = Numbers()
    """As the front matter says."""


# ----------------------------------------------------------------------------------------------- script


class Role(StrEnum):
    """What a person does in the episode; the values are roles of the Podcasting 2.0 taxonomy."""

    HOST = "host"
    GUEST = "guest"
    NARRATOR = "narrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A person who speaks."""

    name: str
    role: Role
    gender: Gender | None = None
    """Where the page says so; None when it does not."""
    gender_is_guess: bool = field(default=False, compare=False)
    """Told from a title or a pronoun; in a script that an editor had before them, it counts as said."""
    aliases: tuple[str, ...] = ()
    """Other names and labels the page uses for the person."""
    affiliation: str | None = None
    """Where the person works, as printed."""
    position: str | None = None
    """The person's title there, as printed (党委书记、主任)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A reading the editor gave for one place of the text: `{written|spoken}` or `{重|chong2}`."""

    span: Span
    """Of `Paragraph.text`."""
    reading: str
    """Plain words, or pinyin with tone numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """An unbroken stretch of what one voice says, as printed."""

    at: int
    """Offset in `Script.text`, in characters."""
    text: str
    """Equal to `Script.text[at : at + len(text)]`."""
    continues: bool = False
    """It goes on with the printed paragraph before it: something between them is not spoken (a stage
    direction, a footnote mark), and no paragraph's pause belongs there."""
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker says until another speaks."""

    speaker: str | None
    """A name in `Script.speakers`; None for narration."""
    paragraphs: tuple[Paragraph, ...]
    doubt: str | None = None
    """Why it is not sure that this is a turn, or whose; None when it is sure."""
    line: int = 0
    """Line of the source it starts on, from 1; 0 when unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of the episode, named."""

    title: str
    turn: int
    """Index into `Script.turns` of the turn it starts with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSpoken:
    """Printed text that is not said."""

    at: int
    """Offset in `Script.text`, in characters."""
    text: str
    why: str
    """In a word or two, for the editor: `title`, `speaker label`, `metadata`, `related links`, …"""
    pause_s: float | None = None
    """How long nothing is heard in its place: `[停顿2秒]`; None where it asks for no pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Who says what, and what is not said; together they are the whole text."""

    text: str
    """The printed text all offsets refer to."""
    source: str
    speakers: tuple[Speaker, ...]
    """In order of their first words."""
    turns: tuple[Turn, ...]
    chapters: tuple[Chapter, ...]
    not_spoken: tuple[NotSpoken, ...]
    title: str
    url: str | None = None
    published: str | None = None
    """ISO 8601 date, or date and time."""
    publisher: str | None = None
    language: str = "zh-CN"
    """BCP 47."""
    numbers: Numbers = Numbers()
    warnings: tuple[str, ...] = ()
    """What an editor should look at that belongs to no single turn."""


# ------------------------------------------------------------------------------------------------ spoken


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


# ----------------------------------------------------------------------------------------------- casting


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice of one engine, and how it speaks."""

    engine: str
    name: str
    """As the engine names it: `zh-CN-XiaoxiaoNeural`, `cmn+f3`."""
    rate_percent: int = 0
    """Faster (+) or slower (-) than the voice's own pace."""
    pitch_hz: int = 0
    """Above (+) or below (-) the voice's own pitch."""
    volume_percent: int = 0
    """Louder (+) or softer (-) than the voice's own level, before levelling."""
    style: str = ""
    """How it speaks, for engines that can be told: a style of Azure's (`newscast`), words for an OpenAI-compatible
    model (`calm, like a host on the radio`)."""
    style_degree: float = 1.0
    """How much of the style, 0.01 to 2; Azure only."""
    role: str = ""
    """Whom the voice imitates (`OlderAdultMale`); Azure only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CastMember:
    """A person of voices.yaml, whose voice stays the same in every episode."""

    name: str
    role: Role | None = None
    gender: Gender | None = None
    voices: Mapping[str, Voice] = field(default_factory=dict)
    """By engine."""
    page: PersonPage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """Where there is more about a person."""

    href: str | None = None
    """A page about them."""
    img: str | None = None
    """A picture of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """How listeners can support the show (podcast:funding)."""

    url: str
    text: str = ""
    """What apps show for the link; empty: the show's title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateFrequency:
    """When episodes come (podcast:updateFrequency)."""

    text: str
    rrule: str = ""
    """RFC 5545, 3.3.10, such as FREQ=WEEKLY;BYDAY=MO."""
    dtstart: str = ""
    """ISO 8601: where the rule begins."""
    complete: bool = False
    """No more episodes are meant to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """The podcast, for the feed and the tags."""

    title: str
    description: str = ""
    author: str = ""
    email: str | None = None
    link: str | None = None
    """The show's page, and the address the files are published under unless `base_url` is given."""
    base_url: str | None = None
    """Where the output folder is published; ends in `/`."""
    language: str = "zh-CN"
    """BCP 47."""
    category: str = "News"
    """Apple's list; a subcategory follows ` > `."""
    cover: str | None = None
    """Path of a square JPEG or PNG, 1,400 to 3,000 px; None: one is drawn."""
    cover_font: str | None = None
    """Path of a font file that drawn covers are set in; what it lacks comes from the shipped fonts."""
    explicit: bool = False
    license: str | None = None
    """SPDX identifier or URL."""
    copyright: str | None = None
    """As `© 2026 …`; None: the license stands for it."""
    season: int | None = None
    """Of episodes that are made from now on."""
    numbering: Literal["none", "auto"] = "none"
    """`auto`: episodes that have no number of their own are counted, from the oldest, in each season."""
    funding: tuple[Funding, ...] = ()
    update_frequency: UpdateFrequency | None = None
    enclosure_prefix: str | None = None
    """Put before the address of each MP3 in the feed, by services that count downloads; ends in `/`."""
    people: Mapping[str, PersonPage] = field(default_factory=dict)
    """By name, those of the cast who have a page or a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSettings:
    """How the episode says that its speech is synthetic (GB 45438-2025)."""

    audible: bool = True
    """A spoken notice at the beginning."""
    notice: str | None = None
    """Its words; None: the words of the episode's language."""
    metadata: bool = True
    """The `AIGC` field in the file's tags."""
    producer: str = ""
    """`ContentProducer`: name or code of who makes the episode; empty: the show's author, else the page's publisher."""
    c2pa_certificate: str | None = None
    """PEM file with the certificate chain, to sign with C2PA."""
    c2pa_key: str | None = None
    """PEM file with its private key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Silence between what is heard, in seconds."""

    start_s: float = 0.25
    """Before the first sound: Bluetooth devices wake up meanwhile, and swallow no syllable."""
    notice_s: float = 0.9
    """Behind the words that say that the speech is synthetic."""
    title_s: float | None = None
    """Behind a chapter's title that is read; None: as behind any other narration."""
    clauses_s: float = 0.16
    """Inside a sentence that was too long to be spoken at one go."""
    sentences_s: float = 0.38
    """Between two sentences of a paragraph."""
    paragraphs_s: float = 0.6
    """Between two paragraphs of one speaker."""
    turns_s: float = 0.75
    """A breath, when the speaker changes."""
    chapters_s: float = 1.2
    """Before a new question: long enough to be noticed, too short for a listener to reach for the phone."""
    sounds_s: float = 0.6
    """Between words and a sound of the show's: intro, outro, sting."""
    end_s: float = 0.6
    """Behind the last sound, so that players do not cut it off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundFile:
    """A sound of the show's, and how it is heard."""

    path: str
    """Of a sound file, or the name of a sound that ships: `chime`."""
    level_lu: float
    """Louder (+) or softer (-) than the speech; of a bed, while somebody speaks."""
    length_s: float | None = None
    """How much of it is heard; None: all, or as much as is usual."""
    fade_in_s: float | None = None
    fade_out_s: float | None = None


BedUnder = Literal["notice", "lead"]
BED_LEVEL_LU = -20.0
"""Sound behind speech is 20 dB softer, so that people who hear badly follow (WCAG 2.2, success criterion 1.4.7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSettings:
    """What is heard around the words."""

    intro: SoundFile | None = None
    outro: SoundFile | None = None
    chapter_sting: SoundFile | None = None
    """Between two chapters."""
    bed: SoundFile | None = None
    """Under the first words."""
    bed_under: BedUnder = "lead"
    """Under the notice alone, or under all that is said before the first person speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSettings:
    """How the output folder is published elsewhere."""

    destinations: Sequence[str] = ()
    """Where `publish` brings it when nothing else is named: folders, or addresses that fsspec knows."""
    webhook: str | None = None
    """Told by POST when something was."""
    options: Mapping[str, object] = field(default_factory=dict)
    """Of fsspec's file system for the destination, such as `endpoint_url`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVoice:
    """A voice that somebody was given in an output folder, and has in every episode of it."""

    name: str
    aliases: tuple[str, ...] = ()
    """Other names that are the person's alone: no roles, no titles."""
    gender: Gender | None = None
    """As far as a page said; None: none did."""
    voice: Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who speaks in which voice."""

    members: Mapping[str, CastMember]
    """By name."""
    pool: Mapping[str, Mapping[Gender, tuple[Voice, ...]]]
    """By engine and gender, for whoever is not cast, in order."""
    kept: tuple[KeptVoice, ...] = ()
    """Who has which voice in the output folder, in the order in which they got it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What voices.yaml says."""

    engines: tuple[str, ...]
    """In order of preference."""
    cast: Cast
    lexicon: Mapping[str, str]
    """Written word → pinyin with tone numbers, or plain words."""
    show: Show
    label: LabelSettings = LabelSettings()
    gaps: Gaps = Gaps()
    sound: SoundSettings = SoundSettings()
    publish: PublishSettings = field(default_factory=PublishSettings)
    engine_options: Mapping[str, object] = field(default_factory=dict)
    """By engine, what it is made with: its own dataclass of options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A sentence in somebody's voice: one request to an engine."""

    sentence: Sentence
    voice: Voice


# ------------------------------------------------------------------------------------------------ speech

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


# ----------------------------------------------------------------------------------------------- episode


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CastSpeaker:
    """A person of the episode, with their voice."""

    speaker: Speaker
    voice: Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """All there is to know about an episode but the sound itself."""

    slug: str
    """ASCII name of its folder and files."""
    title: str
    source: str
    url: str | None
    published: str | None
    """ISO 8601 date, or date and time."""
    publisher: str | None
    language: str
    """BCP 47."""
    engine: str
    fallback: str | None
    """Why the preferred engine was not used; None when it was."""
    accepted: bool
    """A fallback that the editor accepted for the feed."""
    numbers: Numbers = Numbers()
    timing: Timing
    speakers: tuple[CastSpeaker, ...]
    rate_hz: int
    """All positions below are in samples at this rate."""
    length: int
    """In samples."""
    cues: tuple[Cue, ...]
    chapters: tuple[ChapterMark, ...]
    not_spoken: tuple[NotSpoken, ...]
    loudness: Loudness
    bed: Stretch | None = None
    """Where music lies under the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFile:
    """The published sound, tags included."""

    file: str
    bytes: int
    type: str
    sha256: str
    bitrate_kbps: int


Form = Literal["m4b", "opus", "epub"]
"""What an episode can be exported as, besides its MP3: the ending of the file's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The episode in another form, as a file beside the MP3."""

    form: Form
    file: str
    bytes: int
    type: str
    sha256: str
    bitrate_kbps: int
    """Of its sound, on average."""
    made_from: str
    """A digest of all it was made from and of how: with the same one, it need not be made again."""

    @property
    def name(self) -> str:
        """What the form is called."""
        return "Opus" if self.form == "opus" else self.form.upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What episode.json says: an episode and the files it was published as."""

    episode: Episode
    audio: AudioFile
    label: Mapping[str, str]
    """The AI-content label, field by field (GB 45438-2025, appendix E); empty when it is turned off."""
    files: Mapping[str, str]
    """What for (`captions_vtt`, `cover`, …) → file name."""
    issued: str | None = None
    """When it was first published here (ISO 8601, UTC), where the page gives no date; None when it does."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """What for → a digest of the file's content, for those whose address is to change with it."""
    exports: tuple[Export, ...] = ()
    """Other forms of the episode that stand beside the MP3, one of each."""

    def address(self, what: str) -> str | None:
        """The file's address in its folder, another one whenever its content is another; None without the file."""
        name, version = self.files.get(what), self.versions.get(what)
        return name if name is None or version is None else f"{name}?v={version}"


# ---------------------------------------------------------------------------------- what rooms are given


class Store(Protocol):
    """Bytes by content key; forgets whenever it likes, never returns what was not put."""

    def get(self, key: str) -> bytes | None:
        """What was put under the key, or None."""

    def put(self, key: str, value: bytes) -> None:
        """Keep the value; a store that cannot does nothing."""


Progress = Callable[[str, int, int], None]
"""Called with what is being done (`speak`, `encode`, …), how much is done, and of how much (in a unit of its own)."""
