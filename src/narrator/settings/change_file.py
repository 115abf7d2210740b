"""voices.yaml with people added to its cast, whatever else stands in it kept to the character (world)."""

from __future__ import annotations

import contextlib
import difflib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from narrator.errors import CastError, OutputError
from narrator.messages import tr
from narrator.model import CastMember, Voice
from narrator.settings.voices_file import parse_settings
from narrator.settings.yaml_edit import Entry, Keys, with_values, without_value

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A voices file before and after."""

    path: Path
    before: str
    """Empty where there is no file yet."""
    after: str

    @property
    def diff(self) -> str:
        """The lines that change, as `diff -u` shows them; empty where none does."""
        before, after = (text.removeprefix(_BOM).splitlines(keepends=True) for text in (self.before, self.after))
        lines = difflib.unified_diff(before, after, str(self.path), str(self.path))
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def with_members(path: Path | None, members: Mapping[str, CastMember], notes: Mapping[str, str]) -> FileChange:
    """The voices file with these people in its cast; what it says of them already stays.

    Args:
        path: None: `voices.yaml` here. Where there is no file, it begins as a copy of the one that ships.
        members: by name.
        notes: by name, a comment behind a new person's line, in a word or two.

    Raises:
        CastError: the file cannot be read, has mistakes, or is not written in a way that can be added to.
    """
    path = path or Path("voices.yaml")
    before = _text_of(path)
    start = before or files("narrator").joinpath("voices.yaml").read_text("utf-8")
    known = parse_settings(start.removeprefix(_BOM), str(path)).cast.members
    values: dict[Keys, Entry] = {}
    for name, member in members.items():
        if name not in known:
            values["cast", name] = _entry(member)
            continue
        for engine, voice in member.voices.items():
            if engine not in known[name].voices:
                values["cast", name, engine] = _voice(voice)
    told: dict[Keys, str] = {("cast", name): note for name, note in notes.items()}
    after = with_values(start.removeprefix(_BOM), values, name=str(path), notes=told)
    parse_settings(after, str(path))
    return FileChange(path=path, before=before, after=(_BOM if start.startswith(_BOM) else "") + after)


def with_entries(path: Path | None, entries: Mapping[Keys, Entry | None]) -> FileChange:
    """The voices file with these entries, each at its path of keys; None takes one out.

    Args:
        path: None: `voices.yaml` here. Where there is no file, it begins as a copy of the one that ships.

    Raises:
        CastError: the file cannot be read, is not written in a way that can be changed, or would have mistakes.
    """
    path = path or Path("voices.yaml")
    before = _text_of(path)
    start = before or files("narrator").joinpath("voices.yaml").read_text("utf-8")
    after = with_values(
        start.removeprefix(_BOM),
        {keys: value for keys, value in entries.items() if value is not None},
        name=str(path),
    )
    for keys in (keys for keys, value in entries.items() if value is None):
        after = without_value(after, keys, name=str(path))
    parse_settings(after, str(path))
    return FileChange(path=path, before=before, after=(_BOM if start.startswith(_BOM) else "") + after)


def write_file(change: FileChange) -> None:
    """Put the changed file in place of the old one, in one step.

    Raises:
        OutputError: it cannot be written, or somebody has changed it in the meantime.
    """
    path = change.path
    target = path.resolve()  # what a link leads to is changed, not the link
    if _text_of(target) != change.before:
        raise OutputError(tr("{path} has just been changed by somebody else", path=path), hint=tr("run it again"))
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        aside.write_bytes(change.after.encode("utf-8"))
        if target.exists():
            shutil.copymode(target, aside)
        aside.replace(target)
    except OSError as cause:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        reason = cause.strerror
        raise OutputError(
            tr("cannot write {path}: {reason}", path=path, reason=reason), hint=tr("name another file with --voices")
        ) from cause


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except OSError as cause:
        reason = cause.strerror
        raise CastError(
            tr("cannot read {path}: {reason}", path=path, reason=reason), hint=tr("name another file with --voices")
        ) from cause
    except UnicodeDecodeError as cause:
        raise CastError(tr("{path} is not UTF-8 text", path=path), hint=tr("save it as UTF-8")) from cause


def _entry(member: CastMember) -> Entry:
    who = {"role": member.role.value if member.role else "", "gender": member.gender or ""}
    voices = {engine: _voice(voice) for engine, voice in member.voices.items()}
    return {**{key: value for key, value in who.items() if value}, **voices}


def _voice(voice: Voice) -> Entry:
    how = {
        "rate": f"{voice.rate_percent:+d}%" if voice.rate_percent else "",
        "pitch": f"{voice.pitch_hz:+d}Hz" if voice.pitch_hz else "",
        "volume": f"{voice.volume_percent:+d}%" if voice.volume_percent else "",
        "style": voice.style,
        "style_degree": "" if voice.style_degree == 1.0 else f"{voice.style_degree:g}",
        "role": voice.role,
    }
    return {"voice": voice.name, **{key: value for key, value in how.items() if value}}
