"""cast.json of the output folder: who has which voice there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from narrator.errors import OutputError
from narrator.messages import tr
from narrator.model import KeptVoice, Voice

SCHEMA = "narrator/cast/1"
"""Changes its number when a program that reads the old form would misread the new one."""
_ABOUT = "Who has which voice in this folder. narrator adds people; what voices.yaml says goes before it."
_DEFAULTS = {each.name: each.default for each in fields(Voice)}


def kept_from(content: bytes, where: str) -> tuple[KeptVoice, ...]:
    """What `kept_json` wrote, or somebody by hand.

    Raises:
        OutputError: it is damaged; `where` says what.
    """
    try:
        found = json.loads(content.decode("utf-8-sig"))
        if (schema := found["schema"]) != SCHEMA:
            raise OutputError(
                tr(
                    "{where} has the schema {schema}, not {other_schema}",
                    where=where,
                    schema=schema,
                    other_schema=SCHEMA,
                ),
                hint=tr("use the narrator that wrote it"),
            )
        return tuple(_kept(entry) for entry in found["people"])
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        what = f"{type(error).__name__}: {error}"
        raise OutputError(
            tr("{where} is damaged ({what})", where=where, what=what),
            hint=tr("mend it, or remove it: voices are chosen anew then"),
        ) from error


def kept_json(kept: Sequence[KeptVoice]) -> bytes:
    """A line for each person and voice, so that two versions can be compared."""
    lines = ",\n".join(f"    {json.dumps(_fields(each), ensure_ascii=False)}" for each in kept)
    text = f'{{\n  "schema": "{SCHEMA}",\n  "about": "{_ABOUT}",\n  "people": [\n{lines}\n  ]\n}}\n'
    return text.encode("utf-8", "backslashreplace")


def _fields(kept: KeptVoice) -> dict[str, Any]:
    who = {"aliases": list(kept.aliases), "gender": kept.gender}
    how = {name: value for name, value in asdict(kept.voice).items() if value != _DEFAULTS[name]}
    voice = {"engine": how.pop("engine"), "voice": how.pop("name"), **how}
    return {"name": kept.name, **{name: value for name, value in who.items() if value}, **voice}


def _kept(entry: dict[str, Any]) -> KeptVoice:
    gender = entry.get("gender")
    if gender not in (None, "female", "male"):
        raise ValueError(tr("gender is female or male, not {gender!r}", gender=gender))
    return KeptVoice(
        name=_text(entry["name"]),
        aliases=tuple(map(_text, entry.get("aliases", ()))),
        gender=gender,
        voice=Voice(
            engine=_text(entry["engine"]),
            name=_text(entry["voice"]),
            rate_percent=int(entry.get("rate_percent", 0)),
            pitch_hz=int(entry.get("pitch_hz", 0)),
            volume_percent=int(entry.get("volume_percent", 0)),
            style=_text(entry.get("style", "")),
            style_degree=float(entry.get("style_degree", 1.0)),
            role=_text(entry.get("role", "")),
        ),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(tr("{value!r} is no text", value=value))
    return value
