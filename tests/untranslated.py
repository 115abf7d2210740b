"""Finds, in narrator's own code, what is said to a person and is not in the catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

SAID: dict[str, tuple[int | str, ...]] = {
    "Doubt": ("why",),
    "Fault": (0, 1),
    "Finding": ("what", "do"),
    "MissingExtra": (1,),
    "PageFailed": ("message", "hint"),
    "Service": ("settings",),
    "UndecodableError": (0,),
    "UsageError": (0,),
    "YamlFault": (1,),
    "BadParameter": (0,),
    "findings": (1,),
    "warn": (0,),
    "_fault": (1,),
    "_warn": (0,),
    "refusal": (2,),
}
"""Which arguments of which calls a person reads; of every error its message, of every call a hint or a doubt."""
SHOWN = ("Text", "add_column", "add_row", "add_task", "append", "echo", "input", "print", "secho")
"""What shows a text at once, in the modules of the command line."""
_COMMAND = re.compile(r"$|pip |--\S+$")
"""What is typed is the same in every language."""
_SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}|\b(?!narrator: )[A-Za-z]{3,}: ")


def faults(source: Path) -> Iterator[str]:
    """File, line and text of what is said past the catalogue."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(source.rglob("*.py"))}
    errors = _errors(trees.values())
    for path, tree in trees.items():
        at_once = path.relative_to(source).as_posix().startswith(("cli", "display"))
        for scope, call in _calls(tree):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            wanted = (*SAID.get(name, (0,) if name in errors else ()), "hint", "doubt")
            for text in _bare(_arguments(call, wanted), (scope, tree)):
                yield f"{path.relative_to(source)}:{text.lineno}: {ast.unparse(text)}"
            for text in _bare(call.args if at_once and name in SHOWN else [], (scope, tree)):
                if _SENTENCE.search(" ".join(_constants(text))):
                    yield f"{path.relative_to(source)}:{text.lineno}: {ast.unparse(text)}"


def _errors(trees: Iterable[ast.Module]) -> set[str]:
    """NarratorError, and every class that is made of it."""
    known = {"NarratorError"}
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for _ in range(4):
        known |= {node.name for node in classes if any(getattr(base, "id", "") in known for base in node.bases)}
    return known


def _calls(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.Call]]:
    """Each call with the function around it."""
    scopes: list[tuple[ast.AST, ast.AST]] = [(tree, tree)]
    while scopes:
        scope, node = scopes.pop()
        inside = node if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else scope
        if isinstance(node, ast.Call):
            yield inside, node
        scopes += [(inside, child) for child in ast.iter_child_nodes(node)]


def _arguments(call: ast.Call, wanted: tuple[int | str, ...]) -> list[ast.expr]:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    places = [call.args[place] for place in wanted if isinstance(place, int) and place < len(call.args)]
    return places + [named[name] for name in wanted if isinstance(name, str) and name in named]


def _bare(texts: list[ast.expr], scopes: tuple[ast.AST, ...]) -> Iterator[ast.expr]:
    """The texts among the expressions that no call of the catalogue is around."""
    for text in texts:
        match text:
            case ast.Constant(value=str(value)):
                yield from [] if _COMMAND.match(value) else [text]
            case ast.JoinedStr() | ast.BinOp(op=ast.Add()) | ast.Call(func=ast.Attribute(attr="join" | "format")):
                yield text
            case ast.IfExp(body=body, orelse=orelse):
                yield from _bare([body, orelse], scopes)
            case ast.BoolOp(values=values):
                yield from _bare(values, scopes)
            case ast.Name(id=name):
                given = next((found for scope in scopes if (found := _assigned(scope, name))), [])
                yield from _bare(given, ())


def _assigned(scope: ast.AST, name: str) -> list[ast.expr]:
    return [
        node.value
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == name for target in node.targets)
    ]


def _constants(text: ast.AST) -> Iterator[str]:
    """The texts in an expression, but not those that the catalogue has."""
    if isinstance(text, ast.Constant):
        yield str(text.value)
    elif not (isinstance(text, ast.Call) and getattr(text.func, "id", "") in ("tr", "trn")):
        for child in ast.iter_child_nodes(text):
            yield from _constants(child)
