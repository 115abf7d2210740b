"""Keep the catalogue of messages: what narrator says, in each language.

    python docs/translations.py            writes narrator.pot and each language's .po and .mo in src/narrator/locale
    python docs/translations.py --check    exit code 1 if they are not what the code says, or a translation is missing

Messages are what stands in `tr` and `trn`, the help of commands and options, click's own words, and what operating
systems say when they refuse. Translations are written into the .po files by hand; needs Babel.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import narrator
from narrator.cli_language import paragraphs
from narrator.messages import DOMAIN, LOCALE

SOURCE = Path(narrator.__file__).parent
_HEAD = (
    "# What narrator says: docs/how-to/translate.md. Written by docs/translations.py; add translations, nothing else."
)
TEMPLATE = LOCALE / f"{DOMAIN}.pot"
_OURS = {"tr": 1, "trn": 2}
_OF_CLICK = {"_": 1, "ngettext": 2}
_UNSEEN = ("shell_completion.py", "_termui_impl.py", "_winconsole.py", "termui.py", "utils.py")
"""What click says there is never said by narrator."""
SYSTEM_REASONS = (
    "Address already in use",
    "Cannot assign requested address",
    "Connection refused",
    "Connection reset by peer",
    "Device or resource busy",
    "Disk quota exceeded",
    "File exists",
    "File name too long",
    "File too large",
    "Input/output error",
    "Is a directory",
    "Network is unreachable",
    "No such file or directory",
    "No space left on device",
    "Not a directory",
    "Operation not permitted",
    "Permission denied",
    "Read-only file system",
    "Too many levels of symbolic links",
    "Too many open files",
)
Found = tuple[str, str | tuple[str, ...]]
"""The file, and the message, with its plural if it has one."""


def messages() -> Iterator[Found]:
    """All that narrator says."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from ((name, message) for message in _calls(tree, _OURS))
        if name.startswith("cli"):
            for text in _help(tree):
                yield from ((name, paragraph.removeprefix("\b\n")) for paragraph in paragraphs(text))
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        if path.name not in _UNSEEN:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from ((f"click/{path.name}", message) for message in _calls(tree, _OF_CLICK))
    yield from (("docs/translations.py", message) for message in SYSTEM_REASONS)


def _calls(tree: ast.Module, functions: Mapping[str, int]) -> Iterator[str | tuple[str, ...]]:
    """The texts in calls of these functions, which take so many of them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (count := functions.get(_name(node.func))):
            texts = tuple(str(each.value) for each in node.args[:count] if isinstance(each, ast.Constant))
            if len(texts) == count:
                yield texts if count > 1 else texts[0]


def _help(tree: ast.Module) -> Iterator[str]:
    """The help of options, and of commands, whose docstring it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(_is_command(each) for each in node.decorator_list):
            yield ast.get_docstring(node) or ""
        elif isinstance(node, ast.Call) and _name(node.func) in ("option", "Option", "command", "group"):
            for keyword in node.keywords:
                if keyword.arg == "help" and isinstance(keyword.value, ast.Constant):
                    yield str(keyword.value.value)


def _is_command(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and _name(decorator.func) in ("command", "group")


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def template() -> Catalog:
    """What there is to translate."""
    catalogue = Catalog(
        domain=DOMAIN,
        header_comment=_HEAD,
        project="narrator",
        version=narrator.__version__,
        last_translator="The narrator authors",
        language_team="The narrator authors",
        msgid_bugs_address="-",
        fuzzy=False,
    )
    for path, message in messages():
        if message:
            catalogue.add(message, locations=[(path, 0)])
    return catalogue


def _ids(catalogue: Catalog) -> set[str | tuple[str, ...]]:
    """The messages of our own code; those of click are of the version that is installed."""
    return {
        tuple(each.id) if isinstance(each.id, (list, tuple)) else each.id
        for each in catalogue
        if each.id and not _is_of_click(each)
    }


def _is_of_click(message: Message) -> bool:
    return all(path.startswith("click/") for path, _ in message.locations)


def read(path: Path) -> Catalog:
    """The catalogue in a .po or .pot file."""
    with path.open("rb") as file:
        return read_po(file, domain=DOMAIN)


def _write(catalogue: Catalog, path: Path) -> None:
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_by_file=True, include_lineno=False, ignore_obsolete=True)


def languages() -> list[Path]:
    """The .po file of each language."""
    return sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def update() -> None:
    """Write all of them, with the translations that there are."""
    found = template()
    if TEMPLATE.exists():
        before = read(TEMPLATE)
        found.creation_date = before.creation_date  # or each run would change the files
        for each in before:  # what other versions of click say
            if each.id and _is_of_click(each):
                found.add(each.id, locations=[(path, 0) for path, _ in each.locations])
    _write(found, TEMPLATE)
    for path in languages():
        catalogue = read(path)
        catalogue.update(found, no_fuzzy_matching=True, update_header_comment=True)
        catalogue.msgid_bugs_address = found.msgid_bugs_address
        catalogue.last_translator, catalogue.language_team = found.last_translator, found.language_team
        _write(catalogue, path)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


def faults() -> Iterator[str]:
    """What is not as the code says, or not translated."""
    wanted = _ids(template())
    for path in (TEMPLATE, *languages()):
        catalogue = read(path)
        lacking, idle = wanted - _ids(catalogue), _ids(catalogue) - wanted
        yield from (f"{path.name} lacks {message!r}: python docs/translations.py" for message in lacking)
        yield from (f"{path.name} has {message!r}, which nobody says: python docs/translations.py" for message in idle)
        if path != TEMPLATE:
            yield from (f"{path}: no translation of {each.id!r}" for each in catalogue if not _is_translated(each))


def _is_translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (list, tuple)) else bool(message.string)


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit("\n".join(faults()) or 0)
    update()
