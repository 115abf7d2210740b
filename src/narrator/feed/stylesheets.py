"""The feed as a page, for people who open it in a browser."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

STYLES: Final = (("text/xsl", "feed.xsl"), ("text/css", "feed.css"))
"""Type and name. Browsers take the first that they know: XSLT makes links, CSS alone makes it readable."""


@cache
def feed_styles() -> Mapping[str, bytes]:
    """The files beside the feed that make it a page, by name."""
    folder = files("narrator.feed") / "web"
    return {name: (folder / name).read_bytes() for _, name in STYLES}
