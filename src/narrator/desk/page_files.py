"""The desk's page: its files as they are served, and its words in the editor's language."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from narrator.messages import VARIABLES

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".mjs": "text/javascript"}
_FILE = re.compile(r"(?:vendor/)?[a-z_-]+\.(?:js|mjs|css|svg)")


def desk_page(accepted: str) -> str:
    """The page, in a language.

    Args:
        accepted: what the browser says it wants (Accept-Language); what the environment says goes before it.
    """
    language = language_of(os.environ, accepted)
    words = json.dumps(words_in(language), ensure_ascii=False).replace("<", "\\u003c")
    page = (files("narrator.desk") / "web" / "desk.html").read_text("utf-8")
    return page.replace("{language}", "zh-CN" if language == "zh" else "en").replace("{words}", words)


def page_file(name: str, players: Mapping[str, bytes]) -> tuple[bytes, str] | None:
    """A file of the page and its type; None where there is none.

    Args:
        players: the player's own files by name, whose look the desk shares.
    """
    if not _FILE.fullmatch(name):
        return None
    if name in ("player.css", "player.svg"):
        return players[name], _TYPES[f".{name.rsplit('.', 1)[1]}"]
    file = files("narrator.desk") / "web" / name
    return (file.read_bytes(), _TYPES[f".{name.rsplit('.', 1)[1]}"]) if file.is_file() else None


def language_of(environment: Mapping[str, str], accepted: str) -> str:
    """`zh` or `en`: as the environment says, else as the browser wants."""
    for name in VARIABLES:
        value = environment.get(name, "")
        if value and value not in ("C", "POSIX") and not value.startswith("C."):
            return "zh" if value.lower().startswith("zh") else "en"
    first = accepted.split(",", 1)[0].strip().lower()
    return "zh" if first.startswith("zh") else "en"


def words_in(language: str) -> Mapping[str, str]:
    """What the page says, by key."""
    return {key: said[language] for key, said in words().items()}


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """What the page says, by key and language."""
    table: Mapping[str, Mapping[str, str]] = json.loads(
        (files("narrator.desk") / "web" / "words.json").read_text("utf-8")
    )
    return table
