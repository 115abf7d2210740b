"""One entry of a YAML file changed: everything else in it, comments and order included, stays as somebody wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from narrator.errors import CastError

INDENT = "  "


def with_entry(text: str, path: Sequence[str], value: object) -> str:
    """The text with `value` at the end of a path of keys; None takes the entry out.

    Raises:
        CastError: the file is no mapping there, or is written in a way that cannot be changed entry by entry.
    """
    before = _loaded(text)
    changed = _changed(text, path, value)
    if _loaded(changed) != _expected(before, path, value):
        hint = "change the file by hand"
        raise CastError(f"{'.'.join(path)}: the file is written in a way that cannot be changed here", hint=hint)
    return changed


def _changed(text: str, path: Sequence[str], value: object) -> str:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is None:
        return text if value is None else f"{text.rstrip()}\n{_entry(path, value)}\n".lstrip("\n")
    for depth, key in enumerate(path):
        if not isinstance(node, yaml.MappingNode):
            raise CastError(f"{key} cannot be written: what it belongs to is no list of keys", hint="correct the file")
        found = next(((name, inner) for name, inner in node.value if name.value == key), None)
        last = depth == len(path) - 1
        if found is None:
            return text if value is None else _inserted(text, node, path[depth:], value)
        name, inner = found
        if last:
            return _taken_out(text, node, name, inner) if value is None else _replaced(text, inner, value)
        if not isinstance(inner, yaml.MappingNode):
            if value is None:
                return text
            if _is_empty(inner):
                return _opened(text, name, inner, path[depth + 1 :], value)
        node = inner
    return text


def _is_empty(node: yaml.Node) -> bool:
    return node.tag == "tag:yaml.org,2002:null"


def _replaced(text: str, node: yaml.Node, value: object) -> str:
    start, end = node.start_mark.index, _end(node)
    space = "" if start == 0 or text[start - 1] in " \n[{" else " "
    return text[:start] + space + _flow(value) + text[end:]


def _opened(text: str, name: yaml.Node, node: yaml.Node, path: Sequence[str], value: object) -> str:
    """A key with nothing behind it, with its first entry."""
    if node.end_mark.index > node.start_mark.index:  # `~` or `null` is written out
        return _replaced(text, node, _nested(path, value))
    at = _line_end(text, name.end_mark.index)
    return f"{text[:at]}\n{' ' * name.start_mark.column}{INDENT}{_entry(path, value)}{text[at:]}"


def _inserted(text: str, node: yaml.MappingNode, path: Sequence[str], value: object) -> str:
    if node.flow_style or not node.value:
        at = node.end_mark.index - 1
        comma = ", " if node.value else ""
        return text[:at].rstrip() + comma + _entry(path, value) + text[at:]
    first, last = node.value[0][0], node.value[-1][1]
    at = _line_end(text, max(_end(last), node.value[-1][0].end_mark.index))
    return f"{text[:at]}\n{' ' * first.start_mark.column}{_entry(path, value)}{text[at:]}"


def _taken_out(text: str, node: yaml.MappingNode, name: yaml.Node, inner: yaml.Node) -> str:
    if node.flow_style:
        left = {key.value: _value(each) for key, each in node.value if key is not name}
        return _replaced(text, node, left)
    start = text.rfind("\n", 0, name.start_mark.index) + 1
    end = _line_end(text, max(_end(inner), name.end_mark.index))
    return text[:start] + text[end + 1 :]


def _end(node: yaml.Node) -> int:
    """Where the last that is written of it ends; a block's own mark is behind the comments that follow."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last: Any = node.value[-1]
        return max(_end(last[1]), last[0].end_mark.index) if isinstance(last, tuple) else _end(last)
    return int(node.end_mark.index)


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _entry(path: Sequence[str], value: object) -> str:
    return f"{_flow(path[0])}: {_flow(_nested(path[1:], value))}"


def _nested(path: Sequence[str], value: object) -> object:
    return {path[0]: _nested(path[1:], value)} if path else value


def _flow(value: object) -> str:
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1_000_000, sort_keys=False)
    return text.removesuffix("\n").removesuffix("\n...")


def _value(node: yaml.Node) -> object:
    return yaml.SafeLoader("").construct_document(node)


def _loaded(text: str) -> Any:
    try:
        return yaml.safe_load(text) or {}
    except yaml.YAMLError as cause:
        raise CastError("the voices file is not YAML that can be read", hint="correct it by hand") from cause


def _expected(value: Any, path: Sequence[str], new: object) -> Any:
    there = dict(value or {})
    if len(path) > 1:
        inner = there.get(path[0])
        if inner or new is not None:
            there[path[0]] = _expected(inner, path[1:], new) or None
    elif new is None:
        there.pop(path[0], None)
    else:
        there[path[0]] = new
    return there
