"""player.js, player.css and the site's icon, once for the whole site."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from narrator.player.interface_words import EN, ZH_CN, ZH_TW

PARTS = (
    *("parts", "settings", "track", "ribbon", "article", "match", "lamp", "site", "sound", "light", "follow"),
    *("sheets", "controls", "keys", "session", "playing", "pin", "element"),
)
"""In the order in which they need each other. One classic script in the end: browsers refuse modules from
`file://`, and a page that embeds the player needs one line for it."""

STYLES = ("player", "card", "list")
"""One file in the end; what the reader's machine asks for comes last, and so wins."""

REMARK = re.compile(r"\s*//")
"""A line that is a remark as a whole. (No string of these files goes over a line's end.)"""

STYLE_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)


@cache
def site_files() -> Mapping[str, bytes]:
    """The site's files by name."""
    folder = files("narrator.player") / "web"
    words = json.dumps({words["lang"]: words for words in (ZH_CN, ZH_TW, EN)}, ensure_ascii=False)
    sources = "\n".join(_light((folder / f"{part}.js").read_text(encoding="utf-8")) for part in PARTS)
    script = f'"use strict";\n(() => {{\nconst WORDS = {words};\n{sources}\n}})();\n'
    style = "\n".join((folder / f"{part}.css").read_text(encoding="utf-8") for part in STYLES)
    style = _light(STYLE_REMARK.sub("", style)) + "\n"
    icon = (folder / "player.svg").read_bytes()
    return {"player.js": script.encode(), "player.css": style.encode(), "player.svg": icon}


def _light(source: str) -> str:
    """The source without remarks and indents: a sixth less to carry, and still to be read."""
    return "\n".join(line.strip() for line in source.splitlines() if line.strip() and not REMARK.match(line))
