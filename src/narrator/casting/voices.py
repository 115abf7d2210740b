"""voices.yaml, the file an editor writes: read from disk, and every mistake in it told at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from narrator.casting.lines import Document, YamlFault, read_document
from narrator.errors import CastError
from narrator.model import Cast, CastMember, Gender, LabelSettings, Role, Show, Voice

LARGEST_BYTES = 1_000_000
_T = TypeVar("_T")
ENGINE_NAMES = ("edge", "espeak", "tone")
NARRATOR_NAMES = ("旁白", "narrator")
"""A cast member who reads what nobody in the interview says."""


LexiconFaults = Callable[[Mapping[str, str]], Mapping[str, str]]
"""Takes a lexicon; gives what is wrong, by word."""


def load_cast(
    path: Path | None, *, categories: Collection[str] = (), lexicon_faults: LexiconFaults = lambda _: {}
) -> Cast:
    """The cast of a voices file; an engine without voices in its `pool:` has those of the file that ships.

    Args:
        path: None: `voices.yaml` here, else the one that ships with the package.
        categories: what `show: category:` may be; any, where there are none.
        lexicon_faults: what is wrong with the readings.

    Raises:
        CastError: the file cannot be read, or has mistakes: all of them, with their lines.
    """
    if path is None and Path("voices.yaml").is_file():
        path = Path("voices.yaml")
    if path is None:
        return _shipped()
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise CastError(f"{path} is larger than {LARGEST_BYTES:,} bytes", hint="is it a voices file?")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as cause:
        raise CastError(f"cannot read {path}: {cause.strerror}", hint="name another file with --voices") from cause
    except UnicodeDecodeError as cause:
        raise CastError(f"{path} is not UTF-8 text", hint="save it as UTF-8") from cause
    cast = parse_cast(text, str(path), categories=categories, lexicon_faults=lexicon_faults)
    shipped = _shipped().pool
    pool = {engine: voices if any(voices.values()) else shipped[engine] for engine, voices in cast.pool.items()}
    return replace(cast, pool=pool)


def _shipped() -> Cast:
    return parse_cast(files("narrator").joinpath("voices.yaml").read_text(encoding="utf-8"), "voices.yaml")


def parse_cast(
    text: str, name: str, *, categories: Collection[str] = (), lexicon_faults: LexiconFaults = lambda _: {}
) -> Cast:
    """The cast that the text describes.

    Args:
        name: of the file, for messages.

    Raises:
        CastError: mistakes: all of them, with their lines.
    """
    try:
        document = read_document(text)
    except YamlFault as cause:
        raise CastError(
            f"{name}, line {cause.line}: {cause}", hint="correct the line; lists and colons want spaces"
        ) from cause
    faults = list(document.faults)
    entry: _File | None = None
    try:
        entry = _File.model_validate({} if document.value is None else document.value)
    except ValidationError as cause:
        faults += [_fault(error, document) for error in cause.errors()]
    faults += _further_faults(document, categories, lexicon_faults)
    if faults:
        told = "\n".join(f"  line {line}: {what}" for line, what in sorted(set(faults)))
        count = "a mistake" if len(set(faults)) == 1 else f"{len(set(faults))} mistakes"
        raise CastError(f"{name} has {count}:\n{told}", hint="docs/reference/voices.md explains every key of the file")
    assert entry is not None  # noqa: S101 - without faults there is an entry; mypy cannot see it
    return _cast(entry)


# ------------------------------------------------------------------------------------- the file's shape


def _signed(unit: str, low: int, high: int) -> Any:
    pattern = re.compile(rf"([+-]?\d+)\s*{re.escape(unit)}?", re.IGNORECASE)

    def read(value: object) -> object:
        found = pattern.fullmatch(str(value).strip())
        if not found or not low <= int(found[1]) <= high:
            raise ValueError(f"{value!r} is not a number from {low}{unit} to +{high}{unit}, such as -4{unit}")
        return int(found[1])

    return BeforeValidator(read)


def _said(value: str) -> str:
    if not value.strip():
        raise ValueError("it says nothing")
    return value.strip()


def _looks_like(pattern: str, example: str) -> Any:
    compiled = re.compile(pattern)

    def look(value: str) -> str:
        if not compiled.fullmatch(value):
            raise ValueError(f"{value!r} does not look right; write it like {example}")
        return value

    return AfterValidator(look)


_Percent = Annotated[int, _signed("%", -90, 200)]
_Hertz = Annotated[int, _signed("Hz", -200, 200)]
_Text = Annotated[str, AfterValidator(_said)]
_Url = Annotated[str, _looks_like(r"https?://[^\s/]+\S*", "https://example.org/podcast/")]
_Email = Annotated[str, _looks_like(r"[^@\s]+@[^@\s]+\.[^@\s]+", "studio@example.org")]
_Language = Annotated[str, _looks_like(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "zh-CN")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Voice(_Strict):
    voice: _Text
    rate: _Percent = 0
    pitch: _Hertz = 0
    volume: _Percent = 0


def _voice_by_name(value: object) -> object:
    return {"voice": value} if isinstance(value, str) else value


_VoiceEntry = Annotated[_Voice, BeforeValidator(_voice_by_name)]


class _Member(_Strict):
    role: Role | None = None
    gender: Literal["female", "male"] | None = None
    edge: _VoiceEntry | None = None
    espeak: _VoiceEntry | None = None
    tone: _VoiceEntry | None = None


class _Pool(_Strict):
    female: list[_VoiceEntry] = []
    male: list[_VoiceEntry] = []


class _Pools(_Strict):
    edge: _Pool = _Pool()
    espeak: _Pool = _Pool()
    tone: _Pool = _Pool()


class _Show(_Strict):
    title: _Text = "Narrator"
    description: str = ""
    author: str = ""
    email: _Email | None = None
    link: _Url | None = None
    base_url: _Url | None = None
    language: _Language = "zh-CN"
    category: _Text = "News"
    cover: _Text | None = None
    explicit: bool = False
    license: _Text | None = None


class _Label(_Strict):
    audible: bool = True
    notice: _Text | None = None
    metadata: bool = True
    producer: str = ""
    c2pa_certificate: _Text | None = None
    c2pa_key: _Text | None = None


class _File(_Strict):
    engines: list[Literal["edge", "espeak", "tone"]] = Field(default=["edge", "espeak"], min_length=1)
    cast: dict[str, _Member] = {}
    pool: _Pools = _Pools()
    lexicon: dict[_Text, _Text] = {}
    show: _Show = _Show()
    label: _Label = _Label()


# ------------------------------------------------------------------------------------------- its mistakes


def _fault(error: Mapping[str, Any], document: Document) -> tuple[int, str]:
    path = tuple(error["loc"])
    where = ": ".join(str(part) for part in path) or "the file"
    kind, given = error["type"], error.get("input")
    if kind == "extra_forbidden":
        what = f"{where}: there is no such key{_suggestion(str(path[-1]), _keys_beside(path))}"
    elif kind == "missing":
        what = f"{': '.join(str(part) for part in path[:-1])}: `{path[-1]}` is missing"
    elif kind in ("enum", "literal_error"):
        expected = str(error["ctx"]["expected"])
        known = re.findall(r"[\w-]+", expected.replace(" or ", " "))
        what = f"{where}: {given!r} is none of {expected}{_suggestion(str(given), known, listed=False)}"
    elif kind == "value_error":
        what = f"{where}: {error['ctx']['error']}"
    elif given is None:
        what = f"{where}: nothing stands behind it"
    elif kind in ("model_type", "dict_type", "model_attributes_type"):
        what = f"{where}: {given!r} stands where keys and values belong"
    elif kind == "list_type":
        what = f"{where}: {given!r} stands where a list belongs, such as [{given}]"
    elif kind == "bool_parsing":
        what = f"{where}: {given!r} is neither true nor false"
    elif kind == "too_short":
        what = f"{where}: the list is empty"
    else:
        what = f"{where}: {given!r} stands where a word belongs"
    return document.line(path), what


def _keys_beside(path: Sequence[str | int]) -> tuple[str, ...]:
    """What may stand where the last key of the path stands."""
    above = path[:-1]
    shapes: dict[tuple[str | int, int], type[BaseModel]] = {
        ("cast", 2): _Member,
        ("pool", 1): _Pools,
        ("pool", 2): _Pool,
        ("show", 1): _Show,
        ("label", 1): _Label,
    }
    shape = shapes.get((above[0], len(above)), _Voice) if above else _File
    return tuple(shape.model_fields)


def _suggestion(given: str, known: Sequence[str], *, listed: bool = True) -> str:
    near = difflib.get_close_matches(given.lower(), known, n=1, cutoff=0.5)
    if near:
        return f"; did you mean `{near[0]}`?"
    return f"; there are {', '.join(f'`{key}`' for key in known)}" if listed else ""


def _further_faults(
    document: Document, categories: Collection[str], lexicon_faults: LexiconFaults
) -> list[tuple[int, str]]:
    """What the shape of the file does not say, from its values, so that all mistakes are told at once."""
    faults: list[tuple[int, str]] = []
    engines = _part(document, "engines", list) or []
    repeated = {name for name in engines if isinstance(name, str) and engines.count(name) > 1}
    faults += [(document.line(("engines",)), f"engines: {name!r} is named twice") for name in sorted(repeated)]
    category = (_part(document, "show", dict) or {}).get("category")
    if categories and isinstance(category, str) and category not in categories:
        suggestion = _suggestion(category, sorted(categories), listed=False)
        what = f"show: category: {category!r} is not in Apple's list (such as News > Politics){suggestion}"
        faults.append((document.line(("show", "category")), what))
    label = _part(document, "label", dict) or {}
    if bool(label.get("c2pa_certificate")) != bool(label.get("c2pa_key")):
        line = document.line(("label",))
        faults.append((line, "label: c2pa_certificate and c2pa_key go together; one of them is missing"))
    lexicon = {
        word: reading
        for word, reading in (_part(document, "lexicon", dict) or {}).items()
        if isinstance(reading, str) and word.strip() and reading.strip()
    }
    for word, what in lexicon_faults(lexicon).items():
        faults.append((document.line(("lexicon", word)), f"lexicon: {what}"))
    return faults


def _part(document: Document, key: str, kind: type[_T]) -> _T | None:
    part = document.value.get(key) if isinstance(document.value, dict) else None
    return part if isinstance(part, kind) else None


# --------------------------------------------------------------------------------------- file to nouns


def _cast(entry: _File) -> Cast:
    members = {
        name: CastMember(
            name=name,
            role=member.role or (Role.NARRATOR if name.lower() in NARRATOR_NAMES else None),
            gender=member.gender,
            voices={
                engine: _voice(engine, voice)
                for engine in ENGINE_NAMES
                if (voice := getattr(member, engine)) is not None
            },
        )
        for name, member in entry.cast.items()
    }
    pool: dict[str, Mapping[Gender, tuple[Voice, ...]]] = {
        engine: {
            "female": tuple(_voice(engine, voice) for voice in getattr(entry.pool, engine).female),
            "male": tuple(_voice(engine, voice) for voice in getattr(entry.pool, engine).male),
        }
        for engine in ENGINE_NAMES
    }
    show = entry.show.model_dump()
    if show["base_url"] and not show["base_url"].endswith("/"):
        show["base_url"] += "/"
    return Cast(
        engines=tuple(entry.engines),
        members=members,
        pool=pool,
        lexicon=dict(entry.lexicon),
        show=Show(**show),
        label=LabelSettings(**entry.label.model_dump()),
    )


def _voice(engine: str, entry: _Voice) -> Voice:
    return Voice(
        engine=engine,
        name=entry.voice,
        rate_percent=entry.rate,
        pitch_hz=entry.pitch,
        volume_percent=entry.volume,
    )
