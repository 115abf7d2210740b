"""The shape of voices.yaml: which keys there are, and what may stand behind them.

The parts that belong to an engine (its voices in the cast and the pool, its options) have the names of the engines
that are installed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import MISSING, fields
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import BaseModel, BeforeValidator, Field, create_model

from narrator.messages import tr
from narrator.model import Role
from narrator.plugins import engine_names, engine_options
from narrator.settings.show_shape import FrequencyEntry, FundingEntry, ShowEntry, Url
from narrator.settings.sound_shape import BedEntry, GapsEntry, SoundEntry, SoundsEntry
from narrator.settings.strict import Strict, Text


def _signed(unit: str, low: int, high: int) -> Any:
    pattern = re.compile(rf"([+-]?\d+)\s*{re.escape(unit)}?", re.IGNORECASE)

    def read(value: object) -> object:
        found = pattern.fullmatch(str(value).strip())
        if not found or not low <= int(found[1]) <= high:
            raise ValueError(
                tr(
                    "{value!r} is not a number from {low}{unit} to +{high}{unit}, such as -4{unit}",
                    value=value,
                    low=low,
                    unit=unit,
                    high=high,
                )
            )
        return int(found[1])

    return BeforeValidator(read)


_Percent = Annotated[int, _signed("%", -90, 200)]
_Hertz = Annotated[int, _signed("Hz", -200, 200)]


class VoiceEntry(Strict):
    """A voice of an engine, and how it speaks."""

    voice: Text
    rate: _Percent = 0
    pitch: _Hertz = 0
    volume: _Percent = 0
    style: str = ""
    style_degree: float = 1.0
    role: str = ""


def _voice_by_name(value: object) -> object:
    return {"voice": value} if isinstance(value, str) else value


_Voice = Annotated[VoiceEntry, BeforeValidator(_voice_by_name)]


class PoolEntry(Strict):
    """An engine's voices for whoever is not cast."""

    female: list[_Voice] = Field(default_factory=list)
    male: list[_Voice] = Field(default_factory=list)


class MemberBase(Strict):
    """A person; the engines' voices are added by name."""

    role: Role | None = None
    gender: Literal["female", "male"] | None = None
    href: Url | None = None
    img: Url | None = None


class LabelEntry(Strict):
    """How an episode says that it is synthetic."""

    audible: bool = True
    notice: Text | None = None
    metadata: bool = True
    producer: str = ""
    c2pa_certificate: Text | None = None
    c2pa_key: Text | None = None


class PublishEntry(Strict):
    """How the output folder is published elsewhere."""

    destinations: list[Text] = Field(default_factory=list)
    webhook: Url | None = None
    options: dict[str, Any] = Field(default_factory=dict)


def shape_of(given: Collection[str]) -> dict[str, type[BaseModel]]:
    """The models by part: `file`, `member`, `pools`, `pool`, `show`, `label`, `gaps`, `sound`,
    `jingle`, `bed`, `voice`, and each engine's options.

    Args:
        given: the keys at the top of the file: only the engines among them have to be loaded for their options.

    Raises:
        EngineError: an engine that the file sets options for cannot be loaded.
    """
    names = engine_names()
    voices: dict[str, Any] = dict.fromkeys(names, (_Voice | None, None))
    member = create_model("Member", __base__=MemberBase, **voices)
    pool: dict[str, Any] = {name: (PoolEntry, PoolEntry()) for name in names}
    pools = create_model("Pools", __base__=Strict, **pool)
    options = {name: model for name in names if name in given and (model := _options(name)) is not None}
    engine: Any = Literal[names] if names else str
    sections: dict[str, Any] = {name: (model | None, None) for name, model in options.items()}
    file = create_model(
        "File",
        __base__=Strict,
        engines=(Annotated[list[engine], Field(min_length=1)], ["edge", "kokoro", "espeak"]),
        cast=(dict[str, member], {}),  # type: ignore[valid-type]
        pool=(pools, pools()),
        lexicon=(dict[Text, Text], {}),
        show=(ShowEntry, ShowEntry()),
        label=(LabelEntry, LabelEntry()),
        gaps=(GapsEntry, GapsEntry()),
        sound=(SoundsEntry, SoundsEntry()),
        publish=(PublishEntry, PublishEntry()),
        **sections,
    )
    parts: dict[str, type[BaseModel]] = {"file": file, "member": member, "pools": pools, "pool": PoolEntry}
    parts |= {"funding": FundingEntry, "update_frequency": FrequencyEntry}
    parts |= {"gaps": GapsEntry, "sound": SoundsEntry, "jingle": SoundEntry, "bed": BedEntry}
    return {**parts, "show": ShowEntry, "label": LabelEntry, "publish": PublishEntry, "voice": VoiceEntry, **options}


def _options(name: str) -> type[BaseModel] | None:
    """An engine's dataclass of options as a part of the file."""
    options = engine_options(name)
    if options is None:
        return None
    types = get_type_hints(options)
    known: dict[str, Any] = {}
    for each in fields(options):
        default = each.default if each.default is not MISSING else ...
        default = each.default_factory() if each.default_factory is not MISSING else default
        known[each.name] = (types[each.name], default)
    return create_model(f"{name} options", __base__=Strict, **known)
