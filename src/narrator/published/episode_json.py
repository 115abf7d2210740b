"""episode.json: what every other file is made from, and what other programs read."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, get_args

from narrator.errors import OutputError
from narrator.messages import tr
from narrator.model import (
    AudioFile,
    CastSpeaker,
    ChapterMark,
    Cue,
    Episode,
    Export,
    Form,
    Kind,
    Loudness,
    Manifest,
    NotSpoken,
    Numbers,
    Role,
    Speaker,
    Stretch,
    Voice,
    Word,
)
from narrator.standards.timestamps import samples_at, seconds

SCHEMA = "narrator/episode/1"
"""Changes its number when a program that reads the old form would misread the new one."""

_ONE_PER_LINE = frozenset({"exports", "speakers", "cues", "chapters", "not_spoken"})
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SURROGATE = re.compile("[\ud800-\udfff]")

Json = dict[str, Any]


def manifest_json(manifest: Manifest) -> str:
    """The text of episode.json; `manifest_from` gives the manifest back to the sample.

    Lists of cues and the like have one element on each line, so that two versions can be compared.
    """
    lines = [f"  {_dump(key)}: {_value(key, value)}" for key, value in _fields(manifest).items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def manifest_from(text: str, where: str) -> Manifest:
    """The manifest that `manifest_json` wrote.

    Raises:
        OutputError: the text is no episode.json of this version; `where` says whose.
    """
    again = tr("make the episode again")
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OutputError(tr("{where} is damaged: {error}", where=where, error=error), hint=again) from error
    schema = fields.get("schema") if isinstance(fields, dict) else None
    if schema != SCHEMA:
        what = tr("{where} has no schema", where=where)
        if schema is not None:
            what = tr("{where} has the schema {schema}, not {known}", where=where, schema=schema, known=SCHEMA)
        raise OutputError(what, hint=tr("make the episode again with this version of narrator"))
    try:
        return _manifest(fields)
    except KeyError as error:
        raise OutputError(tr("{where} lacks {args!r}", where=where, args=error.args[0]), hint=again) from error
    except (TypeError, ValueError, AttributeError, IndexError, ArithmeticError) as error:
        raise OutputError(
            tr("{where} has a value of the wrong kind: {error}", where=where, error=error), hint=again
        ) from error


def _dump(value: object) -> str:
    # A lone surrogate is no UTF-8, but JSON can spell it.
    return _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(value, ensure_ascii=False, allow_nan=False))


def _value(key: str, value: Any) -> str:
    if key in _ONE_PER_LINE:
        lines = ",\n".join(f"    {_dump(item)}" for item in value)
        return f"[\n{lines}\n  ]" if lines else "[]"
    return _dump(value)


def _fields(manifest: Manifest) -> Json:
    episode = manifest.episode

    def s(samples: int) -> float:
        return seconds(samples, episode.rate_hz)

    return {
        "schema": SCHEMA,
        "slug": episode.slug,
        "title": episode.title,
        "source": episode.source,
        "url": episode.url,
        "published": episode.published,
        "publisher": episode.publisher,
        "issued": manifest.issued,
        "language": episode.language,
        "engine": episode.engine,
        "fallback": episode.fallback,
        "accepted": episode.accepted,
        "season": episode.numbers.season,
        "episode": episode.numbers.episode,
        "timing": episode.timing,
        "audio": {
            "file": manifest.audio.file,
            "bytes": manifest.audio.bytes,
            "type": manifest.audio.type,
            "duration_s": s(episode.length),
            "sample_rate_hz": episode.rate_hz,
            "bitrate_kbps": manifest.audio.bitrate_kbps,
            "sha256": manifest.audio.sha256,
        },
        "loudness": {
            "integrated_lufs": _finite(episode.loudness.integrated_lufs),
            "range_lu": _finite(episode.loudness.range_lu),
            "true_peak_dbtp": _finite(episode.loudness.true_peak_dbtp),
        },
        "label": dict(manifest.label),
        "files": dict(manifest.files),
        "versions": dict(manifest.versions),
        "exports": [asdict(export) for export in manifest.exports],
        "speakers": [_speaker_fields(member, episode.engine) for member in episode.speakers],
        "chapters": [{"title": c.title, "start_s": s(c.start), "end_s": s(c.end)} for c in episode.chapters],
        "bed": {"start_s": s(episode.bed.start), "end_s": s(episode.bed.end)} if episode.bed else None,
        "cues": (_cue_fields(cue, s) for cue in episode.cues),  # one at a time: of ten hours they are the most of it
        "not_spoken": [
            {"at": left.at, "text": left.text, "why": left.why, "pause_s": left.pause_s} for left in episode.not_spoken
        ],
    }


def _speaker_fields(member: CastSpeaker, engine: str) -> Json:
    speaker, voice = member.speaker, member.voice
    return {
        "name": speaker.name,
        "role": speaker.role.value,
        "gender": speaker.gender,
        "aliases": list(speaker.aliases),
        "affiliation": speaker.affiliation,
        "position": speaker.position,
        "voice": voice.name,
        "engine": voice.engine if voice.engine != engine else None,
        "rate_percent": voice.rate_percent,
        "pitch_hz": voice.pitch_hz,
        "volume_percent": voice.volume_percent,
        "voice_style": voice.style,
        "voice_style_degree": voice.style_degree,
        "voice_role": voice.role,
    }


def _cue_fields(cue: Cue, s: Callable[[int], float]) -> Json:
    return {
        "kind": cue.kind.value,
        "speaker": cue.speaker,
        "turn": cue.turn,
        "paragraph": cue.paragraph,
        "at": cue.at,
        "text": cue.text,
        "spoken": cue.spoken,
        "start_s": s(cue.start),
        "end_s": s(cue.end),
        "words": [{"text": word.text, "start_s": s(word.start), "end_s": s(word.end)} for word in cue.words],
    }


def _finite(value: float) -> float | None:
    return round(value, 2) if math.isfinite(value) else None


def _measured(value: float | None) -> float:
    # JSON has no infinity; silence has no loudness.
    return -math.inf if value is None else float(value)


def _manifest(fields: Json) -> Manifest:
    audio, loudness = fields["audio"], fields["loudness"]
    rate_hz = int(audio["sample_rate_hz"])
    if rate_hz <= 0:
        raise ValueError(tr("{rate_hz} is no sample rate", rate_hz=rate_hz))

    def at(position_s: float) -> int:
        return samples_at(position_s, rate_hz)

    return Manifest(
        episode=Episode(
            slug=_name(fields, "slug"),
            title=_text(fields, "title"),
            source=_text(fields, "source"),
            url=_optional_text(fields, "url"),
            published=_optional_text(fields, "published"),
            publisher=_optional_text(fields, "publisher"),
            language=_text(fields, "language"),
            engine=_text(fields, "engine"),
            fallback=_optional_text(fields, "fallback"),
            accepted=bool(fields["accepted"]),
            # Younger than the file's first readers.
            numbers=Numbers(season=_optional_number(fields, "season"), episode=_optional_number(fields, "episode")),
            timing=fields["timing"],
            speakers=tuple(_speaker(item, fields["engine"]) for item in fields["speakers"]),
            rate_hz=rate_hz,
            length=at(audio["duration_s"]),
            cues=tuple(_cue(item, at) for item in fields["cues"]),
            chapters=tuple(
                ChapterMark(title=_text(item, "title"), start=at(item["start_s"]), end=at(item["end_s"]))
                for item in fields["chapters"]
            ),
            not_spoken=tuple(
                NotSpoken(at=item["at"], text=item["text"], why=item["why"], pause_s=item.get("pause_s"))
                for item in fields["not_spoken"]
            ),
            bed=_stretch(fields.get("bed"), at),
            loudness=Loudness(
                integrated_lufs=_measured(loudness["integrated_lufs"]),
                range_lu=_measured(loudness["range_lu"]),
                true_peak_dbtp=_measured(loudness["true_peak_dbtp"]),
            ),
        ),
        audio=AudioFile(
            file=_name(audio, "file"),
            bytes=int(audio["bytes"]),
            type=_text(audio, "type"),
            sha256=_text(audio, "sha256"),
            bitrate_kbps=int(audio["bitrate_kbps"]),
        ),
        label=_texts(fields["label"]),
        files=_names(fields["files"]),
        issued=_optional_text(fields, "issued"),
        # Younger than the file's first readers.
        versions=_names(fields.get("versions", {})),
        exports=tuple(_export(item) for item in fields.get("exports", [])),
    )


def _text(fields: Mapping[str, Any], key: str) -> str:
    value = fields[key]
    if not isinstance(value, str):
        raise TypeError(tr("{key} is no text", key=key))
    return value


def _name(fields: Mapping[str, Any], key: str) -> str:
    value = _text(fields, key)
    # Becomes part of paths and addresses.
    if not _PLAIN_NAME.fullmatch(value):
        raise ValueError(tr("{value!r} is no name of a file", value=value))
    return value


def _names(fields: Mapping[str, Any]) -> dict[str, str]:
    return {key: _name(fields, key) for key in fields}


def _optional_text(fields: Mapping[str, Any], key: str) -> str | None:
    return None if fields[key] is None else _text(fields, key)


def _optional_number(fields: Mapping[str, Any], key: str) -> int | None:
    value = fields.get(key)
    if value is not None and (not isinstance(value, int) or value < 1):
        raise ValueError(tr("{key} is {value!r}, no number from 1", key=key, value=value))
    return value


def _texts(fields: Mapping[str, Any]) -> dict[str, str]:
    return {key: _text(fields, key) for key in fields}


def _speaker(fields: Json, engine: str) -> CastSpeaker:
    return CastSpeaker(
        speaker=Speaker(
            name=_text(fields, "name"),
            role=Role(fields["role"]),
            gender=fields["gender"],
            aliases=_strings(fields["aliases"]),
            affiliation=_optional_text(fields, "affiliation"),
            position=_optional_text(fields, "position"),
        ),
        voice=Voice(
            engine=fields["engine"] or engine,
            name=_text(fields, "voice"),
            rate_percent=fields["rate_percent"],
            pitch_hz=fields["pitch_hz"],
            volume_percent=fields["volume_percent"],
            # Younger than the file's first readers.
            style=fields.get("voice_style", ""),
            style_degree=fields.get("voice_style_degree", 1.0),
            role=fields.get("voice_role", ""),
        ),
    )


def _export(fields: Json) -> Export:
    form = fields["form"]
    if form not in get_args(Form):
        raise ValueError(tr("{form!r} is no form of an episode", form=form))
    return Export(
        form=form,
        file=_name(fields, "file"),
        bytes=int(fields["bytes"]),
        type=_text(fields, "type"),
        sha256=_text(fields, "sha256"),
        bitrate_kbps=int(fields["bitrate_kbps"]),
        made_from=_text(fields, "made_from"),
    )


def _strings(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def _stretch(fields: Json | None, at: Callable[[float], int]) -> Stretch | None:
    return Stretch(start=at(fields["start_s"]), end=at(fields["end_s"])) if fields else None


def _cue(fields: Json, at: Callable[[float], int]) -> Cue:
    return Cue(
        kind=Kind(fields["kind"]),
        speaker=_optional_text(fields, "speaker"),
        at=int(fields["at"]),
        text=_text(fields, "text"),
        spoken=_text(fields, "spoken"),
        start=at(fields["start_s"]),
        end=at(fields["end_s"]),
        words=tuple(
            Word(text=_text(item, "text"), start=at(item["start_s"]), end=at(item["end_s"])) for item in fields["words"]
        ),
        turn=int(fields["turn"]),
        paragraph=int(fields["paragraph"]),
    )
