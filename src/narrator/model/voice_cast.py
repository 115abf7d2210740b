"""In whose voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from narrator.model.interview import Gender, Role


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
