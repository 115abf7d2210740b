"""Write the reference pages that follow from the code: every command's options, and every error with its cure.

    python docs/generate.py            writes docs/reference/commands.md and docs/reference/errors.md
    python docs/generate.py --check    exit code 1 if they are not what the code says

It imports narrator for the commands and reads its source for the errors.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

import click

import narrator
from narrator import errors
from narrator.cli import main
from narrator.plugins import GROUP

REFERENCE = Path(__file__).parent / "reference"
SOURCE = Path(narrator.__file__).parent
_NOT_BY_HAND = "<!-- Written by docs/generate.py from the code; do not edit. -->"

# ---------------------------------------------------------------------------------------------- commands


def commands_page() -> str:
    """Every command with its arguments and options, as `narrator --help` knows them."""
    contexts = _commands(main, click.Context(main, info_name="narrator"))
    return "\n\n".join([_COMMANDS_HEAD, *(_command(context) for context in contexts)]) + "\n"


_COMMANDS_HEAD = f"""# Commands

{_NOT_BY_HAND}

`narrator COMMAND --help` says the same in the terminal. Results go to stdout, everything else to stderr; the exit
codes are in [errors.md](errors.md). Engines of other packages are not listed:
[write an engine of your own](../how-to/write-an-engine.md)."""


def _commands(command: click.Command, context: click.Context) -> Iterator[click.Context]:
    yield context
    if isinstance(command, click.Group):
        for name in sorted(set(command.list_commands(context)) - _foreign_engines()):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                yield from _commands(below, click.Context(below, parent=context, info_name=name))


def _foreign_engines() -> set[str]:
    """Names of engines that other packages brought to this machine."""
    return {each.name for each in entry_points(group=GROUP) if each.dist is not None and each.dist.name != "narrator"}


def _command(context: click.Context) -> str:
    command = context.command
    path = context.command_path
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    rows = [_row(option, context) for option in options if not option.hidden]
    table = ["| option | default | |\n|---|---|---|\n" + "\n".join(rows)] if rows else []
    described = _paragraphs(inspect.cleandoc(command.help or ""))
    return "\n\n".join([f"## {path}", f"```\n{usage}\n```", *described, *table])


def _paragraphs(text: str) -> list[str]:
    r"""The help in Markdown: what stands behind \b keeps its lines."""
    described = []
    for paragraph in text.replace("\f", "").split("\n\n"):
        if paragraph.startswith("\b"):
            described.append("```\n" + paragraph.removeprefix("\b").strip("\n") + "\n```")
        else:
            described.append(_cell(" ".join(paragraph.split())))
    return described


def _row(option: click.Option, context: click.Context) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag or option.count else f" {_value(option, context)}"
    said, _, default = (option.help or "").partition("[default: ")
    default = default.rstrip("] ") or (f"`{option.default}`" if option.show_default else "")
    return f"| {names}{value} | {_cell(default)} | {_cell(said.strip())} |"


def _value(option: click.Option, context: click.Context) -> str:
    value = option.make_metavar(context)
    if not value.startswith("["):
        return f"`{value}`"
    choices = [choice for choice in value.strip("[]").split("|") if choice not in _foreign_engines()]
    return " or ".join(f"`{choice}`" for choice in choices)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


# ------------------------------------------------------------------------------------------------ errors


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that a user can be told, with its cure."""

    message: str
    cure: str
    code: int
    """The exit code; that of a check's finding is 1."""


def errors_page() -> str:
    """Every error with its cure, by exit code, as the source raises them."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))]
    shared = {name: text for tree in trees for name, text in _constants(tree).items() if name.isupper()}
    by_code: dict[int, set[Fault]] = defaultdict(set)
    for tree in trees:
        for fault in _faults(tree, {**shared, **_constants(tree)}):
            by_code[fault.code].add(fault)
    return "\n\n".join([_ERRORS_HEAD, *(_errors_of(code, by_code[code]) for code in sorted(by_code))]) + "\n"


_ERRORS_HEAD = f"""# Errors, and what to do

{_NOT_BY_HAND}

An error is two lines on stderr: what is wrong and where, then `→` and what to do. `…` stands for what depends on your
page: a name, a line, what the system says. Search this page for a part of the message that has none.

