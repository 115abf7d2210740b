"""YAML with the line each value stands on, and without its dangers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from narrator.messages import tr

Path = tuple[str | int, ...]
"""Keys and list indices from the top of the document."""
Value = str | None | list["Value"] | dict[str, "Value"]

_MOST_VALUES = 20_000
"""A podcast with thousands of people and words has fewer; aliases that multiply have more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A YAML document, and where its parts stand."""

    value: Value
    """Scalars as written: `110` and `yes` stay text; only an empty value is None."""
    lines: Mapping[Path, int]
    """Path → line, from 1."""
    faults: tuple[tuple[int, str], ...]
    """Line and what is wrong, for keys given twice."""

    def line(self, path: Path) -> int:
        """Of the path, or of the nearest thing above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class YamlFault(ValueError):
    """The text is not YAML, or not of a kind that is read here."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


def read_document(text: str) -> Document:
    """The text as a document.

    Raises:
        YamlFault: it is not YAML, or holds more than any voices file would.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as cause:
        # What was never closed began at the context's mark; the problem's is where the file ends.
        unclosed = "end of stream" in (cause.problem or "") or "stream end" in (cause.problem or "")
        mark = (cause.context_mark if unclosed else None) or cause.problem_mark or cause.context_mark
        raise YamlFault(mark.line + 1 if mark else 1, cause.problem or tr("it is not YAML")) from cause
    except (yaml.YAMLError, RecursionError) as cause:
        raise YamlFault(1, tr("it is not YAML that can be read")) from cause
    reader = _Reader()
    try:
        value = reader.value(root, ()) if root is not None else {}
    except RecursionError as cause:
        raise YamlFault(1, tr("its parts are nested too deeply")) from cause
    return Document(value=value, lines=reader.lines, faults=tuple(reader.faults))


class _Reader:
    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.faults: list[tuple[int, str]] = []
        self._count = 0

    def value(self, node: yaml.Node, path: Path) -> Value:
        line = node.start_mark.line + 1
        self._count += 1
        if self._count > _MOST_VALUES:
            raise YamlFault(
                line,
                tr(
                    "it holds more than {most_values:,} values; are there aliases that multiply?",
                    most_values=_MOST_VALUES,
                ),
            )
        self.lines.setdefault(path, line)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlFault(line, tr("a key must be a word, not a list or a mapping"))
            key = str(key_node.value)
            if key in found:
                self.faults.append((line, tr("{key!r} is given twice", key=key)))
            self.lines[(*path, key)] = line
            found[key] = self.value(value_node, (*path, key))
        return found
