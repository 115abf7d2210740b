"""What voices.yaml settles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from narrator.model.voice_cast import Cast, PersonPage


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
