"""The whole way from a page to an episode: the only place that knows all rooms."""

from narrator.pipeline.batch import (
    BatchOptions,
    Outcome,
    Summary,
    Watcher,
    is_batch,
    is_many,
    local_folder,
    make_many,
    pages_named,
)
from narrator.pipeline.cast_page import cast_page
from narrator.pipeline.exporting import export
from narrator.pipeline.make import EpisodeResult, Plan, narrate, plan
from narrator.pipeline.options import DeliveryOptions, MakeOptions, PageOptions, PublishOptions, SoundOptions
from narrator.pipeline.publish_elsewhere import Published, destinations, publish_to
from narrator.pipeline.scripts import editable, say, script_of, sentences_of
from narrator.pipeline.upkeep import (
    cache_usage,
    clear_cache,
    findings_of,
    install_voices,
    rebuild_feed,
)
from narrator.pipeline.voicing import try_voice, voices_of

__all__ = [
    "BatchOptions",
    "DeliveryOptions",
    "EpisodeResult",
    "MakeOptions",
    "Outcome",
    "PageOptions",
    "Plan",
    "PublishOptions",
    "Published",
    "SoundOptions",
    "Summary",
    "Watcher",
    "cache_usage",
    "cast_page",
    "clear_cache",
    "destinations",
    "editable",
    "export",
    "findings_of",
    "install_voices",
    "is_batch",
    "is_many",
    "local_folder",
    "make_many",
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
