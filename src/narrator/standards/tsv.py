"""The tables that ship with narrator: a line an entry, `#` for comments, columns apart by tabs."""

from __future__ import annotations

from importlib.resources import files


def rows(package: str, path: str) -> tuple[tuple[str, str], ...]:
    """The entries of a table of two columns, in order; the second is empty where there is one column."""
    text = files(package).joinpath(*path.split("/")).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("# "))
    return tuple((word, value) for word, _, value in (line.partition("\t") for line in lines))