| exit code | |
|---|---|
| 0 | done |
| 1 | `narrator check` found something that is not fit to publish |
| 2 | the command line is wrong; `narrator COMMAND --help` lists what there is ([commands.md](commands.md)) |
| 3 | a page cannot be read |
| 4 | nobody says anything, or `--strict` met a doubt |
| 5 | the voices file has mistakes, or somebody has no voice |
| 6 | an engine cannot speak |
| 7 | the output cannot be written |
| 8 | an optional part is missing |
| 9 | another run of many pages holds the output folder; nothing was done |
| 130 | stopped by Ctrl-C; what was spoken is kept for the next run |"""

_HEADINGS = {
    1: "What `narrator check` finds",
    3: "A page cannot be read",
    4: "Nobody says anything, or there are doubts",
    5: "The voices file, the cast, the show",
    6: "An engine cannot speak",
    7: "The output cannot be written",
    8: "An optional part is missing",
    9: "Another run is at work",
}
_IT_DEPENDS = "the line behind `→` says it; it depends on the case"
_TRIED_AGAIN = "narrator asks again by itself; if it is said at the end, try later or choose another engine"


def _errors_of(code: int, faults: set[Fault]) -> str:
    told = sorted(faults, key=lambda fault: (fault.message.lstrip("… :,").casefold(), fault))
    rows = "\n".join(f"| {_cell(fault.message)} | {_cell(fault.cure)} |" for fault in told)
    return f"## {code}: {_HEADINGS[code]}\n\n| what it says | what to do |\n|---|---|\n{rows}"


_KINDS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.NarratorError)
}


_UNFIT = 1
"""Exit code of a check that found something."""


def _faults(tree: ast.AST, known: dict[str, str]) -> Iterator[Fault]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = [_words(argument, known) for argument in node.args]
        named = {keyword.arg: _words(keyword.value, known) for keyword in node.keywords if keyword.arg}
        if name in _KINDS and given:
            fault = _error(_KINDS[name], given, named)
        elif name == "Fault" and len(given) > 1:
            fault = Fault(given[0], _cure(given[1]), _UNFIT)
        elif name == "Finding" and named.get("level") != "ok" and {"what", "do"} <= named.keys():
            fault = Fault(named["what"], _cure(named["do"]), _UNFIT)
        else:
            continue
        if fault.message.strip("… :,") and not fault.message.startswith("and … more"):
            yield fault


def _error(kind: type[errors.NarratorError], given: list[str], named: dict[str, str]) -> Fault:
    if issubclass(kind, errors.MissingExtra):
        made = kind(*given)
        extra = made.hint[made.hint.index("'narrator[") :]
        return Fault(made.message, f"… -m pip install {extra}, with the Python that narrator runs in", kind.exit_code)
    cure = named.get("hint", "")
    if issubclass(kind, errors.EngineBusy):
        cure = cure or _TRIED_AGAIN
    return Fault(given[0], _cure(cure), kind.exit_code)


def _cure(text: str) -> str:
    return text if text.strip("… ") else _IT_DEPENDS


def _constants(tree: ast.AST) -> dict[str, str]:
    """Names that stand for one text wherever the file uses them."""
    found: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found[target.id].add(_words(node.value, {}))
    return {name: next(iter(texts)) for name, texts in found.items() if len(texts) == 1}


def _words(node: ast.expr, known: dict[str, str]) -> str:
    """The text that an expression gives, with … for what is only known when it runs."""
    match node:
        case ast.Constant(value=value):
            return " ".join(str(value).split("\n"))
        case ast.JoinedStr(values=parts):
            return "".join(_words(part, known) if isinstance(part, ast.Constant) else "…" for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _words(left, known) + _words(right, known)
        case ast.IfExp(body=body, orelse=orelse):
            return " / ".join(dict.fromkeys(text for text in (_words(body, known), _words(orelse, known)) if text))
        case ast.Name(id=name):
            return known.get(name, "…")
        case _:
            return "…"


def pages() -> dict[Path, str]:
    """The text of each page that follows from the code."""
    return {REFERENCE / "commands.md": commands_page(), REFERENCE / "errors.md": errors_page()}


if __name__ == "__main__":
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        sys.exit("\n".join(f"{path} is not what the code says: python docs/generate.py" for path in stale) or 0)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
