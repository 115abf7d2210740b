"""Manifests → the podcast feed."""

from narrator.feed.channel import feed_guid, feed_pages
from narrator.feed.stylesheets import feed_styles

__all__ = ["feed_guid", "feed_pages", "feed_styles"]
