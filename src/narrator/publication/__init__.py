"""Episode → files: what is published, and whether it is fit to be."""

from __future__ import annotations

from narrator.publication.check import Finding, check
from narrator.publication.feed import feed_faults
from narrator.publication.manifest import manifest_from, manifest_json
from narrator.publication.publish import feed, load_all, load_manifest, publish, refresh, slug_in
from narrator.publication.slug import slug

__all__ = [
    "Finding",
    "check",
    "feed",
    "feed_faults",
    "load_all",
    "load_manifest",
    "manifest_from",
    "manifest_json",
    "publish",
    "refresh",
    "slug",
    "slug_in",
]
