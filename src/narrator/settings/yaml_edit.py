"""Single values put into a YAML file as text: whatever stands around them stays to the character."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import yaml

from narrator.errors import CastError
from narrator.messages import tr
from narrator.settings.yaml_lines import YamlFault, read_document

Keys = tuple[str, ...]
"""From the top of the document."""
Entry = str | Mapping[str, "Entry"]

_PLAIN = re.compile(r"[^\W_][\w.·+%-]*(?: [\w.·+%-]+)*|[+-]\d+(?:%|Hz)")
"""Needs no quotes, also between braces."""
_STEP = 2


def with_values(text: str, values: Mapping[Keys, Entry], *, name: str, notes: Mapping[Keys, str] | None = None) -> str:
    """The file with these values: those that are there are replaced, the others stand behind what is there.

    Args:
        name: of the file, for messages.
        notes: comments that stand behind new lines, in a word or two.

    Raises:
        CastError: the file is no mapping of mappings there, so that somebody has to do it by hand.
    """
    changed = text
    for keys, value in values.items():
        expected = _with_entry(_read(changed, name), keys, value)
        changed = _with_value(changed, keys, value, (notes or {}).get(keys, ""), name)
        if _read(changed, name) != expected:
            raise _by_hand(name, keys, value)
    return changed


def without_value(text: str, keys: Keys, *, name: str) -> str:
    """The file without what stands at the end of the path of keys; as it is where nothing does.

    Raises:
        CastError: somebody has to take it out by hand.
    """
    node = _composed(text, name)
    for depth, key in enumerate(keys):
        if not isinstance(node, yaml.MappingNode):
            return text
        pair = next((each for each in node.value if each[0].value == key), None)
        if pair is None:
            return text
        if depth == len(keys) - 1:
            changed = _taken_out(text, node, pair)
            if _read(changed, name) == _without_entry(_read(text, name), keys):
                return changed
            break
        node = pair[1]
    where = ": ".join(keys[:-1])
    raise CastError(
        tr("{name} cannot be changed under {where}", name=name, where=where),
        hint=tr("take {key} out by hand", key=keys[-1]),
    )


def _taken_out(text: str, node: yaml.MappingNode, pair: tuple[yaml.Node, yaml.Node]) -> str:
    key_node, value = pair
    end = _end(value, key_node)
    if not node.flow_style:
        start = text.rfind("\n", 0, key_node.start_mark.index) + 1
        return text[:start] + text[text.find("\n", end) + 1 or len(text) :]
    at = node.value.index(pair)
    if at + 1 < len(node.value):
        return text[: key_node.start_mark.index] + text[node.value[at + 1][0].start_mark.index :]
    before = node.value[at - 1] if at else None
    start = _end(before[1], before[0]) if before else node.start_mark.index + 1
    return text[:start] + text[end:]


def _without_entry(value: object, keys: Keys) -> object:
    given = value if isinstance(value, dict) else {}
    if len(keys) == 1:
        return {key: each for key, each in given.items() if key != keys[0]} or None
    return {**given, keys[0]: _without_entry(given.get(keys[0]), keys[1:])}


def _with_value(text: str, keys: Keys, value: Entry, note: str, name: str) -> str:
    found = _composed(text, name)
    newline = _newline(text)
    if found is None:
        return _ending(text, newline) + newline.join(_lines(keys, value, 0, note)) + newline
    node, key_node = found, found
    for depth, key in enumerate(keys):
        if isinstance(node, yaml.MappingNode):
            pair = next((each for each in node.value if each[0].value == key), None)
            if pair is None:
                return _inserted(text, node, keys[depth:], value, note)
            key_node, node = pair
        elif _is_empty(node):
            at = _line_end(text, key_node.end_mark.index)
            lines = _lines(keys[depth:], value, key_node.start_mark.column + _STEP, note)
            return text[:at] + "".join(newline + line for line in lines) + text[at:]
        else:
            raise _by_hand(name, keys, value)
    if node.start_mark.index < key_node.end_mark.index:  # an alias: what it names stands elsewhere
        raise _by_hand(name, keys, value)
    if _is_empty(node):
        at = text.index(":", key_node.end_mark.index) + 1
        return f"{text[:at]} {_flow(value)}{text[at:]}"
    return text[: node.start_mark.index] + _flow(value) + text[_end(node) :]


def _composed(text: str, name: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as cause:
        raise CastError(tr("{name} is not YAML", name=name), hint=tr("`narrator voices` says where")) from cause


def _inserted(text: str, node: yaml.MappingNode, keys: Keys, value: Entry, note: str) -> str:
    if node.flow_style:
        for key in keys[:0:-1]:
            value = {key: value}
        at = _end(node.value[-1][1], node.value[-1][0]) if node.value else node.start_mark.index + 1
        return f"{text[:at]}{', ' if node.value else ''}{_scalar(keys[0])}: {_flow(value)}{text[at:]}"
    key_node, last = node.value[-1]
    at, newline = _line_end(text, _end(last, key_node)), _newline(text)
    lines = _lines(keys, value, node.start_mark.column, note)
    return text[:at] + "".join(newline + line for line in lines) + text[at:]


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _end(node: yaml.Node, key: yaml.Node | None = None) -> int:
    """Behind the node's last character; a block's own mark stands where the next thing begins."""
    if key is not None and (_is_empty(node) or node.start_mark.index < key.end_mark.index):
        return int(key.end_mark.index)  # nothing, or an alias, stands behind the key
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1], node.value[-1][0])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1])
    return int(node.end_mark.index)


def _line_end(text: str, at: int) -> int:
    """Where the line ends that holds the character before `at`."""
    if at and text[at - 1] == "\n":  # a block of text ends with its line
        at = len(text[:at].rstrip("\r\n"))
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" else end


def _ending(text: str, newline: str) -> str:
    return text if not text or text.endswith("\n") else text + newline


def _is_empty(node: yaml.Node) -> bool:
    return node.tag == "tag:yaml.org,2002:null" and node.start_mark.index == node.end_mark.index


def _lines(keys: Keys, value: Entry, column: int, note: str) -> list[str]:
    """`cast:`, and the person on a line below it."""
    *above, last = keys
    lines = [f"{' ' * (column + _STEP * depth)}{_scalar(key)}:" for depth, key in enumerate(above)]
    comment = f"  # {note}" if note else ""
    return [*lines, f"{' ' * (column + _STEP * len(above))}{_scalar(last)}: {_flow(value)}{comment}"]


def _flow(value: Entry) -> str:
    if isinstance(value, str):
        return _scalar(value)
    return "{" + ", ".join(f"{_scalar(key)}: {_flow(each)}" for key, each in value.items()) + "}"


def _scalar(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and yaml.safe_load(text) == text
    return text if plain else json.dumps(text, ensure_ascii=False)


def _read(text: str, name: str) -> object:
    try:
        return read_document(text).value
    except YamlFault as cause:
        line = cause.line
        raise CastError(
            tr("{name}, line {line}: {cause}", name=name, line=line, cause=cause), hint=tr("write it by hand")
        ) from cause


def _with_entry(value: object, keys: Keys, entry: Entry) -> object:
    """What the document says with the entry, so that nothing else of it can have changed."""
    if not keys:
        return _as_read(entry)
    given = value if isinstance(value, dict) else {}
    return {**given, keys[0]: _with_entry(given.get(keys[0]), keys[1:], entry)}


def _as_read(value: Entry) -> object:
    return value if isinstance(value, str) else {key: _as_read(each) for key, each in value.items()}


def _by_hand(name: str, keys: Keys, value: Entry) -> CastError:
    *above, last = keys
    where, line = ": ".join(above) or "the file", f"{_scalar(last)}: {_flow(value)}"
    return CastError(
        tr("{name} cannot be changed under {where}", name=name, where=where),
        hint=tr("write it by hand: {line}", line=line),
    )
