"""What a caller can choose, by what it is about: the page, the sound, the publishing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from narrator.model import Form, Numbers
from narrator.standards.apple_podcasts import DEFAULT_BITRATE_KBPS, DEFAULT_RATE_HZ

StageDirections = Literal["drop", "narrate"]

Warn = Callable[[str], None]
"""Takes a line that the editor should read."""


def ignore(_: str) -> None:
    """For callers who want no warnings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """How a page is read."""

    language: str | None = None
    """BCP 47; None: found out from the text."""
    strict: bool = False
    """A doubt about who speaks is an error."""
    stage_directions: StageDirections = "drop"
    """Whether （笑） and its like are left out or said by the narrator."""
    allow_private: bool = False
    """Let a URL name this machine or the local network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundOptions:
    """What speaks, and how the MP3 is encoded."""

    engine: str = "auto"
    """`auto` takes the first of the voices file's `engines:` that answers."""
    listen: bool = False
    """Have a recogniser hear each sentence, and speak again what is not heard as it should be."""
    rate_hz: int = DEFAULT_RATE_HZ
    bitrate_kbps: int = DEFAULT_BITRATE_KBPS


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryOptions:
    """How an output folder is brought to a destination."""

    check: bool = True
    """What changed has to be fit to publish."""
    delete: bool = False
    """Remove there what is no longer here."""
    dry_run: bool = False
    """Send nothing."""
    webhook: str | None = None
    """Told afterwards; None: as voices.yaml says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOptions:
    """Where an episode goes, and whether into the feed."""

    output: Path = Path("output")
    """The folder of all episodes."""
    base_url: str | None = None
    """Where that folder is published; None: as voices.yaml says."""
    also: tuple[Form, ...] = ()
    """Other forms besides the MP3. Those that an earlier run made of the same page are made again without being
    named."""
    accept_fallback: bool = False
    """Let an episode that fell back to another engine into the feed."""
    numbers: Numbers = field(default_factory=Numbers)
    """Season and episode; where none is given, those of the page, of the episode that is there, of voices.yaml."""
    people: Path | None = None
    """The folder whose people keep their voices; None: the output folder."""
    cache: Path | None = None
    """Where clips and encoded segments are kept; None: in the output folder."""
    site: bool = True
    """Rebuild the feed and the front page as well; of many pages, once at the end is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeOptions:
    """How each of many pages is made."""

    page: PageOptions = field(default_factory=PageOptions)
    sound: SoundOptions = field(default_factory=SoundOptions)
    publishing: PublishOptions = field(default_factory=PublishOptions)
    voices: Path | None = None
    """None: `voices.yaml` here, else the one that ships with the package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """How many pages are made."""

    jobs: int = 1
    """Processes of this machine."""
    new_only: bool | None = None
    """Only pages that are new or changed themselves; None: so for what feeds and sitemaps name, and of others those
    whose page, settings or program changed. False: all."""
    cluster: str | None = None
    """Address of a Dask scheduler, whose workers make the pages."""
    resources: Mapping[str, float] | None = None
    """What each page takes of what the cluster's workers offer."""
