"""What the desk asks of narrator: each is a call that the command line has too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from narrator.model import Gender, Progress, Script, Sentence, Turn, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An episode that was made."""

    slug: str
    feed: str | None
    """The feed it is in; None where there is none."""
    why_no_feed: str | None
    fallback: bool
    """Whether another engine than the first had to speak it, which keeps it out of the feed until it is accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing that the check looked at."""

    level: Literal["error", "warning", "ok"]
    what: str
    where: str
    do: str
    words: str = ""
    """What is said there, where the remark is about something that is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An episode in the output folder, as the list shows it."""

    slug: str
    title: str
    published: str
    """ISO 8601 date; empty where the page gives none."""
    source: str
    """Name of the file it was made of, or its address."""
    length_s: float
    fallback: bool
    """Whether another engine than the first had to speak it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """The lines that put the player on a page."""

    form: str
    lines: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A voice that the engine offers."""

    name: str
    description: str
    gender: Gender | None
    fits: bool
    """Whether it speaks the script's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Casting:
    """A person of the script, or the narrator, and the voice they have."""

    name: str | None
    """None: the narrator."""
    voice: Voice
    is_cast: bool
    """By the voices file; else the voice comes from the pool."""
    alike: tuple[str, ...]
    """Others who have the very same voice."""


class Narrator(Protocol):
    """The calls."""

    @property
    def output(self) -> Path:
        """The folder of all episodes."""

    def warm_up(self) -> None:
        """Load in the background what the first sentence to be heard will need; only the first call does."""

    def read(self, source: str) -> Script:
        """The script of a page: a path, or an http(s) address.

        Raises:
            NarratorError: it cannot be read, or nobody says anything.
        """

    def written(self, script: Script) -> str:
        """The script as editable text."""

    def parsed(self, text: str, name: str) -> Script:
        """The script that an editable text describes.

        Raises:
            ScriptError: all mistakes, with their lines.
        """

    def name_for(self, script: Script) -> str:
        """An ASCII name for files about the script."""

    def settings_edition(self) -> object:
        """Another value whenever the voices file is another."""

    def sentences(self, script: Script, turns: Sequence[Turn]) -> tuple[tuple[Sentence, ...], ...]:
        """How each sentence of some of the script's turns is read, turn by turn."""

    def sound(self, script: Script, sentence: Sentence, voice: Voice | None = None) -> bytes:
        """A sentence as a WAV file.

        Args:
            voice: None: its speaker's.
        """

    def make(self, draft: Path, progress: Progress, warn: Callable[[str], None], *, accept: bool = False) -> Made:
        """The draft as an episode in the output folder.

        Args:
            accept: let it into the feed also where another engine than the first had to speak.
        """

    def episodes(self) -> tuple[Listed, ...]:
        """The episodes in the output folder."""

    def remarks(self, slug: str) -> tuple[Remark, ...]:
        """Whether the episode is fit to publish."""

    def snippets(self, slug: str) -> tuple[Snippet, ...]:
        """The lines that put the episode's player on a page."""

    def destinations(self) -> tuple[str, ...]:
        """Where the output folder is published, as the voices file says."""

    def is_published(self, slug: str) -> bool:
        """Whether the episode as it is now is at a destination, as far as that is known without asking a network."""

    def publish(self, destination: str) -> int:
        """Bring the output folder there; how many files were put or removed.

        Raises:
            NarratorError: it is not fit to publish, or the destination cannot be written.
        """

    def cast(self, script: Script) -> tuple[Casting, ...]:
        """Everybody who is heard, with their voice."""

    def offered(self, script: Script) -> tuple[Offered, ...]:
        """The voices of the engine that speaks, those of the script's language first."""

    def give_voice(self, name: str | None, voice: Voice) -> None:
        """Write into the voices file who speaks in which voice.

        Raises:
            CastError: the voices file cannot be written.
        """

    def correct(self, word: str, reading: str) -> None:
        """Read a word this way everywhere: an entry of the lexicon; an empty reading: no entry.

        Raises:
            CastError: it cannot be read so, or the voices file cannot be written.
        """

    def player_files(self) -> Mapping[str, bytes]:
        """The player's own files by name: its look is the desk's too."""

    def preview(self) -> Any:
        """The output folder as a web application (ASGI)."""
