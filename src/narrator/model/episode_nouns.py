"""An episode, and the files it was published as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from narrator.model.interview import NotSpoken, Speaker
from narrator.model.printed_page import Numbers
from narrator.model.sound_nouns import ChapterMark, Cue, Loudness, Stretch, Timing
from narrator.model.voice_cast import Voice


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
