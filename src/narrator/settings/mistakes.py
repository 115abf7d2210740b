"""What is wrong with a voices file, in words an editor understands, each with its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from narrator.messages import Message, tr
from narrator.settings.yaml_lines import Document
from narrator.standards.apple_podcasts import CATEGORIES
from narrator.standards.lexicon_entries import lexicon_faults

_T = TypeVar("_T")
Shape = Mapping[str, type[BaseModel]]
"""The models of the file's parts, by name."""


def mistake(error: Mapping[str, Any], document: Document, shape: Shape) -> tuple[int, str]:
    """The line, and what is wrong there, of one of pydantic's errors."""
    path = tuple(error["loc"])
    where = ": ".join(str(part) for part in path) or tr("the file")
    kind, given = error["type"], error.get("input")
    if kind == "extra_forbidden":
        keys = _keys_beside(path, shape)
        if near := _nearest(str(path[-1]), keys):
            what = tr("{where}: there is no such key; did you mean `{near}`?", where=where, near=near)
        else:
            known = ", ".join(f"`{key}`" for key in keys)
            what = tr("{where}: there is no such key; there are {known}", where=where, known=known)
    elif kind == "missing":
        above = ": ".join(str(part) for part in path[:-1])
        what = tr("{where}: `{key}` is missing", where=above, key=path[-1])
    elif kind in ("enum", "literal_error"):
        expected = str(error["ctx"]["expected"])
        named = re.findall(r"[\w-]+", expected.replace(" or ", " "))
        what = tr("{where}: {given!r} is none of {expected}", where=where, given=given, expected=expected)
        what = _with_nearest(what, str(given), named)
    elif kind == "value_error":
        what = tr("{where}: {what}", where=where, what=error["ctx"]["error"])
    elif given is None:
        what = tr("{where}: nothing stands behind it", where=where)
    elif kind in ("model_type", "dict_type", "model_attributes_type"):
        what = tr("{where}: {given!r} stands where keys and values belong", where=where, given=given)
    elif kind == "list_type":
        what = tr("{where}: {given!r} stands where a list belongs, such as [{given}]", where=where, given=given)
    elif kind == "bool_parsing":
        what = tr("{where}: {given!r} is neither true nor false", where=where, given=given)
    elif kind == "too_short":
        what = tr("{where}: the list is empty", where=where)
    else:
        what = tr("{where}: {given!r} stands where a word belongs", where=where, given=given)
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


def _nearest(given: str, known: Sequence[str]) -> str | None:
    return next(iter(difflib.get_close_matches(given.lower(), known, n=1, cutoff=0.5)), None)


def _with_nearest(what: Message, given: str, known: Sequence[str]) -> Message:
    near = _nearest(given, known)
    return tr("{what}; did you mean `{near}`?", what=what, near=near) if near else what


def further_mistakes(document: Document) -> list[tuple[int, str]]:
    """What the shape of the file does not say, from its values, so that all mistakes are told at once."""
    faults: list[tuple[int, str]] = []
    engines = _part(document, "engines", list) or []
    repeated = {name for name in engines if isinstance(name, str) and engines.count(name) > 1}
    faults += [(document.line(("engines",)), f"engines: {name!r} is named twice") for name in sorted(repeated)]
    category = (_part(document, "show", dict) or {}).get("category")
    if isinstance(category, str) and category not in CATEGORIES:
        what = tr("show: category: {category!r} is not in Apple's list (such as News > Politics)", category=category)
        faults.append((document.line(("show", "category")), _with_nearest(what, category, sorted(CATEGORIES))))
    label = _part(document, "label", dict) or {}
    if bool(label.get("c2pa_certificate")) != bool(label.get("c2pa_key")):
        line = document.line(("label",))
        faults.append((line, tr("label: c2pa_certificate and c2pa_key go together; one of them is missing")))
    lexicon = {
        word: reading
        for word, reading in (_part(document, "lexicon", dict) or {}).items()
        if isinstance(reading, str) and word.strip() and reading.strip()
    }
    for word, fault in lexicon_faults(lexicon).items():
        faults.append((document.line(("lexicon", word)), tr("lexicon: {what}", what=fault)))
    return faults


def _part(document: Document, key: str, kind: type[_T]) -> _T | None:
    part = document.value.get(key) if isinstance(document.value, dict) else None
    return part if isinstance(part, kind) else None
