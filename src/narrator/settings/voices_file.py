"""voices.yaml, the file an editor writes: read from disk, and every mistake in it told at once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from narrator.errors import CastError, EngineError
from narrator.messages import joined, system_reason, tr, trn
from narrator.model import (
    Cast,
    CastMember,
    Funding,
    Gender,
    LabelSettings,
    PersonPage,
    PublishSettings,
    Role,
    Settings,
    Show,
    UpdateFrequency,
    Voice,
)
from narrator.plugins import engine_names, engine_options
from narrator.settings.mistakes import further_mistakes, mistake
from narrator.settings.shape import PoolEntry, VoiceEntry, shape_of
from narrator.settings.sound_shape import gaps_of, sound_of
from narrator.settings.yaml_lines import YamlFault, read_document
from narrator.standards.recurrence import OFTEN

_log = logging.getLogger(__name__)

LARGEST_BYTES = 1_000_000
NARRATOR_NAMES = ("旁白", "narrator")
"""A cast member who reads what nobody in the interview says."""


def load_settings(path: Path | None) -> Settings:
    """What a voices file says; an engine without voices in its `pool:` has those of the file that ships.

    Args:
        path: None: `voices.yaml` here, else the one that ships with the package.

    Raises:
        CastError: the file cannot be read, or has mistakes: all of them, with their lines.
    """
    if path is None and Path("voices.yaml").is_file():
        path = Path("voices.yaml")
    if path is None:
        return _shipped()
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise CastError(
                tr("{path} is larger than {largest_bytes:,} bytes", path=path, largest_bytes=LARGEST_BYTES),
                hint=tr("is it a voices file?"),
            )
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as cause:
        raise CastError(
            tr("cannot read {path}: {reason}", path=path, reason=system_reason(cause)),
            hint=tr("name another file with --voices"),
        ) from cause
    except UnicodeDecodeError as cause:
        raise CastError(tr("{path} is not UTF-8 text", path=path), hint=tr("save it as UTF-8")) from cause
    settings = parse_settings(text, str(path))
    _log.info("settings from %s: engines %s, %d people cast", path, settings.engines, len(settings.cast.members))
    shipped = _shipped().cast.pool
    pool = {
        engine: voices if any(voices.values()) else shipped[engine] for engine, voices in settings.cast.pool.items()
    }
    return replace(settings, cast=replace(settings.cast, pool=pool))


def _shipped() -> Settings:
    return parse_settings(files("narrator").joinpath("voices.yaml").read_text(encoding="utf-8"), "voices.yaml")


def parse_settings(text: str, name: str) -> Settings:
    """What the text of a voices file says.

    Args:
        name: of the file, for messages.

    Raises:
        CastError: mistakes: all of them, with their lines.
    """
    try:
        document = read_document(text)
    except YamlFault as cause:
        raise CastError(
            tr("{name}, line {line}: {cause}", name=name, line=cause.line, cause=cause),
            hint=tr("correct the line; lists and colons want spaces"),
        ) from cause
    given = document.value if isinstance(document.value, dict) else {}
    try:
        shape = shape_of(given)
    except EngineError as cause:
        raise CastError(tr("{name}: {reason}", name=name, reason=cause.message), hint=cause.hint) from cause
    faults = list(document.faults)
    entry: Any = None
    try:
        entry = shape["file"].model_validate({} if document.value is None else document.value)
    except ValidationError as cause:
        faults += [mistake(error, document, shape) for error in cause.errors()]
    faults += further_mistakes(document)
    if faults:
        mistakes = sorted(set(faults))
        told = joined("\n", (tr("  line {line}: {what}", line=line, what=what) for line, what in mistakes))
        count = trn(
            "{name} has {count} mistake:\n{told}",
            "{name} has {count} mistakes:\n{told}",
            len(mistakes),
            name=name,
            told=told,
        )
        raise CastError(count, hint=tr("docs/reference/voices.md explains every key of the file"))
    return _settings(entry)


def _settings(entry: Any) -> Settings:
    show = entry.show.model_dump()
    if show["base_url"] and not show["base_url"].endswith("/"):
        show["base_url"] += "/"
    show["funding"] = tuple(Funding(**each) for each in show["funding"])
    if often := show["update_frequency"]:
        said = {rule: word for word, rule in OFTEN.items()}.get(often["rrule"], "") or often["rrule"]
        show["update_frequency"] = UpdateFrequency(**{**often, "text": often["text"] or said})
    members = _members(entry.cast)
    show["people"] = {name: member.page for name, member in members.items() if member.page is not None}
    return Settings(
        engines=tuple(entry.engines),
        engine_options=_options(entry),
        cast=Cast(members=members, pool=_pool(entry.pool)),
        lexicon=dict(entry.lexicon),
        show=Show(**show),
        label=LabelSettings(**entry.label.model_dump()),
        gaps=gaps_of(entry.gaps),
        sound=sound_of(entry.sound),
        publish=PublishSettings(**entry.publish.model_dump()),
    )


def _members(entries: Mapping[str, Any]) -> dict[str, CastMember]:
    return {
        name: CastMember(
            name=name,
            role=member.role or (Role.NARRATOR if name.lower() in NARRATOR_NAMES else None),
            gender=member.gender,
            page=PersonPage(href=member.href, img=member.img) if member.href or member.img else None,
            voices={
                engine: _voice(engine, voice)
                for engine in engine_names()
                if (voice := getattr(member, engine)) is not None
            },
        )
        for name, member in entries.items()
    }


def _pool(entry: BaseModel) -> dict[str, Mapping[Gender, tuple[Voice, ...]]]:
    pools: dict[str, PoolEntry] = {engine: getattr(entry, engine) for engine in engine_names()}
    return {
        engine: {
            "female": tuple(_voice(engine, voice) for voice in pool.female),
            "male": tuple(_voice(engine, voice) for voice in pool.male),
        }
        for engine, pool in pools.items()
    }


def _options(entry: Any) -> dict[str, object]:
    """What the file sets for engines, as the dataclasses that they are made with."""
    options: dict[str, object] = {}
    for name in engine_names():
        values: BaseModel | None = getattr(entry, name, None)
        shape = engine_options(name) if values is not None else None
        if values is not None and shape is not None:
            options[name] = shape(**values.model_dump())
    return options


def _voice(engine: str, entry: VoiceEntry) -> Voice:
    return Voice(
        engine=engine,
        name=entry.voice,
        rate_percent=entry.rate,
        pitch_hz=entry.pitch,
        volume_percent=entry.volume,
        style=entry.style.strip(),
        style_degree=entry.style_degree,
        role=entry.role.strip(),
    )
