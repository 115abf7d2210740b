"""The whole way from a page to an episode: the only place that knows all rooms."""

from narrator.pipeline.make import EpisodeResult, Plan, narrate, plan
from narrator.pipeline.options import PageOptions, PublishOptions, SoundOptions
from narrator.pipeline.scripts import editable, say, script_of, sentences_of
from narrator.pipeline.upkeep import (
    cache_usage,
    clear_cache,
    findings_of,
    heard_findings_of,
    install_voices,
    rebuild_feed,
)
from narrator.pipeline.voicing import try_voice, voices_of

__all__ = [
    "EpisodeResult",
    "PageOptions",
    "Plan",
    "PublishOptions",
    "SoundOptions",
    "cache_usage",
    "clear_cache",
    "editable",
    "findings_of",
    "heard_findings_of",
    "install_voices",
    "narrate",
    "plan",
    "rebuild_feed",
    "say",
    "script_of",
    "sentences_of",
    "try_voice",
    "voices_of",
]
