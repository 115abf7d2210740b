"""The whole way from a page to an episode: the only place that knows all rooms.

Its parts are loaded when they are wanted: what a command does not use, it does not wait for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narrator.pipeline.batch import make_many, pages_named
    from narrator.pipeline.batch_run import Outcome, Summary, Watcher
    from narrator.pipeline.cast_page import cast_page
    from narrator.pipeline.exporting import export
    from narrator.pipeline.make import EpisodeResult, Plan, narrate, plan
    from narrator.pipeline.one_page import Due, Unchanged, is_many, is_one_page, local_folder, look_at, make_one
    from narrator.pipeline.options import (
        BatchOptions,
        DeliveryOptions,
        MakeOptions,
        PageOptions,
        PublishOptions,
        SoundOptions,
    )
    from narrator.pipeline.publish_elsewhere import Published, destinations, publish_to
    from narrator.pipeline.scripts import editable, say, script_of, sentences_of
    from narrator.pipeline.upkeep import cache_usage, clear_cache, findings_of, install_voices, rebuild_feed
    from narrator.pipeline.voicing import try_voice, voices_of

_MODULES = {
    "batch": ("make_many", "pages_named"),
    "batch_run": ("Outcome", "Summary", "Watcher"),
    "cast_page": ("cast_page",),
    "exporting": ("export",),
    "make": ("EpisodeResult", "Plan", "narrate", "plan"),
    "one_page": ("Due", "Unchanged", "is_many", "is_one_page", "local_folder", "look_at", "make_one"),
    "options": ("BatchOptions", "DeliveryOptions", "MakeOptions", "PageOptions", "PublishOptions", "SoundOptions"),
    "publish_elsewhere": ("Published", "destinations", "publish_to"),
    "scripts": ("editable", "say", "script_of", "sentences_of"),
    "upkeep": ("cache_usage", "clear_cache", "findings_of", "install_voices", "rebuild_feed"),
    "voicing": ("try_voice", "voices_of"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "BatchOptions",
    "DeliveryOptions",
    "Due",
    "EpisodeResult",
    "MakeOptions",
    "Outcome",
    "PageOptions",
    "Plan",
    "PublishOptions",
    "Published",
    "SoundOptions",
    "Summary",
    "Unchanged",
    "Watcher",
    "cache_usage",
    "cast_page",
    "clear_cache",
    "destinations",
    "editable",
    "export",
    "findings_of",
    "install_voices",
    "is_many",
    "is_one_page",
    "local_folder",
    "look_at",
    "make_many",
    "make_one",
    "narrate",
    "pages_named",
    "plan",
    "publish_to",
    "rebuild_feed",
    "say",
    "script_of",
    "sentences_of",
    "try_voice",
    "voices_of",
]


def __getattr__(name: str) -> object:
    """The part of that name."""
    if name in _HOME:
        part: object = getattr(import_module(f"narrator.pipeline.{_HOME[name]}"), name)
        globals()[name] = part  # a module of that name, which the import has put there, must not stand in its place
        return part
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
