"""Click in the editor's language: its own words, the help of our commands and options, and lines of wide characters."""

from __future__ import annotations

import copy
import gettext
import inspect
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click

from narrator import messages
from narrator.messages import language, tr, translated

_C = TypeVar("_C", bound=click.Command)
_KEEPS_LINES = "\b"
"""What click puts before a paragraph whose lines stay as they are."""
_CHOOSES = "LANGUAGE"
"""The environment variable by which gettext chooses; click's words come from gettext's own functions."""
_UNBROKEN = re.compile(
    r"\s+"
    r"|[（「“\[(]*[\u2e80-\ufeff][，。、；：？！）」”\]).,;]*"
    r"|[^\s\u2e80-\ufeff]+[，。、；：？！）」”]*"
)
"""Spaces; one wide character or a word of Latin letters, with the punctuation that may not be parted from it."""


def localised(command: _C) -> _C:
    """The command with its help and its options' in the editor's language."""
    if language() == messages.SOURCE_LANGUAGE:
        return command
    shown = copy.copy(command)
    shown.help = _help(command.help)
    shown.short_help = re.split("。|\n\n", shown.help)[0] if shown.help else None  # click looks for a full stop
    shown.params = [_with_help(parameter) for parameter in command.params]
    return shown


def _with_help(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    shown = copy.copy(parameter)
    shown.help = _help(parameter.help)
    return shown


def _help(text: str | None) -> str | None:
    return "\n\n".join(map(_paragraph, paragraphs(text))) if text else text


def paragraphs(text: str) -> list[str]:
    """The help's paragraphs; what is translated is a paragraph, without click's sign that its lines stay."""
    return inspect.cleandoc(text).split("\n\n")


def _paragraph(text: str) -> str:
    sign = _KEEPS_LINES + "\n" if text.startswith(_KEEPS_LINES) else ""
    return sign + translated(tr(text.removeprefix(sign)))


@contextmanager
def words_of_click() -> Iterator[None]:
    """While it lasts, what click says by itself comes from our catalogue, too."""
    if language() == messages.SOURCE_LANGUAGE:
        yield
        return
    domain, folder, chosen = gettext.textdomain(), gettext.bindtextdomain(messages.DOMAIN), os.environ.get(_CHOOSES)
    gettext.bindtextdomain(messages.DOMAIN, str(messages.LOCALE))
    gettext.textdomain(messages.DOMAIN)
    os.environ[_CHOOSES] = language()
    try:
        yield
    finally:
        gettext.textdomain(domain)
        gettext.bindtextdomain(messages.DOMAIN, folder)
        os.environ.pop(_CHOOSES)
        if chosen is not None:
            os.environ[_CHOOSES] = chosen


class Formatter(click.HelpFormatter):
    """Wraps lines by their width on the screen; click counts characters, and breaks only at spaces."""

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{translated(tr('{heading}:', heading=heading))}\n")

    def write_text(self, text: str) -> None:
        super().write_text(_wrapped(text, self.width - self.current_indent))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max((len(term) for term, _ in rows), default=0), col_max) + col_spacing
        super().write_dl(
            [(term, _wrapped(text, max(self.width - first - 2, 10))) for term, text in rows], col_max, col_spacing
        )


def _wrapped(text: str, columns: int) -> str:
    """The paragraphs in lines no wider than the columns, where there are wide characters in them."""
    shown = []
    for paragraph in text.split("\n\n"):
        if paragraph.isascii() or paragraph.startswith(_KEEPS_LINES):
            shown.append(paragraph)
        else:
            shown.append("\n".join([_KEEPS_LINES, *_lines(" ".join(paragraph.split()), columns)]))
    return "\n\n".join(shown)


def _lines(text: str, columns: int) -> Iterator[str]:
    from narrator.standards.text_width import width

    line, used = "", 0.0
    for piece in _UNBROKEN.findall(text):
        needed = 2 * width(piece)
        if line and used + needed > columns:
            yield line.rstrip()
            line, used = "", 0.0
        if line or not piece.isspace():
            line, used = line + piece, used + needed
    if line:
        yield line.rstrip()
