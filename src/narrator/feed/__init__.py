"""Manifests → the podcast feed."""

from narrator.feed.channel import feed_guid, feed_pages

__all__ = ["feed_guid", "feed_pages"]
