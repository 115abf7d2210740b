"""What is wrong with a voices file, in words an editor understands, each with its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from narrator.settings.yaml_lines import Document
from narrator.standards.apple_podcasts import CATEGORIES
from narrator.standards.lexicon_entries import lexicon_faults

_T = TypeVar("_T")
Shape = Mapping[str, type[BaseModel]]
"""The models of the file's parts, by name."""


def mistake(error: Mapping[str, Any], document: Document, shape: Shape) -> tuple[int, str]:
    """The line, and what is wrong there, of one of pydantic's errors."""
    path = tuple(error["loc"])
    where = ": ".join(str(part) for part in path) or "the file"
    kind, given = error["type"], error.get("input")
    if kind == "extra_forbidden":
        what = f"{where}: there is no such key{_suggestion(str(path[-1]), _keys_beside(path, shape))}"
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


def _keys_beside(path: Sequence[str | int], shape: Shape) -> tuple[str, ...]:
    """What may stand where the last key of the path stands."""
    above = path[:-1]
    if not above:
        return tuple(shape["file"].model_fields)
    if above[0] == "sound" and len(above) == 2:
        return tuple(shape["bed" if above[1] == "bed" else "jingle"].model_fields)
    parts = {("cast", 2): "member", ("pool", 1): "pools", ("pool", 2): "pool"}
    part = parts.get((str(above[0]), len(above))) or (str(above[0]) if len(above) == 1 else "voice")
    part = str(above[1]) if above[0] == "show" and len(above) > 1 else part
    return tuple(shape.get(part, shape["voice"]).model_fields)


def _suggestion(given: str, known: Sequence[str], *, listed: bool = True) -> str:
    near = difflib.get_close_matches(given.lower(), known, n=1, cutoff=0.5)
    if near:
        return f"; did you mean `{near[0]}`?"
    return f"; there are {', '.join(f'`{key}`' for key in known)}" if listed else ""


def further_mistakes(document: Document) -> list[tuple[int, str]]:
    """What the shape of the file does not say, from its values, so that all mistakes are told at once."""
    faults: list[tuple[int, str]] = []
    engines = _part(document, "engines", list) or []
    repeated = {name for name in engines if isinstance(name, str) and engines.count(name) > 1}
    faults += [(document.line(("engines",)), f"engines: {name!r} is named twice") for name in sorted(repeated)]
    category = (_part(document, "show", dict) or {}).get("category")
    if isinstance(category, str) and category not in CATEGORIES:
        suggestion = _suggestion(category, sorted(CATEGORIES), listed=False)
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
