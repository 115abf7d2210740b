"""What narrator says to a person: English in the code, in the editor's language where it is shown.

`tr("{path} is empty", path=path)` gives the English text, which remembers its template and values; `translated` says
it in the language of the environment. So whatever is logged, kept in files or given to machines stays English, and
only what shows a message to a person (`cli_options`, `display`) asks for a translation. The catalogue is gettext's,
domain `narrator`; docs/how-to/translate.md says how it is kept.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

DOMAIN = "narrator"
LOCALE = Path(__file__).parent / "locale"
SOURCE_LANGUAGE = "en"
VARIABLES = ("NARRATOR_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set chooses the language (POSIX, Base Definitions 8.2; NARRATOR_LANG is ours)."""


class Message(str):
    """English text that can be said in another language."""

    template: str
    """With the names of the values in braces; what the catalogue lists."""
    plural: str
    """The template for more than one; empty where the number does not matter."""
    number: int
    values: dict[str, object]
    parts: tuple[str, ...]
    """What `joined` joined; the template stands between them."""

    def __new__(cls, text: str, template: str | None = None) -> Message:
        message = super().__new__(cls, text)
        message.template = text if template is None else template
        message.plural, message.number, message.values, message.parts = "", 1, {}, ()
        return message


def tr(template: str, /, **values: object) -> Message:
    """The message; without values its braces are printed as they stand."""
    template = getattr(template, "template", template)
    kept = {name: _kept(value) for name, value in values.items()}
    message = Message(_filled(template, kept), template)
    message.values = kept
    return message


def trn(one: str, many: str, count: int, /, **values: object) -> Message:
    """The message for this number of things; `{count}` in the templates is the number."""
    message = tr(one if count == 1 else many, count=count, **values)
    message.template, message.plural, message.number = one, many, count
    return message


def joined(separator: str, messages: Iterable[str]) -> Message:
    """All the messages, with the separator between them."""
    parts = tuple(messages)
    message = Message(separator.join(parts), separator)
    message.parts = parts
    return message


def system_reason(cause: Exception) -> Message:
    """Why the system refused, such as `No space left on device`; of other errors what they say."""
    return Message(getattr(cause, "strerror", None) or str(_kept(cause)))


def translated(text: str) -> str:
    """What to show: the message in the editor's language; any other text as it is."""
    if not isinstance(text, Message):
        return text
    if language() == SOURCE_LANGUAGE:
        return str(text)
    catalogue = _catalogue(language())
    if text.parts:
        return _looked_up(catalogue, text).join(translated(part) for part in text.parts)
    values = {name: translated(value) if isinstance(value, str) else value for name, value in text.values.items()}
    return _filled(_looked_up(catalogue, text), values)


def packed(text: str | float) -> object:
    """What JSON keeps of a text, so that a message can still be said in another language later."""
    if not isinstance(text, Message):
        return text
    kept: dict[str, object] = {
        "text": str(text),
        "template": text.template,
        "plural": text.plural,
        "number": text.number,
        "values": {name: packed(_plain(value)) for name, value in text.values.items()},
        "parts": [packed(part) for part in text.parts],
    }
    return {name: value for name, value in kept.items() if value}


def _plain(value: object) -> str | float:
    return value if isinstance(value, (str, int, float)) else str(value)


def unpacked(kept: Any) -> str:
    """The text that `packed` kept."""
    if not isinstance(kept, dict):
        return str(kept)
    message = Message(str(kept["text"]), str(kept.get("template", "")))
    message.plural, message.number = str(kept.get("plural", "")), int(kept.get("number", 0))
    values = kept.get("values", {})
    message.values = {name: unpacked(each) if isinstance(each, dict) else each for name, each in values.items()}
    message.parts = tuple(map(unpacked, kept.get("parts", ())))
    return message


def language() -> str:
    """The language of the environment, as a folder of `locale` is called; English if there is none for it."""
    wanted = next((value for variable in VARIABLES if (value := os.environ.get(variable))), "")
    return "zh_CN" if wanted.replace("-", "_").lower().split(".")[0].split("_")[0] == "zh" else SOURCE_LANGUAGE


def _looked_up(catalogue: gettext.NullTranslations, text: Message) -> str:
    if text.plural:
        return catalogue.ngettext(text.template, text.plural, text.number)
    return catalogue.gettext(text.template) if text.template else ""  # gettext keeps the catalogue's head under ""


@cache
def _catalogue(name: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, [name], fallback=True)


def _filled(template: str, values: dict[str, object]) -> str:
    return template.format(**values) if values else template


def _kept(value: object) -> object:
    """The value as it is filled in: texts and numbers as they are, of an error what it says, of all else its text."""
    if isinstance(value, BaseException):
        return value.args[0] if value.args and isinstance(value.args[0], Message) else str(value)
    return value if isinstance(value, str) or type(value).__module__ in ("builtins", "numpy") else str(value)
